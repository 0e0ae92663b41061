package audit

import (
	"context"
	"errors"
	"fmt"
	"math/bits"
	"slices"
	"strings"

	"github.com/oborot/oborot/internal/cube"
	"github.com/oborot/oborot/trade"
)

const (
	// thin is the part of the year before, in value or in rows, below which the last
	// year of an annual dataset looks partial.
	thin = 0.60
	// noticed is the share of the year before, in value, from which on economies that
	// are gone from the last year are worth a word.
	noticed = 0.001
)

// partial looks for years that hold less than they seem to.
func (in *inspection) partial(ctx context.Context) error {
	for _, d := range in.datasets {
		sizes, err := in.sizes(ctx, d)
		if err != nil {
			return err
		}
		t := tally{cells: int64(len(d.years))}
		for _, s := range sizes {
			t.whole += s.value
		}
		months, gap := in.months(d, sizes), in.gap(d)
		small, gone := in.small(d, sizes), in.open(checkPartial, reportersGone, d)
		late := in.open(checkPartial, reportersLate, d)
		if err := errors.Join(in.gone(ctx, d, sizes, gone), in.late(ctx, d, sizes, late)); err != nil {
			return err
		}
		in.close(t, nothingHeld, months, gap, small, gone, late)
	}
	return nil
}

// size is how much a year holds.
type size struct {
	value int64 // thousandths of a dollar
	rows  int64
}

// sizes measures the years of a dataset: by its flows, or by its totals where it has
// nothing else.
func (in *inspection) sizes(ctx context.Context, d *dataset) (map[int]size, error) {
	all := map[int]size{}
	for _, year := range d.years {
		q := in.query(d, year)
		table, err := in.asker.Engine.Aggregate(ctx, q)
		if err != nil {
			return nil, err
		}
		if table.Column(string(cube.Rows)).Numbers[0] == 0 {
			q.Totals = true
			if table, err = in.asker.Engine.Aggregate(ctx, q); err != nil {
				return nil, err
			}
		}
		all[year] = size{table.Column(string(cube.ValueUSD)).Numbers[0], table.Column(string(cube.Rows)).Numbers[0]}
	}
	return all, nil
}

// monthsOf is a set of months, bit 0 January, of a year of a dataset.
func (d *dataset) monthsOf(year int) months {
	var set months
	for _, c := range d.records {
		set |= monthsIn(c, year)
	}
	return set
}

// months is a set of months of a year, bit 0 January.
type months uint16

func monthsIn(c trade.Coverage, year int) months {
	var set months
	for _, p := range c.Periods {
		for m := p.First; m <= p.Last(); m++ {
			if m.Year() == year {
				set |= 1 << (m.Month() - 1)
			}
		}
	}
	return set
}

func (s months) count() int { return bits.OnesCount16(uint16(s)) }

// covered returns the spans that a set of months makes in a year.
func covered(year int, set months) []trade.Period {
	var spans []trade.Period
	for m := 1; m <= 12; m++ {
		if set&(1<<(m-1)) == 0 {
			continue
		}
		at := trade.MonthOf(year, m)
		if n := len(spans); n > 0 && spans[n-1].Last()+1 == at {
			spans[n-1].Months++
			continue
		}
		spans = append(spans, trade.Period{First: at, Months: 1})
	}
	return spans
}

// months finds the years of which not all months are held.
func (in *inspection) months(d *dataset, sizes map[int]size) *outcome {
	o := in.open(checkPartial, monthsMissing, d)
	var years []int
	for _, year := range d.years {
		set := d.monthsOf(year)
		if set.count() == 12 {
			continue
		}
		years = append(years, year)
		o.count(sizes[year].value)
		o.remember(single{
			weight: float64(year), period: trade.Year(year), value: trade.Of(sizes[year].value), compared: absent, score: noRatio,
			text: monthsText, args: []any{trade.Year(year), monthNames(covered(year, set)), set.count()},
		})
	}
	if len(years) > 0 {
		o.years = years
	}
	return o
}

// monthNames writes spans of one year without the year: January–March, May.
func monthNames(spans []trade.Period) trade.Name {
	in := func(l trade.Language) string {
		var words []string
		for _, p := range spans {
			name := func(m trade.Month) string {
				return strings.TrimSuffix(trade.Period{First: m, Months: 1}.In(l), fmt.Sprintf(" %d", m.Year()))
			}
			word := name(p.First)
			if p.Months > 1 {
				word += "–" + name(p.Last())
			}
			words = append(words, word)
		}
		return strings.Join(words, ", ")
	}
	return trade.Name{English: in(trade.English), Russian: in(trade.Russian)}
}

// gap finds years that are missing between the first and the last.
func (in *inspection) gap(d *dataset) *outcome {
	o := in.open(checkPartial, yearsMissing, d)
	var years []int
	for i, year := range d.years {
		for missing := year - 1; i > 0 && missing > d.years[i-1]; missing-- {
			if len(in.spans(missing)) > 0 {
				years = append(years, missing)
			}
		}
	}
	slices.Sort(years)
	for _, year := range years {
		o.count(0)
		o.remember(single{weight: float64(year), period: trade.Year(year), value: absent, compared: absent, score: noRatio,
			text: gapText, args: []any{trade.Year(year)}})
	}
	if len(years) > 0 {
		o.years = years
	}
	return o
}

// small finds a last year that is far below the one before though all its months are
// there.
func (in *inspection) small(d *dataset, sizes map[int]size) *outcome {
	o := in.open(checkPartial, yearSmall, d)
	last, before, ok := d.lastTwo()
	if !ok {
		return o
	}
	now, then := sizes[last], sizes[before]
	if float64(now.value) >= thin*float64(then.value) && float64(now.rows) >= thin*float64(then.rows) {
		return o
	}
	o.years = []int{last}
	o.count(now.value)
	o.remember(single{
		period: trade.Year(last), value: trade.Of(then.value), compared: trade.Of(now.value), score: noRatio,
		text: smallText, args: []any{trade.Year(last), trade.Year(before), percent(now.value, then.value), percent(now.rows, then.rows)},
	})
	return o
}

// lastTwo returns the last two years of a dataset where both are whole and follow each
// other.
func (d *dataset) lastTwo() (last, before int, ok bool) {
	n := len(d.years)
	if n < 2 || d.years[n-1] != d.years[n-2]+1 {
		return 0, 0, false
	}
	whole := d.monthsOf(d.years[n-1]).count() == 12 && d.monthsOf(d.years[n-2]).count() == 12
	return d.years[n-1], d.years[n-2], whole
}

func percent(part, whole int64) float64 {
	r := trade.Quotient(trade.Of(part), trade.Of(whole))
	return 100 * r.Number
}
