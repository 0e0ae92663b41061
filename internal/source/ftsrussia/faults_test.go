package ftsrussia_test

import (
	"strings"
	"testing"

	"github.com/oborot/oborot/internal/source"
	"github.com/oborot/oborot/internal/source/ftsrussia"
	"github.com/oborot/oborot/trade"
)

const regionHead = "napr\tperiod\tstrana\ttnved\tedizm\tStoim\tNetto\tKol\tRegion\tRegion_s\n"

// Each row is set aside with a reason and its value; the rows around it are stored.
func TestRowsSetAside(t *testing.T) {
	t.Parallel()
	const good = "ЭК\t01/2021\tBY\t8704210000\t796\t1250,5\t31,25\t2\t05000 - ПРИМОРСКИЙ КРАЙ\t08\n"
	for _, c := range []struct {
		row, column, reason string
		value               int64
	}{
		{"ТР\t01/2021\tBY\t8704210000\t796\t10,5\t3\t2\t05000 - X\t08", "napr", `napr "ТР" is neither exports`, 10_500},
		{"\t01/2021\tBY\t8704210000\t796\t10,5\t3\t2\t05000 - X\t08", "napr", `napr "" is neither`, 10_500},
		{"ЭК\t13/2021\tBY\t8704210000\t796\t10,5\t3\t2\t05000 - X\t08", "period", `period "13/2021" is not a month`, 10_500},
		{"ЭК\t2021\tBY\t8704210000\t796\t10,5\t3\t2\t05000 - X\t08", "period", "names only the year", 10_500},
		{"ЭК\t01/2021\tZQ\t8704210000\t796\t10,5\t3\t2\t05000 - X\t08", "strana", `the country code "ZQ" is unknown`, 10_500},
		{"ЭК\t01/2021\t\t8704210000\t796\t10,5\t3\t2\t05000 - X\t08", "strana", "the partner is not named", 10_500},
		{"ЭК\t01/2021\tBY\tгрузовики\t796\t10,5\t3\t2\t05000 - X\t08", "tnved", `"грузовики" is not a product code`, 10_500},
		{"ЭК\t01/2021\tBY\t8704\t796\t10,5\t3\t2\t05000 - X\t08", "tnved", `"8704" has not the length of the others`, 10_500},
		{"ЭК\t01/2021\tBY\t8704210000\t796\tмного\t3\t2\t05000 - X\t08", "Stoim", `Stoim "много" is not a number`, 0},
		{"ЭК\t01/2021\tBY\t8704210000\t796\t10.5\t3\t2\t05000 - X\t08", "Stoim", `Stoim "10.5" has a point where`, 0},
		{"ЭК\t01/2021\tBY\t8704210000\t796\t\t3\t2\t05000 - X\t08", "Stoim", "there is no value", 0},
		{"ЭК\t01/2021\tBY\t8704210000\t796\t-10,5\t3\t2\t05000 - X\t08", "Stoim", `Stoim "-10,5" is negative`, 0},
		{"ЭК\t01/2021\tBY\t8704210000\t796\tNaN\t3\t2\t05000 - X\t08", "Stoim", `Stoim "NaN" is not a number`, 0},
		{"ЭК\t01/2021\tBY\t8704210000\t796\t99999999999999999\t3\t2\t05000 - X\t08", "Stoim", "is not a number that can be held", 0},
		{"ЭК\t01/2021\tBY\t8704210000\t796\t10,5\tx\t2\t05000 - X\t08", "Netto", `Netto "x" is not a number`, 10_500},
		{"ЭК\t01/2021\tBY\t8704210000\t796\t10,5\t3\t-2\t05000 - X\t08", "Kol", `Kol "-2" is negative`, 10_500},
		{"ЭК\t01/2021\tBY\t8704210000\t796\t10,5\t3\t2\tPRIMORYE\t08", "Region", `the region "PRIMORYE" does not begin with an OKATO code`, 10_500},
		{"ЭК\t01/2021\tBY\t8704210000\t796\t10,5\t3\t2\t\t08", "Region", `the region "" does not begin`, 10_500},
		{"ЭК\t01/2021\tBY\t8704210000\t796\t10,5\t3", "", "7 fields instead of 10", 0},
	} {
		path := write(t, "DATTSVT.csv", regionHead+good+c.row+"\n"+strings.Replace(good, "BY", "KZ", 1))
		im := mustLoad(t, source.Request{Paths: []string{path}, Tolerate: 0.9})
		if len(im.Rejections) != 1 || len(im.Observations) != 2 {
			t.Errorf("%q: %d rows set aside, %d stored", c.row, len(im.Rejections), len(im.Observations))
			continue
		}
		r := im.Rejections[0]
		if r.Line != 3 || r.Column != c.column || !strings.Contains(r.Reason, c.reason) || r.Value != c.value || r.Text != c.row {
			t.Errorf("%q: %+v", c.row, r.Rejection)
		}
	}
}

// Rows of one key in one file are parts of one figure and added; parts in different
// units have no quantity together.
func TestPartsOfOneFigure(t *testing.T) {
	t.Parallel()
	path := write(t, "DATTSVT.csv", regionHead+
		"ЭК\t01/2021\tBY\t8704210000\t796\t100\t10\t1\t05000 - X\t08\nЭК\t01/2021\tBY\t8704210000\t166\t50\t5\t5\t05000 - X\t08\n"+
		"ЭК\t01/2021\tBY\t8704210000\t796\t100\t10\t1\t05000 - X\t08\n")
	im := mustLoad(t, source.Request{Paths: []string{path}})
	account := im.Account.Files[0]
	if len(im.Observations) != 1 || account.Stored != (trade.Tally{Rows: 1, Value: 250_000}) || account.Format["summed"].Rows != 2 {
		t.Fatalf("%d rows: %+v", len(im.Observations), account)
	}
	if o := im.Observations[0]; o.NetKg != trade.Of(25_000) || o.Quantity.Known() || o.Unit != "" {
		t.Errorf("%+v", o)
	}
}

// Numbers are read by the decimal mark of the file; where the first rows have none,
// each number by its own.
func TestDecimalMarks(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		first, second string
		want          trade.Amount
	}{
		{"1,5", "2,25", trade.Of(2250)}, {"1.5", "2.25", trade.Of(2250)}, {"1,5", "1 002,25", trade.Of(1_002_250)},
		{"1,5", "3", trade.Of(3000)}, {"1.5", "1e3", trade.Of(1_000_000)},
	} {
		row := "ЭК\t01/2021\tBY\t8704210000\t\t%\t10\t\t05000 - X\t08\n"
		path := write(t, "DATTSVT.csv", regionHead+strings.Replace(row, "%", c.first, 1)+
			strings.Replace(strings.Replace(row, "%", c.second, 1), "8704210000", "8704220000", 1))
		im := mustLoad(t, source.Request{Paths: []string{path}})
		if got := im.Observations[1].Value; got != c.want {
			t.Errorf("%s after %s is %v", c.second, c.first, got)
		}
	}
	late := regionHead + strings.Repeat("ЭК\t01/2021\tBY\t8704210000\t\t7\t10\t\t05000 - X\t08\n", 30) +
		"ЭК\t02/2021\tBY\t8704210000\t\t7,5\t10\t\t05000 - X\t08\n"
	im := mustLoad(t, source.Request{Paths: []string{write(t, "DATTSVT.csv", late)}})
	if last := im.Observations[len(im.Observations)-1]; last.Value != trade.Of(7500) {
		t.Errorf("a comma after thirty whole numbers: %v", last.Value)
	}
}

// A file at a coarser level of the nomenclature is a dataset of its own.
func TestLevels(t *testing.T) {
	t.Parallel()
	path := write(t, "DATTSVT.csv", regionHead+"ЭК\t01/2021\tBY\t8704\t\t7\t10\t\t05000 - X\t08\nЭК\t01/2021\tBY\t406\t\t7\t10\t\t05000 - X\t08\n")
	im := mustLoad(t, source.Request{Paths: []string{path}})
	if im.Import.Dataset != "fts-region-m-tnved4" || im.Import.Digits != 4 || im.Observations[1].Product != "0406" {
		t.Errorf("%s: %+v", im.Import.Dataset, im.Observations)
	}
}

// A file of one heading is told, because a year that is known by it alone looks
// small.
func TestExtracts(t *testing.T) {
	t.Parallel()
	const row = "ЭК\t01/2021\tBY\t2710121100\t\t7\t10\t\t05000 - X\t08\n"
	for _, c := range []struct {
		rows string
		want bool
	}{
		{row + strings.Replace(row, "2710121100", "2710190000", 1) + strings.Replace(row, "2710121100", "XXXXXXXXXX", 1), true},
		{row + strings.Replace(row, "2710121100", "2711190000", 1), false},
		{strings.Replace(row, "2710121100", "XXXXXXXXXX", 1), false},
	} {
		im := mustLoad(t, source.Request{Paths: []string{write(t, "DATTSVT.csv", regionHead+c.rows)}})
		if got := strings.Contains(strings.Join(im.Account.Notes, "\n"), "all goods of DATTSVT.csv are of 2710"); got != c.want {
			t.Errorf("%q: %t, the notes are %q", c.rows, got, im.Account.Notes)
		}
	}
}

func TestRecognise(t *testing.T) {
	t.Parallel()
	recognise := ftsrussia.Format().Recognise
	for _, c := range []struct {
		name, head, why string
	}{
		{"a.csv", regionHead, "its columns are those of Russian customs: napr,period,strana,tnved,edizm,Stoim,Netto,Kol"},
		{"a.csv", "\xef\xbb\xbf\"DIRECTION\"|\"PERIOD\"|\"COUNTRY\"|\"HS\"|\"UM\"|\"VALUE\"|\"NETWEIGHT\"|\"QUANTITY\"\r\n", "its columns are"},
		{"a.bin", dbase(regionHead + "ЭК\t01/2021\tBY\t8704210000\t\t7\t10\t\t05000 - X\t08\n"), "its columns are"},
		{"Dattsvt_01.zip", "PK\x03\x04", "named like"},
		{"x.zip", zipped(t, "a/dattsvt.dbf", "x"), "a file that is named like"},
		{"x.zip", zipped(t, "export.dbf", dbase(regionHead+"ЭК\t01/2021\tBY\t8704210000\t\t7\t10\t\t05000 - X\t08\n")), "its columns are"},
		{"x.csv.gz", "\x1f\x8b", ""},
		{"x.zip", zipped(t, "notes.txt", "napr"), ""},
		{"x.zip", "PK\x03\x04", ""},
		{"x.csv", "period,reporterISO,partnerISO,cmdCode,primaryValue\n", ""},
		{"x.csv", "napr,period,strana\n", ""},
		{"x.csv", "", ""},
		{"x.parquet", "PAR1", ""},
		{"x.parquet", "PAR1\x15\x00NAPR\x00PERIOD\x00STRANA\x00TNVED\x00EDIZM\x00STOIM\x00NETTO\x00KOL\x00PAR1", "its columns are"},
	} {
		why := recognise(c.name, []byte(c.head))
		if !strings.Contains(why, c.why) || (why == "") != (c.why == "") {
			t.Errorf("%s: %q, want %q", c.name, why, c.why)
		}
	}
}

// Whatever a file holds, it is refused with a sentence or its account balances,
// which the sink checks, and every row stored is well-formed.
func FuzzImport(f *testing.F) {
	f.Add(russian)
	f.Add(english)
	f.Add(nationalFile)
	f.Add(dbase(russian))
	f.Add(regionHead + "ЭК\t01/2021\tBY\t8704210000\t\t9e18\t-0\t,5\t05000\t\n\n\t\t\t\n\"")
	f.Fuzz(func(t *testing.T, content string) {
		sink, accounts, err := load(source.Request{Paths: []string{write(t, "2021-01.csv", content)}, Tolerate: 1})
		if err != nil {
			if trade.KindOf(err) == trade.Internal || trade.HintOf(err) == "" {
				t.Fatalf("%v [%s]", err, trade.HintOf(err))
			}
			return
		}
		for _, im := range sink.Imports {
			for _, o := range im.Observations {
				if len(o.Product) != im.Import.Digits || o.Period.Months != im.Import.Months {
					t.Fatalf("%+v in %+v", o, im.Import)
				}
			}
		}
		if len(accounts) == 0 {
			t.Fatal("no account")
		}
	})
}
