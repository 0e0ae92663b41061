package reference

import (
	"encoding/csv"
	"fmt"
	"maps"
	"math"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/oborot/oborot/internal/source/sourcetest"
	"github.com/oborot/oborot/trade"
)

// records reads a publisher's csv file as maps by the names of its columns.
func records(t testing.TB, file string) []map[string]string {
	t.Helper()
	f, err := os.Open(sourcetest.RealFile(t, file))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	reader := csv.NewReader(f)
	reader.LazyQuotes = true
	all, err := reader.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var rows []map[string]string
	for _, fields := range all[1:] {
		row := map[string]string{}
		for i, name := range all[0] {
			row[name] = fields[i]
		}
		rows = append(rows, row)
	}
	return rows
}

func six(code string) string { return strings.Repeat("0", max(0, 6-len(code))) + code }

// published are the Growth Lab's weights of a step.
func published(t testing.TB, from, to trade.Nomenclature) trade.List {
	t.Helper()
	var lines []string
	for _, r := range records(t, fmt.Sprintf("concordances/conversion_weights_%s_to_%s.csv", from, to)) {
		lines = append(lines, six(r[string(from)])+" "+six(r[string(to)])+" "+r["weight"])
	}
	return correlation(fmt.Sprintf("weights %s %s", from, to), from, to, lines...)
}

// baci sums an extract of BACI by product, in thousandths of a dollar.
func baci(t testing.TB, file string) map[trade.Product]trade.Amount {
	t.Helper()
	sums := map[trade.Product]trade.Amount{}
	for _, r := range records(t, "baci-afg-zaf/"+file) {
		v, err := trade.ParseThousandths(r["v"])
		if err != nil {
			t.Fatal(err)
		}
		code := trade.Product(six(r["k"]))
		sums[code] = known(sums[code], true, trade.Of(1000*v))
	}
	return sums
}

func dollars(t *testing.T, what string, thousandths int64, want float64) {
	t.Helper()
	if got := float64(thousandths) / 1000; math.Abs(got-want) > 0.002 {
		t.Errorf("%s is %.3f, want %.3f", what, got, want)
	}
}

func partOf(c Conversion, code trade.Product) Converted {
	i := slices.IndexFunc(c.Parts, func(p Converted) bool { return p.Product == code })
	if i < 0 {
		return Converted{}
	}
	return c.Parts[i]
}

// TestRealConversions converts extracts of BACI and a report of Indonesia by the
// published weights. The numbers were worked out by another program from the same
// files, as products of matrices in floating point.
func TestRealConversions(t *testing.T) {
	t.Parallel()
	indonesia := map[trade.Product]trade.Amount{}
	for _, r := range records(t, "comtrade-legacy-csv/comtrade_3.csv") {
		if r["Year"] == "2014" {
			v, _ := strconv.ParseInt(r["Trade Value (US$)"], 10, 64)
			indonesia[trade.Product(six(r["Commodity Code"]))] = trade.Of(1000 * v)
		}
	}
	for _, c := range []struct {
		name                     string
		path                     []trade.Nomenclature
		in                       map[trade.Product]trade.Amount
		value, split, split4     float64
		kept                     []trade.Product
		code                     trade.Product
		estimate                 float64
		heading                  trade.Product
		headingEstimate, low, hi float64
	}{
		{"BACI 2020", []trade.Nomenclature{"H5", "H4"}, baci(t, "baci_hs17_2020_afg_zaf.csv"), 51605142675, 553957543, 46702026,
			[]trade.Product{"271000"}, "870323", 431642781.704, "8517", 89375884.119, 89347970, 97755606},
		{"BACI 2021", []trade.Nomenclature{"H0", "H1", "H2", "H3", "H4", "H5"}, baci(t, "baci_hs92_2021_afg_zaf.csv"), 69369988138, 8214259989, 3170789820,
			[]trade.Product{"271000"}, "870323", 260502555.777, "8471", 96869430.098, 85788800, 186982131},
		{"Indonesia 2014", []trade.Nomenclature{"H4", "H5"}, indonesia, 176036194332, 11559093823, 5607072671,
			nil, "870323", 866581514.784, "8517", 163176497.824, 0, 165073111},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			var lists []trade.List
			for i := range c.path[1:] {
				lists = append(lists, published(t, c.path[i], c.path[i+1]))
			}
			k := between(t, concordance(t, lists...), c.path[0], c.path[len(c.path)-1], "")
			got := k.Convert(c.in, 6)
			checkConversion(t, c.in, got)
			dollars(t, "the value", got.Basis.Value, c.value)
			dollars(t, "the split value", got.Basis.Split, c.split)
			dollars(t, c.code.String(), partOf(got, c.code).Amount.Thousandths, c.estimate)
			if !slices.Equal(got.Kept, c.kept) {
				t.Errorf("kept %v", got.Kept)
			}
			headings := k.Convert(c.in, 4)
			checkConversion(t, c.in, headings)
			dollars(t, "the split value of headings", headings.Basis.Split, c.split4)
			h := partOf(headings, c.heading)
			dollars(t, c.heading.String(), h.Amount.Thousandths, c.headingEstimate)
			dollars(t, "its low bound", h.Low.Thousandths, c.low)
			dollars(t, "its high bound", h.High.Thousandths, c.hi)
		})
	}
}

// TestRealTablesTogether: with the UN's pairs beside them, weights of petroleum that
// was reported under codes of no edition no longer leave it unconverted, and H6 is
// reached by pairs alone.
func TestRealTablesTogether(t *testing.T) {
	t.Parallel()
	editions := map[string]trade.Nomenclature{"1992": "H0", "1996": "H1", "2002": "H2", "2007": "H3", "2012": "H4", "2017": "H5", "2022": "H6"}
	pairs := map[passage][]string{}
	for _, r := range records(t, "concordances/HS_consolidated_comtrade_concordances.csv") {
		newer, older, _ := strings.Cut(r["adjustment"], " to ")
		p := passage{editions[older], editions[newer]}
		if p.from != "" && p.to != "" {
			pairs[p] = append(pairs[p], six(r["code.before"])+" "+six(r["code.after"]))
		}
	}
	var lists []trade.List
	for p, lines := range pairs {
		lists = append(lists, correlation(fmt.Sprintf("pairs %s %s", p.from, p.to), p.from, p.to, lines...))
		if p.to != "H6" {
			lists = append(lists, published(t, p.from, p.to), published(t, p.to, p.from))
		}
	}
	c := concordance(t, lists...)
	in := baci(t, "baci_hs92_2021_afg_zaf.csv")
	got := between(t, c, "H0", "H5", "").Convert(in, 6)
	checkConversion(t, in, got)
	if len(got.Kept) != 0 || got.Basis.Equal != 0 {
		t.Errorf("kept %v, %+v", got.Kept, got.Basis)
	}
	if p := partOf(between(t, c, "H0", "H5", "").Convert(in, 4), "2710"); p.Amount != in["271000"] || p.Low != p.Amount || p.High != p.Amount {
		t.Errorf("petroleum is %v", p)
	}
	last := between(t, c, "H5", "H6", "").Convert(baci(t, "baci_hs17_2020_afg_zaf.csv"), 6)
	if last.Basis.Table != 0 || last.Basis.Equal == 0 || last.Basis.Equal != last.Basis.Split {
		t.Errorf("%+v", last.Basis)
	}
}

// TestRealOwnWeights: values in both nomenclatures lead nearer to those of the other
// than the published weights do, which are of other trade.
func TestRealOwnWeights(t *testing.T) {
	t.Parallel()
	c := concordance(t, published(t, "H4", "H5"), published(t, "H5", "H4"))
	truth := baci(t, "baci_hs17_2020_afg_zaf.csv")
	old := amounts(between(t, c, "H5", "H4", "").Convert(truth, 6))
	plain := func(all map[trade.Product]trade.Amount) map[trade.Product]int64 {
		values := map[trade.Product]int64{}
		for code, a := range all {
			values[code] = a.Thousandths
		}
		return values
	}
	missed := func(k *Converter) (sum float64) {
		for _, p := range k.Convert(old, 6).Parts {
			sum += math.Abs(float64(p.Amount.Thousandths - truth[p.Product].Thousandths))
		}
		return sum
	}
	own := between(t, c, "H4", "H5", "")
	learned := own.Learn(plain(old), plain(truth))
	table := missed(between(t, c, "H4", "H5", TableWeights))
	if got := missed(own); learned == 0 || got > table/20 {
		t.Errorf("%d codes learned; own weights miss by %.0f, the table's by %.0f", learned, got, table)
	}
}

// TestRealRoundTrip goes there and back again and loses nothing.
func TestRealRoundTrip(t *testing.T) {
	t.Parallel()
	c := concordance(t, published(t, "H4", "H5"), published(t, "H5", "H4"))
	at := map[trade.Product]trade.Amount{}
	maps.Copy(at, baci(t, "baci_hs17_2020_afg_zaf.csv"))
	before := total(at)
	for range 3 {
		at = amounts(between(t, c, "H5", "H4", "").Convert(at, 6))
		at = amounts(between(t, c, "H4", "H5", "").Convert(at, 6))
		if total(at) != before {
			t.Fatalf("%d became %d", before, total(at))
		}
	}
}
