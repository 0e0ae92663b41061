package reference_test

import (
	"strings"
	"testing"

	"github.com/oborot/oborot/internal/reference"
	"github.com/oborot/oborot/trade"
)

// nomenclature makes a list of rows of nomenclature, code, parent, english, russian,
// valid_from, valid_to.
func nomenclature(name string, rows ...[7]string) trade.List {
	l := trade.List{Origin: trade.Origin{Dataset: name}, Table: trade.Nomenclatures}
	columns, _ := trade.ListColumns(trade.Nomenclatures)
	for i, c := range columns {
		column := trade.ListColumn{Name: c, Text: []string{}}
		for _, r := range rows {
			column.Text = append(column.Text, r[i])
		}
		l.Columns = append(l.Columns, column)
	}
	return l
}

func imported(t *testing.T) *reference.Catalogue {
	t.Helper()
	c, err := reference.NewCatalogue([]trade.List{
		nomenclature("hs17",
			[7]string{"H5", "8704", "87", "Vehicles; for the transport of goods", "", "", ""},
			[7]string{"H5", "870421", "8704", "Vehicles; compression-ignition, g.v.w. not over 5 tonnes", "", "", ""},
			[7]string{"H5", "040610", "0406", "Dairy produce; fresh cheese, unripened", "", "", ""}),
		nomenclature("hs22",
			[7]string{"H6", "870421", "8704", "Vehicles; compression-ignition only, g.v.w. not over 5 tonnes", "", "", ""},
			[7]string{"H6", "040610", "0406", "Dairy produce; fresh cheese, unripened", "", "", ""}),
		nomenclature("tnved",
			[7]string{"TNVED", "0406", "04", "", "СЫРЫ И ТВОРОГ", "2002-01-01", ""},
			[7]string{"TNVED", "0406103000", "0406", "", "– – МОЦАРЕЛЛА", "2022-01-01", ""},
			[7]string{"TNVED", "0406108000", "0406", "", "– – – прочие", "2022-01-01", ""},
			[7]string{"TNVED", "0406102000", "0406", "", "Сыр старый", "2002-01-01", "2011-12-31"},
			[7]string{"TNVED", "0406102000", "0406", "", "Сыр новый", "2012-01-01", ""}),
		nomenclature("sitc", [7]string{"S3", "7821", "782", "Goods vehicles", "", "", ""}),
		{Origin: trade.Origin{Dataset: "rates"}, Table: trade.Rates},
	})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestCatalogueNamesLongCodes(t *testing.T) {
	t.Parallel()
	with := imported(t)
	for _, c := range []struct {
		product          trade.Product
		nomenclature     trade.Nomenclature
		english, russian string
	}{
		{"8704", trade.HS2017, "Trucks", "Грузовые автомобили"}, // headings keep the short name
		{"870421", trade.HS2017, "Vehicles; compression-ignition, g.v.w. not over 5 tonnes", ""},
		{"870421", trade.HS2022, "Vehicles; compression-ignition only, g.v.w. not over 5 tonnes", ""},
		{"870421", trade.HS1992, "Trucks", "Грузовые автомобили"}, // nobody imported that edition
		{"870421", "", "Vehicles; compression-ignition only, g.v.w. not over 5 tonnes", ""},
		{"8704210001", trade.TNVED, "Vehicles; compression-ignition only, g.v.w. not over 5 tonnes", ""},
		{"0406103000", trade.TNVED, "", "Моцарелла"},
		{"0406108000", trade.TNVED, "", "Сыры и творог: прочие"},
		{"0406102000", trade.TNVED, "", "Сыр новый"},
		{"7821", trade.SITC3, "Goods vehicles", ""},
		{"7821", trade.SITC4, "", ""},
		{"TOTAL", trade.HS2017, "All goods", "Все товары"},
		{"8704XX", trade.HS2017, "hidden by the publisher", "скрыто публикатором"},
	} {
		want := trade.Name{English: c.english, Russian: c.russian}
		if got, _ := with.ProductName(c.product, c.nomenclature); got != want {
			t.Errorf("ProductName(%s, %s) = %+v, want %+v", c.product, c.nomenclature, got, want)
		}
	}
}

// Without imported names the answers are those of the embedded tables.
func TestAnEmptyCatalogueKnowsTheEmbeddedNames(t *testing.T) {
	t.Parallel()
	empty, err := reference.NewCatalogue(nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []*reference.Catalogue{nil, empty} {
		if got, from := c.ProductName("870421", trade.HS2017); got.English != "Trucks" || from != nil {
			t.Errorf("870421 is %+v by %v", got, from)
		}
		if hits := c.Find(reference.Search{Text: "сыр", Top: 1}); len(hits) != 1 || hits[0].Code != "0406" {
			t.Errorf("сыр finds %s", said(hits))
		}
	}
}

func TestCatalogueFindsImportedNames(t *testing.T) {
	t.Parallel()
	with := imported(t)
	for _, c := range []struct {
		text, code   string
		nomenclature trade.Nomenclature
	}{
		{"unripened fresh cheese", "040610", ""}, {"моцареллой", "0406103000", ""}, {"compression ignition vehicles", "870421", "H5"},
		{"040610", "040610", ""}, {"сыр", "0406", ""}, {"transport of goods", "8704", ""}, {"goods vehicles", "7821", "S3"},
	} {
		hits := with.Find(reference.Search{Text: c.text, Nomenclature: c.nomenclature, Top: 3})
		if len(hits) == 0 || hits[0].Code != c.code || hits[0].Imported == (c.text == "сыр") {
			t.Errorf("%q finds %s, want %s", c.text, said(hits), c.code)
		}
	}
	if hits := with.Find(reference.Search{Text: "mozzarella 0406103000", Nomenclature: trade.HS2017}); len(hits) > 0 && hits[0].Code == "0406103000" {
		t.Errorf("a code of TN VED is found in H5: %s", said(hits))
	}
	seen := map[string]bool{}
	for _, h := range with.Find(reference.Search{Text: "87"}) {
		if seen[h.Code] {
			t.Errorf("%s is found twice", h.Code)
		}
		seen[h.Code] = true
	}
	if !seen["870421"] || !seen["8704"] {
		t.Error("the codes of chapter 87 are not found by it")
	}
}

func TestAListOfAnotherShapeIsRefused(t *testing.T) {
	t.Parallel()
	l := nomenclature("broken", [7]string{"H5", "8704", "87", "x", "", "", ""})
	l.Columns = l.Columns[1:]
	if _, err := reference.NewCatalogue([]trade.List{l}); trade.KindOf(err) != trade.Internal {
		t.Errorf("got %v", err)
	}
}

// The list of UN Comtrade for HS 2022 whole: every subheading has its own name and
// is found by it.
func TestCatalogueHoldsTheHarmonisedSystem(t *testing.T) {
	t.Parallel()
	list := comtradeList(t, "cmd_h6.csv", "H6")
	with, err := reference.NewCatalogue([]trade.List{list})
	if err != nil {
		t.Fatal(err)
	}
	codes, english := list.Column("code").Text, list.Column("english").Text
	subheadings, missed := 0, 0
	for i, code := range codes {
		if len(code) != 6 {
			continue
		}
		subheadings++
		if got, from := with.ProductName(trade.Product(code), trade.HS2022); got.English != strings.TrimSpace(english[i]) || len(from) != 1 {
			t.Fatalf("%s is %q by %v, want %q", code, got.English, from, english[i])
		}
		if i%50 == 0 {
			if hits := with.Find(reference.Search{Text: english[i], Top: 3}); len(hits) == 0 || hits[0].Code != code {
				missed++
			}
		}
	}
	if subheadings < 5600 || missed > 6 {
		t.Errorf("%d subheadings, of every fiftieth %d are not found by their text", subheadings, missed)
	}
}

func comtradeList(t testing.TB, file, n string) trade.List {
	var rows [][7]string
	eachRow(t, testdata(t, "comtrade-ref", file), []string{"id", "text", "parent"}, func(v []string) {
		text := v[1]
		if len(text) > len(v[0])+3 {
			text = text[len(v[0])+3:]
		}
		rows = append(rows, [7]string{n, v[0], v[2], text, "", "", ""})
	})
	return nomenclature("comtrade-"+n, rows...)
}

// BenchmarkCatalogue is the search among all editions of UN Comtrade, and the first
// one, which builds the index.
func BenchmarkCatalogue(b *testing.B) {
	var lists []trade.List
	for _, n := range []string{"H0", "H1", "H2", "H3", "H4", "H5", "H6"} {
		lists = append(lists, comtradeList(b, "cmd_h"+n[1:]+".csv", n))
	}
	b.Run("first", func(b *testing.B) {
		for b.Loop() {
			c, err := reference.NewCatalogue(lists)
			if err != nil {
				b.Fatal(err)
			}
			c.Find(reference.Search{Text: "сыр"})
		}
	})
	c, err := reference.NewCatalogue(lists)
	if err != nil {
		b.Fatal(err)
	}
	for _, text := range []string{"fresh cheese", "трансфарматор", "pr", "other vehicles not elsewhere specified or included for the transport of goods"} {
		b.Run(text, func(b *testing.B) {
			for b.Loop() {
				c.Find(reference.Search{Text: text})
			}
		})
	}
}
