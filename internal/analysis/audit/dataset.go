package audit

import (
	"context"
	"slices"
	"strings"

	"github.com/oborot/oborot/internal/analysis"
	"github.com/oborot/oborot/internal/cube"
	"github.com/oborot/oborot/internal/reference"
	"github.com/oborot/oborot/trade"
)

// dataset is what the snapshot holds of one dataset.
type dataset struct {
	name    string
	records []trade.Coverage
	years   []int // that the asked periods touch
}

// hold reads what is covered, narrowed to what was asked for.
func (in *inspection) hold(ctx context.Context) error {
	records, err := in.asker.Coverage.Covered(ctx, trade.Scope{Snapshot: in.asker.Snapshot})
	if err != nil {
		return err
	}
	var names []string
	for _, c := range records {
		names = append(names, c.Dataset)
	}
	slices.Sort(names)
	names = slices.Compact(names)
	if len(names) == 0 {
		return analysis.NoFlows()
	}
	if d := in.args.Dataset; d != "" && !slices.Contains(names, d) {
		return trade.Errorf(trade.Usage, "there is no dataset %q", d).WithHint("the lake holds %s", strings.Join(names, ", "))
	}
	for _, n := range names {
		if in.args.Dataset != "" && n != in.args.Dataset {
			continue
		}
		d := &dataset{name: n}
		for _, c := range records {
			if c.Dataset == n {
				d.records = append(d.records, c)
			}
		}
		if d.years = in.yearsOf(d.records); len(d.years) > 0 {
			in.datasets = append(in.datasets, d)
		}
	}
	return in.held()
}

// held explains why nothing is left to check.
func (in *inspection) held() error {
	if len(in.datasets) == 0 {
		return trade.Errorf(trade.NoData, "no dataset covers the asked periods").WithHint("see `oborot datasets` for what is loaded")
	}
	for _, side := range []reference.Side{in.args.A, in.args.B} {
		known := func(d *dataset) bool { return d.holds(members(side)) }
		if len(members(side)) > 0 && !slices.ContainsFunc(in.datasets, known) {
			return trade.Errorf(trade.NoData, "no dataset holds %s", side.Name.English).WithHint("see `oborot datasets` for what is loaded")
		}
	}
	return nil
}

// holds tells whether one of the economies is on a side of a flow.
func (d *dataset) holds(economies []trade.Economy) bool {
	return slices.ContainsFunc(d.records, func(c trade.Coverage) bool {
		return slices.ContainsFunc(economies, func(e trade.Economy) bool {
			return slices.Contains(c.Exporters, e) || slices.Contains(c.Importers, e)
		})
	})
}

// yearsOf lists the years of records that the asked periods touch.
func (in *inspection) yearsOf(records []trade.Coverage) []int {
	var years []int
	for _, c := range records {
		for _, p := range c.Periods {
			for _, y := range p.Years() {
				if len(in.spans(y)) > 0 {
					years = append(years, y)
				}
			}
		}
	}
	slices.Sort(years)
	return slices.Compact(years)
}

// spans returns what was asked of a year: the year itself where the periods are left
// open.
func (in *inspection) spans(year int) []trade.Period {
	if len(in.args.Periods) == 0 {
		return []trade.Period{trade.Year(year)}
	}
	var spans []trade.Period
	for _, p := range in.args.Periods {
		first, last := max(p.First, trade.MonthOf(year, 1)), min(p.Last(), trade.MonthOf(year, 12))
		if first <= last {
			spans = append(spans, trade.Span(first, last))
		}
	}
	return spans
}

// last is the record that says how rows are published.
func (d *dataset) last() trade.Coverage { return d.records[len(d.records)-1] }

// has tells whether a side's reports are held.
func (d *dataset) has(r trade.Reporter) bool {
	return slices.ContainsFunc(d.records, func(c trade.Coverage) bool { return c.Reporter == r })
}

// query asks for one dataset in one year.
func (in *inspection) query(d *dataset, year int) cube.Query {
	return cube.Query{
		Scope:    trade.Scope{Snapshot: in.asker.Snapshot, Dataset: d.name, Years: []int{year}},
		Measures: []cube.Measure{cube.ValueUSD, cube.Rows},
		Periods:  in.spans(year),
	}
}

// chapters are product codes by their first two digits.
type chapters []string

// sliceRows is how many rows are read at once where every row is needed: a few
// hundred megabytes.
const sliceRows = 500_000

// slices cuts the chapters of a year's flows, or of its totals, into runs of about
// sliceRows rows each; a chapter is never cut. Product TOTAL is in none.
func (in *inspection) slices(ctx context.Context, d *dataset, year int, totals bool) ([]chapters, error) {
	q := in.query(d, year)
	q.By, q.Digits, q.Totals = []cube.Dimension{cube.Product, cube.Flow}, 2, totals
	table, err := in.asker.Engine.Aggregate(ctx, q)
	if err != nil {
		return nil, err
	}
	var all []chapters
	codes, rows := table.Column(string(cube.Product)).Text, table.Column(string(cube.Rows)).Numbers
	held := int64(0)
	for i, code := range codes {
		switch {
		case code == string(trade.AllProducts):
			continue
		case i > 0 && code == codes[i-1]:
		case len(all) == 0 || held+rows[i] > in.sliceRows:
			all, held = append(all, chapters{code}), 0
		default:
			all[len(all)-1] = append(all[len(all)-1], code)
		}
		held += rows[i]
	}
	return all, nil
}

// of keeps the rows of the chapters.
func (c chapters) of() []cube.Filter { return []cube.Filter{{Column: cube.Product, Values: c}} }
