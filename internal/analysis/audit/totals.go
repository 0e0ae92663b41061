package audit

import (
	"context"
	"maps"
	"slices"

	"github.com/oborot/oborot/internal/cube"
	"github.com/oborot/oborot/trade"
)

// totals compares parts with published totals: within each dataset, and between the
// levels of one publisher's series.
func (in *inspection) totals(ctx context.Context) error {
	related := in.levels()
	for _, d := range in.datasets {
		found, err := in.totalsOf(ctx, d)
		if err != nil {
			return err
		}
		// Totals alone are the coarser level of others, and are compared there.
		found = found || slices.ContainsFunc(related, func(l levels) bool { return l.coarse == d && d.last().Digits == 0 })
		for _, l := range related {
			if l.fine != d {
				continue
			}
			more, err := in.level(ctx, l)
			if err != nil {
				return err
			}
			found = found || more
		}
		if !found {
			why := noTotals
			if d.last().Digits == 0 {
				why = noParts
			}
			in.close(tally{}, why, in.open(checkTotals, unchecked, d))
		}
	}
	return nil
}

// totalsOf compares the flows of a dataset with its rows of partner World and of
// product TOTAL. It tells whether the dataset has any.
func (in *inspection) totalsOf(ctx context.Context, d *dataset) (bool, error) {
	partners, goods := in.relate(d, string(trade.World)), in.relate(d, string(trade.AllProducts))
	for _, year := range d.years {
		pieces, err := in.slices(ctx, d, year, true)
		if err != nil {
			return false, err
		}
		for _, slice := range pieces {
			if err := in.overPartners(ctx, d, year, partners, slice); err != nil {
				return false, err
			}
		}
		whole, err := in.wholes(ctx, d, year)
		if err != nil {
			return false, err
		}
		in.totalsOverPartners(partners, whole)
		if err := in.overGoods(ctx, d, year, goods, whole); err != nil {
			return false, err
		}
	}
	first := in.finish(partners)
	if d.last().Digits == 0 && !goods.anyParts {
		return first, nil
	}
	return in.finish(goods) || first, nil
}

// wholes reads the rows of product TOTAL.
func (in *inspection) wholes(ctx context.Context, d *dataset, year int) (sums, error) {
	return in.read(ctx, d, year, wanted{totals: true, by: everySide, where: chapters{string(trade.AllProducts)}.of()})
}

// hasWorld tells whether one side, and not both, is World.
func (k key) hasWorld() bool { return (k.exporter == trade.World) != (k.importer == trade.World) }

// overPartners compares the rows of partner World with the sums of partners, good by
// good.
func (in *inspection) overPartners(ctx context.Context, d *dataset, year int, r *relation, slice chapters) error {
	totals, err := in.read(ctx, d, year, wanted{totals: true, by: everySide, where: slice.of()})
	if err != nil {
		return err
	}
	worlds := totals.folded(func(k key) (key, bool) { return k, k.hasWorld() })
	if len(worlds) == 0 {
		return nil
	}
	parts := sums{}
	for _, side := range []cube.Dimension{cube.Exporter, cube.Importer} {
		flows, err := in.read(ctx, d, year, wanted{by: []cube.Dimension{side, cube.Product}, where: slice.of()})
		if err != nil {
			return err
		}
		for k, s := range flows {
			if k.told(side) {
				parts[k] = s
			}
		}
	}
	in.compare(r, worlds, parts, byEconomy)
	return nil
}

// told tells whether the economy on a side of a cell is the one that reports; both
// are in a reconciled one.
func (k key) told(side cube.Dimension) bool {
	return k.reporter == trade.Reconciled || (k.reporter == trade.ByExporter) == (side == cube.Exporter)
}

// totalsOverPartners compares the TOTAL of partner World with the sum of the TOTALs of
// partners, where there are any.
func (in *inspection) totalsOverPartners(r *relation, whole sums) {
	worlds := whole.folded(func(k key) (key, bool) { return k, k.hasWorld() })
	parts := sums{}
	for _, side := range []cube.Dimension{cube.Exporter, cube.Importer} {
		pairs := whole.folded(func(k key) (key, bool) {
			pair := k.exporter != trade.World && k.importer != trade.World
			if side == cube.Exporter {
				k.importer = trade.World
			} else {
				k.exporter = trade.World
			}
			return k, pair && k.told(side)
		})
		maps.Copy(parts, pairs)
	}
	if len(parts) > 0 {
		in.compare(r, worlds, parts, byEconomy)
	}
}

// overGoods compares rows of product TOTAL with the sums of goods: of the pair, or of
// partner World.
func (in *inspection) overGoods(ctx context.Context, d *dataset, year int, r *relation, whole sums) error {
	if len(whole) == 0 {
		return nil
	}
	parts, err := in.goodsOf(ctx, d, year)
	if err != nil {
		return err
	}
	in.compare(r, whole, parts, byEconomyAndWorld)
	return nil
}

// byEconomyAndWorld keeps totals of pairs and of partner World apart: the goods of the
// one may be loaded and those of the other not.
func byEconomyAndWorld(k key) group {
	g := byEconomy(k)
	if k.exporter == trade.World || k.importer == trade.World {
		g.product = trade.AllProducts
	}
	return g
}

// goodsOf sums the goods of every pair, and of partner World where the dataset has
// such rows.
func (in *inspection) goodsOf(ctx context.Context, d *dataset, year int) (sums, error) {
	sides := []cube.Dimension{cube.Exporter, cube.Importer}
	parts, err := in.read(ctx, d, year, wanted{by: sides})
	if err != nil {
		return nil, err
	}
	pieces, err := in.slices(ctx, d, year, true)
	if err != nil {
		return nil, err
	}
	for _, slice := range pieces {
		worlds, err := in.read(ctx, d, year, wanted{totals: true, by: sides, where: slice.of()})
		if err != nil {
			return nil, err
		}
		for k, s := range worlds {
			parts[k] = parts[k].plus(s)
		}
	}
	return parts, nil
}
