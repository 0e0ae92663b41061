package analysis

import (
	"context"
	"slices"

	"github.com/oborot/oborot/internal/cube"
	"github.com/oborot/oborot/trade"
)

// checkEnterprise refuses a filter by an enterprise that none of the sources
// knows, with the name most like it. It asks the engine only if there is such a
// filter.
func (q *inquiry) checkEnterprise(ctx context.Context, sources ...*source) error {
	i := slices.IndexFunc(q.args.Where, func(f cube.Filter) bool { return f.Column == cube.Enterprise })
	if i < 0 {
		return nil
	}
	var names []string
	for _, s := range sources {
		if s == nil {
			continue
		}
		table, err := q.asker.Engine.Aggregate(ctx, cube.Query{
			Scope: trade.Scope{Snapshot: q.asker.Snapshot, Dataset: s.dataset},
			By:    []cube.Dimension{cube.Enterprise}, Measures: []cube.Measure{cube.Rows},
		})
		if err != nil {
			return err
		}
		names = union(names, table.Column(string(cube.Enterprise)).Text)
	}
	names = slices.DeleteFunc(names, func(n string) bool { return n == "" })
	for _, wanted := range q.args.Where[i].Values {
		if slices.Contains(names, wanted) {
			continue
		}
		if by := q.byEnterprise(); len(names) == 0 && len(by) > 0 {
			return trade.Errorf(trade.Usage, "the data that answer are not by enterprise").
				WithHint("%s is: ask with --dataset %s", by[0], by[0])
		}
		err := trade.Errorf(trade.Usage, "no enterprise is called %q", wanted)
		if len(names) == 0 {
			return err.WithHint("the data are not by enterprise; see `oborot datasets`")
		}
		return err.WithHint("%s", suggestion(wanted, names, "those held are "))
	}
	return nil
}

// byEnterprise lists the datasets by enterprise, those that answer for the pair
// first.
func (q *inquiry) byEnterprise() []string {
	all := q.held.datasets(q.held.byEnterprise)
	if q.pair.a.Code == "" {
		return all
	}
	able := slices.DeleteFunc(slices.Clone(all), func(d string) bool { return len(q.held.covered(d, q.pair)) == 0 })
	return union(able, all)
}
