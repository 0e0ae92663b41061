package comtrade

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/oborot/oborot/internal/reference"
	"github.com/oborot/oborot/internal/source/tabular"
	"github.com/oborot/oborot/trade"
)

// decoder says what the rows of one table mean. It is used by one goroutine.
type decoder struct {
	columns
	header  tabular.Header
	mark    byte               // the decimal mark
	forced  trade.Nomenclature // by the person's word, empty if not said
	areas   *[numericCodes]area
	letters map[string]area     // by the letters of the publisher
	goods   [2]map[string]*good // by the code as written: of the Harmonised System, of SITC

	numbers     []uint32 // of goods of six digits: their place in subheadings, plus one
	subheadings []good

	// What fields beside each other said in the row before, which they mostly say again.
	headed, classed, signed tabular.Span
	handled                 tabular.Span // customs procedure to unit
	heading                 heading
	class                   class
	estimates               estimates
	measured                string // the unit of the quantity, empty if there is none

	names  seriesNames
	union  bool // of the row before, whose series is the last of names
	counts *counts
}

// heading is what a row says of period, flow and reporter.
type heading struct {
	period   trade.Period
	movement movement
	reporter area
	complete bool // none of it is at fault
}

// class is what a row says of classification and good.
type class struct {
	nomenclature trade.Nomenclature
	assumed      bool // the edition is the one that was in force
	converted    bool
	good         *good
	complete     bool
}

var _ tabular.Decoder = (*decoder)(nil)

func newDecoder(t tabular.Table, forced trade.Nomenclature, c *counts) *decoder {
	d := &decoder{
		columns: columnsOf(t.Header), header: t.Header, mark: t.Mark, forced: forced, areas: areas(),
		letters: map[string]area{}, goods: [2]map[string]*good{{}, {}}, counts: c,
	}
	d.headed = tabular.SpanOf(d.kind, d.frequency, d.period, d.year, d.month, d.flow, d.reporter, d.reporterISO)
	d.classed = tabular.SpanOf(d.columns.class, d.original, d.product)
	d.handled = tabular.SpanOf(d.customs, d.transport, d.unit, d.unitName)
	d.signed = tabular.SpanOf(d.legacy, d.reported, d.aggregate)
	return d
}

// Decode implements tabular.Decoder.
func (d *decoder) Decode(r *tabular.Row, o *trade.Observation) (tabular.Series, *tabular.Fault) {
	if !d.headed.Same(r) {
		d.heading.complete, d.class.complete = false, false
	}
	if !d.classed.Same(r) {
		d.class.complete = false
	}
	alike := d.class.complete
	value, unread := d.money(r)
	key, fault := d.place(r, o)
	if fault == nil {
		fault = d.movement(r)
	}
	if fault == nil {
		fault = unread
	}
	if fault == nil {
		fault = d.sides(r, o, &key)
	}
	if fault == nil {
		fault = d.measure(r, o, value)
	}
	if fault != nil {
		fault.Value = value
		d.counts.leave(fault)
		d.class.complete = false
		return d.names.of(key), fault
	}
	d.enter(r, o, d.heading.movement, value)
	d.flag(r, o)
	d.counts.keep(o, value)
	if alike && key.union == d.union {
		return d.names.at, nil
	}
	d.union = key.union
	return d.names.of(key), nil
}

// place reads period, classification and good, which say the dataset.
func (d *decoder) place(r *tabular.Row, o *trade.Observation) (key seriesKey, fault *tabular.Fault) {
	h, c := &d.heading, &d.class
	if !h.complete {
		if h.period, fault = d.start(r); fault != nil {
			return key, fault
		}
	}
	if !c.complete {
		if fault = d.classify(r, h.period, c); fault != nil {
			return key, fault
		}
	}
	if c.assumed {
		d.counts.edition++
	}
	if c.good.restored {
		d.counts.restored++
	}
	o.Period, o.Product, o.Nomenclature = h.period, c.good.product, c.nomenclature
	return seriesKey{nomenclature: c.nomenclature, months: h.period.Months, level: c.good.level, converted: c.converted}, nil
}

// start reads what a row is of: goods, and when.
func (d *decoder) start(r *tabular.Row) (trade.Period, *tabular.Fault) {
	if kind := r.Field(d.kind); len(kind) > 0 && !equal(kind, "C") {
		return trade.Period{}, d.fault(d.kind, "typeCode %s is not goods (C): services are another account", quote(kind))
	}
	return d.when(r)
}

// classify reads classification and good.
func (d *decoder) classify(r *tabular.Row, p trade.Period, c *class) (fault *tabular.Fault) {
	if c.nomenclature, c.assumed, fault = d.classification(r, p); fault != nil {
		return fault
	}
	if c.good, fault = d.good(r, c.nomenclature); fault != nil {
		return fault
	}
	c.converted = c.nomenclature.Harmonised() && isFalse(r.Field(d.original))
	c.complete = true
	return nil
}

// when reads the period: 2010 for a year, 201003 for a month, else the year and the
// month of reference, of which 52 stands for the whole year.
func (d *decoder) when(r *tabular.Row) (trade.Period, *tabular.Fault) {
	column, text := d.period, r.Field(d.period)
	if len(text) == 0 {
		column, text = d.year, r.Field(d.year)
	}
	n, ok := digits(text)
	year, month := n, 0
	if len(text) == 6 {
		year, month = n/100, n%100
	}
	if !ok || len(text) != 4 && len(text) != 6 || year < firstYear || year > lastYear || len(text) == 6 && (month < 1 || month > 12) {
		return trade.Period{}, d.fault(column, "%s %s is neither a year nor a year and month such as 201003", d.header.Name(column), quote(text))
	}
	if column != d.period {
		if m, ok := digits(r.Field(d.month)); ok && 1 <= m && m <= 12 {
			month = m
		}
	}
	if f := r.Field(d.frequency); len(f) > 0 && equal(f, "A") != (month == 0) {
		return trade.Period{}, d.fault(d.frequency, "freqCode %s does not fit the period %s", quote(f), quote(text))
	}
	if month == 0 {
		return trade.Year(year), nil
	}
	return trade.Period{First: trade.MonthOf(year, month), Months: 1}, nil
}

// The years that a period may have; UN Comtrade begins in 1962.
const (
	firstYear = 1900
	lastYear  = 2199
)

// classification reads what the codes of goods belong to. The person's word wins;
// where neither says the edition, it is the one that was in force.
func (d *decoder) classification(r *tabular.Row, p trade.Period) (n trade.Nomenclature, assumed bool, fault *tabular.Fault) {
	text := r.Field(d.columns.class)
	n, asReported, ok := classOf(text)
	switch {
	case len(text) > 0 && !ok:
		return "", false, d.fault(d.columns.class, "the classification %s is not one of goods that is kept (H0 to H6, S1 to S4)", quote(text))
	case d.forced != "":
		return d.forced, false, nil
	case len(text) == 0 || asReported:
		return inForce(p.First.Year()), true, nil
	}
	return n, false, nil
}

// movement reads the flow, and tells rows that are inside others.
func (d *decoder) movement(r *tabular.Row) *tabular.Fault {
	h := &d.heading
	if !h.complete {
		text, ok := r.Field(d.flow), false
		if h.movement, ok = movementOf(text); !ok {
			return d.fault(d.flow, "the flow %s is unknown", quote(text))
		}
	}
	if !over(r.Field(d.partner2), "0") {
		return d.inside(d.partner2, "second partner")
	}
	whole := d.handled.Same(r)
	if !whole {
		d.measured = d.unitOf(r)
	}
	switch {
	case !whole && !over(r.Field(d.customs), "C00"):
		d.handled.Forget()
		return d.inside(d.customs, "customs procedure")
	case !whole && !over(r.Field(d.transport), "0"):
		d.handled.Forget()
		return d.inside(d.transport, "mode of transport")
	case h.movement.part:
		return d.inside(d.flow, "part of a flow")
	}
	return nil
}

// over tells whether a row is over all of what it might be broken down by.
func over(field []byte, all string) bool {
	return len(field) == 0 || len(field) == 1 && field[0] == '0' || string(field) == all
}

// inside is the fault of a row that another row holds.
func (d *decoder) inside(column int, format string) *tabular.Fault {
	f := d.fault(column, "the row is a part of another: it is by %s", format)
	f.Format = format
	return f
}

// sides reads reporter and partner.
func (d *decoder) sides(r *tabular.Row, o *trade.Observation, key *seriesKey) (fault *tabular.Fault) {
	h := &d.heading
	if !h.complete {
		if h.reporter, fault = d.economy(r, d.reporter, d.reporterISO); fault != nil {
			return fault
		}
	}
	partner, fault := d.economy(r, d.partner, d.partnerISO)
	switch {
	case fault != nil:
		return fault
	case h.reporter.economy == trade.World:
		return d.fault(d.reporter, "the world is no reporter")
	}
	h.complete = true
	reporter := h.reporter
	partner.economy = tabular.Partner(reporter.economy, partner.economy)
	key.union = reporter.union || partner.union
	o.Flow, o.Exporter, o.Importer, o.Reporter = h.movement.flow, reporter.economy, partner.economy, trade.ByExporter
	if h.movement.importing {
		o.Exporter, o.Importer, o.Reporter = partner.economy, reporter.economy, trade.ByImporter
	}
	return nil
}

// economy reads an economy by its numeric code, else by the publisher's letters.
func (d *decoder) economy(r *tabular.Row, code, letters int) (area, *tabular.Fault) {
	text := r.Field(code)
	if n, ok := numeric(text); ok && d.areas[n].economy != "" {
		return d.areas[n], nil
	}
	if len(text) > 0 {
		return area{}, d.fault(code, "the code %s in %s is of no economy that is known", quote(text), d.header.Name(code))
	}
	text = r.Field(letters)
	if a, ok := d.letters[string(text)]; ok {
		return a, nil
	}
	e, ok := reference.PublisherCode(string(bytes.TrimSpace(text)))
	if !ok {
		column := max(code, letters)
		return area{}, d.fault(column, "the code %s in %s is of no economy that is known", quote(text), d.header.Name(column))
	}
	d.letters[string(text)] = areaOf(e)
	return d.letters[string(text)], nil
}

// fault says what is wrong with a column.
func (d *decoder) fault(column int, format string, args ...any) *tabular.Fault {
	return &tabular.Fault{Column: d.header.Name(column), Reason: fmt.Sprintf(format, args...)}
}

// digits reads up to nine digits and nothing else.
func digits(text []byte) (n int, ok bool) {
	if len(text) == 0 || len(text) > 9 {
		return 0, false
	}
	for _, c := range text {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = n*10 + int(c-'0')
	}
	return n, true
}

// equal compares a field with a word in capitals, whatever its case.
func equal(field []byte, word string) bool {
	return string(field) == word || strings.EqualFold(string(field), word)
}

func isFalse(field []byte) bool {
	return string(field) == "false" || len(field) == len("FALSE") && equal(field, "FALSE") || string(field) == "0"
}

func isTrue(field []byte) bool {
	return string(field) == "true" || len(field) == len("TRUE") && equal(field, "TRUE") || string(field) == "1"
}

// quote shows what stands in a field, cut where it is long.
func quote(text []byte) string {
	const most = 40
	if len(text) > most {
		text = append(bytes.Clone(text[:most]), "..."...)
	}
	return fmt.Sprintf("%q", bytes.ToValidUTF8(text, []byte("?")))
}
