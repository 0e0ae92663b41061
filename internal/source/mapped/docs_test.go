package mapped

import (
	"os"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"
)

// block returns the indented lines that follow a sentence of the documentation.
func block(t *testing.T, text, after string) string {
	t.Helper()
	_, rest, ok := strings.Cut(text, after)
	if !ok {
		t.Fatalf("the documentation lacks %q", after)
	}
	var lines []string
	for _, line := range strings.Split(strings.TrimLeft(rest, "\n"), "\n") {
		inner, indented := strings.CutPrefix(line, "    ")
		if !indented {
			break
		}
		lines = append(lines, inner)
	}
	return strings.Join(lines, "\n") + "\n"
}

// TestDocumentation imports the ministry's example as it is printed, and reads the
// keys that the layouts show in place of those of a whole mapping.
func TestDocumentation(t *testing.T) {
	t.Parallel()
	raw, err := os.ReadFile("../../../docs/mappings.md")
	if err != nil {
		t.Fatal(err)
	}
	text := string(raw)
	table, err := charmap.Windows1251.NewEncoder().String(block(t, text, "## A ministry's own figures by enterprise\n"))
	if err != nil {
		t.Fatal(err)
	}
	got := importedAs(t, "ministry-m-tnved10", written(t, "m.csv", block(t, text, "\nis described by\n"), table))
	want := `2024-01 BLR>RU-PRI 8504210000 general importer CIF 1250500 kg=31250 by ООО "Энергосбыт"`
	if len(got.Observations) != 1 || line(got.Observations[0]) != want {
		t.Errorf("got %v, want %s", got.Observations, want)
	}
	for _, name := range Shipped() {
		if !strings.Contains(text, "| `"+name+"` |") {
			t.Errorf("the documentation does not name the mapping %s", name)
		}
	}
	rest := "dataset: x\nperiod: 2021\nproduct: TOTAL\n"
	for after, more := range map[string]string{
		"One row for a pair, sides by name:\n":  rest + "value: {column: v, unit: usd}\n",
		"accounted as `empty cell`:\n":          rest,
		"any other column stays what it is):\n": "dataset: x\nproduct: TOTAL\nreporter: BLR\npartner: RUS\ndirection: export\n",
		"Totals without partners and goods:\n":  "dataset: x\nperiod: 2021\nreporter: BLR\ndirection: export\nvalue: {column: v, unit: usd}\n",
		"Goods of the publisher's own, by name:\n": "dataset: x\nperiod: 2021\nreporter: BLR\npartner: RUS\ndirection: export\n" +
			"value: {column: v, unit: usd}\n",
		"\"year\": 2021, ...}]}}`:\n": rest + "reporter: BLR\npartner: RUS\ndirection: export\nvalue: {column: v, unit: usd}\n",
	} {
		if _, err := parse("docs/mappings.md", block(t, text, after)+more); err != nil {
			t.Errorf("%s: %v", after, err)
		}
	}
}
