package output

import (
	"testing"

	"github.com/oborot/oborot/internal/analysis"
	"github.com/oborot/oborot/trade"
)

// TestIndexForPeople: an index has three decimals, a whole number none, so that a small
// one is not taken for nothing.
func TestIndexForPeople(t *testing.T) {
	t.Parallel()
	f := analysis.Field{Name: "rca", Kind: analysis.Index}
	for _, c := range []struct {
		ratio            trade.Ratio
		english, russian string
	}{
		{trade.Ratio{Number: 1.23456}, "1.235", "1,235"},
		{trade.Ratio{Number: -0.0004}, "0.000", "0,000"},
		{trade.Ratio{Number: 0}, "0", "0"},
		{trade.Ratio{Number: 5018}, "5,018", "5" + noBreak + "018"},
		{trade.Ratio{Status: "low coverage"}, "low coverage", "низкий охват"},
		{trade.Ratio{Status: trade.Undefined}, "n/a", "н/п"},
	} {
		if got := (painter{language: trade.English}).cell(f, analysis.Cell{Ratio: c.ratio}); got != c.english {
			t.Errorf("%v is %q, want %q", c.ratio, got, c.english)
		}
		if got := (painter{language: trade.Russian}).cell(f, analysis.Cell{Ratio: c.ratio}); got != c.russian {
			t.Errorf("%v is %q, want %q", c.ratio, got, c.russian)
		}
	}
	if got := (painter{language: trade.Russian}).cell(analysis.Field{Name: "comparison"}, analysis.Cell{Text: "chained"}); got != "цепное" {
		t.Errorf("the comparison is %q", got)
	}
}
