package audit

import (
	"context"
	"math"
	"slices"

	"github.com/oborot/oborot/indicator"
	"github.com/oborot/oborot/internal/cube"
	"github.com/oborot/oborot/trade"
)

// The two reports of a flow are out of line when the implied ratio of the importer's
// to the exporter's is below lowest or above highest (METHODS H1), and the larger of
// both is at least mirrorFloor. Freight and insurance add 6 to 12 percent as a rule.
const (
	lowest      = 0.90
	highest     = 1.25
	mirrorFloor = 1_000_000_000 // thousandths of a dollar: a million
)

// facing are the datasets that hold the two reports, the same one as a rule.
type facing struct{ exports, imports *dataset }

// facings pairs the reports. Two datasets face each other where each holds one side
// only, of one publisher, at one level.
func (in *inspection) facings() []facing {
	var all []facing
	for _, x := range in.datasets {
		for _, m := range in.datasets {
			same := x == m
			apart := !x.has(trade.ByImporter) && !m.has(trade.ByExporter) && alike(x.last(), m.last())
			if x.has(trade.ByExporter) && m.has(trade.ByImporter) && (same || apart) && !x.last().Enterprises {
				all = append(all, facing{x, m})
			}
		}
	}
	return all
}

func alike(a, b trade.Coverage) bool {
	return a.Origin.Publisher == b.Origin.Publisher && a.Months == b.Months && a.Digits == b.Digits &&
		a.Regions == b.Regions && a.Enterprises == b.Enterprises && a.Nomenclature == b.Nomenclature
}

// mirrors compares the exporter's and the importer's report of each flow.
func (in *inspection) mirrors(ctx context.Context) error {
	all := in.facings()
	for _, d := range in.datasets {
		if !slices.ContainsFunc(all, func(f facing) bool { return f.exports == d || f.imports == d }) {
			in.close(tally{}, oneReport, in.open(checkMirrors, unchecked, d))
		}
	}
	for _, f := range all {
		for _, year := range f.exports.years {
			if !slices.Contains(f.imports.years, year) {
				continue
			}
			if err := in.mirror(ctx, f, year); err != nil {
				return err
			}
		}
	}
	return nil
}

// mirror compares one year. A flow is compared over the periods for which both sides
// report each other.
func (in *inspection) mirror(ctx context.Context, f facing, year int) error {
	exports, err := in.reported(ctx, f.exports, year, trade.ByExporter)
	if err != nil {
		return err
	}
	imports, err := in.reported(ctx, f.imports, year, trade.ByImporter)
	if err != nil {
		return err
	}
	gaps, silent := in.open(checkMirrors, outOfLine, f.exports), in.open(checkMirrors, oneSide, f.exports)
	for _, o := range []*outcome{gaps, silent} {
		o.years = []int{year}
		if f.exports != f.imports {
			o.against = f.imports.name
		}
	}
	pairs, skipped := in.pairs(f, exports, imports)
	t := tally{skipped: skipped}
	for _, p := range pairs {
		if p.exports == 0 && p.imports == 0 {
			continue
		}
		larger := max(p.exports, p.imports)
		t.cells, t.whole = t.cells+1, t.whole+larger
		if larger < mirrorFloor {
			continue
		}
		switch ratio, ok := indicator.ImpliedRatio(float64(p.exports), float64(p.imports)); {
		case !ok || ratio == 0:
			p.enter(silent, year)
		case ratio < lowest || ratio > highest:
			p.enter(gaps, year)
		}
	}
	in.close(t, oneReport, gaps, silent)
	return nil
}

// reported reads the report of one side: of pairs, or of goods where --level asks for
// them. A dataset of totals is read by its rows of product TOTAL.
func (in *inspection) reported(ctx context.Context, d *dataset, year int, r trade.Reporter) (sums, error) {
	w := wanted{
		by: []cube.Dimension{cube.Exporter, cube.Importer}, digits: in.args.Digits,
		where: []cube.Filter{{Column: cube.Reporter, Values: []string{string(r)}}},
	}
	if in.args.Digits > 0 {
		w.by = everySide
	}
	if d.last().Digits == 0 {
		w.totals, w.by = true, everySide
		w.where = append(w.where, cube.Filter{Column: cube.Product, Values: []string{string(trade.AllProducts)}})
	}
	all, err := in.read(ctx, d, year, w)
	return all.folded(func(k key) (key, bool) {
		k.currency, k.reporter = "", ""
		return k, k.flow == trade.General && k.exporter != trade.World && k.importer != trade.World
	}), err
}

// pair is both reports of one flow in a year, in thousandths of a dollar.
type pair struct {
	key
	exports, imports int64
}

// pairs sets the reports beside each other. A cell that only one side reports on, or
// whose value is not published, is skipped.
func (in *inspection) pairs(f facing, exports, imports sums) (all []pair, skipped int64) {
	cells := sums{}
	for _, side := range []sums{exports, imports} {
		for k := range side {
			cells[k] = sum{}
		}
	}
	x, m := coverageOf(f.exports, trade.ByExporter), coverageOf(f.imports, trade.ByImporter)
	at := map[key]int{}
	for _, k := range cells.keys() {
		if !in.concerns(k.exporter, k.importer) {
			continue
		}
		a, b := exports[k], imports[k]
		if a.unknown+b.unknown > 0 || !x.covers(k) || !m.covers(k) {
			skipped++
			continue
		}
		whole := k
		whole.period = trade.Year(k.period.First.Year())
		i, any := at[whole]
		if !any {
			i, at[whole] = len(all), len(all)
			all = append(all, pair{key: whole})
		}
		all[i].exports, all[i].imports = all[i].exports+a.usd, all[i].imports+b.usd
	}
	return all, skipped
}

// enter counts the flow in an outcome with the larger of both reports.
func (p pair) enter(o *outcome, year int) {
	larger := max(p.exports, p.imports)
	o.count(larger)
	weight := math.Abs(float64(p.exports) - float64(p.imports))
	if !o.wants(weight) {
		return
	}
	s := single{
		weight: weight, period: trade.Year(year), exporter: p.exporter, importer: p.importer, product: p.product,
		value: trade.Of(p.exports), compared: trade.Of(p.imports), score: noRatio,
	}
	ratio, asymmetry, gap := compared(checkMirrors, s)
	head := []any{p.exporter, p.importer, p.product, s.period, amount(p.exports), amount(p.imports)}
	if gap.HasNumber() {
		s.text, s.args = mirrorText, append(head, ratio.Number, asymmetry.Number, 200*asymmetry.Number, gap.Number)
	} else {
		s.text, s.args = oneSideText, head
	}
	o.remember(s)
}

// compared returns the measures of two figures that stand against each other: their
// ratio, and for the two reports of a flow S and the log gap.
func compared(check string, s single) (ratio, asymmetry, gap trade.Ratio) {
	ratio = trade.Quotient(s.compared, s.value)
	asymmetry, gap = noRatio, noRatio
	if check != checkMirrors || !s.value.Known() || !s.compared.Known() {
		return ratio, asymmetry, gap
	}
	x, m := s.value.Float(), s.compared.Float()
	if v, ok := indicator.Asymmetry(x, m); ok {
		asymmetry = trade.Ratio{Number: v}
	}
	if v, ok := indicator.LogGap(x, m); ok {
		gap = trade.Ratio{Number: v}
	}
	return ratio, asymmetry, gap
}

// coverage tells who reports about whom.
type coverage struct {
	reporter trade.Reporter
	by       map[trade.Economy][]partners // of each who reports
}

type partners struct {
	named   map[trade.Economy]bool
	periods []trade.Period
}

func coverageOf(d *dataset, r trade.Reporter) coverage {
	c := coverage{r, map[trade.Economy][]partners{}}
	for _, record := range d.records {
		if record.Reporter != r {
			continue
		}
		reporters, others := record.Exporters, record.Importers
		if r == trade.ByImporter {
			reporters, others = others, reporters
		}
		p := partners{map[trade.Economy]bool{}, record.Periods}
		for _, e := range others {
			p.named[e] = true
		}
		for _, e := range reporters {
			c.by[e] = append(c.by[e], p)
		}
	}
	return c
}

func (c coverage) covers(k key) bool {
	who, whom := k.exporter, k.importer
	if c.reporter == trade.ByImporter {
		who, whom = whom, who
	}
	return slices.ContainsFunc(c.by[who], func(p partners) bool {
		return p.named[whom] && slices.ContainsFunc(p.periods, func(q trade.Period) bool { return q.Contains(k.period) })
	})
}
