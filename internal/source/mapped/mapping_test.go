package mapped

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/oborot/oborot/trade"
)

// whole is a mapping without fault; the tests spoil one thing of it at a time.
const whole = `dataset: x
period: {column: d}
reporter: BLR
partner: {column: p}
direction: {column: n, export: [X], import: [M]}
product: {column: k, nomenclature: HS2017, digits: 6}
value: {column: v, unit: usd}
`

const wholeTable = "d,p,n,k,v\n2021,RUS,X,870410,1\n"

// TestFaultsOfMappings: each fault is one sentence with the file and the line, and a
// hint that names the next thing to type.
func TestFaultsOfMappings(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		from, to string // what is spoiled, and how
		line     int
		words    string
		hint     string
	}{
		"unknown key":             {"dataset: x", "dateset: x", 1, "a mapping has no key dateset", "did you mean dataset?"},
		"unknown key below":       {"unit: usd", "untis: usd", 7, "value has no key untis", "did you mean unit?"},
		"unknown key unlike any":  {"unit: usd", "zzzzzzzz: 1", 7, "value has no key zzzzzzzz", "the keys are column, exports"},
		"key twice":               {"reporter: BLR", "reporter: BLR\nreporter: RUS", 4, "the key reporter stands there twice", ""},
		"not YAML":                {"period: {column: d}", "period: {column: d", 2, "the mapping is not YAML", "indentation"},
		"tab":                     {"period: {column: d}", "period:\n\tcolumn: d", 3, "the mapping is not YAML", ""},
		"list of keys":            {"reporter: BLR", "reporter: [BLR, RUS]", 3, "reporter is not a list of keys", ""},
		"no period":               {"period: {column: d}\n", "", 1, "a mapping needs a period", "period: {column: date}"},
		"period that is none":     {"period: {column: d}", "period: sometime", 2, `"sometime" is not a period`, "period: {column: sometime}"},
		"period over years":       {"period: {column: d}", "period: 2019..2021", 2, "longer than a year", ""},
		"two ways of a period":    {"{column: d}", "{column: d, year: d}", 2, "one of column, year, header or fixed", ""},
		"length of a period":      {"{column: d}", "{column: d, length: week}", 2, `not "week"`, ""},
		"date without year":       {"{column: d}", "{column: d, format: DD.MM}", 2, "lacks YYYY", "DD/MM/YYYY"},
		"no partner":              {"partner: {column: p}\n", "", 1, "needs exporter and importer, or reporter and partner", "partner: World"},
		"both kinds of sides":     {"reporter: BLR", "reporter: BLR\nexporter: RUS", 1, "either exporter and importer, or reporter and partner", ""},
		"exporter alone":          {"reporter: BLR\npartner:", "exporter:", 1, "exporter and importer are both needed", ""},
		"nobody reports":          {"reporter: BLR\npartner: {column: p}", "exporter: BLR\nimporter: {column: p}", 1, "whose figures these are", ""},
		"reported by a stranger":  {"reporter: BLR", "reporter: BLR\nreported_by: nobody", 4, `not "nobody"`, ""},
		"unknown economy":         {"reporter: BLR", "reporter: Atlantis", 3, `"Atlantis" is not a known economy`, "reporter: {column: Atlantis}"},
		"group as a side":         {"reporter: BLR", "reporter: EAEU", 3, "is a group of economies", "leave_out"},
		"unknown code":            {"{column: p}", "{column: p, codes: {A: Atlantis}}", 4, `"Atlantis" is not a known economy`, ""},
		"way of writing":          {"{column: p}", "{column: p, as: letters}", 4, `not "letters"`, ""},
		"side without column":     {"{column: p}", "{as: name}", 4, "partner needs either a column or one fixed economy", ""},
		"no direction":            {"direction: {column: n, export: [X], import: [M]}\n", "", 1, "does not say the direction", "direction: export"},
		"direction of no words":   {", export: [X], import: [M]", "", 5, "does not say what the column n writes", "export: [ЭК, X]"},
		"word for two directions": {"import: [M]", "import: [M, X]", 5, `"X" stands for two directions`, ""},
		"direction said twice":    {"column: v", "exports: v, imports: w", 5, "the direction is said twice", ""},
		"no product":              {"product: {column: k, nomenclature: HS2017, digits: 6}\n", "", 1, "a mapping needs a product", "product: TOTAL"},
		"no digits":               {", digits: 6", "", 6, "product needs digits", "digits: 6"},
		"digits":                  {"digits: 6", "digits: 16", 6, `digits are 1 to 10, not "16"`, ""},
		"nomenclature":            {"HS2017", "HS2018", 6, `"HS2018" is not a known nomenclature`, "SECTION"},
		"code of a good":          {"digits: 6", "digits: 6, codes: {a: b}", 6, `"b" is not a product code`, ""},
		"no value":                {"value: {column: v, unit: usd}\n", "", 1, "a mapping needs a value", "value: none"},
		"no unit":                 {", unit: usd", "", 7, "value needs a unit", "thousand-usd"},
		"unit":                    {"unit: usd", "unit: dozen-usd", 7, `the unit "dozen-usd" of value is not known`, "million-rub"},
		"unit of mass":            {"value:", "net: {column: k, unit: pood}\nvalue:", 7, `the unit "pood" of net`, "thousand-t"},
		"quantity without unit":   {"value:", "quantity: k\nvalue:", 7, "quantity needs a unit", ""},
		"name of a dataset":       {"dataset: x", "dataset: Мой набор", 1, "is not a name of a dataset", "small Latin letters"},
		"separator":               {"dataset: x", "dataset: x\nfile: {separator: slash}", 2, `not "slash"`, ""},
		"charset":                 {"dataset: x", "dataset: x\nfile: {charset: KOI8}", 2, `the charset "KOI8" is not known`, "windows-1251"},
		"not a number":            {"dataset: x", "dataset: x\nfile: {skip: two}", 2, `file.skip is a whole number, not "two"`, ""},
		"neither yes nor no":      {"dataset: x", "dataset: x\nabsent_is_zero: perhaps", 2, `true or false, not "perhaps"`, ""},
		"mode":                    {"dataset: x", "dataset: x\nmode: append", 2, `not "append"`, ""},
		"pattern":                 {"dataset: x", "dataset: x\nfor: '[a'", 2, "not a pattern of file names", ""},
		"flags without column":    {"dataset: x", "dataset: x\nflags: {estimated: [E]}", 2, "flags names no column", ""},
		"list for a word":         {"dataset: x", "dataset: [x]", 1, "dataset is one word or number, not a list", ""},
		"nested list":             {"export: [X]", "export: [[X]]", 5, "direction.export is a list of words", ""},
		"nothing":                 {whole, "# later\n", 0, "the mapping says nothing", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			spoiled := strings.Replace(whole, c.from, c.to, 1)
			if spoiled == whole {
				t.Fatalf("%q is not in the mapping", c.from)
			}
			r := written(t, "t.csv", spoiled, wholeTable)
			err := refused(t, r)
			fault, ok := err.(*trade.Error)
			if !ok || fault.Kind != trade.BadInput || fault.File != r.Paths[0]+besides || c.line > 0 && fault.Line != c.line {
				t.Errorf("%#v, want line %d", err, c.line)
			}
			if !strings.Contains(err.Error(), c.words) || trade.HintOf(err) == "" || !strings.Contains(trade.HintOf(err), c.hint) {
				t.Errorf("%v (%s), want %s (%s)", err, trade.HintOf(err), c.words, c.hint)
			}
		})
	}
	if got := importedAs(t, "x", written(t, "t.csv", whole, wholeTable)); len(got.Observations) != 1 {
		t.Error("the mapping that is spoiled has a fault itself")
	}
}

// TestWhatIsNotSaid is refused as a question of the command line, which can say it.
func TestWhatIsNotSaid(t *testing.T) {
	t.Parallel()
	noDataset := written(t, "t.csv", strings.Replace(whole, "dataset: x\n", "", 1), wholeTable)
	noNomenclature := written(t, "t.csv", strings.Replace(whole, "nomenclature: HS2017, ", "", 1), wholeTable)
	noMapping := requestFor("", filepath.Join(t.TempDir(), "t.csv"))
	if err := os.WriteFile(noMapping.Paths[0], []byte(wholeTable), 0o600); err != nil {
		t.Fatal(err)
	}
	misspelt := requestFor("china-mineral", noMapping.Paths[0])
	otherName := requestFor("parana", noMapping.Paths[0])
	badUnit := written(t, "t.csv", whole, wholeTable)
	badUnit.Unit = "much"
	for name, c := range map[string]struct {
		err         error
		words, hint string
	}{
		"dataset":       {refused(t, noDataset), "does not name the dataset", "--dataset"},
		"nomenclature":  {refused(t, noNomenclature), "in which nomenclature", "--nomenclature"},
		"mapping":       {refused(t, noMapping), "no mapping says what the columns mean", "--guess"},
		"shipped":       {refused(t, misspelt), "no such mapping", "did you mean china-minerals?"},
		"name of files": {refused(t, otherName), "not meant for a file of this name", "detailed_timeseriesMensal.csv"},
		"unit":          {refused(t, badUnit), `the unit "much"`, "thousand-usd"},
	} {
		if trade.KindOf(c.err) != trade.Usage || !strings.Contains(c.err.Error(), c.words) || !strings.Contains(trade.HintOf(c.err), c.hint) {
			t.Errorf("%s: %v (%s)", name, c.err, trade.HintOf(c.err))
		}
	}
	noDataset.Dataset, noNomenclature.Nomenclature = "mine", trade.HS2012
	importedAs(t, "mine", noDataset)
	if im := importedAs(t, "x", noNomenclature).Import; im.Nomenclature != trade.HS2012 {
		t.Errorf("%v", im.Nomenclature)
	}
}

// TestShippedMappings reads every mapping that comes with the program.
func TestShippedMappings(t *testing.T) {
	t.Parallel()
	names := Shipped()
	if len(names) < 7 {
		t.Errorf("only %v are shipped", names)
	}
	for _, name := range names {
		d, err := readMapping(name)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		for _, m := range d.documents {
			if m.dataset == "" || m.publisher == "" || len(m.files) == 0 {
				t.Errorf("%s, line %d: dataset, publisher or for is missing", name, m.line)
			}
		}
	}
}

// TestMappingBeside finds a mapping by the name of the file with and without its
// ending; that of the command line goes before.
func TestMappingBeside(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	for name, text := range map[string]string{
		"a.csv": wholeTable, "a.mapping.yaml": whole, "other.yaml": strings.Replace(whole, "dataset: x", "dataset: other", 1),
	} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	importedAs(t, "x", requestFor("", filepath.Join(folder, "a.csv")))
	importedAs(t, "other", requestFor(filepath.Join(folder, "other.yaml"), filepath.Join(folder, "a.csv")))
}

// TestSameFileTwice reads a file once that is given under two names.
func TestSameFileTwice(t *testing.T) {
	t.Parallel()
	r := written(t, "a.csv", whole, wholeTable)
	r.Mapping = r.Paths[0] + besides
	again := filepath.Join(filepath.Dir(r.Paths[0]), "b.csv")
	if err := os.WriteFile(again, []byte(wholeTable), 0o600); err != nil {
		t.Fatal(err)
	}
	r.Paths = append(r.Paths, again)
	if got := importedAs(t, "x", r); len(got.Observations) != 1 || len(got.Import.Files) != 1 || !strings.Contains(strings.Join(got.Import.Notes, " "), "is read once") {
		t.Errorf("%+v", got.Import)
	}
}

// FuzzParse: whatever a mapping file holds, it is read or refused in a sentence.
func FuzzParse(f *testing.F) {
	f.Add(whole)
	f.Add("a: &x [*x]\n")
	f.Add("---\n---\nfor: [\n")
	f.Add("product: {codes: {1: [2]}}\nvalue: none\nwhere: {a: {b: c}}\n")
	for _, name := range Shipped() {
		text, err := shipped.ReadFile("shipped/" + name + ".yaml")
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(text))
	}
	f.Fuzz(func(t *testing.T, text string) {
		all, err := parse("m.yaml", text)
		if err != nil {
			if trade.KindOf(err) != trade.BadInput || trade.HintOf(err) == "" || len(all) > 0 {
				t.Errorf("%v (%s)", err, trade.HintOf(err))
			}
			return
		}
		if len(all) == 0 {
			t.Error("neither a mapping nor an error")
		}
	})
}
