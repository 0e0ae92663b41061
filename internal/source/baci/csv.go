package baci

import (
	"bufio"
	"cmp"
	"context"
	"fmt"
	"path"
	"runtime"
	"slices"

	"github.com/oborot/oborot/trade"
)

// manyRows is how many rows of a file are held before the years that seem to be
// over are handed on. A file of one year never comes near: the largest have some
// 12 million rows.
const manyRows = 16 << 20

// csvReader takes one CSV file to the batch, year by year.
type csvReader struct {
	*reader
	stream  *stream
	before  trade.Tally // of the same given file, in other members
	blocks  []*block
	held    int // good rows in blocks
	sum     trade.Tally
	over    map[int]bool // years handed on while reading
	repeats []repeat
}

func (c *csvReader) read(ctx context.Context) error {
	input, closeInput, err := c.stream.open()
	if err != nil {
		return err
	}
	judge := c.rules
	judge.year, judge.where = c.stream.year, c.stream.where
	err = judge.parse(ctx, input, 2, func(b *block) error { return c.take(ctx, b) })
	if err = cmp.Or(err, closeInput()); err != nil {
		return err
	}
	if c.sum.Rows == 0 {
		return trade.Errorf(trade.BadInput, "the file holds no rows, only the header").At(c.stream.where, 1).
			WithHint("download it again")
	}
	for _, year := range c.years() {
		if err := c.handOn(ctx, year); err != nil {
			return err
		}
	}
	return c.setAsideRepeats()
}

// take keeps the good rows of a block and sets aside the others.
func (c *csvReader) take(ctx context.Context, b *block) error {
	for _, rejection := range b.rejected {
		if err := c.setAside(rejection); err != nil {
			return err
		}
	}
	b.rejected = nil
	if c.sum = c.sum.Plus(b.read); c.sum.Value > maxTotal {
		return totalTooLarge(c.stream.where)
	}
	for i := range b.runs {
		if year := int(b.runs[i].year); c.over[year] {
			return trade.Errorf(trade.BadInput, "rows of %d come again after rows of later years", year).
				At(c.stream.where, b.lineOf(int(b.runs[i].start))).
				WithHint("sort the file by its first column, or cut it into one file for each year")
		}
		b.runs[i].block = int32(len(c.blocks))
	}
	c.seen.join(&b.seen)
	c.blocks, c.held = append(c.blocks, b), c.held+len(b.product)
	c.step(c.stream, c.before.Rows+c.sum.Rows)
	if c.held > c.most {
		return c.handOnEarlier(ctx, b)
	}
	return nil
}

// handOnEarlier hands on the years before those of the last block, so that the
// memory for a file of many years does not grow with it.
func (c *csvReader) handOnEarlier(ctx context.Context, last *block) error {
	if len(last.runs) == 0 {
		return nil
	}
	current := slices.MinFunc(last.runs, func(a, b run) int { return int(a.year) - int(b.year) }).year
	for _, year := range c.years() {
		if year >= int(current) {
			break
		}
		if err := c.handOn(ctx, year); err != nil {
			return err
		}
		if c.over == nil {
			c.over = map[int]bool{}
		}
		c.over[year] = true
	}
	return nil
}

// years returns the years of the rows held, in order.
func (c *csvReader) years() []int {
	var years []int
	for _, b := range c.blocks {
		for _, r := range b.runs {
			if len(years) == 0 || years[len(years)-1] != int(r.year) {
				years = append(years, int(r.year))
			}
		}
	}
	slices.Sort(years)
	return slices.Compact(years)
}

// handOn copies the rows of one year to the batch and forgets them. What was
// parsed is collected before the batch writes, so that it does not add to the
// memory that writing takes.
func (c *csvReader) handOn(ctx context.Context, year int) error {
	bulk := c.assemble(year)
	runtime.GC()
	return c.batch.Copy(ctx, c.stream.index, bulk)
}

// assemble takes the rows of one year out of the blocks.
func (c *csvReader) assemble(year int) *trade.Bulk {
	y := arrange(c.blocks, c.cutRuns(year))
	bulk := y.bulk(year, c.common(), c.rules.economy)
	c.repeats = append(c.repeats, y.repeats...)
	for i, b := range c.blocks {
		if b != nil && len(b.runs) == 0 {
			c.held -= len(b.product)
			c.blocks[i] = &block{}
		}
	}
	return bulk
}

// cutRuns takes the runs of a year out of the blocks.
func (c *csvReader) cutRuns(year int) []run {
	count := 0
	for _, b := range c.blocks {
		count += len(b.runs)
	}
	runs := make([]run, 0, count)
	for _, b := range c.blocks {
		rest := b.runs[:0]
		for _, r := range b.runs {
			if int(r.year) == year {
				runs = append(runs, r)
			} else {
				rest = append(rest, r)
			}
		}
		b.runs = rest
	}
	return runs
}

// common is what all rows of BACI share.
func (c *csvReader) common() trade.Observation {
	return trade.Observation{
		Nomenclature: c.load.im.Nomenclature, Flow: trade.General, Reporter: trade.Reconciled,
		Valuation: trade.FOB, Currency: "USD", Quantity: trade.Absent(trade.Missing),
	}
}

// setAside adds the name of the CSV file where the line number alone is not
// enough: in a zip.
func (c *csvReader) setAside(r trade.Rejection) error {
	if c.stream.member != "" {
		r.Reason += " (in " + path.Base(c.stream.member) + ")"
	}
	return c.batch.SetAside(c.stream.index, r)
}

// setAsideRepeats reads the file again for the text of repeated rows, which are
// rare, instead of keeping the text of all.
func (c *csvReader) setAsideRepeats() error {
	if len(c.repeats) == 0 {
		return nil
	}
	slices.SortFunc(c.repeats, func(a, b repeat) int { return a.line - b.line })
	defer c.stream.done.Store(c.stream.done.Load())
	input, closeInput, err := c.stream.open()
	if err != nil {
		return err
	}
	lines := bufio.NewScanner(input)
	lines.Buffer(make([]byte, 64<<10), maxLine+2)
	at := 0
	for line := 2; at < len(c.repeats) && lines.Scan(); line++ {
		if c.repeats[at].line != line {
			continue
		}
		r := c.repeats[at]
		wrong := fault{"", fmt.Sprintf("the year, pair and product are those of line %d", r.first), r.value}
		if err := c.setAside(wrong.rejection(line, lines.Bytes())); err != nil {
			return cmp.Or(err, closeInput())
		}
		at++
	}
	return cmp.Or(lines.Err(), closeInput())
}
