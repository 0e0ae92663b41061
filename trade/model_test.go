package trade_test

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"testing"

	"github.com/oborot/oborot/trade"
)

func TestErrorSaysWhereAndWhatNext(t *testing.T) {
	t.Parallel()
	err := fmt.Errorf("import: %w", trade.Errorf(trade.BadInput, "the value is negative").At("baci.csv", 7).WithHint("look at line %d", 7))
	if got := err.Error(); got != "import: baci.csv, line 7: the value is negative" {
		t.Errorf("error reads %q", got)
	}
	if trade.KindOf(err) != trade.BadInput || trade.HintOf(err) != "look at line 7" {
		t.Errorf("kind %v, hint %q", trade.KindOf(err), trade.HintOf(err))
	}
	if trade.KindOf(errors.New("x")) != trade.Internal || trade.HintOf(nil) != "" {
		t.Error("an error of elsewhere is internal and without a hint")
	}
	if err := trade.Errorf(trade.BadInput, "cannot open: %w", fs.ErrNotExist); !errors.Is(err, fs.ErrNotExist) {
		t.Error("the cause is lost")
	}
}

func observation() trade.Observation {
	return trade.Observation{Period: trade.Year(2021), Exporter: "BLR", Importer: "RU-PRI", Product: "8704",
		Nomenclature: trade.HS2022, Flow: trade.General, Reporter: trade.Reconciled, Valuation: trade.FOB,
		Value: trade.Of(1000), Currency: "USD", ValueUSD: trade.Of(1000)}
}

func TestObservationCheck(t *testing.T) {
	t.Parallel()
	good := observation()
	if err := good.Check(); err != nil {
		t.Fatalf("a sound observation is refused: %v", err)
	}
	for words, spoil := range map[string]func(*trade.Observation){
		"does not lie within one year": func(o *trade.Observation) { o.Period = trade.Span(trade.MonthOf(2021, 12), trade.MonthOf(2022, 1)) },
		"a side":                       func(o *trade.Observation) { o.Importer = "" },
		"itself":                       func(o *trade.Observation) { o.Importer = "BLR" },
		"product":                      func(o *trade.Observation) { o.Product = "" },
		"no value":                     func(o *trade.Observation) { o.ValueUSD = trade.Absent(trade.Missing) },
		"flagged total":                func(o *trade.Observation) { o.Importer = trade.World },
	} {
		o := observation()
		spoil(&o)
		if err := o.Check(); err == nil || !strings.Contains(err.Error(), words) {
			t.Errorf("want an error with %q, got %v", words, err)
		}
	}
	o := observation()
	o.Product, o.Flags = trade.AllProducts, trade.FlagTotal
	o.ValueUSD, o.Flags = trade.Absent(trade.Suppressed), o.Flags|trade.FlagSuppressed
	if err := o.Check(); err != nil {
		t.Errorf("a hidden total is refused: %v", err)
	}
}

func TestFileAccountBalance(t *testing.T) {
	t.Parallel()
	a := trade.FileAccount{Read: trade.Tally{Rows: 10, Value: 100}, Stored: trade.Tally{Rows: 6, Value: 60},
		Totals: trade.Tally{Rows: 1, Value: 30}, SetAside: trade.Tally{Rows: 2, Value: 10},
		Format: map[string]trade.Tally{"duplicate": {Rows: 1}}}
	if err := a.Balance(); err != nil {
		t.Error(err)
	}
	a.Stored.Value--
	if a.Balance() == nil {
		t.Error("a thousandth is lost without a word")
	}
}

func TestCodesRank(t *testing.T) {
	t.Parallel()
	c := trade.Codes{Words: []string{"RUS", "BLR", "CHN"}}
	if got := c.Rank(); !slices.Equal(got, []uint32{2, 0, 1}) {
		t.Errorf("Rank = %v", got)
	}
}

func TestNameFallsBackToEnglish(t *testing.T) {
	t.Parallel()
	n := trade.Name{English: "Belarus", Russian: "Беларусь"}
	if n.In(trade.Russian) != "Беларусь" || n.In("de") != "Belarus" || (trade.Name{English: "X"}).In(trade.Russian) != "X" {
		t.Error("a name is not given in the language asked for")
	}
}

func TestYearSpans(t *testing.T) {
	t.Parallel()
	for want, years := range map[string][]int{"": nil, "2020": {2020}, "2014..2016": {2014, 2015, 2016}, "2014..2015,2020": {2014, 2015, 2020}} {
		if got := trade.YearSpans(years); got != want {
			t.Errorf("%v are %q, want %q", years, got, want)
		}
	}
}
