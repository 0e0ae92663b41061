package sdmx

import (
	"cmp"
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/oborot/oborot/internal/source"
	"github.com/oborot/oborot/internal/source/tabular"
	"github.com/oborot/oborot/trade"
)

// customary is the valuation of trade statistics where a file does not say another.
const customary = "imports CIF, exports FOB"

// importing is one request for all its files.
type importing struct {
	request source.Request
	unit    flowKind // what --unit says
	rates   *tabular.Rates
	notes   []string
	// publisher and licence are those of the first file.
	publisher string
	licence   trade.Licence

	own     atomic.Int64 // rows whose partner is the reporter
	mu      sync.Mutex
	origins map[string]*decoder // by dataset: the first that met it
	met     []string            // datasets, in the order met
	rounded int64               // figures with more than three decimals
}

// describe makes one load of all files.
func describe(ctx context.Context, r source.Request) ([]source.Load, error) {
	g := &importing{request: r, origins: map[string]*decoder{}}
	if r.Unit != "" {
		unit, ok := unitOf(r.Unit)
		if !ok || unit.currency == "" {
			return nil, trade.Errorf(trade.Usage, "the unit %q is not known", r.Unit).WithHint("say --unit USD, --unit thousand-usd or --unit million-eur")
		}
		g.unit = unit
	}
	lists, err := r.Lists(ctx, trade.Rates)
	if err != nil {
		return nil, err
	}
	if g.rates, err = tabular.NewRates(lists); err != nil {
		return nil, err
	}
	reader := &tabular.Reader{Decoder: g.decoder, Import: g.completed, Notes: g.told, Progress: r.Progress}
	var files []trade.SourceFile
	for _, path := range r.Paths {
		input, err := g.open(ctx, path)
		if err != nil {
			return nil, err
		}
		var note string
		if reader.Inputs, note = tabular.Add(reader.Inputs, input); note != "" {
			g.notes = append(g.notes, note)
			continue
		}
		files = append(files, input.File)
	}
	im := trade.Import{Origin: trade.Origin{Publisher: g.publisher, Licence: g.licence, Valuation: customary, Files: files}, Tolerate: r.Tolerate}
	return []source.Load{{Import: im, Read: reader.Read}}, nil
}

// open looks at a file, its columns and its first rows.
func (g *importing) open(ctx context.Context, path string) (tabular.Input, error) {
	file, err := source.Open(path)
	if err != nil {
		return tabular.Input{}, err
	}
	tables, err := tabular.Open(ctx, file, tabular.Options{})
	if err != nil {
		return tabular.Input{}, err
	}
	for _, t := range tables {
		if err := g.lookAt(t); err != nil {
			return tabular.Input{}, err
		}
	}
	in, err := tabular.NewInput(ctx, g.request, file)
	in.Tables = tables
	return in, err
}

// lookAt finds out what would be wrong with every row, which is sooner told than
// after reading.
func (g *importing) lookAt(t tabular.Table) error {
	l, err := layoutOf(t)
	if err != nil {
		return err
	}
	d := newDecoder(g, l)
	if g.publisher == "" {
		g.publisher, g.licence = publisherOf(l.agency)
	}
	for _, name := range l.fixedNotes() {
		if !slices.Contains(g.notes, name) {
			g.notes = append(g.notes, name)
		}
	}
	for _, row := range t.First {
		product, ok := trade.AllProducts, true
		if l.product >= 0 {
			product, ok = goodOf(l.code(row[l.product]))
		}
		if ok && product != trade.AllProducts && d.nomenclature == "" {
			return trade.Errorf(trade.Usage, "the file does not say to which nomenclature its products belong").At(t.Where, 0).
				WithHint("name it: --nomenclature HS17 (or CN, TNVED, S4)")
		}
		if err := g.checkMoney(t, l, row); err != nil {
			return err
		}
	}
	return nil
}

// checkMoney looks for the currency of a row, and for a rate of it.
func (g *importing) checkMoney(t tabular.Table, l *layout, row []string) error {
	kind, fault := g.moneyOf(l, cell(l, row, l.indicator), cell(l, row, l.unit))
	if fault != "" || kind.left != "" {
		return nil // the row is at fault, or left out, when it is read
	}
	if kind.currency == "" {
		return trade.Errorf(trade.Usage, "the file does not say in which currency its values are").At(t.Where, 0).
			WithHint("name it: --unit USD, --unit thousand-usd or --unit million-eur")
	}
	p, ok := periodOf(cell(l, row, l.period), cell(l, row, l.frequency))
	if !ok {
		return nil
	}
	if _, err := g.rates.For(kind.currency, p); err != nil {
		return trade.Errorf(trade.BadInput, "%w", err).At(t.Where, 0).WithHint("%s", trade.HintOf(err))
	}
	return nil
}

// cell is the code in a field of a row, empty for a column that is not there.
func cell(l *layout, row []string, column int) string {
	if column < 0 {
		return ""
	}
	return l.code(row[column])
}

// fixedNotes names the dimensions that are not known and what they hold.
func (l *layout) fixedNotes() (notes []string) {
	for i, column := range l.fixed {
		if column != l.flow && l.fixedTo[i] != "" {
			notes = append(notes, fmt.Sprintf("%s is %s in every row", l.header[column], l.fixedTo[i]))
		}
	}
	return notes
}

// completed says what is known of the rows of a series.
func (g *importing) completed(s tabular.Series) (trade.Import, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.met = append(g.met, s.Dataset)
	if g.request.Dataset != "" && len(g.met) > 1 {
		return trade.Import{}, trade.Errorf(trade.Usage, "the files bring both %s and %s and cannot be one dataset %s",
			g.met[0], s.Dataset, g.request.Dataset).WithHint("leave --dataset out")
	}
	d := g.origins[s.Dataset]
	publisher, licence := publisherOf(d.layout.agency)
	im := trade.Import{
		Origin: trade.Origin{
			Dataset: cmp.Or(g.request.Dataset, s.Dataset), Release: cmp.Or(g.request.Release, d.layout.released, source.UnknownRelease),
			Publisher: publisher, Licence: licence, Valuation: customary,
		},
		Nomenclature: s.Nomenclature, Digits: s.Digits, Months: s.Months,
		Mode: cmp.Or(g.request.Mode, trade.Merge), Repeats: trade.SetAsideRepeats, Tolerate: g.request.Tolerate,
	}
	if strings.HasSuffix(s.Dataset, importsFOB) {
		im.Valuation = string(trade.FOB)
	}
	if im.Release == source.UnknownRelease {
		im.Notes = append(im.Notes, "the release is unknown: the file does not say it (--release names it)")
	}
	if note := g.rates.Origin(d.currency); note != "" {
		im.Notes = append(im.Notes, note)
	}
	return im, nil
}

// told is what the reader of the accounts must know.
func (g *importing) told() []string {
	g.mu.Lock()
	defer g.mu.Unlock()
	notes := append(slices.Clone(g.notes), g.rates.Notes()...)
	if rows := g.own.Load(); rows > 0 {
		notes = append(notes, tabular.OwnGoodsNote(rows))
	}
	if g.rounded > 0 {
		notes = append(notes, fmt.Sprintf("%d figures with more than three decimals were rounded to the third", g.rounded))
	}
	return notes
}

// publisherOf names an agency by its code in SDMX.
func publisherOf(agency string) (string, trade.Licence) {
	name, _, _ := strings.Cut(agency, ".")
	switch strings.ToUpper(name) {
	case eurostat:
		return "Eurostat", trade.Licence{Name: "CC BY 4.0", URL: "https://ec.europa.eu/eurostat/help/copyright-notice", Attribution: "Eurostat"}
	case "IMF":
		return "International Monetary Fund", trade.Licence{Name: "IMF terms of use", URL: "https://www.imf.org/external/terms.htm", Attribution: "International Monetary Fund"}
	case "OECD":
		return "OECD", trade.Licence{Name: "CC BY 4.0", URL: "https://www.oecd.org/en/about/terms-conditions.html", Attribution: "OECD"}
	case "":
		return "not named by the file", trade.Licence{Name: "not named by the file"}
	}
	return agency, trade.Licence{Name: "not named by the file"}
}

const eurostat = "ESTAT"

// inCN are Eurostat's dataflows by codes of the Combined Nomenclature and its levels;
// others are by SITC or by kinds of goods, in codes that look alike.
var inCN = []string{"DS-045409", "DS-059322", "DS-016890"}

// revisionForm finds a nomenclature in the name of a dataflow: HS2017, HS17, H5, CN8.
var revisionForm = regexp.MustCompile(`(?:^|[_-])(HS(?:19|20)?[0-9]{2}|H[0-6]|CN|S[1-4])(?:[0-9]?)(?:$|[_-])`)

// nomenclatureOf is what the person says, else what the dataflow says, empty if
// nothing does. Where there are totals only it does not matter.
func nomenclatureOf(r source.Request, l *layout) trade.Nomenclature {
	if r.Nomenclature != "" {
		return r.Nomenclature
	}
	if l.product < 0 {
		return trade.HS2022
	}
	if m := revisionForm.FindStringSubmatch(strings.ToUpper(l.dataflow)); m != nil {
		if n, err := trade.ParseNomenclature(m[1]); err == nil {
			return n
		}
	}
	product := strings.ToUpper(l.header.Name(l.product))
	if strings.EqualFold(l.agency, eurostat) && slices.Contains(inCN, strings.ToUpper(l.dataflow)) || product == "PRODUCT_NC" || product == "CN" {
		return trade.CN
	}
	return ""
}
