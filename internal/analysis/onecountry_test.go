package analysis

import (
	"strings"
	"testing"

	"github.com/oborot/oborot/trade"
)

// customs makes a dataset in which economies report their exports and imports.
func customs(t *testing.T, reporting ...trade.Economy) *world {
	t.Helper()
	w := &world{}
	year := periods(t, "2021")
	for _, by := range []trade.Reporter{trade.ByExporter, trade.ByImporter} {
		w.cover("customs", reporting, year, func(c *trade.Coverage) {
			c.Reporter = by
			if by == trade.ByExporter {
				c.Importers = []trade.Economy{"BLR"}
			} else {
				c.Exporters = []trade.Economy{"BLR"}
			}
		})
	}
	for _, e := range reporting {
		w.add("customs", year[0], e, "BLR", "870421", 10, reportedBy(trade.ByExporter))
		w.add("customs", year[0], "BLR", e, "040610", 5, reportedBy(trade.ByImporter))
	}
	return w
}

// The customs of one country report its exports and its imports: flows without a
// pair hold both. Where several countries report, one flow may be told by both its
// sides, and the answer says what it leaves out.
func TestFlowsOfOneCountrysCustoms(t *testing.T) {
	t.Parallel()
	one := answer(t, customs(t, "RU-PRI", "RU-KHA"), "flows", Arguments{By: words("product")})
	if got := printed(one); got != "product name* value_usd\n040610 Cheese and curd 0.01\n870421 Trucks 0.02" {
		t.Errorf("%s", got)
	}
	if report := one.Reports["customs"]; !strings.Contains(report, "Russia") {
		t.Errorf("the report is %q", report)
	}
	several := answer(t, customs(t, "RUS", "KAZ"), "flows", Arguments{By: words("product")})
	if got := printed(several); got != "product name* value_usd\n870421 Trucks 0.02" {
		t.Errorf("%s", got)
	}
	wantNote(t, several, "--by reporter shows both")
}

// A year of which some months are not covered is not shown as a whole one without
// a word.
func TestFlowsSayWhichYearsAreParts(t *testing.T) {
	t.Parallel()
	w := &world{}
	w.cover("monthly", []trade.Economy{"BLR", "RUS"}, months(t, "2021-01..2022-09"), nil)
	w.add("monthly", trade.Period{First: trade.MonthOf(2021, 12), Months: 1}, "BLR", "RUS", "8704", 10, nil)
	w.add("monthly", trade.Period{First: trade.MonthOf(2022, 9), Months: 1}, "BLR", "RUS", "8704", 7, nil)
	wantNote(t, answer(t, w, "flows", Arguments{By: words("year")}), "monthly has only January-September 2022")
	if r := answer(t, w, "flows", Arguments{By: words("year"), Periods: periods(t, "2021")}); len(r.Notes) > 0 {
		t.Errorf("a whole year has notes: %q", r.Notes)
	}
}
