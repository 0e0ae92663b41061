package analysis

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/oborot/oborot/internal/cube"
	"github.com/oborot/oborot/internal/reference"
	"github.com/oborot/oborot/trade"
)

// byGoods tells whether the question tells goods apart.
func (t *tabulation) byGoods() bool { return t.groups(cube.Product) || t.groups(cube.Section) }

// editions adds the nomenclatures that a feed reads; without periods all it holds.
func (f feed) editions(all []edited) []edited {
	spans := f.spans()
	if len(f.rows) == 0 {
		spans = f.source.pieces
	}
	return f.source.editions(spans, all)
}

// translatable turns a query into one whose answer can be converted: by subheadings
// and nomenclature, and year where that decides the edition. Sections are those of
// the converted goods; the filter by goods applies to what comes out.
func (t *tabulation) translatable(query cube.Query) (cube.Query, error) {
	for _, m := range t.measures {
		if m == cube.Quantity || m == cube.Rows {
			return query, trade.Errorf(trade.Usage, "%s is not converted between nomenclatures", m).
				WithHint("ask for value_usd, value or net_kg, or leave --nomenclature out")
		}
	}
	query.Digits, query.Folds = convertedDigits, nil
	query.By = slices.DeleteFunc(slices.Clone(query.By), func(d cube.Dimension) bool { return d == cube.Section })
	for _, d := range []cube.Dimension{cube.Product, cube.Nomenclature, cube.Year} {
		query.By = union(query.By, []cube.Dimension{d})
	}
	query.Where = slices.DeleteFunc(slices.Clone(query.Where), func(f cube.Filter) bool { return f.Column == cube.Product })
	return query, nil
}

// batch is the rows of a table that are converted together: those that differ in
// their goods alone.
type batch struct {
	row     int // the first
	from    trade.Nomenclature
	amounts []map[trade.Product]trade.Amount // for each measure
	unknown int64
}

// translateTable converts the goods of a table and brings it into the columns that
// the question asked for, with the bounds of the first measure beside them. Rows
// may repeat a group.
func (t *tabulation) translateTable(ctx context.Context, f *feed, table *cube.Table) (*cube.Table, error) {
	out := t.blank()
	digits := cmp.Or(t.args.Digits, convertedDigits)
	if !t.groups(cube.Product) {
		digits = chapterDigits
	}
	for _, b := range t.batches(table) {
		var found [][]reference.Converted
		for i := range t.measures {
			basis := t.translation.basis
			one, err := t.convert(ctx, b.from, t.overlapOf(f), b.amounts[i], digits)
			if err != nil {
				return nil, err
			}
			if i > 0 { // the first measure says on what the answer rests
				t.translation.basis = basis
			}
			found = append(found, one)
		}
		for i := range found[0] {
			t.enter(out, table, b, found, i)
			b.unknown = 0
		}
	}
	return out, nil
}

func (t *tabulation) overlapOf(f *feed) overlap {
	if !t.paired {
		return t.ofDataset(f.source)
	}
	leg := 0
	if f.direction == trade.Imports {
		leg = 1
	}
	return t.ofLeg(f.source, leg)
}

// batches sorts the rows of a table by all that is not a good, in their order.
func (t *tabulation) batches(table *cube.Table) []*batch {
	var all []*batch
	index := map[string]*batch{}
	product, n, year := table.Column(string(cube.Product)), table.Column(string(cube.Nomenclature)), table.Column(string(cube.Year))
	for row := range table.Rows {
		key := t.editionOf(trade.Nomenclature(n.Text[row]), int(year.Numbers[row]))
		name := fmt.Sprint(key, t.besides(table, row))
		b := index[name]
		if b == nil {
			b = &batch{row: row, from: key}
			for range t.measures {
				b.amounts = append(b.amounts, map[trade.Product]trade.Amount{})
			}
			index[name] = b
			all = append(all, b)
		}
		code := trade.Product(product.Text[row])
		if code == trade.AllProducts && !t.groups(cube.Product) {
			continue
		}
		for i, m := range t.measures {
			c := table.Column(string(m))
			held, any := b.amounts[i][code]
			b.amounts[i][code] = together(held, any, c.Amount(row))
			if m == cube.ValueUSD {
				b.unknown += c.Unknown[row]
			}
		}
	}
	return all
}

// besides returns what a row has in the dimensions that are no goods.
func (t *tabulation) besides(table *cube.Table, row int) []any {
	var values []any
	for _, d := range t.by {
		c := table.Column(string(d))
		switch {
		case c == nil || d == cube.Product || d == cube.Nomenclature:
		case d.Numeric():
			values = append(values, c.Numbers[row])
		default:
			values = append(values, c.Text[row])
		}
	}
	return values
}

// blank is a table with the columns that the question asks for and no rows.
func (t *tabulation) blank() *cube.Table {
	out := &cube.Table{}
	for _, d := range t.by {
		if d != directionDimension {
			out.Columns = append(out.Columns, cube.Column{Name: string(d)})
		}
	}
	for _, m := range t.measures {
		out.Columns = append(out.Columns, cube.Column{Name: string(m)})
	}
	out.Columns = append(out.Columns, cube.Column{Name: lowField.Name}, cube.Column{Name: highField.Name})
	return out
}

// enter adds a row for one converted good.
func (t *tabulation) enter(out, table *cube.Table, b *batch, found [][]reference.Converted, i int) {
	good := found[0][i]
	for _, d := range t.by {
		to := out.Column(string(d))
		switch {
		case d == directionDimension:
		case d == cube.Product:
			to.Text = append(to.Text, string(good.Product))
		case d == cube.Section:
			to.Text = append(to.Text, sectionOf(good.Product))
		case d == cube.Nomenclature && good.Kept:
			to.Text = append(to.Text, string(b.from))
		case d == cube.Nomenclature:
			to.Text = append(to.Text, string(t.translation.to))
		case d.Numeric():
			to.Numbers = append(to.Numbers, table.Column(string(d)).Numbers[b.row])
		default:
			to.Text = append(to.Text, table.Column(string(d)).Text[b.row])
		}
	}
	for m, measure := range t.measures {
		put(out.Column(string(measure)), found[m][i].Amount, b.unknown)
	}
	put(out.Column(lowField.Name), good.Low, 0)
	put(out.Column(highField.Name), good.High, 0)
	out.Rows++
}

func put(c *cube.Column, amount trade.Amount, unknown int64) {
	c.Numbers = append(c.Numbers, amount.Thousandths)
	c.States = append(c.States, amount.State)
	c.Unknown = append(c.Unknown, unknown)
}

// sectionOf returns the section of a good, as sectionFold does.
func sectionOf(p trade.Product) string {
	fold := sectionFold()
	if section, any := fold.Codes[string(p.Chapter())]; any {
		return section
	}
	return noSection
}
