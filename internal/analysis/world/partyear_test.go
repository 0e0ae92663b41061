package world

import (
	"slices"
	"strings"
	"testing"

	"github.com/oborot/oborot/internal/analysis"
	"github.com/oborot/oborot/trade"
)

// firstHalf is a span that is no year.
var firstHalf = trade.Span(trade.MonthOf(2021, 1), trade.MonthOf(2021, 6))

// TestIntensityLeavesPartsOut: who reports a part of the year changes no intensity, neither
// as an exporter nor, where importers report, as an importer.
func TestIntensityLeavesPartsOut(t *testing.T) {
	t.Parallel()
	for _, reporter := range []trade.Reporter{trade.ByExporter, trade.ByImporter} {
		intensity := func(half bool) float64 {
			s := &stand{}
			for e, from := range twenty[:3] {
				for k, p := range []trade.Product{"0101", "0102"} {
					s.add("world", 2021, from, twenty[(e+1)%3], p, float64(1+k+e), 0).Reporter = reporter
				}
			}
			if half {
				from, to := trade.Economy("CHN"), twenty[1]
				if reporter == trade.ByImporter {
					from, to = twenty[0], "CHN"
				}
				row := s.add("world", 2021, from, to, "0101", 100, 0)
				row.Period, row.Reporter = firstHalf, reporter
				s.cover("world", []trade.Economy{from}, []trade.Economy{to}, nil, func(c *trade.Coverage) {
					c.Reporter, c.Periods, c.AbsentIsZero = reporter, []trade.Period{firstHalf}, false
				})
			}
			s.cover("world", twenty[:3], twenty[:3], []int{2021}, func(c *trade.Coverage) { c.Reporter = reporter })
			a := s.answered(t, specialisationName, pairOf(t, string(twenty[0]), string(twenty[1])))
			if half {
				a.says("report a part of the year, are left out: CHN")
			}
			return a.row("measure", "intensity")[a.field("a_to_b")].Ratio.Number
		}
		if whole, half := intensity(false), intensity(true); whole != half || whole == 0 {
			t.Errorf("%s: intensity is %v, with half a year of China %v", reporter, whole, half)
		}
	}
}

// TestMirroredPanelOfParts: importers that report a part of the year are left out of the
// exports that partners report, and this is said.
func TestMirroredPanelOfParts(t *testing.T) {
	t.Parallel()
	s := &stand{}
	s.add("world", 2021, "BLR", "NZL", "0101", 75, 0).Reporter = trade.ByImporter
	row := s.add("world", 2021, "BLR", "CHN", "0102", 25, 0)
	row.Reporter, row.Period = trade.ByImporter, firstHalf
	s.cover("world", []trade.Economy{"BLR"}, []trade.Economy{"NZL"}, []int{2021}, func(c *trade.Coverage) { c.Reporter = trade.ByImporter })
	s.cover("world", []trade.Economy{"BLR"}, []trade.Economy{"CHN"}, nil, func(c *trade.Coverage) {
		c.Reporter, c.Periods, c.AbsentIsZero = trade.ByImporter, []trade.Period{firstHalf}, false
	})
	b, err := settle(t.Context(), s.asker(), analysis.Arguments{})
	if err != nil {
		t.Fatal(err)
	}
	p, err := b.exports(t.Context(), 2021)
	if err != nil || !slices.Equal(p.Thousandths, []int64{75_000}) || !slices.Equal(p.Products, []trade.Product{"0101"}) {
		t.Errorf("%+v, %v", p, err)
	}
	if notes := strings.Join(b.notes, " "); !strings.Contains(notes, "report a part of the year, are left out: CHN, 25.0% of the value") {
		t.Errorf("the notes are %q", b.notes)
	}
}

// TestRegionOfOneReport: of the region's own reports and those of its partners one is read.
func TestRegionOfOneReport(t *testing.T) {
	t.Parallel()
	s := connected()
	s.add("regions", 2020, "RU-PRI", "BLR", "0402100000", 900, 0).Reporter = trade.ByImporter
	s.cover("regions", []trade.Economy{"RU-PRI"}, []trade.Economy{"BLR"}, []int{2020}, func(c *trade.Coverage) {
		c.Regions, c.Digits, c.Reporter = true, 10, trade.ByImporter
	})
	args := pairOf(t, "RU-PRI", "")
	a := s.answered(t, specialisationName, args)
	a.money(a.row("product", "0402"), "value_usd", "7")
	pair := s.answered(t, specialisationName, pairOf(t, "BLR", "RU-PRI"))
	pair.near(pair.row("measure", "intensity"), "b_to_a", 1/(180./720))
}

// TestRegionYearOfOneReport: half a year of one report and half of another are no year.
func TestRegionYearOfOneReport(t *testing.T) {
	t.Parallel()
	s := connected()
	s.held = s.held[:1]
	for i, reporter := range []trade.Reporter{trade.ByExporter, trade.ByImporter} {
		s.cover("regions", []trade.Economy{"RU-PRI"}, []trade.Economy{"BLR"}, nil, func(c *trade.Coverage) {
			c.Regions, c.Digits, c.Reporter = true, 10, reporter
			c.Periods = []trade.Period{trade.Span(trade.MonthOf(2020, 1+6*i), trade.MonthOf(2020, 6+6*i))}
		})
	}
	_, err := s.ask(specialisationName, pairOf(t, "RU-PRI", ""))
	refused(t, err, trade.NoData, "RU-PRI", "whole of 2020")
}

// TestRegionWithTaiwan: the world has S19 and the dataset of regions TWN for one partner.
func TestRegionWithTaiwan(t *testing.T) {
	t.Parallel()
	for _, code := range []trade.Economy{"TWN", "S19"} {
		s := connected()
		s.add("d", 2020, "S19", "RUS", "0402", 5, 0)
		s.add("regions", 2020, "RU-PRI", code, "0402100000", 30, 0)
		for i := range s.held {
			s.held[i].Importers = append(s.held[i].Importers, []trade.Economy{"S19", code}[i])
			if i == 0 {
				s.held[i].Exporters = append(s.held[i].Exporters, "S19")
			}
			slices.Sort(s.held[i].Importers)
		}
		args := pairOf(t, "RU-PRI", "TWN")
		args.By = []string{"product"}
		a := s.answered(t, specialisationName, args)
		a.money(a.row("product", "0402"), "exports_usd", "30")
	}
}
