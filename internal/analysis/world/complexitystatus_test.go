package world

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/oborot/oborot/internal/analysis"
	"github.com/oborot/oborot/trade"
)

// small is a world of four-digit goods: a letter of each row is an exporter, each column
// a product, and all flows are of the sizes given.
func small(sizes [][]float64) *stand {
	s := &stand{}
	var economies []trade.Economy
	for i, row := range sizes {
		economies = append(economies, twenty[i])
		for j, usd := range row {
			if usd > 0 {
				s.add("world", 2021, twenty[i], "NZL", trade.Product(fmt.Sprintf("%04d", 101+j)), usd, 0)
			}
		}
	}
	s.cover("world", economies, []trade.Economy{"NZL"}, []int{2021}, nil)
	return s
}

// TestComplexityWithoutMeaning: where ECI is not defined there is no ranking, and the
// answer says why.
func TestComplexityWithoutMeaning(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		sizes  [][]float64
		status trade.Status
		says   string
	}{
		{"one economy", [][]float64{{1, 2, 3}}, "too few", "only economy ARG exports"},
		{"one product", [][]float64{{1}, {2}, {3}}, "too few", "only product 0101 is exported"},
		{"disconnected", [][]float64{{5, 5, 0, 0}, {5, 5, 0, 0}, {0, 0, 5, 5}, {0, 0, 5, 5}}, "disconnected",
			"{ARG, AUT: 0101, 0102}; {BEL, BLR: 0103, 0104}"},
		{"all alike", [][]float64{{1, 1, 1}, {1, 1, 1}, {1, 1, 1}}, "degenerate",
			"no ranking is better than another of the economies ARG, AUT, BEL by the products 0101, 0102, 0103"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s := small(c.sizes)
			all := s.answered(t, complexityName, analysis.Arguments{})
			for _, row := range all.Rows {
				if eci := row[all.field("eci")].Ratio; eci.HasNumber() || eci.Status != c.status {
					t.Errorf("ECI is %v", eci)
				}
				if row[all.field("rank")].Amount.Known() || row[all.field("rank_reflections")].Amount.Known() ||
					row[all.field("coi")].Ratio.HasNumber() {
					t.Errorf("a rank or an outlook: %v", row)
				}
			}
			if notes := strings.Join(all.Notes, " "); !strings.Contains(notes, c.says) || !strings.Contains(notes, "2021: only ") {
				t.Errorf("the notes are %q", all.Notes)
			}
			one := s.answered(t, complexityName, analysis.Arguments{A: sideOf(t, "ARG")})
			for _, row := range one.Rows {
				if pci := row[one.field("pci")].Ratio; pci.HasNumber() || pci.Status != c.status {
					t.Errorf("PCI is %v", pci)
				}
			}
			s.answered(t, spaceName, analysis.Arguments{A: sideOf(t, "ARG")})
		})
	}
}

// TestComplexityRefusals: what cannot be asked is said in one sentence with a hint.
func TestComplexityRefusals(t *testing.T) {
	t.Parallel()
	s := small([][]float64{{5, 1, 2}, {1, 5, 2}, {1, 1, 5}})
	for _, c := range []struct {
		name string
		args analysis.Arguments
		kind trade.Kind
		says string
	}{
		{"part of a year", analysis.Arguments{Periods: []trade.Period{trade.Span(trade.MonthOf(2021, 1), trade.MonthOf(2021, 9))}}, trade.Usage,
			"not a whole year"},
		{"year not held", analysis.Arguments{Periods: []trade.Period{trade.Year(2019)}}, trade.NoData, "does not cover 2019"},
		{"unknown dataset", analysis.Arguments{Dataset: "none"}, trade.Usage, `no dataset "none"`},
		{"finer goods", analysis.Arguments{Digits: 6}, trade.NoData, "no dataset of the trade of many economies knows goods of 6 digits"},
		{"odd level", analysis.Arguments{Digits: 3}, trade.Usage, "3 digits"},
		{"the world", analysis.Arguments{A: sideOf(t, "world")}, trade.Usage, "the world has none"},
		{"economy without exports", analysis.Arguments{A: sideOf(t, "ZWE")}, trade.NoData, "no exports of Zimbabwe (ZWE) in 2021"},
		{"region", analysis.Arguments{A: sideOf(t, "RU-PRI")}, trade.NoData, "RU-PRI"},
		{"rows", analysis.Arguments{Top: -1}, trade.Usage, "-1"},
		{"by", analysis.Arguments{A: sideOf(t, "ARG"), By: []string{"partner"}}, trade.Usage, "by year or by product"},
		{"method", analysis.Arguments{Conventions: analysis.Conventions{Method: "magic"}}, trade.Usage, "magic"},
		{"odd reflections", analysis.Arguments{Conventions: analysis.Conventions{Method: "reflections", Iterations: 7}}, trade.Usage,
			"odd number"},
		{"iterations of eigen", analysis.Arguments{Conventions: analysis.Conventions{Iterations: 8}}, trade.Usage, "eigenvector"},
		{"ddof", analysis.Arguments{Conventions: analysis.Conventions{DDof: 2}}, trade.Usage, "degrees of freedom"},
		{"threshold", analysis.Arguments{Conventions: analysis.Conventions{Threshold: math.Inf(1)}}, trade.Usage, "threshold"},
		{"no threshold", analysis.Arguments{Conventions: analysis.Conventions{Threshold: math.NaN()}}, trade.Usage, "threshold"},
		{"empty sample", analysis.Arguments{Conventions: analysis.Conventions{Sample: "trade>=1e12"}}, trade.NoData, "nothing of 2021 is left"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			r, err := s.ask(complexityName, c.args)
			if r != nil || trade.KindOf(err) != c.kind || err == nil || !strings.Contains(err.Error(), c.says) || trade.HintOf(err) == "" {
				t.Errorf("answer %v, error %v, hint %q", r, err, trade.HintOf(err))
			}
		})
	}
	if _, err := (&stand{}).ask(complexityName, analysis.Arguments{}); trade.KindOf(err) != trade.NoData || trade.HintOf(err) == "" {
		t.Errorf("an empty lake: %v", err)
	}
}

// TestComplexityThreshold: with a high threshold economies may have no advantage; they
// are named and have no indices.
func TestComplexityThreshold(t *testing.T) {
	t.Parallel()
	s := small([][]float64{{9, 1, 1, 3}, {1, 9, 1, 3}, {1, 1, 9, 3}, {3, 3, 3, 3}})
	all := s.answered(t, complexityName, analysis.Arguments{Conventions: analysis.Conventions{Threshold: 1.5}})
	row := all.row("economy", string(twenty[3]))
	if row[all.field("diversity")].Number != 0 || row[all.field("rank")].Amount.Known() || row[all.field("fitness")].Ratio.HasNumber() {
		t.Errorf("an economy without an advantage: %v", row)
	}
	if !strings.Contains(strings.Join(all.Notes, " "), "left out of the indices: 1 (BLR)") {
		t.Errorf("the notes are %q", all.Notes)
	}
}

// TestComplexityOfNobody: where the threshold leaves no advantage at all there is nothing
// to be measured against, and that is said.
func TestComplexityOfNobody(t *testing.T) {
	t.Parallel()
	s := small([][]float64{{5, 1, 2}, {1, 5, 2}, {1, 1, 5}})
	high := analysis.Conventions{Threshold: 1e9}
	for _, name := range []string{complexityName, spaceName} {
		for _, who := range []string{"ARG", "EU", ""} {
			args := analysis.Arguments{Conventions: high}
			if who != "" {
				args.A = sideOf(t, who)
			} else if name == complexityName {
				continue
			}
			_, err := s.ask(name, args)
			if trade.KindOf(err) != trade.NoData || !strings.Contains(err.Error(), "in world no economy has an RCA of 1e+09 or more in 2021") ||
				trade.HintOf(err) == "" {
				t.Errorf("%s %s: %v", name, who, err)
			}
		}
	}
	all := s.answered(t, complexityName, analysis.Arguments{Conventions: high})
	all.says("no economy has an RCA of 1e+09 or more")
	all.says("left out of the indices: 3 (0101, 0102, 0103)")
}
