package audit

import (
	"context"
	"math/bits"
	"slices"
	"strings"

	"github.com/oborot/oborot/internal/cube"
	"github.com/oborot/oborot/trade"
)

// gone finds the economies that reported in the year before the last and not in the
// last; in a reconciled dataset, that are named as exporters.
func (in *inspection) gone(ctx context.Context, d *dataset, sizes map[int]size, o *outcome) error {
	last, before, ok := d.lastTwo()
	if !ok {
		return nil
	}
	lost := without(in.reporting(d, before), in.reporting(d, last))
	if len(lost) == 0 {
		return nil
	}
	values, err := in.valuesOf(ctx, d, before, lost)
	value := int64(0)
	for _, e := range lost {
		value += values[e]
	}
	if err != nil || float64(value) < noticed*float64(sizes[before].value) {
		return err
	}
	o.years = []int{last}
	o.cases, o.value = int64(len(lost)), value
	o.remember(single{
		period: trade.Year(last), value: trade.Of(value), compared: absent, score: noRatio, text: goneText,
		args: []any{trade.Year(last), strings.Join(lost, ", "), percent(value, sizes[before].value), trade.Year(before)},
	})
	return nil
}

// reporting lists who reports a year, of either side.
func (in *inspection) reporting(d *dataset, year int) []string {
	var all []string
	for _, c := range d.records {
		if !slices.ContainsFunc(c.Periods, func(p trade.Period) bool { return slices.Contains(p.Years(), year) }) {
			continue
		}
		who := c.Exporters
		if c.Reporter == trade.ByImporter {
			who = c.Importers
		}
		for _, e := range who {
			if in.reports(string(e)) {
				all = append(all, string(e))
			}
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// reports tells whether the reports of an economy were asked for: it is of one of the
// sides.
func (in *inspection) reports(economy string) bool {
	asked := slices.Concat(members(in.args.A), members(in.args.B))
	return len(asked) == 0 || slices.Contains(asked, trade.Economy(economy))
}

func without(all, some []string) []string {
	return slices.DeleteFunc(slices.Clone(all), func(s string) bool { return slices.Contains(some, s) })
}

// late finds the economies whose reports of a year end before those of others, in a
// dataset with months. The last year of many datasets has such.
func (in *inspection) late(ctx context.Context, d *dataset, sizes map[int]size, o *outcome) error {
	var years []int
	for _, year := range d.years {
		behind, who := d.behind(year)
		values, err := in.valuesOf(ctx, d, year, who)
		if err != nil {
			return err
		}
		for _, e := range who {
			value := values[e]
			if !in.reports(e) || float64(value) < noticed*float64(sizes[year].value) {
				continue
			}
			years = with(years, year)
			o.count(value)
			o.remember(single{
				weight: float64(value), period: trade.Year(year), value: trade.Of(value), compared: absent, score: noRatio, text: lateText,
				args: []any{trade.Year(year), e, monthNames(covered(year, behind[e])), monthNames(covered(year, d.monthsOf(year)))},
			})
		}
	}
	if len(years) > 0 {
		o.years = years
	}
	return nil
}

func with(years []int, year int) []int {
	if slices.Contains(years, year) {
		return years
	}
	return append(years, year)
}

// behind lists who reports some months of a year and not the last that others have,
// with these months. A reconciled figure is nobody's report.
func (d *dataset) behind(year int) (held map[string]months, who []string) {
	held = map[string]months{}
	for _, c := range d.records {
		reporters := c.Exporters
		switch c.Reporter {
		case trade.Reconciled:
			continue
		case trade.ByImporter:
			reporters = c.Importers
		}
		for _, e := range reporters {
			held[string(e)] |= monthsIn(c, year)
		}
	}
	last := bits.Len16(uint16(d.monthsOf(year)))
	for e, set := range held {
		if set != 0 && bits.Len16(uint16(set)) < last {
			who = append(who, e)
		}
	}
	slices.Sort(who)
	return held, who
}

// valuesOf sums what each of some economies reported in a year; in a reconciled
// dataset, what it exported.
func (in *inspection) valuesOf(ctx context.Context, d *dataset, year int, who []string) (map[string]int64, error) {
	values := map[string]int64{}
	if len(who) == 0 {
		return values, nil
	}
	for _, side := range []cube.Dimension{cube.Exporter, cube.Importer} {
		reporters := []string{string(trade.ByExporter), string(trade.Reconciled)}
		if side == cube.Importer {
			reporters = []string{string(trade.ByImporter)}
		}
		q := in.query(d, year)
		q.By = []cube.Dimension{side}
		q.Where = []cube.Filter{{Column: side, Values: who}, {Column: cube.Reporter, Values: reporters}}
		table, err := in.asker.Engine.Aggregate(ctx, q)
		if err != nil {
			return nil, err
		}
		for i, e := range table.Column(string(side)).Text {
			values[e] += table.Column(string(cube.ValueUSD)).Numbers[i]
		}
	}
	return values, nil
}
