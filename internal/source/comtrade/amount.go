package comtrade

import (
	"bytes"

	"github.com/oborot/oborot/internal/source/tabular"
	"github.com/oborot/oborot/trade"
)

// dollar is the currency of all values.
const dollar = "USD"

// money reads the value that counts, in thousandths of a dollar.
func (d *decoder) money(r *tabular.Row) (int64, *tabular.Fault) {
	text := r.Field(d.value)
	if absent(text) {
		return 0, d.fault(d.value, "there is no value in %s", d.header.Name(d.value))
	}
	return d.number(d.value, text)
}

// number reads an amount that is there.
func (d *decoder) number(column int, text []byte) (int64, *tabular.Fault) {
	n, ok := tabular.ParseNumber(text, d.mark)
	switch {
	case ok && n.Thousandths >= 0:
		if n.Rounded {
			d.counts.rounded++
		}
		return n.Thousandths, nil
	case ok:
		return 0, d.fault(column, "%s %s is negative", d.header.Name(column), quote(text))
	case d.mark == '.' && bytes.IndexByte(text, ',') >= 0:
		return 0, d.fault(column, "%s %s has a comma where the decimal point belongs", d.header.Name(column), quote(text))
	case len(bytes.Trim(text, "0123456789.")) == 0 && bytes.Count(text, []byte(".")) < 2 && len(text) > 1:
		return 0, d.fault(column, "%s %s is too large to be held", d.header.Name(column), quote(text))
	}
	return 0, d.fault(column, "%s %s is not a number", d.header.Name(column), quote(text))
}

// absent tells the ways in which tables say that there is nothing.
func absent(text []byte) bool {
	switch len(text) {
	case 0:
		return true
	case 2, 3, 4:
		switch string(text) {
		case "NA", "N/A", "NaN", "nan", "null", "NULL", "None":
			return true
		}
	}
	return false
}

// measure reads net mass and quantity. A quantity of nothing beside a value is UN
// Comtrade's way of saying that there is none.
func (d *decoder) measure(r *tabular.Row, o *trade.Observation, value int64) (fault *tabular.Fault) {
	o.NetKg, o.Quantity = trade.Absent(trade.Missing), trade.Absent(trade.Missing)
	if o.NetKg, fault = d.amount(r, d.mass, value); fault != nil {
		return fault
	}
	unit := d.measured
	if unit == "" {
		return nil
	}
	if o.Quantity, fault = d.amount(r, d.quantity, value); fault != nil {
		return fault
	}
	if o.Quantity.Known() {
		o.Unit = unit
	}
	return nil
}

func (d *decoder) amount(r *tabular.Row, column int, value int64) (trade.Amount, *tabular.Fault) {
	text := r.Field(column)
	if absent(text) {
		return trade.Absent(trade.Missing), nil
	}
	n, fault := d.number(column, text)
	if fault != nil || n == 0 && value > 0 {
		return trade.Absent(trade.Missing), fault
	}
	return trade.Of(n), nil
}

// unitOf returns the unit of the quantity by its code, else by its name; empty if
// there is none.
func (d *decoder) unitOf(r *tabular.Row) string {
	code := r.Field(d.unit)
	n, ok := numeric(code)
	switch {
	case ok && n > 1 && n < len(units) && units[n] != "":
		return units[n]
	case len(code) == 0, string(code) == "-1", ok && n == 1:
		return ""
	}
	if name := r.Field(d.unitName); len(name) > 0 {
		return string(name)
	}
	return "unit " + string(code)
}

// enter enters the value with the border up to which it counts: as imports are
// published with freight and insurance and exports without, unless the value is
// the publisher's other one.
func (d *decoder) enter(r *tabular.Row, o *trade.Observation, m movement, value int64) {
	o.Value, o.Currency = trade.Of(value), dollar
	o.ValueUSD = o.Value
	o.Valuation = trade.FOB
	usual, other := d.fob, d.cif
	if m.importing {
		o.Valuation, usual, other = trade.CIF, d.cif, d.fob
	}
	text := r.Field(d.value)
	if bytes.Equal(text, r.Field(usual)) || !bytes.Equal(text, r.Field(other)) {
		return
	}
	o.Valuation = trade.CIF
	if m.importing {
		o.Valuation = trade.FOB
	}
}

// estimates is what the last columns of a row say of its figures.
type estimates struct {
	value          bool // neither reported nor added up from what was reported
	mass, quantity bool // in the one column that the former site has: 2 quantity, 4 mass, 6 both
}

func (d *decoder) readEstimates(r *tabular.Row) estimates {
	legacy := string(r.Field(d.legacy))
	return estimates{
		value:    isFalse(r.Field(d.reported)) && isFalse(r.Field(d.aggregate)),
		mass:     d.massEstimated < 0 && (legacy == "4" || legacy == "6"),
		quantity: d.quantityEstimated < 0 && (legacy == "2" || legacy == "6"),
	}
}

// flag marks totals and what the publisher estimated.
func (d *decoder) flag(r *tabular.Row, o *trade.Observation) {
	if !d.signed.Same(r) {
		d.estimates = d.readEstimates(r)
	}
	if o.Product == trade.AllProducts || o.Exporter == trade.World || o.Importer == trade.World {
		o.Flags |= trade.FlagTotal
	}
	if d.estimates.value {
		o.Flags |= trade.FlagEstimated
	}
	if o.NetKg.Known() && (d.estimates.mass || isTrue(r.Field(d.massEstimated))) {
		o.Flags |= trade.FlagNetEstimated
	}
	if o.Quantity.Known() && (d.estimates.quantity || isTrue(r.Field(d.quantityEstimated))) {
		o.Flags |= trade.FlagQuantityEstimated
	}
}
