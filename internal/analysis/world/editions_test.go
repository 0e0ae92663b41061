package world

import (
	"math"
	"strings"
	"testing"

	"github.com/oborot/oborot/internal/analysis"
	"github.com/oborot/oborot/trade"
)

// revised is a world whose goods are in HS 2012 in 2016 and in HS 2017 the year after;
// 010101 ends and 010109 begins.
func revised() *stand {
	s := &stand{}
	for i, year := range []int{2016, 2017} {
		n := []trade.Nomenclature{trade.HS2012, trade.HS2017}[i]
		for e, from := range twenty[:3] {
			for k := range 3 {
				s.add("world", year, from, "NZL", []trade.Product{"010101", "010102", "010103", "010109"}[k+i], float64(1+(k+e)%3), 0).Nomenclature = n
			}
		}
		s.cover("world", twenty[:3], []trade.Economy{"NZL"}, []int{year}, func(c *trade.Coverage) { c.Nomenclature, c.Digits = n, 6 })
	}
	return s
}

// TestNomenclatureOfYear: the nomenclature is that of the year asked for.
func TestNomenclatureOfYear(t *testing.T) {
	t.Parallel()
	for year, want := range map[int]string{2016: "H4", 2017: "H5"} {
		a := revised().answered(t, complexityName, analysis.Arguments{Digits: 6, Periods: []trade.Period{trade.Year(year)}})
		if a.Arguments["nomenclature"] != want || a.Arguments["editions"] != nil ||
			strings.Contains(strings.Join(a.Notes, " "), "different nomenclatures") {
			t.Errorf("%d: %v, %q", year, a.Arguments, a.Notes)
		}
	}
}

// TestStructureAcrossRevision: a change of structure across a revision is said to hold
// changes of codes, where the figures are.
func TestStructureAcrossRevision(t *testing.T) {
	t.Parallel()
	args := pairOf(t, "ARG", "")
	args.Periods = []trade.Period{trade.Year(2016), trade.Year(2017)}
	a := revised().answered(t, specialisationName, args)
	a.says("Goods are in different nomenclatures: H4 for 2016; H5 for 2017.")
	a.says("Goods that only changed their code (H4 → H5) are in that share")
	for _, name := range []string{"share_base", "rca_base"} {
		if title := a.Fields[a.field(name)].Title.English; !strings.HasSuffix(title, "before (H4)") {
			t.Errorf("%s is titled %q", name, title)
		}
	}
	args.By = []string{"measure"}
	a = revised().answered(t, specialisationName, args)
	if title := a.row("measure", "structure_change")[a.field("measure_title")].Text; !strings.HasSuffix(title, "codes changed too: H4 → H5") {
		t.Errorf("the title is %q", title)
	}
}

// TestEditionsWithinYear: reporters of one year in two nomenclatures are said; one that is
// left out of the year is not.
func TestEditionsWithinYear(t *testing.T) {
	t.Parallel()
	for _, half := range []bool{false, true} {
		s := small([][]float64{{5, 1, 2}, {1, 5, 2}, {1, 1, 5}})
		s.add("world", 2021, "CHN", "NZL", "0101", 4, 0).Nomenclature = trade.HS2012
		s.cover("world", []trade.Economy{"CHN"}, []trade.Economy{"CHL"}, []int{2021}, func(c *trade.Coverage) {
			if c.Nomenclature = trade.HS2012; half {
				c.Periods, c.AbsentIsZero = []trade.Period{firstHalf}, false
			}
		})
		a := s.answered(t, complexityName, analysis.Arguments{})
		if said := strings.Contains(strings.Join(a.Notes, " "), "H4 for 2021; H5 for 2021"); said == half || a.Arguments["nomenclature"] != "H5" {
			t.Errorf("half a year %v: %v, %q", half, a.Arguments, a.Notes)
		}
	}
}

// TestCeasedGoods: goods that nobody trades any more keep their place in the earlier
// structure: shares add up to one, and their changes to nothing.
func TestCeasedGoods(t *testing.T) {
	t.Parallel()
	for _, top := range []int{0, 2} {
		args := pairOf(t, "ARG", "")
		args.Periods, args.Top = []trade.Period{trade.Year(2016), trade.Year(2017)}, top
		a := revised().answered(t, specialisationName, args)
		var base, change float64
		var before int64
		for _, row := range a.Rows {
			base += row[a.field("share_base")].Ratio.Number
			change += row[a.field("share_change_pp")].Ratio.Number
			before += row[a.field("value_usd_base")].Amount.Thousandths
		}
		if math.Abs(base-1) > 1e-12 || math.Abs(change) > 1e-10 || before != 6_000 {
			t.Errorf("top %d: shares before add up to %v, changes to %v, values to %d", top, base, change, before)
		}
		if top == 0 {
			r := a.row("product", "010101")
			a.money(r, "value_usd", "0")
			a.near(r, "share", 0)
			a.status(r, "rca", trade.Undefined)
			a.near(r, "rca_base", 1./6/(6./18))
		}
	}
}
