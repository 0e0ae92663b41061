package sdmx

import (
	"bytes"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/oborot/oborot/internal/source/tabular"
	"github.com/oborot/oborot/trade"
)

// decoder reads the rows of one table. What codes mean is worked out once for each.
type decoder struct {
	g            *importing
	layout       *layout
	base         string // of the names of datasets
	nomenclature trade.Nomenclature
	currency     string // of the first value
	flows        map[string]meaning[flowKind]
	units        map[string]meaning[flowKind]
	powers       map[string]meaning[int]
	places       map[string]place
	goods        map[string]meaning[trade.Product]
	periods      map[string]meaning[trade.Period]
	series       map[level]tabular.Series
	rates        map[money]rate
	buffer       []byte
}

// meaning is what a code stands for, if it is known.
type meaning[T any] struct {
	is T
	ok bool
}

// level is what tells the datasets of a table apart.
type level struct {
	digits, months int
	fob            bool // imports valued FOB
}

// money is what a rate belongs to.
type money struct {
	currency string
	period   trade.Period
}

// rate is a rate, or the reason why there is none.
type rate struct {
	tabular.Rate
	reason string
}

func (g *importing) decoder(t tabular.Table) (tabular.Decoder, error) {
	l, err := layoutOf(t)
	if err != nil {
		return nil, err
	}
	return newDecoder(g, l), nil
}

var notInNames = regexp.MustCompile(`[^a-z0-9]+`)

func newDecoder(g *importing, l *layout) *decoder {
	name := strings.Trim(notInNames.ReplaceAllString(strings.ToLower(l.dataflow), "-"), "-")
	return &decoder{
		g: g, layout: l, base: strings.TrimSuffix("sdmx-"+name, "-"), nomenclature: nomenclatureOf(g.request, l),
		flows: map[string]meaning[flowKind]{}, units: map[string]meaning[flowKind]{}, powers: map[string]meaning[int]{},
		places: map[string]place{}, goods: map[string]meaning[trade.Product]{}, periods: map[string]meaning[trade.Period]{},
		series: map[level]tabular.Series{}, rates: map[money]rate{},
	}
}

// mostCodes bounds what is remembered of the periods and rates of a file of nonsense.
const mostCodes = 1 << 17

// known makes a meaning of what a function returns.
func known[T any](find func(string) (T, bool)) func(string) meaning[T] {
	return func(code string) meaning[T] {
		is, ok := find(code)
		return meaning[T]{is, ok}
	}
}

// Decode reads a row.
func (d *decoder) Decode(r *tabular.Row, o *trade.Observation) (tabular.Series, *tabular.Fault) {
	if fault := d.row(r); fault != nil {
		return tabular.Series{}, fault
	}
	kind, fault := d.kind(r)
	if fault != nil {
		return tabular.Series{}, fault
	}
	if fault := d.what(r, o); fault != nil {
		return tabular.Series{}, fault
	}
	series := d.seriesOf(o, kind)
	if fault := d.money(r, o, kind); fault != nil {
		return series, fault
	}
	if fault := d.sides(r, o, kind); fault != nil {
		return series, fault
	}
	o.Nomenclature, o.NetKg, o.Quantity = series.Nomenclature, trade.Absent(trade.Missing), trade.Absent(trade.Missing)
	if o.Product.Hidden() {
		o.Flags |= trade.FlagSuppressed
	}
	if o.Product == trade.AllProducts || o.Exporter == trade.World || o.Importer == trade.World {
		o.Flags |= trade.FlagTotal
	}
	return series, nil
}

// code is the code in a field.
func (d *decoder) code(r *tabular.Row, column int) []byte {
	field := r.Field(column)
	if d.layout.labelled {
		if at := bytes.IndexByte(field, ':'); at >= 0 {
			return bytes.TrimSpace(field[:at])
		}
	}
	return field
}

// row looks at what the row is: one without anything, a deletion, or one of another
// dataflow or of another value of a dimension that is not known.
func (d *decoder) row(r *tabular.Row) *tabular.Fault {
	l := d.layout
	if len(r.Field(l.reporter))+len(r.Field(l.partner))+len(r.Field(l.period))+len(r.Field(l.value)) == 0 {
		return &tabular.Fault{Reason: "the row is empty", Format: "empty row"}
	}
	switch action := d.code(r, l.action); {
	case len(action) == 0, len(action) == 1 && bytes.IndexByte([]byte("IAMRiamr"), action[0]) >= 0:
	case string(action) == "D" || string(action) == "d":
		return d.fault(r, l.action, "deletes what was sent before, and an import deletes nothing", 0)
	default:
		return d.fault(r, l.action, "is not an action (I, A, M or R)", 0)
	}
	for i, column := range l.fixed {
		field := r.Field(column)
		if column != l.flow {
			field = d.code(r, column)
		}
		if string(field) != l.fixedTo[i] {
			return d.second(column, field, l.fixedTo[i])
		}
	}
	return nil
}

func (d *decoder) second(column int, field []byte, first string) *tabular.Fault {
	name := d.layout.header[column]
	if column == d.layout.flow {
		return d.because(column, fmt.Sprintf("the row is of another dataflow, %q, than the first, %q", clipped(field), first))
	}
	return d.because(column, fmt.Sprintf("%s is %q here and %q in the first row: rows of several would be counted together; "+
		"download one of its values, such as the total", name, clipped(field), first))
}

// what reads product and period.
func (d *decoder) what(r *tabular.Row, o *trade.Observation) *tabular.Fault {
	l := d.layout
	o.Product = trade.AllProducts
	if l.product >= 0 {
		product := tabular.Looked(d.goods, d.code(r, l.product), known(d.good))
		if !product.ok {
			return d.fault(r, l.product, fmt.Sprintf("is not a product code of %s", d.nomenclatureName()), 0)
		}
		o.Product = product.is
	}
	text := d.code(r, l.period)
	period, held := d.periods[string(text)]
	if !held {
		period.is, period.ok = periodOf(string(text), string(d.code(r, l.frequency)))
		if len(text) < len("2021-03-31") && len(d.periods) < mostCodes { // what a day means depends on the frequency
			d.periods[string(text)] = period
		}
	}
	if !period.ok {
		return d.fault(r, l.period, "is not a year, half-year, quarter or month", 0)
	}
	o.Period = period.is
	return nil
}

func (d *decoder) nomenclatureName() string {
	if d.nomenclature == "" {
		return "a nomenclature that is known (--nomenclature names it)"
	}
	return string(d.nomenclature)
}

// levels are the lengths of the codes of a nomenclature.
func levels(n trade.Nomenclature) (all []int, finest int) {
	switch n {
	case trade.CN:
		return []int{2, 4, 6, 8}, 8
	case trade.TNVED:
		return []int{2, 4, 6, 8, 10}, 10
	case trade.SITC1, trade.SITC2, trade.SITC3, trade.SITC4:
		return []int{1, 2, 3, 4, 5}, 5
	}
	return []int{2, 4, 6}, 6
}

// good reads a product code that the nomenclature may have.
func (d *decoder) good(code string) (trade.Product, bool) {
	product, ok := goodOf(code)
	if !ok || product == trade.AllProducts {
		return product, ok
	}
	all, _ := levels(d.nomenclature)
	for _, digits := range all {
		if digits == len(product) && d.nomenclature != "" {
			return product, true
		}
	}
	return "", false
}

// importsFOB ends the names of datasets of imports valued FOB, which stand beside
// the same imports valued CIF.
const importsFOB = "-imports-fob"

// seriesOf names the dataset of a row. Totals go to the finest level.
func (d *decoder) seriesOf(o *trade.Observation, kind flowKind) tabular.Series {
	at := level{len(o.Product), o.Period.Months, kind.imports && kind.valuation == trade.FOB}
	if o.Product == trade.AllProducts {
		at.digits = 0
	}
	if s, ok := d.series[at]; ok {
		return s
	}
	s := tabular.Series{Nomenclature: d.nomenclature, Digits: at.digits, Months: at.months}
	if s.Nomenclature == "" {
		s.Nomenclature = trade.HS2022 // there are totals only
	}
	if at.digits == 0 && d.layout.product >= 0 && d.nomenclature != "" {
		_, s.Digits = levels(d.nomenclature)
	}
	s.Dataset = d.base + "-" + frequencyOf(at.months) + "-" + levelName(s.Nomenclature, s.Digits)
	if at.fob {
		s.Dataset += importsFOB
	}
	d.series[at] = s
	d.g.mu.Lock()
	defer d.g.mu.Unlock()
	if d.currency == "" {
		d.currency = kind.currency
	}
	if d.g.origins[s.Dataset] == nil {
		d.g.origins[s.Dataset] = d
	}
	return s
}

// levelName is the end of the name of a dataset: hs6, cn8, tnved10, s3-5, total.
func levelName(n trade.Nomenclature, digits int) string {
	switch {
	case digits == 0:
		return "total"
	case n == trade.CN || n == trade.TNVED:
		return strings.ToLower(string(n)) + strconv.Itoa(digits)
	case n.Harmonised():
		return "hs" + strconv.Itoa(digits)
	}
	return strings.ToLower(string(n)) + "-" + strconv.Itoa(digits)
}
