package comext

import (
	"bytes"
	"fmt"

	"github.com/oborot/oborot/internal/source/tabular"
	"github.com/oborot/oborot/trade"
)

// span is what a code of a period stands for.
type span struct {
	period trade.Period
	rate   tabular.Rate
	reason string // why its rows cannot be stored
}

// decoder reads the rows of one table. What codes mean is worked out once for each.
type decoder struct {
	g       *importing
	header  tabular.Header
	at      columns
	mark    byte
	places  map[string]place
	goods   map[string]good
	units   map[string]string
	periods map[string]span
}

func (g *importing) decoder(t tabular.Table) (tabular.Decoder, error) {
	return &decoder{
		g: g, header: t.Header, at: columnsOf(t.Header), mark: t.Mark,
		places: map[string]place{}, goods: map[string]good{}, units: map[string]string{}, periods: map[string]span{},
	}, nil
}

// Decode reads a row. Faults come in the order of what matters: without a product,
// a period and a value nothing can be said of it.
func (d *decoder) Decode(r *tabular.Row, o *trade.Observation) (tabular.Series, *tabular.Fault) {
	good := tabular.Looked(d.goods, r.Field(d.at.product), goodOf)
	if good.product == "" {
		return tabular.Series{}, d.fault(r, d.at.product, "is not a code of the Combined Nomenclature", 0)
	}
	span := tabular.Looked(d.periods, r.Field(d.at.period), d.spanOf)
	if span.reason != "" {
		return tabular.Series{}, d.because(d.at.period, span.reason)
	}
	series := seriesOf(good, span.period)
	if fault := d.money(r, o, span); fault != nil {
		return series, fault
	}
	if fault := d.sides(r, o); fault != nil {
		return series, fault
	}
	if fault := d.amounts(r, o); fault != nil {
		return series, fault
	}
	o.Product, o.Period = good.product, span.period
	o.Nomenclature, o.Flow, o.Currency = trade.CN, trade.General, euro
	if good.hidden {
		o.Flags |= trade.FlagSuppressed
	}
	if o.Exporter == trade.World || o.Importer == trade.World || good.product == trade.AllProducts {
		o.Flags |= trade.FlagTotal
	}
	return series, nil
}

var datasets = [2]map[int]string{
	{2: "comext-m-cn2", 4: "comext-m-cn4", 6: "comext-m-cn6", 8: "comext-m-cn8"},
	{2: "comext-a-cn2", 4: "comext-a-cn4", 6: "comext-a-cn6", 8: "comext-a-cn8"},
}

func seriesOf(g good, p trade.Period) tabular.Series {
	names := datasets[0]
	if p.IsYear() {
		names = datasets[1]
	}
	return tabular.Series{Dataset: names[g.digits], Nomenclature: trade.CN, Digits: g.digits, Months: p.Months}
}

// spanOf works out a period and the rate of the euro in it.
func (d *decoder) spanOf(text string) span {
	p, ok := periodOf([]byte(text))
	if !ok {
		return span{reason: fmt.Sprintf("%s %q is not a period such as 202403", d.header.Name(d.at.period), clipped([]byte(text)))}
	}
	rate, err := d.g.rates.For(euro, p)
	if err != nil {
		return span{reason: err.Error() + "; import rates first (oborot import rates FILE)"}
	}
	return span{period: p, rate: rate}
}

// money reads the value and converts it. An empty value is one that is not there.
func (d *decoder) money(r *tabular.Row, o *trade.Observation, s span) *tabular.Fault {
	field := r.Field(d.at.value)
	if len(field) == 0 || string(field) == ":" {
		o.Value, o.ValueUSD = trade.Absent(trade.Missing), trade.Absent(trade.Missing)
		o.Flags |= trade.FlagMissing
		return nil
	}
	value, ok := d.number(field)
	switch {
	case !ok:
		return d.fault(r, d.at.value, "is not a plain decimal number", 0)
	case value < 0:
		return d.fault(r, d.at.value, "is negative", value)
	}
	usd, ok := s.rate.USD(value)
	if !ok || usd > most || value > most {
		return d.fault(r, d.at.value, "is too large", 0)
	}
	o.Value, o.ValueUSD = trade.Of(value), trade.Of(usd)
	return nil
}

// most is the largest amount that a cell of the table of facts holds: 15 digits
// before the point.
const most = 1e18 - 1

// amounts reads mass and supplementary quantity.
func (d *decoder) amounts(r *tabular.Row, o *trade.Observation) *tabular.Fault {
	var fault *tabular.Fault
	o.NetKg, fault = d.amount(r, d.at.mass, o.Value)
	if fault != nil {
		return fault
	}
	o.Quantity = trade.Absent(trade.Missing)
	if o.Unit = tabular.Looked(d.units, r.Field(d.at.unit), unitOf); o.Unit != "" {
		o.Quantity, fault = d.amount(r, d.at.quantity, o.Value)
	}
	return fault
}

func (d *decoder) amount(r *tabular.Row, column int, value trade.Amount) (trade.Amount, *tabular.Fault) {
	field := r.Field(column)
	if len(field) == 0 || string(field) == ":" {
		return trade.Absent(trade.Missing), nil
	}
	amount, ok := d.number(field)
	switch {
	case !ok || amount > most:
		return trade.Amount{}, d.fault(r, column, "is not a plain decimal number", value.Thousandths)
	case amount < 0:
		return trade.Amount{}, d.fault(r, column, "is negative", value.Thousandths)
	}
	return trade.Of(amount), nil
}

// number reads an amount and counts roundings, which told adds up.
func (d *decoder) number(field []byte) (int64, bool) {
	n, ok := tabular.ParseNumber(field, d.mark)
	if n.Rounded {
		d.g.mu.Lock()
		d.g.rounded++
		d.g.mu.Unlock()
	}
	return n.Thousandths, ok
}

// sides finds exporter and importer. Rows of groups and of parts of the United
// Kingdom are inside other rows.
func (d *decoder) sides(r *tabular.Row, o *trade.Observation) *tabular.Fault {
	reporter := tabular.Looked(d.places, r.Field(d.at.reporter), placeOf)
	partner := tabular.Looked(d.places, r.Field(d.at.partner), placeOf)
	value := o.Value.Thousandths
	kind := r.Field(d.at.kind)
	switch {
	case len(kind) == 1 && (kind[0] == 'L' || kind[0] == 'M'):
		partner = place{outside: kingdomRow}
	case len(kind) > 0 && (len(kind) != 1 || kind[0] != 'I' && kind[0] != 'E'):
		return d.fault(r, d.at.kind, "is not a trade type (I, E, L or M)", value)
	}
	for _, side := range []struct {
		place
		column int
	}{{reporter, d.at.reporter}, {partner, d.at.partner}} {
		switch {
		case side.outside != "":
			return d.left(r, side.column, side.outside, value)
		case side.economy == "":
			return d.fault(r, side.column, "is not a code of Eurostat's list of countries", value)
		}
	}
	if reporter.economy == trade.World {
		return d.left(r, d.at.reporter, unionRow, value)
	}
	if reporter.economy == partner.economy {
		d.g.own.Add(1)
	}
	return d.direction(r, o, reporter.economy, tabular.Partner(reporter.economy, partner.economy))
}

func (d *decoder) direction(r *tabular.Row, o *trade.Observation, reporter, partner trade.Economy) *tabular.Fault {
	switch flow := r.Field(d.at.flow); {
	case len(flow) == 1 && flow[0] == '1':
		o.Exporter, o.Importer, o.Reporter, o.Valuation = partner, reporter, trade.ByImporter, trade.CIF
	case len(flow) == 1 && flow[0] == '2':
		o.Exporter, o.Importer, o.Reporter, o.Valuation = reporter, partner, trade.ByExporter, trade.FOB
	default:
		return d.fault(r, d.at.flow, "is not a flow (1 import, 2 export)", o.Value.Thousandths)
	}
	return nil
}

// reasons says why rows are left out.
var reasons = map[string]string{
	unionRow:   "is a group of countries, whose trade is in the rows of its members",
	kingdomRow: "is a part of the United Kingdom, whose trade is in the rows of GB",
}

func (d *decoder) left(r *tabular.Row, column int, why string, value int64) *tabular.Fault {
	fault := d.fault(r, column, reasons[why], value)
	fault.Format = why
	return fault
}

func (d *decoder) fault(r *tabular.Row, column int, reason string, value int64) *tabular.Fault {
	fault := d.because(column, fmt.Sprintf("%s %q %s", d.header.Name(column), clipped(r.Field(column)), reason))
	fault.Value = value
	return fault
}

func (d *decoder) because(column int, reason string) *tabular.Fault {
	return &tabular.Fault{Column: d.header.Name(column), Reason: reason}
}

// clipped shortens a field for a sentence.
func clipped(field []byte) []byte {
	const enough = 40
	return bytes.ToValidUTF8(field[:min(len(field), enough)], []byte("?"))
}
