package comext

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/oborot/oborot/internal/source"
	"github.com/oborot/oborot/internal/source/tabular"
	"github.com/oborot/oborot/trade"
)

const (
	euro = "EUR"
)

// importing is one request for all its files.
type importing struct {
	request source.Request
	rates   *tabular.Rates
	notes   []string

	own     atomic.Int64 // rows whose partner is the reporter
	mu      sync.Mutex
	series  []tabular.Series // met so far
	rounded int64            // values with more than three decimals
}

// describe makes one load of all files.
func describe(ctx context.Context, r source.Request) ([]source.Load, error) {
	if err := checkRequest(r); err != nil {
		return nil, err
	}
	lists, err := r.Lists(ctx, trade.Rates)
	if err != nil {
		return nil, err
	}
	rates, err := tabular.NewRates(lists)
	if err != nil {
		return nil, err
	}
	g := &importing{request: r, rates: rates}
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
	im := trade.Import{Origin: published(), Nomenclature: trade.CN, Tolerate: r.Tolerate}
	im.Files = files
	return []source.Load{{Import: im, Read: reader.Read}}, nil
}

func checkRequest(r source.Request) error {
	switch {
	case r.Nomenclature != "" && r.Nomenclature != trade.CN:
		return trade.Errorf(trade.Usage, "Comext is in the Combined Nomenclature, not in %s", r.Nomenclature).
			WithHint("leave --nomenclature out")
	case r.Unit != "":
		return trade.Errorf(trade.Usage, "the unit %q is not known: Comext's values are in euros", r.Unit).WithHint("leave --unit out")
	}
	return nil
}

// open looks at a file: the names of its columns, and whether there are rates for
// the periods that it begins with, which is sooner told than after millions of rows.
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
		if err := checkHeader(t); err != nil {
			return tabular.Input{}, err
		}
		if err := g.checkRates(t); err != nil {
			return tabular.Input{}, err
		}
	}
	in, err := tabular.NewInput(ctx, g.request, file)
	in.Tables = tables
	return in, err
}

func (g *importing) checkRates(t tabular.Table) error {
	for _, row := range t.First {
		p, ok := periodOf([]byte(row[columnsOf(t.Header).period]))
		if !ok {
			continue // the row is at fault when it is read
		}
		if _, err := g.rates.For(euro, p); err != nil {
			return trade.Errorf(trade.BadInput, "%w", err).At(t.Where, 0).WithHint("%s", trade.HintOf(err))
		}
	}
	return nil
}

// published is what all datasets of Comext have in common.
func published() trade.Origin {
	return trade.Origin{Publisher: "Eurostat", Licence: licence(), Valuation: "imports CIF, exports FOB"}
}

// completed says what is known of the rows of a series.
func (g *importing) completed(s tabular.Series) (trade.Import, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.series = append(g.series, s)
	if g.request.Dataset != "" && len(g.series) > 1 {
		return trade.Import{}, trade.Errorf(trade.Usage, "the files bring both %s and %s and cannot be one dataset %s",
			g.series[0].Dataset, s.Dataset, g.request.Dataset).WithHint("leave --dataset out")
	}
	im := trade.Import{
		Origin:       published(),
		Nomenclature: s.Nomenclature, Digits: s.Digits, Months: s.Months,
		Mode: cmp.Or(g.request.Mode, trade.Merge), Repeats: trade.SumRepeats, Tolerate: g.request.Tolerate,
	}
	im.Dataset, im.Release = cmp.Or(g.request.Dataset, s.Dataset), cmp.Or(g.request.Release, source.UnknownRelease)
	im.Notes = []string{g.rates.Origin(euro)}
	if im.Release == source.UnknownRelease {
		im.Notes = append(im.Notes, "the release is unknown: Eurostat revises files under their names (--release names it)")
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
