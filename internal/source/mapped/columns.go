package mapped

import (
	"strings"

	"github.com/oborot/oborot/internal/source/tabular"
	"github.com/oborot/oborot/trade"
)

// named lists the columns that a mapping names, with the key under which.
func (m *mapping) named(v view) [][2]string {
	all := [][2]string{
		{"value", v.value}, {"period.column", m.period.column}, {"period.year", m.period.year},
		{"period.month", m.period.month}, {"period.quarter", m.period.quarter},
		{m.sides.first.key, m.sides.first.column}, {m.sides.second.key, m.sides.second.column}, {"region", m.sides.region.column},
		{"direction", m.direction.column}, {"product", m.product.column},
		{"net", m.net.columns[both]}, {"net", m.net.columns[v.direction]},
		{"quantity", m.quantity.columns[both]}, {"quantity", m.quantity.columns[v.direction]},
		{"quantity.unit_column", m.unitColumn}, {"enterprise", m.enterprise}, {"flags", m.flags.column},
	}
	for _, f := range m.where {
		all = append(all, [2]string{"where", f.column})
	}
	return all
}

// check finds the columns of a mapping in a table.
func (m *mapping) check(t tabular.Table, v view) error {
	for _, n := range m.named(v) {
		key, column := n[0], n[1]
		if column == "" || t.Header.Column(column) >= 0 {
			continue
		}
		err := trade.Errorf(trade.BadInput, "there is no column %q, which the mapping %s names for %s", column, m.name, key).At(t.Where, m.headerLine())
		if near := nearest(column, t.Header); near != "" {
			return err.WithHint("did you mean %s? The columns are %s", near, columnsOf(t.Header))
		}
		return err.WithHint("the columns are %s", columnsOf(t.Header))
	}
	return nil
}

// headerLine is the line of the names of columns, 0 where there is none.
func (m *mapping) headerLine() int {
	if m.json != "" || len(m.options.Columns) > 0 {
		return 0
	}
	return m.options.Skip + 1
}

// columnsOf names the columns of a table for a hint.
func columnsOf(h tabular.Header) string {
	const most = 30
	if len(h) > most {
		return strings.Join(h[:most], ", ") + " and more"
	}
	return strings.Join(h, ", ")
}

// decoder makes a decoder for a table.
func (l *load) decoder(t tabular.Table) (tabular.Decoder, error) {
	m, v := l.m, l.plan.assigned[key(t)]
	at := func(name string) int {
		if name == "" {
			return -1
		}
		return t.Header.Column(name)
	}
	d := &decoder{
		plan: l.plan, view: v, header: t.Header, mark: m.decimal,
		value: at(v.value), net: at(m.net.column(v)), count: at(m.quantity.column(v)), unit: at(m.unitColumn),
		firm: at(m.enterprise), flag: at(m.flags.column), way: at(m.direction.column),
		calendar: calendar{spec: m.period, months: l.plan.series[0].Months, column: at(m.period.column), year: at(m.period.year),
			month: at(m.period.month), quarter: at(m.period.quarter), seen: map[string]dated{}},
		second: newResolver(m.sides.second, at(m.sides.second.column), m.sides.second.column),
		goods:  newGoods(m, l.plan.series[0].Nomenclature, at(m.product.column), m.product.column),
		words:  map[string]string{"": ""}, converted: map[trade.Period]tabular.Rate{},
	}
	if d.mark == 0 {
		d.mark = t.Mark
	}
	if d.mark == 0 {
		d.mark = '.'
	}
	if m.sides.first.given {
		d.first = newResolver(m.sides.first, at(m.sides.first.column), m.sides.first.column)
	}
	if m.sides.region.given {
		d.region = newResolver(m.sides.region, at(m.sides.region.column), m.sides.region.column)
	}
	for _, f := range m.where {
		d.filters = append(d.filters, filtering{at(f.column), f.words})
	}
	return d, nil
}

// column is that of an amount in a view.
func (a amountSpec) column(v view) string {
	if a.columns[both] != "" {
		return a.columns[both]
	}
	return a.columns[v.direction]
}
