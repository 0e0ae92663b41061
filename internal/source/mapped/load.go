package mapped

import (
	"cmp"
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/oborot/oborot/internal/source"
	"github.com/oborot/oborot/internal/source/tabular"
	"github.com/oborot/oborot/trade"
)

// load is the files that one document of a mapping describes.
type load struct {
	request source.Request
	m       *mapping
	sum     string // SHA-256 of the mapping file
	inputs  []tabular.Input
	plan    *plan
	notes   []string // found on looking at the files
}

// add opens a file.
func (l *load) add(ctx context.Context, path string) error {
	file, err := source.Open(path)
	if err != nil {
		return err
	}
	in, err := tabular.NewInput(ctx, l.request, file)
	if err != nil {
		return err
	}
	for _, other := range l.inputs {
		if other.File.SHA256 == in.File.SHA256 {
			l.notes = append(l.notes, fmt.Sprintf("%s is the same file as %s and is read once", path, other.File.Name))
			return nil
		}
	}
	tables, err := l.m.open(ctx, file)
	if err != nil {
		return err
	}
	for _, t := range tables {
		views := l.m.views(t.Header)
		if len(views) == 0 {
			return trade.Errorf(trade.BadInput, "no column is named by a period, and the mapping says that columns are").At(t.Where, 1).
				WithHint("look at period.header in %s; the columns are %s", l.m.name, columnsOf(t.Header))
		}
		for _, v := range views {
			if err := l.m.check(t, v); err != nil {
				return err
			}
			copied := t
			if v.name != "" {
				copied.Name += " (" + v.name + ")"
			}
			l.plan.assigned[key(copied)] = v
			in.Tables = append(in.Tables, copied)
		}
	}
	l.inputs = append(l.inputs, in)
	return nil
}

func key(t tabular.Table) string { return t.Where + "\x00" + t.Name }

// open finds the tables in a file.
func (m *mapping) open(ctx context.Context, file source.File) ([]tabular.Table, error) {
	if m.json != "" {
		return openJSON(ctx, file, m.json)
	}
	return tabular.Open(ctx, file, m.options)
}

// finish works out what is common to all rows, and returns the load.
func (l *load) finish(ctx context.Context) (source.Load, error) {
	if err := l.settle(ctx); err != nil {
		return source.Load{}, err
	}
	reader := &tabular.Reader{
		Inputs: l.inputs, Decoder: l.decoder, Import: l.describe, Notes: l.afterwards, Progress: l.request.Progress,
	}
	var im trade.Import
	if len(l.plan.series) == 1 {
		var err error
		if im, err = l.describe(l.plan.series[0]); err != nil {
			return source.Load{}, err
		}
	} else {
		im, _ = l.describe(l.plan.series[0])
		im.Dataset = ""
	}
	for _, in := range l.inputs {
		im.Files = append(im.Files, in.File)
	}
	return source.Load{Import: im, Read: reader.Read}, nil
}

// settle fixes dataset, nomenclature and length of the periods.
func (l *load) settle(ctx context.Context) error {
	m, r := l.m, l.request
	name := cmp.Or(r.Dataset, m.dataset)
	if name == "" {
		return trade.Errorf(trade.Usage, "the mapping does not name the dataset").At(m.name, m.line).
			WithHint("add dataset: NAME to it, or say --dataset NAME")
	}
	if err := l.unit(); err != nil {
		return err
	}
	n := cmp.Or(r.Nomenclature, m.product.nomenclature)
	if n == "" && (m.product.fixed != trade.AllProducts) {
		return trade.Errorf(trade.Usage, "the mapping does not say in which nomenclature the products are").At(m.name, m.line).
			WithHint("add nomenclature to product (H0 to H6, TNVED, CN, S1 to S4, SECTION, OWN), or say --nomenclature")
	}
	months := l.months()
	if months == 0 {
		return trade.Errorf(trade.BadInput, "the length of the periods cannot be told from the first rows").At(m.name, m.line).
			WithHint("add length: month, quarter or year to period")
	}
	digits := m.product.digits
	if m.product.fixed == trade.AllProducts {
		digits = []int{0}
		n = cmp.Or(n, trade.HS2022)
	}
	for _, d := range digits {
		s := tabular.Series{Dataset: name, Nomenclature: n, Digits: d, Months: months, Regions: l.regional(), Enterprises: m.enterprise != ""}
		if len(digits) > 1 {
			s.Dataset += levelName(n, d)
		}
		l.plan.series = append(l.plan.series, s)
	}
	if len(digits) > 1 && r.Dataset != "" {
		l.notes = append(l.notes, fmt.Sprintf("%s is cut into a dataset for each length of product codes", r.Dataset))
	}
	return l.convert(ctx)
}

// unit lets the unit of the command line go before that of the mapping.
func (l *load) unit() error {
	text := l.request.Unit
	if text == "" {
		return nil
	}
	shift, currency, ok := moneyUnit(text)
	if !ok {
		return trade.Errorf(trade.Usage, "the unit %q is not known", text).WithHint("use usd, thousand-usd, million-eur or the like")
	}
	l.m.value.shift, l.m.value.currency = shift, currency
	return nil
}

// levelName is the end of the name of a dataset of one level: -hs6, -tnved10.
func levelName(n trade.Nomenclature, digits int) string {
	word := strings.ToLower(string(n))
	if len(n) == 2 && n.Harmonised() {
		word = "hs"
	}
	return fmt.Sprintf("-%s%d", word, digits)
}

// convert reads the lists of rates where the money is not dollars.
func (l *load) convert(ctx context.Context) error {
	if l.m.value.currency == "USD" {
		return nil
	}
	lists, err := l.request.Lists(ctx, trade.Rates)
	if err != nil {
		return err
	}
	l.plan.rates, err = tabular.NewRates(lists)
	return err
}

// months is the length of the periods: as the mapping says, else as the first row
// that can be read has it.
func (l *load) months() int {
	p := l.m.period
	if p.months > 0 {
		return p.months
	}
	for _, in := range l.inputs {
		for _, t := range in.Tables {
			if v := l.plan.assigned[key(t)]; v.period.Months > 0 {
				return v.period.Months
			}
			column := t.Header.Column(p.column)
			for _, row := range t.First {
				if column < len(row) {
					if found := p.read(strings.TrimSpace(row[column]), 0, ""); found.reason == "" {
						return found.period.Months
					}
				}
			}
		}
	}
	return 0
}

// regional tells whether one side is a region: by the mapping, or by the first rows.
func (l *load) regional() bool {
	if l.m.sides.regional() {
		return true
	}
	for _, in := range l.inputs {
		for _, t := range in.Tables {
			for _, side := range []sideSpec{l.m.sides.first, l.m.sides.second, l.m.sides.region} {
				column := t.Header.Column(side.column)
				if side.column == "" || column < 0 {
					continue
				}
				known := newResolver(side, column, side.column)
				if slices.ContainsFunc(t.First, func(row []string) bool {
					return column < len(row) && known.economy([]byte(strings.TrimSpace(row[column]))).economy.IsRegion()
				}) {
					return true
				}
			}
		}
	}
	return false
}

// describe completes what is known of a series.
func (l *load) describe(s tabular.Series) (trade.Import, error) {
	m, r := l.m, l.request
	im := trade.Import{
		Origin: trade.Origin{
			Dataset: s.Dataset, Release: cmp.Or(r.Release, m.release, source.UnknownRelease), Publisher: m.publisher,
			Licence: m.licence, Valuation: m.valued(), Notes: slices.Concat(m.notes, l.explain(s)),
		},
		Nomenclature: s.Nomenclature, Digits: s.Digits, Months: s.Months,
		Mode: cmp.Or(r.Mode, m.mode, trade.Merge), Repeats: cmp.Or(m.repeats, trade.SetAsideRepeats),
		AbsentIsZero: m.absent, Regions: s.Regions, Enterprises: s.Enterprises, Tolerate: r.Tolerate,
	}
	return im, nil
}

// readBy begins the note that names the mapping.
const readBy = "the columns are read by the mapping "

// ReadBy returns the note among those of an Origin that names the mapping and its
// hash, empty where no mapping was used.
func ReadBy(notes []string) string {
	i := slices.IndexFunc(notes, func(n string) bool { return strings.HasPrefix(n, readBy) })
	if i < 0 {
		return ""
	}
	return notes[i]
}

// explain says how the figures came about.
func (l *load) explain(s tabular.Series) []string {
	notes := []string{fmt.Sprintf(readBy+"%s (sha256 %.12s)", filepath.Base(l.m.name), l.sum)}
	if l.request.Release == "" && l.m.release == "" {
		notes = append(notes, "the release is unknown: the mapping does not say it (--release names it)")
	}
	if l.m.assumed && !l.m.value.none {
		notes = append(notes, "the mapping does not say the valuation: exports are taken as FOB, imports as CIF, by convention")
	}
	if legend := l.m.product.legend(s.Nomenclature); legend != "" {
		notes = append(notes, legend)
	}
	if s.Nomenclature == trade.Sections {
		notes = append(notes, "the codes of goods are the sections of the Harmonised System, 01 to 21 for I to XXI")
	}
	if l.plan.rates != nil {
		if origin := l.plan.rates.Origin(l.m.value.currency); origin != "" {
			notes = append(notes, origin)
		}
	}
	return append(notes, l.notes...)
}

// valued is the valuation as shown beside the numbers.
func (m *mapping) valued() string {
	x, i := string(m.valuation[0]), string(m.valuation[1])
	if m.value.none {
		return ""
	}
	if x == i {
		return x
	}
	return "exports " + x + ", imports " + i
}

// afterwards says what was found on reading.
func (l *load) afterwards() []string {
	var notes []string
	if n := l.plan.rounded.Load(); n > 0 {
		notes = append(notes, fmt.Sprintf("%d amounts have more than three decimals and were rounded", n))
	}
	if rows := l.plan.own.Load(); rows > 0 {
		notes = append(notes, tabular.OwnGoodsNote(rows))
	}
	if l.plan.rates != nil {
		notes = append(notes, l.plan.rates.Notes()...)
	}
	for _, v := range l.plan.assigned {
		if v.name != "" {
			return append(notes, "the table has several columns of values: each of its rows is counted once for each of them")
		}
	}
	return notes
}
