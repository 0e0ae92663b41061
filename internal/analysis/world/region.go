package world

import (
	"context"
	"slices"

	"github.com/oborot/oborot/internal/cube"
	"github.com/oborot/oborot/internal/reference"
	"github.com/oborot/oborot/trade"
)

// region reads the exports (or imports) of regions, summed, from the dataset of their
// own: the one that covers the whole year for all of them and has the goods of the
// panel. The amounts are aligned to the products of the panel, in thousandths of a US
// dollar; what maps to none of them is in the note.
func (b *basis) region(ctx context.Context, regions reference.Side, p *panel, d trade.Direction) ([]int64, error) {
	records, err := b.regional(regions, p.Year, d)
	if err != nil {
		return nil, err
	}
	q := b.query(records[0].Dataset, p.Year)
	q.By = []cube.Dimension{cube.Product}
	q.Where = ofRegions(records, regions, d)
	table, err := b.asker.Engine.Aggregate(ctx, q)
	if err != nil {
		return nil, err
	}
	values := make([]int64, len(p.Products))
	var lost omitted
	usd := table.Column(string(cube.ValueUSD))
	for row, code := range table.Column(string(cube.Product)).Text {
		amount := usd.Amount(row)
		if !amount.Known() || amount.Thousandths <= 0 {
			continue
		}
		if j, found := slices.BinarySearch(p.Products, trade.Product(code)); found {
			values[j] = amount.Thousandths
		} else {
			lost.add(code, amount.Thousandths)
		}
	}
	b.others = append(b.others, records...)
	b.sayRegion(regions, p, records, values, lost)
	if sum(values) == 0 {
		return nil, trade.Errorf(trade.NoData, "%s holds no %s of %s (%s) in %d in goods of the panel",
			records[0].Dataset, d, regions.Name.English, regions.Code, p.Year).WithHint("see `oborot datasets` for what is loaded")
	}
	return values, nil
}

// ofRegions keeps the trade of regions in the one report that their records are of.
func ofRegions(records []trade.Coverage, regions reference.Side, d trade.Direction) []cube.Filter {
	return []cube.Filter{
		{Column: columnOf(d), Values: members(regions)},
		{Column: cube.Reporter, Values: []string{string(records[0].Reporter)}},
	}
}

func members(s reference.Side) []string { return textsOf(s.Members) }

func textsOf(economies []trade.Economy) []string {
	var codes []string
	for _, e := range economies {
		codes = append(codes, string(e))
	}
	return codes
}

// isRegional tells whether a side is made of regions of countries.
func isRegional(s reference.Side) bool {
	return len(s.Members) > 0 && !slices.ContainsFunc(s.Members, func(e trade.Economy) bool { return !e.IsRegion() })
}

// regional finds the records of the dataset that holds the regions: those of one report,
// what a publisher reconciled, else the regions' own. Those of partners count the same
// trade again.
func (b *basis) regional(regions reference.Side, year int, d trade.Direction) ([]trade.Coverage, error) {
	var best []trade.Coverage
	covers := map[string][]int{}
	for _, name := range b.names() {
		for _, reporter := range []trade.Reporter{trade.Reconciled, own(d)} {
			records := slices.DeleteFunc(b.of(name), func(c trade.Coverage) bool { return c.Reporter != reporter })
			if !b.holdsRegions(records, regions, d) {
				continue
			}
			years := wholeYearsOf(records, regions, d)
			covers[name] = append(covers[name], years...)
			if slices.Contains(years, year) && (best == nil || betterRegional(records, best)) {
				best = records
			}
		}
	}
	if best != nil {
		return best, nil
	}
	err := trade.Errorf(trade.NoData, "no dataset holds the %s of %s (%s) in the whole of %d with goods of %d digits",
		d, regions.Name.English, regions.Code, year, b.digits)
	for _, name := range b.names() {
		if years := covers[name]; len(years) > 0 {
			slices.Sort(years)
			return nil, err.WithHint("%s covers %s; ask with --period", name, trade.YearSpans(slices.Compact(years)))
		}
	}
	return nil, err.WithHint("see `oborot datasets` for what is loaded")
}

// betterRegional puts real data before synthetic ones; of equals the first by name stays.
func betterRegional(a, b []trade.Coverage) bool {
	return !a[0].Origin.Synthetic && b[0].Origin.Synthetic
}

func (b *basis) holdsRegions(records []trade.Coverage, regions reference.Side, d trade.Direction) bool {
	return slices.ContainsFunc(records, func(c trade.Coverage) bool {
		return !c.TotalsOnly && !c.Enterprises && c.Digits >= b.digits &&
			slices.ContainsFunc(regions.Members, func(e trade.Economy) bool { return slices.Contains(side(c, d), e) })
	})
}

// wholeYearsOf lists the years that the records of one report cover for each region.
func wholeYearsOf(records []trade.Coverage, regions reference.Side, d trade.Direction) []int {
	var years []int
	for y := range yearsOf(records) {
		if wholeFor(records, regions, y, d) {
			years = append(years, y)
		}
	}
	return years
}

// wholeFor tells whether all twelve months of a year are covered for each region.
func wholeFor(records []trade.Coverage, regions reference.Side, year int, d trade.Direction) bool {
	for _, e := range regions.Members {
		var mask uint16
		for _, c := range records {
			if !c.TotalsOnly && slices.Contains(side(c, d), e) {
				mask |= covered(c.Periods, year)
			}
		}
		if mask != allMonths {
			return false
		}
	}
	return true
}

// sayRegion notes where a region's figures are from and what of them found no place.
func (b *basis) sayRegion(regions reference.Side, p *panel, records []trade.Coverage, values []int64, lost omitted) {
	b.note(trade.Name{
		English: "%s is measured by %s against the world of %s.",
		Russian: "%s: по данным %s, в сравнении с миром по %s.",
	}, regions.Name.In(b.args.Language), records[0].Dataset, b.dataset)
	if lost.thousandths > 0 {
		b.note(trade.Name{
			English: "%d: %s of the value of %s has no place among the goods of the world, in %d codes such as %s.",
			Russian: "%d: %s стоимости (%s) не нашли места среди товаров мира, кодов: %d, в том числе %s.",
		}, p.Year, b.percent(lost.thousandths, lost.thousandths+sum(values)), b.sideName(regions), len(lost.codes), fewOf(lost.codes))
	}
	here := basis{records: records, nomenclature: records[len(records)-1].Nomenclature}
	if n := here.nomenclatureIn(p.Year); n != b.nomenclature {
		b.note(trade.Name{
			English: "Codes of %s are read as codes of %s: goods that changed their code between the two are not traced.",
			Russian: "Коды %s читаются как коды %s: товары, сменившие код, не прослеживаются.",
		}, n, b.nomenclature)
	}
}
