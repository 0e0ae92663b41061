package output

import (
	"strings"
	"testing"

	"github.com/oborot/oborot/internal/analysis"
	"github.com/oborot/oborot/trade"
)

// answer is a small structure with every kind of field, and every way of being
// absent. The numbers are those of the report on Belarus and Primorsky Krai.
func answer() *analysis.Result {
	amount := func(thousandths int64) analysis.Cell { return analysis.Cell{Amount: trade.Of(thousandths)} }
	absent := func(s trade.State) analysis.Cell { return analysis.Cell{Amount: trade.Absent(s)} }
	ratio := func(x float64) analysis.Cell { return analysis.Cell{Ratio: trade.Ratio{Number: x}} }
	status := func(x float64, s trade.Status) analysis.Cell {
		return analysis.Cell{Ratio: trade.Ratio{Number: x, Status: s}}
	}
	text := func(s string) analysis.Cell { return analysis.Cell{Text: s} }
	return &analysis.Result{
		Question: "structure", Method: "structure/1", Snapshot: 9007199254740993,
		Arguments: map[string]any{"a": "BLR", "b": "RU-PRI", "level": 4},
		Title:     "Belarus and Primorsky Krai, 2022-01..2022-09",
		Notes:     []string{"Exports are as reported by Belarus."},
		Origins: []trade.Origin{{
			Dataset: "demo-hs4", Release: "1", Publisher: "oborot", Valuation: "FOB", Synthetic: true,
			Licence: trade.Licence{Name: "CC0-1.0", URL: "https://creativecommons.org/publicdomain/zero/1.0/"},
		}},
		Fields: []analysis.Field{
			{Name: "direction", Title: trade.Name{English: "Direction", Russian: "Направление"}},
			{Name: "name", Title: trade.Name{English: "Goods", Russian: "Товары"}},
			{Name: "value_usd", Title: trade.Name{English: "Value", Russian: "Стоимость"}, Kind: analysis.Money},
			{Name: "share", Title: trade.Name{English: "Share", Russian: "Доля"}, Kind: analysis.Fraction},
			{Name: "growth", Title: trade.Name{English: "Growth", Russian: "Рост"}, Kind: analysis.Fraction, Signed: true},
			{Name: "contribution_pp", Title: trade.Name{English: "Contribution", Russian: "Вклад"}, Kind: analysis.Points},
			{Name: "net_kg", Title: trade.Name{English: "Weight", Russian: "Масса"}, Kind: analysis.Mass},
			{Name: "rows", Title: trade.Name{English: "Rows", Russian: "Строк"}, Kind: analysis.Count},
		},
		Rows: [][]analysis.Cell{
			{text("exports"), text("Trucks | \"heavy\""), amount(32_500_000_000), ratio(0.123), ratio(0.8), ratio(4.06), amount(1_234_500), {Number: 1234}},
			{text("exports"), text("Transformers"), amount(1_600_000_000), ratio(0.0492), ratio(6.4), ratio(-0.04), absent(trade.Missing), {Number: 1}},
			{text("exports"), text("Specific goods"), absent(trade.Suppressed), status(0, trade.StatusHidden), status(0, trade.StatusHidden), status(0, trade.StatusHidden), absent(trade.NotApplicable), {}},
			{text("imports"), text(""), amount(0), ratio(0), status(-1, trade.Ceased), status(0, trade.New), amount(0), {Number: -5}},
		},
	}
}

// written returns what Write writes, with no-break spaces shown as tildes.
func written(t *testing.T, f Format, r *analysis.Result, o Options) string {
	t.Helper()
	var out strings.Builder
	if err := Write(&out, f, r, o); err != nil {
		t.Fatal(err)
	}
	return strings.ReplaceAll(out.String(), noBreak, "~")
}

func compare(t *testing.T, got, want string) {
	t.Helper()
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}
