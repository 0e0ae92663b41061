package ftsrussia

import (
	"fmt"
	"math"
	"strings"

	"github.com/oborot/oborot/internal/reference"
	"github.com/oborot/oborot/internal/source/tabular"
	"github.com/oborot/oborot/trade"
)

// counts are what the reader of the account must know of the rows.
type counts struct {
	rounded  int64 // numbers with more decimals than three
	padded   int64 // product codes whose leading zero was lost
	noValue  int64 // rows that count goods and have a value of 0
	unitless int64 // quantities without a unit
	hidden   int64 // rows with hidden product codes
	own      int64 // rows with goods of Russian origin that came back
}

// decoder reads the rows of one table. Codes are few and come again and again, so
// each is worked out once.
type decoder struct {
	columns
	table           string // its name
	mark            byte   // the decimal mark, 0 where the first rows have none
	scale           int64  // of the values: 1, or 1000 for thousands
	digits          int
	named           trade.Period // what the name of the file says, Months 0 if nothing
	monthly, yearly tabular.Series
	counts          *counts

	partners *tabular.Codes[trade.Economy]
	regions  map[string]trade.Economy
	goods    *tabular.Codes[good]
	units    *tabular.Codes[string]
	heading  trade.Product // that all goods met so far are of, empty if they are of several
	met      bool          // some good

	// Direction, period and region are mostly those of the row before.
	directed, timed, placed tabular.Span
	exports                 bool
	period                  trade.Period
	own                     trade.Economy
}

// About how many codes there are.
const (
	someGoods    = 13_000
	somePartners = 250
	someUnits    = 50
)

func newDecoder(t tabular.Table, c columns, scale int64, n trade.Nomenclature, seen *counts) *decoder {
	d := &decoder{
		columns: c, table: t.Name, scale: scale, counts: seen, mark: markOf(t, c), digits: 10,
		regions: map[string]trade.Economy{},
		units:   tabular.NewCodes(someUnits, unitOf),

		directed: tabular.SpanOf(c.at[direction]), timed: tabular.SpanOf(c.at[period]), placed: tabular.SpanOf(c.at[region]),
	}
	d.partners = tabular.NewCodes(somePartners, func(text string) trade.Economy {
		e, _ := reference.Alpha2(strings.ToUpper(text))
		return e
	})
	d.goods = tabular.NewCodes(someGoods, func(text string) good {
		g := parseGood(text, d.digits)
		d.note(g)
		return g
	})
	var codes []string
	for _, row := range t.First {
		codes = append(codes, row[c.at[product]])
	}
	d.digits = digitsOf(codes)
	d.named, _ = namedPeriod(t.Name)
	d.monthly = tabular.Series{
		Dataset: fmt.Sprintf("%s-m-tnved%d", c.layout.series(), d.digits), Nomenclature: n,
		Digits: d.digits, Months: 1, Regions: c.layout == regional,
	}
	d.yearly = d.monthly
	d.yearly.Dataset, d.yearly.Months = fmt.Sprintf("%s-a-tnved%d", c.layout.series(), d.digits), 12
	return d
}

// note keeps whether all goods are of one heading.
func (d *decoder) note(g good) {
	if g.fault != "" || g.hidden {
		return
	}
	if of := g.code.At(headingDigits); !d.met {
		d.met, d.heading = true, of
	} else if d.heading != of {
		d.heading = ""
	}
}

// markOf is the decimal mark that the first rows have, 0 if they have none.
func markOf(t tabular.Table, c columns) byte {
	for _, row := range t.First {
		for _, r := range []role{value, net, quantity} {
			if at := strings.IndexAny(row[c.at[r]], ".,"); at >= 0 {
				return row[c.at[r]][at]
			}
		}
	}
	return 0
}

// Decode implements tabular.Decoder.
func (d *decoder) Decode(r *tabular.Row, o *trade.Observation) (tabular.Series, *tabular.Fault) {
	worth, fault := d.worth(r)
	if fault != nil {
		return d.monthly, fault
	}
	fault = d.when(r, o)
	series := d.monthly
	if o.Period.IsYear() {
		series = d.yearly
	}
	if fault == nil {
		fault = d.sides(r, o)
	}
	if fault == nil {
		fault = d.what(r, o)
	}
	if fault == nil {
		fault = d.amounts(r, o, worth)
	}
	if fault != nil {
		fault.Value = worth
	}
	return series, fault
}

// fault is a fault of one column.
func (d *decoder) fault(r role, format string, args ...any) *tabular.Fault {
	return &tabular.Fault{Column: d.header.Name(d.at[r]), Reason: fmt.Sprintf(format, args...)}
}

// worth is the value in thousandths of a dollar.
func (d *decoder) worth(r *tabular.Row) (int64, *tabular.Fault) {
	n, fault := d.number(r, value)
	switch {
	case fault != nil:
		return 0, fault
	case n == trade.Null:
		return 0, d.fault(value, "there is no value")
	case n > math.MaxInt64/d.scale:
		return 0, d.fault(value, "the value %s is too large to be held", d.quote(r, value))
	}
	return n * d.scale, nil
}

// number reads a number of a row, trade.Null where there is none.
func (d *decoder) number(r *tabular.Row, of role) (int64, *tabular.Fault) {
	field := r.Field(d.at[of])
	if len(field) == 0 {
		return trade.Null, nil
	}
	mark := d.mark
	if mark == 0 {
		mark = '.'
		for _, b := range field {
			if b == ',' {
				mark = ','
			}
		}
	}
	n, ok := tabular.ParseNumber(field, mark)
	switch {
	case !ok:
		return 0, d.notNumber(r, of)
	case n.Thousandths < 0:
		return 0, d.fault(of, "%s %s is negative", d.header.Name(d.at[of]), d.quote(r, of))
	case n.Rounded:
		d.counts.rounded++
	}
	return n.Thousandths, nil
}

func (d *decoder) quote(r *tabular.Row, of role) string {
	return `"` + short(string(r.Field(d.at[of]))) + `"`
}

func (d *decoder) notNumber(r *tabular.Row, of role) *tabular.Fault {
	text, name := d.quote(r, of), d.header.Name(d.at[of])
	switch {
	case d.mark == '.' && strings.Count(text, ",") == 1 && !strings.Contains(text, "."):
		return d.fault(of, "%s %s has a comma where the other numbers have a decimal point", name, text)
	case d.mark == ',' && strings.Count(text, ".") == 1 && !strings.Contains(text, ","):
		return d.fault(of, "%s %s has a point where the other numbers have a decimal comma", name, text)
	}
	return d.fault(of, "%s %s is not a number that can be held", name, text)
}

// when reads the period.
func (d *decoder) when(r *tabular.Row, o *trade.Observation) *tabular.Fault {
	if !d.timed.Same(r) {
		d.period, _ = parsePeriod(string(r.Field(d.at[period])))
	}
	p := d.period
	switch {
	case p.Months == 0:
		return d.fault(period, "%s %s is not a month", d.header.Name(d.at[period]), d.quote(r, period))
	case p.Months == 1:
	case d.named.Months == 0:
		return d.fault(period, "the row names only the year, and the name of the file does not say the month")
	case d.named.First.Year() != p.First.Year():
		return d.fault(period, "the file is named for %s, the row is of %s", d.named, p)
	default:
		p = d.named
	}
	o.Period = p
	return nil
}

// sides reads direction, partner and region. In a mirror file the partner is the
// one who reports, so that the valuations are the other way round.
func (d *decoder) sides(r *tabular.Row, o *trade.Observation) *tabular.Fault {
	if !d.directed.Same(r) {
		known := false
		if d.exports, known = directions[strings.ToUpper(string(r.Field(d.at[direction])))]; !known {
			d.directed.Forget()
			return d.fault(direction, "%s %s is neither exports (ЭК, EXP) nor imports (ИМ, IMP)",
				d.header.Name(d.at[direction]), d.quote(r, direction))
		}
	}
	exports := d.exports
	other, own, fault := d.economies(r)
	if fault != nil {
		return fault
	}
	o.Exporter, o.Importer, o.Reporter, o.Valuation = other, own, trade.ByImporter, trade.CIF
	if exports {
		o.Exporter, o.Importer, o.Reporter, o.Valuation = own, other, trade.ByExporter, trade.FOB
	}
	if d.layout == mirror {
		o.Reporter, o.Valuation = trade.ByExporter, trade.FOB
		if exports {
			o.Reporter, o.Valuation = trade.ByImporter, trade.CIF
		}
	}
	return nil
}

// economies are the partner, and Russia or its region.
func (d *decoder) economies(r *tabular.Row) (other, own trade.Economy, fault *tabular.Fault) {
	other = *d.partners.Look(r.Field(d.at[partner]))
	switch {
	case len(r.Field(d.at[partner])) == 0:
		return "", "", d.fault(partner, "the partner is not named")
	case other == "":
		return "", "", d.fault(partner, "the country code %s is unknown", d.quote(r, partner))
	case other == russia && d.layout == mirror:
		return "", "", d.fault(partner, "Russia is its own partner, and these are reports of its partners")
	case other == russia:
		other = tabular.OwnGoods
		d.counts.own++
	}
	if d.layout != regional {
		return other, russia, nil
	}
	if !d.placed.Same(r) {
		d.own = tabular.Looked(d.regions, r.Field(d.at[region]), func(text string) trade.Economy {
			e, _ := okato(text)
			return e
		})
	}
	if d.own == "" {
		return "", "", d.fault(region, "the region %s does not begin with an OKATO code that is known", d.quote(r, region))
	}
	return other, d.own, nil
}

// what reads the product.
func (d *decoder) what(r *tabular.Row, o *trade.Observation) *tabular.Fault {
	g := d.goods.Look(r.Field(d.at[product]))
	if g.fault != "" {
		return d.fault(product, "%s", g.fault)
	}
	if g.padded {
		d.counts.padded++
	}
	if o.Product = g.code; g.hidden {
		o.Flags |= trade.FlagSuppressed
		d.counts.hidden++
	}
	return nil
}

// amounts fills in value, mass and quantity. Where goods are counted or weighed and
// their value is 0, the publisher keeps the value to itself: it is in the row of
// the hidden codes.
func (d *decoder) amounts(r *tabular.Row, o *trade.Observation, worth int64) *tabular.Fault {
	mass, fault := d.number(r, net)
	if fault != nil {
		return fault
	}
	number, fault := d.number(r, quantity)
	if fault != nil {
		return fault
	}
	o.Currency = "USD"
	o.Value = trade.Of(worth)
	o.NetKg, o.Quantity = amount(mass), d.counted(r, o, number)
	if worth == 0 && max(mass, number) > 0 {
		d.counts.noValue++
		o.Flags |= trade.FlagSuppressed
		o.Value = trade.Absent(trade.Suppressed)
		if mass == 0 {
			o.NetKg = trade.Absent(trade.Suppressed)
		}
	}
	o.ValueUSD = o.Value
	return nil
}

// counted is the quantity with its unit. A zero without a unit is no quantity.
func (d *decoder) counted(r *tabular.Row, o *trade.Observation, number int64) trade.Amount {
	word := *d.units.Look(r.Field(d.at[unit]))
	switch {
	case word == "" && number <= 0:
		return trade.Absent(trade.Missing)
	case word == "":
		word = notStated
		d.counts.unitless++
	case number == trade.Null:
		return trade.Absent(trade.Missing)
	}
	o.Unit = word
	return trade.Of(number)
}

func amount(thousandths int64) trade.Amount {
	if thousandths == trade.Null {
		return trade.Absent(trade.Missing)
	}
	return trade.Of(thousandths)
}
