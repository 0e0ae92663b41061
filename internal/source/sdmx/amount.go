package sdmx

import (
	"bytes"
	"fmt"
	"strconv"

	"github.com/oborot/oborot/internal/source/tabular"
	"github.com/oborot/oborot/trade"
)

// most is the largest amount that a cell of the table of facts holds: 15 digits
// before the point.
const most = 1e18 - 1

// money reads the value with its marks and converts it.
func (d *decoder) money(r *tabular.Row, o *trade.Observation, kind flowKind) *tabular.Fault {
	l := d.layout
	field := r.Field(l.value)
	o.Currency = kind.currency
	o.Flags = statusOf(d.code(r, l.status))
	if isSecret(d.code(r, l.secrecy)) || hides(field) {
		o.Flags |= trade.FlagSuppressed
	}
	if isAbsent(field) {
		o.Value = trade.Absent(trade.Suppressed)
		if !o.Flags.Has(trade.FlagSuppressed) {
			o.Value = trade.Absent(trade.Missing)
			o.Flags |= trade.FlagMissing
		}
		o.ValueUSD = o.Value
		return nil
	}
	o.Flags &^= trade.FlagMissing // there is a figure, whatever its status says
	value, ok := d.number(field, kind.shift)
	switch {
	case !ok || value > most:
		return d.fault(r, l.value, "is not a plain decimal number", 0)
	case value < 0:
		return d.fault(r, l.value, "is negative", value)
	}
	rate := d.rate(money{kind.currency, o.Period})
	if rate.reason != "" {
		fault := d.because(l.value, rate.reason)
		fault.Value = value
		return fault
	}
	usd, ok := rate.USD(value)
	if !ok || usd > most {
		return d.fault(r, l.value, "is too large", value)
	}
	o.Value, o.ValueUSD = trade.Of(value), trade.Of(usd)
	return nil
}

func (d *decoder) rate(of money) rate {
	if r, ok := d.rates[of]; ok {
		return r
	}
	found, err := d.g.rates.For(of.currency, of.period)
	r := rate{Rate: found}
	if err != nil {
		r.reason = err.Error() + "; import rates first (oborot import rates FILE)"
	}
	if len(d.rates) < mostCodes {
		d.rates[of] = r
	}
	return r
}

// number reads a figure in units of a power of ten. The decimal mark is the comma
// where there is one: SDMX-CSV does not group digits.
func (d *decoder) number(field []byte, shift int) (int64, bool) {
	mark := byte('.')
	if bytes.IndexByte(field, ',') >= 0 {
		mark = ','
	}
	if shift != 0 {
		digits, exponent := field, 0
		if at := bytes.IndexAny(field, "eE"); at >= 0 {
			var err error
			if exponent, err = strconv.Atoi(string(field[at+1:])); err != nil {
				return 0, false
			}
			digits = field[:at]
		}
		d.buffer = append(append(d.buffer[:0], digits...), 'E')
		field = strconv.AppendInt(d.buffer, int64(exponent)+int64(shift), 10)
		d.buffer = field
	}
	n, ok := tabular.ParseNumber(field, mark)
	if n.Rounded {
		d.g.mu.Lock()
		d.g.rounded++
		d.g.mu.Unlock()
	}
	return n.Thousandths, ok
}

// sides finds exporter and importer.
func (d *decoder) sides(r *tabular.Row, o *trade.Observation, kind flowKind) *tabular.Fault {
	l := d.layout
	reporter := tabular.Looked(d.places, d.code(r, l.reporter), placeOf)
	partner := tabular.Looked(d.places, d.code(r, l.partner), placeOf)
	value := o.Value.Thousandths
	for _, side := range [2]struct {
		place
		column int
	}{{reporter, l.reporter}, {partner, l.partner}} {
		switch {
		case side.outside != "":
			return d.valued(d.left(side.outside), value)
		case side.economy == "":
			return d.fault(r, side.column, "is not a code of a country or area that is known", value)
		}
	}
	if reporter.economy == trade.World {
		return d.valued(d.left(groupRow), value)
	}
	if reporter.economy == partner.economy {
		d.g.own.Add(1)
		partner.economy = tabular.OwnGoods
	}
	o.Flow, o.Valuation = kind.flow, kind.valuation
	o.Exporter, o.Importer, o.Reporter = reporter.economy, partner.economy, trade.ByExporter
	if kind.imports {
		o.Exporter, o.Importer, o.Reporter = partner.economy, reporter.economy, trade.ByImporter
	}
	return nil
}

// reasons says why rows are left out.
var reasons = map[string]string{
	groupRow:    "the row is of a group of countries, whose trade is in the rows of its members",
	kingdomRow:  "the row is of a part of the United Kingdom, whose trade is in the rows of GB",
	quantityRow: "the row is a quantity, and figures of one key are read from the rows of values",
	balanceRow:  "the row is a balance, which follows from the other rows",
}

func (d *decoder) left(why string) *tabular.Fault {
	return &tabular.Fault{Reason: reasons[why], Format: why}
}

func (d *decoder) valued(f *tabular.Fault, value int64) *tabular.Fault {
	f.Value = value
	return f
}

func (d *decoder) fault(r *tabular.Row, column int, reason string, value int64) *tabular.Fault {
	f := d.because(column, fmt.Sprintf("%s %q %s", d.layout.header.Name(column), clipped(r.Field(column)), reason))
	f.Value = value
	return f
}

func (d *decoder) because(column int, reason string) *tabular.Fault {
	return &tabular.Fault{Column: d.layout.header.Name(column), Reason: reason}
}

// clipped shortens a field for a sentence.
func clipped(field []byte) []byte {
	const enough = 40
	return bytes.ToValidUTF8(field[:min(len(field), enough)], []byte("?"))
}
