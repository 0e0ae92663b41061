package analysis

import (
	"slices"
	"testing"

	"github.com/oborot/oborot/internal/reference"
	"github.com/oborot/oborot/trade"
)

// taiwan is a lake with a dataset that shows Taiwan within S19 and one that has its code.
func taiwan(t *testing.T) *world {
	t.Helper()
	w := &world{}
	w.cover("baci", []trade.Economy{"CHN", "S19", "ZAF"}, periods(t, "2020..2021"), annual)
	w.cover("customs", []trade.Economy{"TWN", "ZAF"}, periods(t, "2020"), annual)
	for i, p := range periods(t, "2020,2021") {
		w.add("baci", p, "ZAF", "S19", "8704", int64(1000*(i+1)), nil)
		w.add("baci", p, "S19", "ZAF", "8471", int64(5000*(i+1)), nil)
		w.add("baci", p, "ZAF", "CHN", "8704", 9000, nil)
	}
	w.add("customs", periods(t, "2020")[0], "ZAF", "TWN", "8704", 700, nil)
	return w
}

func TestTaiwanIsReadWhereItStandsInAnotherArea(t *testing.T) {
	t.Parallel()
	w := taiwan(t)
	args := Arguments{A: find(t, "ZAF"), B: find(t, "Taiwan"), Periods: periods(t, "2021"), Rank: true}
	r := answer(t, w, "account", args)
	wantAmount(t, r, 0, "exports_usd", "2")
	wantAmount(t, r, 0, "imports_usd", "10")
	wantAmount(t, r, 0, "rank_exports", "2")
	wantNote(t, r, "baci has no figures under TWN (Taiwan): those of Other Asia, nes (S19) are read")
	args.A, args.B = args.B, args.A
	r = answer(t, w, "account", args)
	wantAmount(t, r, 0, "imports_usd", "2")
	wantNote(t, r, "(S19) are read")
	r = answer(t, w, "structure", args)
	wantNote(t, r, "(S19) are read")
	wantAmount(t, r, rowOf(t, r, "product", "8704"), "value_usd", "2")
}

func TestTaiwanIsReadByItsOwnCodeWhereThereIsOne(t *testing.T) {
	t.Parallel()
	w := taiwan(t)
	r := answer(t, w, "account", Arguments{A: find(t, "ZAF"), B: find(t, "Тайвань"), Periods: periods(t, "2020"), Dataset: "customs"})
	wantAmount(t, r, 0, "exports_usd", "0.7")
	if slices.ContainsFunc(r.Notes, func(n string) bool { return contains(n, "S19") }) {
		t.Errorf("the dataset has the code, and a note speaks of another: %q", r.Notes)
	}
}

// A filter is of codes as they are held.
func TestAFilterThatNamesTaiwan(t *testing.T) {
	t.Parallel()
	w := taiwan(t)
	w.held = w.held[:1]
	_, err := ask(w.asker(), "flows", Arguments{Where: where("importer", "TWN")})
	wantError(t, err, trade.NoData, "no dataset holds Taiwan (TWN)", "baci holds S19 (Other Asia, nes), which is mostly its trade")
}

func TestTaiwanInAGroup(t *testing.T) {
	t.Parallel()
	w := taiwan(t)
	r := answer(t, w, "account", Arguments{A: find(t, "ZAF"), B: find(t, "CHN,TWN"), Periods: periods(t, "2021")})
	wantAmount(t, r, 0, "exports_usd", "11")
	wantNote(t, r, "(S19) are read")
}

func TestMembersThatJoinedLaterAreSaid(t *testing.T) {
	t.Parallel()
	w := &world{}
	w.cover("baci", []trade.Economy{"ARM", "BLR", "KAZ", "KGZ", "RUS", "UZB", "GBR", "FRA"}, periods(t, "2012..2021"), annual)
	for _, p := range periods(t, "2014,2015,2019,2020") {
		w.add("baci", p, "UZB", "KGZ", "8704", 1000, nil)
		w.add("baci", p, "UZB", "GBR", "8704", 1000, nil)
	}
	eu := find(t, "EU28")
	eu.Members = []trade.Economy{"FRA", "GBR"}
	for name, c := range map[string]struct {
		side   reference.Side
		period string
		want   string // empty: no note
	}{
		"before": {find(t, "EAEU"), "2014", "EAEU is counted with the same members in every period. " +
			"Not members all the time: Armenia, Belarus, Kazakhstan, Russia (joined: January 2015); Kyrgyzstan (joined: August 2015)."},
		"within":           {find(t, "EAEU"), "2016", "Kyrgyzstan (joined: August 2015)."},
		"members all time": {find(t, "EAEU"), "2017", ""},
		"left":             {eu, "2019..2020", "United Kingdom (left: January 2020)."},
		"not yet left":     {eu, "2018..2019", ""},
		"without dates":    {find(t, "BLR,KGZ"), "2014", ""},
		"an economy":       {find(t, "KGZ"), "2014", ""},
	} {
		r := answer(t, w, "account", Arguments{A: find(t, "UZB"), B: c.side, Periods: periods(t, c.period)})
		if c.want != "" {
			wantNote(t, r, c.want)
		} else if slices.ContainsFunc(r.Notes, func(n string) bool { return contains(n, "same members") }) {
			t.Errorf("%s: %q", name, r.Notes)
		}
	}
	russian := Arguments{A: find(t, "UZB"), B: find(t, "EAEU"), Periods: periods(t, "2016"), Language: trade.Russian}
	r, err := ask(w.asker(), "account", russian)
	if err != nil {
		t.Fatal(err)
	}
	wantNote(t, r, "ЕАЭС: состав одинаков во всех периодах. Не всё время были участниками: Киргизия (вступление: август 2015).")
}

// A member that the other side took out of the group is not spoken of.
func TestMembersTakenOutAreNotSaid(t *testing.T) {
	t.Parallel()
	w := &world{}
	w.cover("baci", []trade.Economy{"ARM", "BLR", "KAZ", "KGZ", "RUS"}, periods(t, "2015..2016"), annual)
	w.add("baci", periods(t, "2016")[0], "KGZ", "RUS", "8704", 1000, nil)
	r := answer(t, w, "account", Arguments{A: find(t, "KGZ"), B: find(t, "EAEU"), Periods: periods(t, "2016")})
	if slices.ContainsFunc(r.Notes, func(n string) bool { return contains(n, "same members") }) {
		t.Errorf("Kyrgyzstan is not counted: %q", r.Notes)
	}
}

func TestYearsUnderAnotherCodeAreSaid(t *testing.T) {
	t.Parallel()
	w := &world{}
	w.cover("baci", []trade.Economy{"SD1", "SSD", "RUS"}, periods(t, "2009..2013"), annual)
	w.add("baci", periods(t, "2012")[0], "RUS", "SSD", "8704", 1000, nil)
	w.add("baci", periods(t, "2010")[0], "RUS", "SD1", "8704", 1000, nil)
	r := answer(t, w, "account", Arguments{A: find(t, "RUS"), B: find(t, "SSD"), Periods: periods(t, "2010..2012")})
	wantNote(t, r, "Trade statistics show South Sudan on its own from 2011 on; before, see SD1.")
	r = answer(t, w, "account", Arguments{A: find(t, "RUS"), B: find(t, "Former Sudan"), Periods: periods(t, "2012")})
	wantNote(t, r, "Trade statistics show Sudan to 2011 up to 2011; afterwards, see SDN, SSD.")
	r = answer(t, w, "account", Arguments{A: find(t, "RUS"), B: find(t, "SSD"), Periods: periods(t, "2013")})
	if slices.ContainsFunc(r.Notes, func(n string) bool { return contains(n, "Trade statistics") }) {
		t.Errorf("2013 and 2012 are years of South Sudan: %q", r.Notes)
	}
}

func TestAFormerEconomyThatNobodyHolds(t *testing.T) {
	t.Parallel()
	w := &world{}
	w.cover("baci", []trade.Economy{"BLR", "RUS"}, periods(t, "2020"), annual)
	_, err := ask(w.asker(), "account", Arguments{A: find(t, "BLR"), B: find(t, "Czechoslovakia"), Periods: periods(t, "2020")})
	wantError(t, err, trade.NoData, "no dataset holds Czechoslovakia (CSK)",
		"trade statistics show Czechoslovakia up to 1992; ask for CZE,SVK")
	_, err = ask(w.asker(), "account", Arguments{A: find(t, "BLR"), B: find(t, "Taiwan"), Periods: periods(t, "2020")})
	wantError(t, err, trade.NoData, "no dataset holds Taiwan (TWN)", "see `oborot datasets`")
}
