package world

import (
	"context"
	"fmt"
	"io"
	"strconv"

	"github.com/oborot/oborot/internal/analysis"
	"github.com/oborot/oborot/trade"
)

// ComplexityFiles are where complexity is written as csv: full precision, nothing where
// there is no value. What is nil is not written.
type ComplexityFiles struct {
	Country   io.Writer // year,loc,diversity,eci,coi,fitness
	Product   io.Writer // year,prod,ubiquity,pci,fitness
	Pair      io.Writer // year,loc,prod,rca,mcp,density,cog: every economy with every product
	Proximity io.Writer // year,prod_1,prod_2,proximity: every product with every other
}

// WriteComplexity measures the years that are asked for and writes them: loc is the code
// of an economy, prod that of a product. All economies and products of the sample are
// measured; an economy, region or group that is asked for narrows what is written of
// economies and pairs to it. The answer has no rows: it says where the figures are from
// and what was chosen.
func WriteComplexity(ctx context.Context, asker analysis.Asker, args analysis.Arguments, files ComplexityFiles) (*analysis.Result, error) {
	q, err := newComplexities(ctx, asker, args)
	if err != nil {
		return nil, err
	}
	if err := files.begin(); err != nil {
		return nil, err
	}
	for _, year := range q.years {
		l, err := q.labelledYear(ctx, year)
		if err != nil {
			return nil, err
		}
		if err := l.write(files); err != nil {
			return nil, err
		}
	}
	q.sayLevel()
	title := rankingTitle
	if args.A.Code == "" {
		q.saySmall()
	} else {
		q.arguments["economy"] = args.A.Code
		title = trade.Name{English: "Economic complexity of " + args.A.Name.English, Russian: args.A.Name.Russian + ": экономическая сложность"}
	}
	return q.result(complexityName, complexityMethod, q.levelled(title)), nil
}

// labelledYear measures a year of the lake under the codes of economies and products.
func (q *complexities) labelledYear(ctx context.Context, year int) (*labelled, error) {
	p, x, err := q.year(ctx, year)
	if err != nil {
		return nil, err
	}
	l := &labelled{measured: x, year: strconv.Itoa(year), economies: textsOf(p.Economies)}
	for _, code := range p.Products {
		l.products = append(l.products, string(code))
	}
	if q.args.A.Code == "" {
		return l, nil
	}
	s, err := q.stand(ctx, p, x)
	if err != nil {
		return nil, err
	}
	if s.at >= 0 {
		l.only = l.economies[x.m.Economies[s.at]]
		return l, nil
	}
	l.only, l.guest = q.args.A.Code, s
	return l, nil
}

// labelled is a measured world under its labels.
type labelled struct {
	*measured
	only                string    // the economy that is asked for; empty for all
	guest               *standing // what is asked for, where it is projected on the world
	year                string
	economies, products []string
}

// asked tells whether an economy is shown.
func (l *labelled) asked(economy string) bool { return l.only == "" || l.only == economy }

// shown lists the economies that are shown by their index; -1 is the guest.
func (l *labelled) shown() []int {
	if l.guest != nil {
		return []int{-1}
	}
	var all []int
	for e, label := range l.economies {
		if l.asked(label) {
			all = append(all, e)
		}
	}
	return all
}

// begin writes the headers.
func (f ComplexityFiles) begin() error {
	for _, file := range []struct {
		w      io.Writer
		header string
	}{
		{f.Country, "year,loc,diversity,eci,coi,fitness"}, {f.Product, "year,prod,ubiquity,pci,fitness"},
		{f.Pair, "year,loc,prod,rca,mcp,density,cog"}, {f.Proximity, "year,prod_1,prod_2,proximity"},
	} {
		if file.w == nil {
			continue
		}
		if _, err := fmt.Fprintln(file.w, file.header); err != nil {
			return err
		}
	}
	return nil
}

// write writes the lines of the year.
func (l *labelled) write(f ComplexityFiles) error {
	shown := l.shown()
	of := func(block func(line, int) line) func(line, int) line {
		return func(b line, i int) line { return block(b, shown[i]) }
	}
	for _, part := range []struct {
		w      io.Writer
		blocks int
		lines  func(line, int) line
	}{
		{f.Country, len(shown), of(l.country)}, {f.Product, len(l.products), l.product},
		{f.Pair, len(shown), of(l.pairs)}, {f.Proximity, len(l.products), l.proximities},
	} {
		if part.w == nil {
			continue
		}
		if err := writeBlocks(part.w, part.blocks, part.lines); err != nil {
			return err
		}
	}
	return nil
}
