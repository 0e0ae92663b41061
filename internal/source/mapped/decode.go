package mapped

import (
	"fmt"
	"slices"
	"sync/atomic"

	"github.com/oborot/oborot/internal/source/tabular"
	"github.com/oborot/oborot/trade"
)

// decoder reads the rows of one table in one view.
type decoder struct {
	*plan
	view
	header  tabular.Header
	mark    byte
	value   int
	net     int
	count   int // column of the quantity
	unit    int
	firm    int
	flag    int
	way     int
	filters []filtering

	calendar     calendar
	first        *resolver
	second       *resolver
	region       *resolver // nil: there is none
	goods        *goods
	words        map[string]string // strings of the file, each held once
	converted    map[trade.Period]tabular.Rate
	scratch      []byte
	currentLevel int
}

type filtering struct {
	column int
	words  []string
}

// plan is what all decoders of a load share.
type plan struct {
	m        *mapping
	series   []tabular.Series // by level of the product
	rates    *tabular.Rates
	rounded  atomic.Int64 // amounts with more than three decimals
	own      atomic.Int64 // rows whose partner is the reporter
	assigned map[string]view
}

// Decode reads a row. A row that the filters leave out has no value in the account:
// what stands there may be no money at all.
func (d *decoder) Decode(r *tabular.Row, o *trade.Observation) (tabular.Series, *tabular.Fault) {
	d.currentLevel = 0
	fault := d.filtered(r)
	for _, read := range [...]func(*tabular.Row, *trade.Observation) *tabular.Fault{
		d.readValue, d.readPeriod, d.readSides, d.readProduct, d.readAmounts, d.complete,
	} {
		if fault != nil {
			break
		}
		fault = read(r, o)
	}
	if fault != nil && o.Value.State == trade.Value {
		fault.Value = o.Value.Thousandths
	}
	return d.series[d.currentLevel], fault
}

func (d *decoder) fault(column int, format string, args ...any) *tabular.Fault {
	return &tabular.Fault{Column: d.header.Name(column), Reason: fmt.Sprintf(format, args...)}
}

// leftOut is the kind of rows that the mapping leaves out.
const leftOut = "left out by the mapping"

// filtered leaves out the rows that the mapping does not want.
func (d *decoder) filtered(r *tabular.Row) *tabular.Fault {
	for _, f := range d.filters {
		field := r.Field(f.column)
		if !slices.ContainsFunc(f.words, func(w string) bool { return w == string(field) }) {
			fault := d.fault(f.column, "%s is %s, which the mapping leaves out", d.header.Name(f.column), quoted(string(field)))
			fault.Format = leftOut
			return fault
		}
	}
	return nil
}

// emptyCell is the kind of cells without a figure in a table that has several
// columns of values.
const emptyCell = "empty cell"

func (d *decoder) readValue(r *tabular.Row, o *trade.Observation) *tabular.Fault {
	field := r.Field(d.value)
	o.Currency, o.Value = d.m.value.currency, trade.Absent(trade.Missing)
	if flag, state := d.m.value.absence(field); flag != 0 {
		o.Flags, o.Value = flag, trade.Absent(state)
		return nil
	}
	if len(field) == 0 {
		fault := d.fault(d.value, "there is no %s", d.header.Name(d.value))
		if d.view.name != "" {
			fault.Format = emptyCell
		}
		return fault
	}
	n, ok := d.number(field, d.m.value.shift)
	if !ok {
		return d.notNumber(d.value, field)
	}
	o.Value = trade.Of(n)
	if n < 0 {
		return d.fault(d.value, "%s %s is negative", d.header.Name(d.value), quoted(string(field)))
	}
	return nil
}

// number reads an amount and counts what was rounded.
func (d *decoder) number(field []byte, shift int) (int64, bool) {
	n, ok := number(field, d.mark, shift, &d.scratch)
	if n.Rounded {
		d.rounded.Add(1)
	}
	return n.Thousandths, ok
}

func (d *decoder) notNumber(column int, field []byte) *tabular.Fault {
	if d.mark == '.' && slices.Contains(field, ',') {
		return d.fault(column, "%s %s has a comma where the decimal point belongs: file.decimal: comma in the mapping says otherwise",
			d.header.Name(column), quoted(string(field)))
	}
	return d.fault(column, "%s %s is not a number", d.header.Name(column), quoted(string(field)))
}

func (d *decoder) readPeriod(r *tabular.Row, o *trade.Observation) *tabular.Fault {
	if d.view.period.Months > 0 {
		o.Period = d.view.period
		return nil
	}
	found := d.calendar.period(r.Field, d.header.Name)
	if found.reason != "" {
		return d.fault(max(d.calendar.column, d.calendar.year), "%s", found.reason)
	}
	o.Period = found.period
	return nil
}

// readSides puts the two sides in the places of exporter and importer. A reporter
// that is its own partner tells of goods that came back; where a table names exporter
// and importer, nobody knows what is meant.
func (d *decoder) readSides(r *tabular.Row, o *trade.Observation) *tabular.Fault {
	move, fault := d.movement(r)
	if fault != nil {
		return fault
	}
	o.Flow = move.flow
	second, fault := d.side(d.second, r)
	if fault != nil {
		return fault
	}
	first, fault := d.reporter(r)
	switch {
	case fault != nil:
		return fault
	case first == second && first != trade.World && !d.m.sides.byDirection:
		return d.fault(-1, "both sides of the flow are %s", first)
	case first == second && first != trade.World:
		second = tabular.OwnGoods
		d.own.Add(1)
	}
	o.Exporter, o.Importer = first, second
	if d.m.sides.byDirection && move.direction == imports {
		o.Exporter, o.Importer = second, first
	}
	d.published(move.direction, o)
	return nil
}

// reporter is the first side: the region where there is one, else the reporter.
func (d *decoder) reporter(r *tabular.Row) (trade.Economy, *tabular.Fault) {
	if d.region != nil && (d.first == nil || len(r.Field(d.region.column)) > 0) {
		return d.side(d.region, r)
	}
	return d.side(d.first, r)
}

func (d *decoder) side(from *resolver, r *tabular.Row) (trade.Economy, *tabular.Fault) {
	k := from.economy(r.Field(from.column))
	if k.reason == "" {
		return k.economy, nil
	}
	fault := d.fault(from.column, "%s", k.reason)
	if k.out {
		fault.Format = leftOut
	}
	return "", fault
}

// movement is the direction of a row.
func (d *decoder) movement(r *tabular.Row) (movement, *tabular.Fault) {
	switch {
	case d.view.direction != both:
		return movement{d.view.direction, trade.General}, nil
	case !d.m.direction.given:
		return movement{exports, trade.General}, nil
	case d.m.direction.column == "":
		return d.m.direction.fixed, nil
	}
	field := r.Field(d.way)
	move, ok := d.m.direction.words[string(field)]
	if !ok {
		return move, d.fault(d.way, "%s %s is not in the mapping's direction", d.header.Name(d.way), quoted(string(field)))
	}
	return move, nil
}

// published says who reported a flow, and up to which border it is valued.
func (d *decoder) published(direction int, o *trade.Observation) {
	own, other, side := trade.ByExporter, trade.ByImporter, 0
	if direction == imports {
		own, other, side = other, own, 1
	}
	switch by := d.m.sides.by; by {
	case "reporter":
		o.Reporter = own
	case "partner":
		o.Reporter = other
	default:
		o.Reporter = trade.Reporter(by)
	}
	if d.m.assumed {
		side = 0
		if o.Reporter == trade.ByImporter {
			side = 1
		}
	}
	o.Valuation = d.m.valuation[side]
}

func (d *decoder) readProduct(r *tabular.Row, o *trade.Observation) *tabular.Fault {
	g := d.goods.product(r.Field(d.goods.column))
	if g.reason != "" {
		fault := d.fault(d.goods.column, "%s", g.reason)
		if g.out {
			fault.Format = leftOut
		}
		return fault
	}
	d.currentLevel = g.level
	o.Product, o.Nomenclature = g.product, d.series[g.level].Nomenclature
	return nil
}

func (d *decoder) readAmounts(r *tabular.Row, o *trade.Observation) *tabular.Fault {
	o.NetKg, o.Quantity = trade.Absent(trade.Missing), trade.Absent(trade.Missing)
	for _, a := range [...]struct {
		column, shift int
		to            *trade.Amount
	}{{d.net, d.m.net.shift, &o.NetKg}, {d.count, 0, &o.Quantity}} {
		field := r.Field(a.column)
		if len(field) == 0 || d.isAbsent(field) {
			continue
		}
		n, ok := d.number(field, a.shift)
		if !ok {
			return d.notNumber(a.column, field)
		}
		if n < 0 {
			return d.fault(a.column, "%s %s is negative", d.header.Name(a.column), quoted(string(field)))
		}
		*a.to = trade.Of(n)
	}
	if o.Quantity.Known() {
		if o.Unit = d.m.unit; d.unit >= 0 {
			o.Unit = d.word(r.Field(d.unit))
		}
		if o.Unit == "" {
			o.Quantity = trade.Absent(trade.Missing)
		}
	}
	o.Enterprise = d.word(r.Field(d.firm))
	if d.firm >= 0 && o.Enterprise == "" {
		return d.fault(d.firm, "there is no %s", d.header.Name(d.firm))
	}
	return nil
}

// isAbsent tells whether a field is one of the words for no figure.
func (d *decoder) isAbsent(field []byte) bool {
	flag, _ := d.m.value.absence(field)
	return flag != 0 && !d.m.value.none
}

// word returns a string of the file that does not share memory with the row.
func (d *decoder) word(field []byte) string {
	if known, ok := d.words[string(field)]; ok {
		return known
	}
	word := string(field)
	if len(d.words) < mostRemembered {
		d.words[word] = word
	}
	return word
}

// complete adds marks and US dollars.
func (d *decoder) complete(r *tabular.Row, o *trade.Observation) *tabular.Fault {
	o.Flags |= d.m.flags.of(r.Field(d.flag))
	if o.Product.Hidden() {
		o.Flags |= trade.FlagSuppressed
	}
	if o.Product == trade.AllProducts || o.Exporter == trade.World || o.Importer == trade.World {
		o.Flags |= trade.FlagTotal
	}
	o.ValueUSD = o.Value
	if o.Currency == "USD" || !o.Value.Known() {
		return nil
	}
	rate, ok := d.converted[o.Period]
	if !ok {
		var err error
		if rate, err = d.rates.For(o.Currency, o.Period); err != nil {
			return d.fault(d.value, "%s (%s)", err, trade.HintOf(err))
		}
		d.converted[o.Period] = rate
	}
	usd, ok := rate.USD(o.Value.Thousandths)
	if !ok {
		return d.fault(d.value, "the value is too large in US dollars")
	}
	o.ValueUSD = trade.Of(usd)
	return nil
}

// of returns the marks that a field stands for.
func (f flagsSpec) of(field []byte) trade.Flags {
	flags := f.always
	is := func(word string) bool { return word == string(field) }
	for _, mark := range [...]struct {
		words []string
		flag  trade.Flags
	}{{f.estimated, trade.FlagEstimated}, {f.suppressed, trade.FlagSuppressed}, {f.missing, trade.FlagMissing}} {
		if f.column != "" && slices.ContainsFunc(mark.words, is) {
			flags |= mark.flag
		}
	}
	if f.column != "" && f.unless != nil && !slices.ContainsFunc(f.unless, is) {
		flags |= trade.FlagEstimated
	}
	return flags
}

// quoted puts a word in quotation marks and cuts it where it is long.
func quoted(word string) string {
	const most = 60
	if runes := []rune(word); len(runes) > most {
		word = string(runes[:most]) + "..."
	}
	return fmt.Sprintf("%q", word)
}
