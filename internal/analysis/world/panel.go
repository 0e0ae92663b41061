package world

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/oborot/oborot/internal/cube"
	"github.com/oborot/oborot/trade"
)

// panel is the exports (or imports) of one year in thousandths of a US dollar, row by
// row of economies. Economies and products are sorted by code; each of them trades.
type panel struct {
	Year        int
	Direction   trade.Direction
	Economies   []trade.Economy
	Products    []trade.Product
	Thousandths []int64

	uncut      *panel  // before the sample; nil where nothing was cut
	notCounted omitted // hidden goods and codes that are no good of the level
	elsewhere  omitted // regions, areas not specified and the like, and economies that report a part of the year
}

// omitted is what a panel left out.
type omitted struct {
	codes       []string // sorted
	thousandths int64
}

func (o *omitted) add(code string, thousandths int64) {
	o.thousandths += thousandths
	if at, found := slices.BinarySearch(o.codes, code); !found {
		o.codes = slices.Insert(o.codes, at, code)
	}
}

// row is the trade of an economy over the products.
func (p *panel) row(economy int) []int64 {
	return p.Thousandths[economy*len(p.Products) : (economy+1)*len(p.Products)]
}

// at finds an economy.
func (p *panel) at(e trade.Economy) (index int, found bool) {
	return slices.BinarySearch(p.Economies, e)
}

// full is the panel before the sample.
func (p *panel) full() *panel {
	if p.uncut != nil {
		return p.uncut
	}
	return p
}

// total is the sum of the panel.
func (p *panel) total() int64 {
	var sum int64
	for _, v := range p.Thousandths {
		sum += v
	}
	return sum
}

// exports reads the exports of a year of all economies, cut to the sample.
func (b *basis) exports(ctx context.Context, year int) (*panel, error) {
	return b.panel(ctx, year, trade.Exports)
}

// imports reads the imports of a year of all economies. Of the sample, floors of
// population apply.
func (b *basis) imports(ctx context.Context, year int) (*panel, error) {
	return b.panel(ctx, year, trade.Imports)
}

func (b *basis) panel(ctx context.Context, year int, d trade.Direction) (*panel, error) {
	reporter, economies, err := b.reports(year, d)
	if err != nil {
		return nil, err
	}
	who := told{economies: economies, partners: b.reportingPartners(year, d)}
	if err = b.flowsOf(ctx, year, d, reporter, &who); err != nil {
		return nil, err
	}
	p := tabulate(&b.flows, who, b.isGood)
	p.Year, p.Direction = year, d
	b.sayOmitted(p)
	if len(p.Economies) == 0 {
		return nil, trade.Errorf(trade.NoData, "%s holds no %s of %d with goods of %d digits", b.dataset, d, year, b.digits).
			WithHint("see `oborot datasets` for what is loaded")
	}
	return b.cut(p)
}

// flowsOf reads the flows of a year into the memory of the basis, added up over the
// partners of the economies whose direction it is unless those report, and tells who
// they are of.
func (b *basis) flowsOf(ctx context.Context, year int, d trade.Direction, r trade.Reporter, who *told) error {
	q := cube.ScanQuery{
		Scope:  trade.Scope{Snapshot: b.asker.Snapshot, Dataset: b.dataset, Years: []int{year}},
		Period: trade.Year(year), Digits: b.digits,
	}
	if len(who.partners) == 0 {
		q.Without = columnOf(opposite(d))
	}
	if len(reporters(b.records)) > 1 {
		q.Reporter = r
	}
	var err error
	if b.asker.Scanner != nil {
		err = b.asker.Scanner.Scan(ctx, q, &b.flows)
	} else {
		err = cube.ScanByAggregate(ctx, b.asker.Engine, q, &b.flows)
	}
	who.side, who.partner = b.flows.Exporter, b.flows.Importer
	if d == trade.Imports {
		who.side, who.partner = who.partner, who.side
	}
	return err
}

// columnOf is where the economies of a direction stand.
func columnOf(d trade.Direction) cube.Dimension {
	if d == trade.Imports {
		return cube.Importer
	}
	return cube.Exporter
}

func opposite(d trade.Direction) trade.Direction {
	if d == trade.Imports {
		return trade.Exports
	}
	return trade.Imports
}

// reports chooses whose reports give a direction in a year, and which economies they
// cover for the whole of it: what a publisher reconciled, else each economy's own, else
// those of its partners.
func (b *basis) reports(year int, d trade.Direction) (trade.Reporter, []trade.Economy, error) {
	if economies := whole(b.records, year, d); len(economies) > 0 {
		reporter := own(d)
		if slices.Contains(reporters(b.records), trade.Reconciled) {
			reporter = trade.Reconciled
		}
		return reporter, economies, nil
	}
	other := opposite(d)
	if len(whole(b.records, year, other)) == 0 {
		return "", nil, trade.Errorf(trade.NoData, "%s does not cover %d as a whole", b.dataset, year).
			WithHint("see `oborot datasets` for what is loaded")
	}
	b.note(trade.Name{English: "%s holds no such reports of the economies themselves: their %s in %d are those that their partners report.",
		Russian: "В наборе %s нет собственных отчётов экономик: %s за %d год — по отчётам их партнёров."}, b.dataset, b.direction(d), year)
	var named []trade.Economy
	for _, r := range b.records {
		if covered(r.Periods, year) != 0 && !r.TotalsOnly {
			named = append(named, side(r, d)...)
		}
	}
	slices.Sort(named)
	named = slices.DeleteFunc(slices.Compact(named), func(e trade.Economy) bool { return !counts(e) })
	return own(other), named, nil
}

// reportingPartners lists, sorted, the partners whose reports of the whole of a year give a
// direction; none where the economies report it themselves.
func (b *basis) reportingPartners(year int, d trade.Direction) []trade.Economy {
	if len(whole(b.records, year, d)) > 0 {
		return nil
	}
	return whole(b.records, year, opposite(d))
}

func (b *basis) direction(d trade.Direction) string {
	names := map[trade.Direction]trade.Name{
		trade.Exports: {English: "exports", Russian: "экспорт"}, trade.Imports: {English: "imports", Russian: "импорт"},
	}
	return names[d].In(b.args.Language)
}

func reporters(records []trade.Coverage) []trade.Reporter {
	var all []trade.Reporter
	for _, r := range records {
		if !slices.Contains(all, r.Reporter) {
			all = append(all, r.Reporter)
		}
	}
	return all
}

// isGood tells whether a code is a good of the level. Chapters 98 and 99 hold what is
// not specified or has no place in the nomenclature.
func (b *basis) isGood(code string) bool {
	if len(code) != b.digits || trade.Product(code).Hidden() {
		return false
	}
	return !b.nomenclature.Harmonised() || code[:2] < "98"
}

// sayOmitted notes what a panel leaves out.
func (b *basis) sayOmitted(p *panel) {
	whole := p.total() + p.notCounted.thousandths + p.elsewhere.thousandths
	if o := p.notCounted; o.thousandths > 0 {
		b.note(trade.Name{English: "%d: codes that are hidden, not specified or of another level are left out: %d, %s of the value.",
			Russian: "%d: не учтены скрытые, неуточнённые коды и коды другого уровня: %d, %s стоимости."}, p.Year, len(o.codes),
			b.percent(o.thousandths, whole))
	}
	if o := p.elsewhere; o.thousandths > 0 {
		b.note(trade.Name{English: "%d: codes that are no economy, or report a part of the year, are left out: %s, %s of the value.",
			Russian: "%d: не учтены коды, не являющиеся экономиками или отчитавшиеся за часть года: %s, %s стоимости."},
			p.Year, fewOf(o.codes), b.percent(o.thousandths, whole))
	}
}

// toldCodes is how many codes a note names.
const toldCodes = 8

// fewOf names the first codes of a list.
func fewOf(codes []string) string {
	if len(codes) <= toldCodes {
		return strings.Join(codes, ", ")
	}
	return strings.Join(codes[:toldCodes], ", ") + " +" + strconv.Itoa(len(codes)-toldCodes)
}

// percent writes a share for people.
func (b *basis) percent(part, whole int64) string {
	if whole == 0 {
		return "0%"
	}
	text := strconv.FormatFloat(100*float64(part)/float64(whole), 'f', 1, 64)
	if text == "0.0" && part != 0 {
		return b.say(trade.Name{English: "under 0.1%%", Russian: "менее 0,1 %%"})
	}
	if b.args.Language == trade.Russian {
		return strings.Replace(text, ".", ",", 1) + "\u00a0%"
	}
	return text + "%"
}
