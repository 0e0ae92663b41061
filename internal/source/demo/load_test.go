package demo

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/oborot/oborot/internal/reference"
	"github.com/oborot/oborot/internal/source/sourcetest"
	"github.com/oborot/oborot/trade"
)

// imported holds all imports of Loads as a sink that keeps the contract took them.
var imported = sync.OnceValues(func() (map[string]sourcetest.Imported, error) {
	sink := &sourcetest.Sink{}
	for _, l := range Loads() {
		if _, err := l.Read(context.Background(), sink, []int{0}); err != nil {
			return nil, err
		}
	}
	all := map[string]sourcetest.Imported{}
	for _, im := range sink.Imports {
		all[im.Import.Dataset] = im
	}
	return all, nil
})

func take(t *testing.T, dataset string) sourcetest.Imported {
	t.Helper()
	all, err := imported()
	if err != nil {
		t.Fatal(err)
	}
	im, ok := all[dataset]
	if !ok {
		t.Fatalf("there is no dataset %s", dataset)
	}
	return im
}

func TestLoadsDescribeThemselves(t *testing.T) {
	t.Parallel()
	want := []struct {
		dataset              string
		regions, enterprises bool
	}{{"demo", false, false}, {"demo-region", true, false}, {"demo-region-by", true, false}, {"demo-enterprise", true, true}}
	loads := Loads()
	if len(loads) != len(want) {
		t.Fatalf("%d loads, want %d", len(loads), len(want))
	}
	for i, w := range want {
		im := loads[i].Import
		if im.Dataset != w.dataset || im.Release != "1" || im.Regions != w.regions || im.Enterprises != w.enterprises {
			t.Errorf("load %d is %+v, want %+v", i, im, w)
		}
		if !im.Synthetic || im.Publisher != "oborot demo" || im.Licence.Name != "CC0-1.0" || im.Licence.NoRedistrib {
			t.Errorf("%s does not say whose it is: %+v", im.Dataset, im.Origin)
		}
		if im.Mode != trade.Replace || im.Months != 1 || im.Digits != 4 || !im.AbsentIsZero || im.Nomenclature != trade.HS2022 {
			t.Errorf("%s is described as %+v", im.Dataset, im)
		}
		if notes := strings.Join(im.Notes, " "); !strings.Contains(notes, "invented") || !strings.Contains(notes, "BelTA") {
			t.Errorf("the notes of %s do not say that it is invented and what is not: %s", im.Dataset, notes)
		}
	}
}

func TestReadingNoFileStoresNothing(t *testing.T) {
	t.Parallel()
	sink := &sourcetest.Sink{}
	accounts, err := Loads()[0].Read(context.Background(), sink, nil)
	if err != nil || len(sink.Imports) != 0 || len(accounts) != 1 || accounts[0].Dataset != "demo" {
		t.Errorf("accounts %+v, error %v, %d imports", accounts, err, len(sink.Imports))
	}
}

func TestReadStopsWhenTheSinkFails(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	sink := &sourcetest.Sink{}
	if _, err := Loads()[3].Read(ctx, sink, []int{0}); err == nil || len(sink.Imports) != 0 {
		t.Errorf("error %v, %d imports", err, len(sink.Imports))
	}
}

// The form of each row is checked by the sink too.
func TestRowsAreMarkedAndPlausible(t *testing.T) {
	t.Parallel()
	for _, dataset := range []string{"demo", "demo-region", "demo-region-by", "demo-enterprise"} {
		im := take(t, dataset)
		if len(im.Observations) < 500 {
			t.Errorf("%s has only %d rows", dataset, len(im.Observations))
		}
		for _, o := range im.Observations {
			if err := checkRow(o, im.Import.Enterprises); err != "" {
				t.Fatalf("%s: %s: %+v", dataset, err, o)
			}
		}
	}
}

func checkRow(o trade.Observation, byEnterprise bool) string {
	from, to := reference.CountryOf(o.Exporter), reference.CountryOf(o.Importer)
	switch {
	case o.Check() != nil:
		return o.Check().Error()
	case from == to:
		return "a country trades with itself"
	case !o.Flags.Has(trade.FlagDemo) || o.Flags.Has(trade.FlagSuppressed) != (o.Product == "XXXX"):
		return "wrong flags"
	case o.Reporter != trade.Reconciled || o.Valuation != trade.FOB || o.Currency != "USD" || o.Flow != trade.General:
		return "wrong terms"
	case o.Value.State != trade.Value || o.Value.Thousandths <= 0 || o.ValueUSD != o.Value:
		return "no value"
	case o.Period.Months != 1 || o.Period.First < trade.MonthOf(2019, 1) || o.Period.First > trade.MonthOf(2022, 9):
		return "outside the months"
	case (o.Enterprise != "") != byEnterprise:
		return "an enterprise where there should be none, or none"
	case o.Product == "XXXX":
		if o.NetKg.Known() || from != "BLR" {
			return "a hidden row with a mass, or not of Belarus"
		}
	case !o.NetKg.Known() || o.NetKg.Thousandths <= 0:
		return "no mass"
	case o.Value.Float()/o.NetKg.Float() < 0.01 || o.Value.Float()/o.NetKg.Float() > 5000:
		return "an odd price"
	}
	return ""
}

func TestCodesHaveNames(t *testing.T) {
	t.Parallel()
	for _, e := range economies {
		if name := reference.EconomyName(e.code); name.Russian == "" || name.Russian == string(e.code) {
			t.Errorf("%s has no name", e.code)
		}
	}
	named := map[trade.Product]bool{}
	for _, heading := range reference.Headings() {
		named[heading] = true
	}
	seen := map[trade.Product]bool{}
	for _, g := range goodsOf() {
		if !named[g.code] || seen[g.code] {
			t.Errorf("%s has no name of its own, or stands twice", g.code)
		}
		seen[g.code] = true
	}
	if len(seen) < 150 || len(economies) < 60 {
		t.Errorf("%d goods and %d economies", len(seen), len(economies))
	}
}

func TestEverybodyTrades(t *testing.T) {
	t.Parallel()
	exports, imports := map[trade.Economy]bool{}, map[trade.Economy]bool{}
	for _, o := range take(t, "demo").Observations {
		exports[o.Exporter], imports[o.Importer] = true, true
	}
	for _, e := range economies {
		if !exports[e.code] || !imports[e.code] {
			t.Errorf("%s exports: %v, imports: %v", e.code, exports[e.code], imports[e.code])
		}
	}
	withBelarus := map[trade.Economy]bool{}
	for _, o := range take(t, "demo-region").Observations {
		if o.Exporter == "BLR" {
			withBelarus[o.Importer] = true
		}
	}
	for _, r := range reference.Regions("RUS") {
		if !withBelarus[r] {
			t.Errorf("Belarus sells nothing to %s", r)
		}
	}
	if n := len(withBelarus); n != len(reference.Regions("RUS")) || n < 80 {
		t.Errorf("Belarus sells to %d regions of Russia", n)
	}
}

// The rows, as text, have the hash that the import names: the same at every run, on
// every machine. After a wanted change of the world the numbers in datasets
// are those that this test prints.
func TestSameRowsAtEveryRun(t *testing.T) {
	t.Parallel()
	world := invent()
	for i, d := range datasets {
		first, bytes := fingerprint(blocks(d.flows(world)))
		second := sha256.New()
		var again int
		for _, o := range take(t, d.name).Observations {
			n, _ := second.Write(rowText(nil, o))
			again += n
		}
		if hex.EncodeToString(second.Sum(nil)) != first || again != bytes {
			t.Errorf("%s: two runs differ", d.name)
		}
		if f := Loads()[i].Import.Files[0]; f.SHA256 != first || f.Bytes != int64(bytes) {
			t.Errorf("%s: sha256: %q, bytes: %d; the import says %q, %d", d.name, first, bytes, f.SHA256, f.Bytes)
		}
	}
}

func fingerprint(all []*trade.Bulk) (sum string, bytes int) {
	h := sha256.New()
	var text []byte
	for _, b := range all {
		for i := range b.Rows {
			text = rowText(text[:0], sourcetest.At(b, i))
			h.Write(text)
			bytes += len(text)
		}
	}
	return hex.EncodeToString(h.Sum(nil)), bytes
}

func rowText(text []byte, o trade.Observation) []byte {
	for _, word := range []string{string(o.Exporter), string(o.Importer), string(o.Product), o.Enterprise} {
		text = append(append(text, word...), ',')
	}
	for _, n := range []int64{int64(o.Period.First), o.Value.Thousandths, o.NetKg.Thousandths, int64(o.Flags)} {
		text = append(strconv.AppendInt(text, n, 10), ',')
	}
	return append(text, '\n')
}

func TestRowsAreInOrderAndUnique(t *testing.T) {
	t.Parallel()
	for _, dataset := range []string{"demo", "demo-region", "demo-region-by", "demo-enterprise"} {
		rows := take(t, dataset).Observations
		for i := 1; i < len(rows); i++ {
			if a, b := rows[i-1], rows[i]; compare(a, b) >= 0 {
				t.Fatalf("%s: %+v comes before %+v", dataset, a, b)
			}
		}
	}
}

func compare(a, b trade.Observation) int {
	return cmp.Or(cmp.Compare(a.Period.First.Year(), b.Period.First.Year()), cmp.Compare(a.Exporter, b.Exporter),
		cmp.Compare(a.Importer, b.Importer), cmp.Compare(a.Product, b.Product),
		cmp.Compare(a.Enterprise, b.Enterprise), cmp.Compare(a.Period.First, b.Period.First))
}
