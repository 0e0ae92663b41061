package ftsrussia

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sync"

	"github.com/oborot/oborot/internal/source"
	"github.com/oborot/oborot/internal/source/tabular"
	"github.com/oborot/oborot/trade"
)

// load is one import: files that are read together.
type load struct {
	request  source.Request
	expected string // the dataset, by the first rows
	layout   layout // of the first file
	inputs   []tabular.Input
	notes    []string // on the files

	mu      sync.Mutex
	seen    []*counts // one for each decoder
	tables  []*decoder
	layouts map[string]layout
	begun   string // the first dataset that rows belong to
}

func (l *load) release() string { return cmp.Or(l.request.Release, source.UnknownRelease) }

// read imports the files at those indexes; nil stands for all.
func (l *load) read(ctx context.Context, sink source.Sink, only []int) ([]trade.Account, error) {
	l.seen, l.tables, l.begun = nil, nil, ""
	reader := &tabular.Reader{Inputs: l.inputs, Decoder: l.decoder, Import: l.describe, Notes: l.found, Progress: l.request.Progress}
	accounts, err := reader.Read(ctx, sink, only)
	if err != nil {
		return nil, err
	}
	if accounts[0].Dataset != "" {
		return accounts, nil
	}
	for _, f := range accounts[0].Files {
		if f.Read.Rows == 0 {
			return nil, trade.Errorf(trade.BadInput, "the file holds no rows").At(f.Name, 0).
				WithHint("download it again: the customs service ships no file without rows")
		}
	}
	return accounts, nil
}

// decoder makes a decoder for a table.
func (l *load) decoder(t tabular.Table) (tabular.Decoder, error) {
	c, err := resolve(t)
	if err != nil {
		return nil, err
	}
	scale := int64(1)
	if l.request.Unit == thousandUSD {
		scale = 1000
	}
	seen := &counts{}
	d := newDecoder(t, c, scale, cmp.Or(l.request.Nomenclature, trade.TNVED), seen)
	l.mu.Lock()
	defer l.mu.Unlock()
	l.seen, l.tables = append(l.seen, seen), append(l.tables, d)
	l.layouts[d.monthly.Dataset], l.layouts[d.yearly.Dataset] = c.layout, c.layout
	return d, nil
}

// dated refuses a file in which neither rows nor name tell the month, before all of
// its rows are set aside.
func (d *decoder) dated(t tabular.Table) error {
	p, ok := d.firstPeriod(t)
	if !ok || p.Months == 1 || d.named.Months > 0 {
		return nil
	}
	return trade.Errorf(trade.BadInput, "the rows name only the year %s, and the name of the file does not say the month", p).
		At(t.Where, 2).WithHint("rename it to %s-01.csv if it is of January, to %s.csv if it is of the whole year", p, p)
}

// firstPeriod is the period of the first row.
func (d *decoder) firstPeriod(t tabular.Table) (trade.Period, bool) {
	if len(t.First) == 0 {
		return trade.Period{}, false
	}
	return parsePeriod(t.First[0][d.at[period]])
}

// describe completes what is known of a series.
func (l *load) describe(s tabular.Series) (trade.Import, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.request.Dataset != "" && l.begun != "" && l.begun != s.Dataset {
		return trade.Import{}, twoDatasets(l.begun, s.Dataset, l.request.Dataset)
	}
	l.begun = s.Dataset
	origin := l.layouts[s.Dataset].origin()
	origin.Dataset, origin.Release = cmp.Or(l.request.Dataset, s.Dataset), l.release()
	if origin.Release == source.UnknownRelease {
		origin.Notes = append(origin.Notes, "the release is unknown: no file says it (--release names it)")
	}
	if l.request.Unit == thousandUSD {
		origin.Notes = append(origin.Notes, "the values were read as thousands of US dollars")
	}
	if s.Months > 1 {
		origin.Notes = append(origin.Notes, "known for the year only: neither the rows nor the name of the file tell the month; "+
			"a file of one month must be named for it, such as 2021-01.csv")
	}
	return trade.Import{
		Origin: origin, Nomenclature: s.Nomenclature, Digits: s.Digits, Months: s.Months, Regions: s.Regions,
		Mode: cmp.Or(l.request.Mode, trade.Merge), Repeats: trade.SumRepeats, Tolerate: l.request.Tolerate,
	}, nil
}

// found says what is worth knowing of the rows.
func (l *load) found() []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	var sum counts
	for _, c := range l.seen {
		sum.rounded, sum.padded, sum.noValue = sum.rounded+c.rounded, sum.padded+c.padded, sum.noValue+c.noValue
		sum.unitless, sum.hidden = sum.unitless+c.unitless, sum.hidden+c.hidden
		sum.own += c.own
	}
	notes := append(slices.Clone(l.notes), l.extracts()...)
	for _, n := range []struct {
		count int64
		words string
	}{
		{sum.hidden, "rows with a hidden product: %d; their codes are kept with the letters X"},
		{sum.noValue, "rows with goods and a value of 0: %d; their value is taken for hidden, not for nothing"},
		{sum.padded, "product codes that had lost their leading zero and were given it back: %d"},
		{sum.unitless, "quantities without a unit: %d; they are kept under \"" + notStated + "\""},
		{sum.rounded, "numbers with more than three decimals, which were rounded: %d"},
	} {
		if n.count > 0 {
			notes = append(notes, fmt.Sprintf(n.words, n.count))
		}
	}
	if sum.own > 0 {
		notes = append(notes, tabular.OwnGoodsNote(sum.own))
	}
	return notes
}

// headingDigits is the length of the codes below which a file is taken for an extract.
const headingDigits = 4

// extracts says which tables hold goods of one heading only: a year that a dataset
// knows by such a file alone looks like a small year.
func (l *load) extracts() []string {
	var order []string
	common := map[string]trade.Product{}
	for _, d := range l.tables {
		if !d.met {
			continue
		}
		have, met := common[d.table]
		if !met {
			order, have = append(order, d.table), d.heading
		}
		if have != d.heading {
			have = ""
		}
		common[d.table] = have
	}
	var notes []string
	for _, name := range order {
		if common[name] != "" {
			notes = append(notes, fmt.Sprintf("all goods of %s are of %s: where the dataset has nothing else for a year, that year looks small "+
				"(--dataset keeps an extract apart)", name, common[name]))
		}
	}
	return notes
}
