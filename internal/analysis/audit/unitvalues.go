package audit

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/oborot/oborot/indicator"
	"github.com/oborot/oborot/trade"
)

const (
	// enough is the number of unit values from which on a group is judged by itself
	// (METHODS I1); a smaller one is judged by the group of all economies.
	enough = 7
	// wild is the modified z beyond which a unit value is an outlier, strictly.
	wild = 3.5
)

// unitValues judges value by mass: of flows of one good in one direction in one year, one
// unit of measure, first among those of one reporting economy, and among those of
// all where they are fewer than enough.
type unitValues struct {
	tally
	in       *inspection
	outliers *outcome

	members  []member // of the good at hand, kept to spare memory
	every    []float64
	standard map[string]measured // by unit, of all economies
}

// member is a flow with a unit value.
type member struct {
	row  int
	unit string
	log  float64 // of dollars by kilogram, or by unit
}

// measured is a group once it has been measured: ok false where it is too small or has
// no spread.
type measured struct {
	indicator.Robust
	flows int
	ok    bool
}

func newUnitValues(in *inspection, d *dataset, year int) *unitValues {
	u := &unitValues{in: in, outliers: in.open(checkUnitValues, outlier, d), standard: map[string]measured{}}
	u.outliers.years = []int{year}
	return u
}

// look goes through a block, good by good.
func (u *unitValues) look(b *block) { b.goods(func(from, to int) { u.good(b, from, to) }) }

// good judges the flows of one good. Those of one economy lie together.
func (u *unitValues) good(b *block, from, to int) {
	clear(u.standard)
	u.members = u.members[:0]
	for row := from; row < to; row++ {
		if m, ok := b.member(row); ok {
			u.members = append(u.members, m)
			continue
		}
		if exporter, importer := b.sides(row); u.in.concerns(exporter, importer) && b.flow.at(row) == string(trade.General) {
			u.skipped += b.count[row]
		}
	}
	all := u.members
	slices.SortStableFunc(u.members, func(x, y member) int { return compareMembers(b, x, y) })
	for i := 0; i < len(all); {
		j := i + 1
		for j < len(all) && compareMembers(b, all[i], all[j]) == 0 {
			j++
		}
		u.judge(b, all, all[i:j])
		i = j
	}
}

// compareMembers brings flows of one economy in one unit together.
func compareMembers(b *block, x, y member) int {
	if c := strings.Compare(b.economy.at(x.row), b.economy.at(y.row)); c != 0 {
		return c
	}
	return strings.Compare(x.unit, y.unit)
}

// member returns the unit value of a row: by mass, else by the unit of its quantity.
// Estimated masses and quantities say nothing; neither does nothing.
func (b *block) member(row int) (member, bool) {
	flags := trade.Flags(b.flags.at(row))
	usd, kg, quantity := b.usd.Amount(row), b.kg.Amount(row), b.quantity.Amount(row)
	if b.flow.at(row) != string(trade.General) || flags.Has(trade.FlagEstimated) || usd.Float() <= 0 {
		return member{}, false
	}
	switch unit := b.unit.at(row); {
	case kg.Float() > 0 && !flags.Has(trade.FlagNetEstimated):
		return member{row, "kg", math.Log(usd.Float() / kg.Float())}, true
	case quantity.Float() > 0 && unit != "" && !flags.Has(trade.FlagQuantityEstimated):
		return member{row, unit, math.Log(usd.Float() / quantity.Float())}, true
	}
	return member{}, false
}

// judge scores the flows of one economy in one unit.
func (u *unitValues) judge(b *block, all, group []member) {
	scale := u.measure(group)
	if len(group) < enough {
		scale = u.world(all, group[0].unit)
	}
	for _, m := range group {
		exporter, importer := b.sides(m.row)
		switch {
		case !u.in.concerns(exporter, importer):
		case !scale.ok:
			u.skipped += b.count[m.row]
		default:
			u.enter(b, m, scale)
		}
	}
}

// measure returns the spread of a group that is large enough.
func (u *unitValues) measure(group []member) measured {
	if len(group) < enough {
		return measured{}
	}
	u.every = u.every[:0]
	for _, m := range group {
		u.every = append(u.every, m.log)
	}
	r, ok := indicator.RobustOf(u.every)
	return measured{r, len(group), ok}
}

// world returns the spread among all economies, measured once for a good and a unit.
func (u *unitValues) world(all []member, unit string) measured {
	if held, any := u.standard[unit]; any {
		return held
	}
	same := make([]member, 0, len(all))
	for _, m := range all {
		if m.unit == unit {
			same = append(same, m)
		}
	}
	u.standard[unit] = u.measure(same)
	return u.standard[unit]
}

// enter counts a flow that was judged, and as a case if it is an outlier.
func (u *unitValues) enter(b *block, m member, scale measured) {
	value := b.usd.Numbers[m.row]
	u.cells, u.whole = u.cells+b.count[m.row], u.whole+value
	score := scale.Score(m.log)
	if math.Abs(score) <= wild {
		return
	}
	u.outliers.count(value)
	// A small deviation of a large flow and a large one of a small flow matter alike.
	if weight := float64(value) * math.Abs(m.log-scale.Median); u.outliers.wants(weight) {
		s := b.single(m.row)
		s.weight, s.text, s.score = weight, outlierText, trade.Ratio{Number: score}
		s.args = []any{s.exporter, s.importer, s.product, s.period, price(m.log), unitName(m.unit), price(scale.Median), scale.flows, score,
			amount(value)}
		u.outliers.remember(s)
	}
}

// unitName names a unit of measure.
func unitName(unit string) trade.Name {
	if unit == "kg" {
		return trade.Name{English: "kg", Russian: "кг"}
	}
	return trade.Name{English: unit, Russian: unit}
}

// price writes the unit value of a logarithm with four digits, never with an exponent.
func price(log float64) plainNumber {
	value := math.Exp(log)
	decimals := 3 - int(math.Floor(math.Log10(value)))
	return plainNumber(strconv.FormatFloat(value, 'f', max(0, decimals), 64))
}
