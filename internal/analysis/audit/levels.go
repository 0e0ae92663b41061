package audit

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/oborot/oborot/internal/cube"
)

// levels are two datasets of one series, the goods of the one in more digits.
type levels struct{ fine, coarse *dataset }

// family is a series without its level: datasets of one publisher, with periods of one
// length, whose names differ only in the level that ends them.
type family struct {
	publisher, stem string
	months          int
	synthetic       bool
}

// familyOf reads the name of a dataset: comtrade-a-hs6 and comtrade-a-total are both of
// comtrade-a. The number at the end must be the digits of the goods: baci-hs17 names an
// edition, not a level.
func familyOf(d *dataset) (family, bool) {
	c := d.last()
	stem, union := strings.CutSuffix(d.name, "-unions")
	level := "total"
	if c.Digits > 0 {
		level = strconv.Itoa(c.Digits)
	}
	stem, ok := strings.CutSuffix(stem, level)
	stem = strings.TrimSuffix(stem, "hs")
	if union {
		stem += "unions"
	}
	return family{c.Origin.Publisher, stem, c.Months, c.Origin.Synthetic}, ok && !c.Enterprises
}

// levels pairs each dataset with the next coarser one of its family.
func (in *inspection) levels() []levels {
	byFamily := map[family][]*dataset{}
	var order []family
	for _, d := range in.datasets {
		f, ok := familyOf(d)
		if !ok {
			continue
		}
		if byFamily[f] == nil {
			order = append(order, f)
		}
		byFamily[f] = append(byFamily[f], d)
	}
	var all []levels
	for _, f := range order {
		members := byFamily[f]
		slices.SortStableFunc(members, func(a, b *dataset) int { return cmp.Compare(b.last().Digits, a.last().Digits) })
		for i := 1; i < len(members); i++ {
			all = append(all, levels{members[i-1], members[i]})
		}
	}
	return all
}

// level compares a dataset with the next coarser one of its series, year by year.
func (in *inspection) level(ctx context.Context, l levels) (bool, error) {
	r := in.relate(l.fine, l.coarse.name)
	for _, year := range l.fine.years {
		if !slices.Contains(l.coarse.years, year) {
			continue
		}
		var err error
		if l.coarse.last().Digits == 0 {
			err = in.levelOfTotals(ctx, l, year, r)
		} else {
			err = in.levelOfGoods(ctx, l, year, r)
		}
		if err != nil {
			return false, err
		}
	}
	return in.finish(r), nil
}

var everySide = []cube.Dimension{cube.Exporter, cube.Importer, cube.Product}

// levelOfTotals compares goods with a dataset of totals only.
func (in *inspection) levelOfTotals(ctx context.Context, l levels, year int, r *relation) error {
	whole, err := in.wholes(ctx, l.coarse, year)
	if err != nil {
		return err
	}
	parts, err := in.goodsOf(ctx, l.fine, year)
	if err != nil {
		return err
	}
	in.compare(r, whole, parts, byEconomyAndWorld)
	return nil
}

// levelOfGoods compares goods in more digits, cut to fewer, with those published in
// fewer: of pairs, and of partner World.
func (in *inspection) levelOfGoods(ctx context.Context, l levels, year int, r *relation) error {
	for _, worlds := range []bool{false, true} {
		pieces, err := in.slices(ctx, l.fine, year, worlds)
		if err != nil {
			return err
		}
		for _, slice := range pieces {
			w := wanted{totals: worlds, by: everySide, where: slice.of()}
			whole, err := in.read(ctx, l.coarse, year, w)
			if err != nil {
				return err
			}
			w.digits = l.coarse.last().Digits
			fine, err := in.read(ctx, l.fine, year, w)
			if err != nil {
				return err
			}
			in.compare(r, whole, fine, byProduct)
		}
	}
	return nil
}
