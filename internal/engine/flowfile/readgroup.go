package flowfile

import (
	"encoding/binary"
	"fmt"
	"slices"

	"github.com/apache/arrow-go/v18/parquet"
	"github.com/oborot/oborot/internal/cube"
	"github.com/oborot/oborot/trade"
)

// worker reads one group of rows after the other, with the same memory.
type worker struct {
	*reading
	filters []filter
	drops   bool     // rows of the group at hand are left out, or have no value
	keep    []bool   // of each row
	codes   []uint16 // of each row, in a column that only decides about rows
	months  []uint16
	levels  []uint16 // of each row: 1 where there is a value
	index   []uint16 // of each value, in a dictionary
}

// filter says which rows a column keeps: those whose word passes. Whole numbers are
// words of four bytes.
type filter struct {
	column string
	words  func(body []byte, count int, each func(word []byte) error) error
	passes func(word []byte) bool
}

func newWorker(r *reading) *worker {
	w := &worker{reading: r}
	q := r.query
	year, total := uint32(q.Period.First.Year()), uint32(trade.FlagTotal)
	w.filters = []filter{
		texts("dataset", q.Scope.Dataset), texts("flow", string(trade.General)),
		{"year", eachNumber, func(n []byte) bool { return binary.LittleEndian.Uint32(n) == year }},
		{"flags", eachNumber, func(n []byte) bool { return binary.LittleEndian.Uint32(n)&total == 0 }},
	}
	if q.Reporter != "" {
		w.filters = append(w.filters, texts("reporter", string(q.Reporter)))
	}
	if q.Nomenclature != "" {
		w.filters = append(w.filters, texts("nomenclature", string(q.Nomenclature)))
	}
	return w
}

func texts(column, want string) filter {
	return filter{column, eachText, func(word []byte) bool { return string(word) == want }}
}

// verdicts are the codes of a filter: 1 for a word that passes.
func (f filter) verdicts(body []byte, count int) ([]uint16, error) {
	var codes []uint16
	err := f.words(body, count, func(word []byte) error {
		codes = append(codes, 0)
		if f.passes(word) {
			codes[len(codes)-1] = 1
		}
		return nil
	})
	return codes, err
}

// read reads the rows of a part that the query keeps.
func (w *worker) read(p *rowGroup) (err error) {
	defer noPanic(&err)
	w.prepare(p.rows)
	for _, f := range w.filters {
		if err := w.filter(p, f); err != nil {
			return err
		}
	}
	if err := w.filterMonths(p); err != nil {
		return err
	}
	f, end := w.into, p.first+p.rows
	for _, c := range w.codeColumns() {
		if err := w.readCodes(p, c.name, c.list.number, (*c.to)[p.first:end]); err != nil {
			return err
		}
	}
	if err := w.readAmounts(p, "value_usd", f.ValueUSD[p.first:end]); err != nil {
		return err
	}
	w.drop(p)
	return nil
}

// prepare makes room for so many rows, all of which are kept so far.
func (w *worker) prepare(rows int) {
	if len(w.keep) < rows {
		w.keep = make([]bool, rows)
		w.codes, w.months = make([]uint16, rows), make([]uint16, rows)
		w.levels, w.index = make([]uint16, rows), make([]uint16, rows)
	}
	w.drops = false
	for row := range w.keep[:rows] {
		w.keep[row] = true
	}
}

func (w *worker) filter(p *rowGroup, f filter) error {
	codes := w.codes[:p.rows]
	if err := w.readCodes(p, f.column, f.verdicts, codes); err != nil {
		return err
	}
	for row, passes := range codes {
		if passes == 0 {
			w.keep[row], w.drops = false, true
		}
	}
	return nil
}

// filterMonths keeps the rows that lie wholly inside the period. Every row of the year
// lies inside a whole year.
func (w *worker) filterMonths(p *rowGroup) error {
	if w.query.Period.IsYear() {
		return nil
	}
	first, length := w.codes[:p.rows], w.months[:p.rows]
	if err := w.readCodes(p, "month", smallNumbers, first); err != nil {
		return err
	}
	if err := w.readCodes(p, "months", smallNumbers, length); err != nil {
		return err
	}
	from, to := w.query.Period.First.Month(), w.query.Period.Last().Month()
	for row := range first {
		if int(first[row]) < from || int(first[row])+int(length[row])-1 > to {
			w.keep[row], w.drops = false, true
		}
	}
	return nil
}

// smallNumbers are the codes of numbers that fit 16 bits: the numbers themselves.
func smallNumbers(body []byte, count int) ([]uint16, error) {
	var codes []uint16
	err := eachNumber(body, count, func(word []byte) error {
		codes = append(codes, binary.LittleEndian.Uint16(word))
		return nil
	})
	return codes, err
}

// drop moves the rows of a part that are kept and have a value to its front.
func (w *worker) drop(p *rowGroup) {
	if p.kept = p.rows; !w.drops {
		return
	}
	f, at, columns := w.into, p.first, w.codeColumns()
	for row := p.first; row < p.first+p.rows; row++ {
		switch {
		case !w.keep[row-p.first]:
		case f.ValueUSD[row] == trade.Null:
			p.unknown++
		default:
			for _, c := range columns {
				(*c.to)[at] = (*c.to)[row]
			}
			f.ValueUSD[at] = f.ValueUSD[row]
			at++
		}
	}
	p.kept = at - p.first
}

// pages shows the pages of a column in order: the words of its dictionary, if it has
// one, then its data. Levels of data are those of an optional column.
func (p *rowGroup) pages(column string, show func(page page) error) error {
	place, err := p.place(column)
	if err != nil {
		return err
	}
	optional := p.group.MetaData().Schema.Column(place).MaxDefinitionLevel() > 0
	r, err := p.group.GetColumnPageReader(place)
	if err != nil {
		return fmt.Errorf("column %s: %w", column, err)
	}
	defer r.Close()
	left := p.rows
	for r.Next() {
		shown, err := newPage(r.Page(), optional)
		if err == nil && !shown.dictionary {
			if left -= shown.rows; left < 0 {
				err = fmt.Errorf("%d rows more than its group", -left)
			}
		}
		if err == nil {
			err = show(shown)
		}
		if err != nil {
			return fmt.Errorf("column %s: %w", column, err)
		}
	}
	if err := r.Err(); err != nil {
		return fmt.Errorf("column %s: %w", column, err)
	}
	if left > 0 {
		return fmt.Errorf("column %s: %d rows less than its group", column, left)
	}
	return nil
}

// place finds a column. One of another type than the table has would be read as other
// numbers, so it is an error.
func (p *rowGroup) place(column string) (int, error) {
	schema := p.group.MetaData().Schema
	place := schema.ColumnIndexByName(column)
	if place < 0 {
		return place, fmt.Errorf("there is no column %s", column)
	}
	c, want := schema.Column(place), parquet.Types.ByteArray
	switch i := slices.IndexFunc(flowColumns, func(s trade.SchemaColumn) bool { return s.Name == column }); flowColumns[i].Type {
	case trade.IntegerColumn:
		want = parquet.Types.Int32
	case trade.AmountColumn:
		want = parquet.Types.Int64
		if decimal, ok := c.LogicalType().(interface{ Scale() int32 }); !ok || decimal.Scale() != amountScale {
			// SQL over the file would not notice either.
			return place, trade.Errorf(trade.BadInput, "the column %s holds %v %v, not decimals of %d digits", column, c.PhysicalType(), c.LogicalType(), amountScale).
				At(p.path, 0).WithHint("oborot datasets remove DATASET, then import its release again")
		}
	}
	if c.PhysicalType() != want || c.MaxDefinitionLevel() > 1 || c.MaxRepetitionLevel() > 0 {
		return place, fmt.Errorf("column %s holds %v of levels %d and %d", column, c.PhysicalType(), c.MaxDefinitionLevel(), c.MaxRepetitionLevel())
	}
	return place, nil
}

// amountScale is the number of decimal digits of amounts.
const amountScale = 3

var flowColumns = trade.FlowColumns()

// readCodes reads a column in which every row has a word, as the codes of words.
func (w *worker) readCodes(p *rowGroup, column string, code func(body []byte, count int) ([]uint16, error), to []uint16) error {
	var dictionary []uint16
	return p.pages(column, func(page page) (err error) {
		if page.dictionary {
			dictionary, err = code(page.body, page.rows)
			return err
		}
		present, err := w.present(page)
		if err == nil && present < page.rows {
			err = fmt.Errorf("%d of %d rows have no word", page.rows-present, page.rows)
		}
		if err != nil {
			return err
		}
		here := to[:page.rows]
		to = to[page.rows:]
		if page.indexed {
			return readHybrid(here, page.body, dictionary)
		}
		codes, err := code(page.body, page.rows)
		copy(here, codes)
		return err
	})
}

// present reads the levels of a page and returns how many of its rows have a value.
func (w *worker) present(p page) (int, error) {
	if p.levels == nil {
		return p.rows, nil
	}
	levels := w.levels[:p.rows]
	if err := readPacked(levels, p.levels, 1, []uint16{0, 1}); err != nil {
		return 0, err
	}
	count := 0
	for _, l := range levels {
		count += int(l)
	}
	return count, nil
}

// readAmounts reads a column of thousandths, trade.Null where there is none.
func (w *worker) readAmounts(p *rowGroup, column string, to []int64) error {
	var dictionary []int64
	return p.pages(column, func(page page) error {
		if page.dictionary {
			if page.rows > cube.MostCodes {
				return fmt.Errorf("a dictionary of %d words", page.rows)
			}
			dictionary = make([]int64, page.rows)
			return readPlain(dictionary, page.body)
		}
		present, err := w.present(page)
		if err != nil {
			return err
		}
		here := to[:page.rows]
		to = to[page.rows:]
		if page.indexed {
			err = w.lookUp(here[:present], page.body, dictionary)
		} else {
			err = readPlain(here[:present], page.body)
		}
		if err == nil && present < page.rows {
			w.drops = true
			spread(here, w.levels[:page.rows], present)
		}
		return err
	})
}

// lookUp reads amounts that are places in a dictionary.
func (w *worker) lookUp(to []int64, body []byte, dictionary []int64) error {
	places := make([]uint16, len(dictionary))
	for i := range places {
		places[i] = uint16(i)
	}
	index := w.index[:len(to)]
	if err := readHybrid(index, body, places); err != nil {
		return err
	}
	for i, at := range index {
		to[i] = dictionary[at]
	}
	return nil
}

// spread moves the amounts at the front to the rows that have one, from the end.
func spread(amounts []int64, levels []uint16, present int) {
	for row := len(amounts) - 1; row >= 0; row-- {
		if levels[row] == 0 {
			amounts[row] = trade.Null
			continue
		}
		present--
		amounts[row] = amounts[present]
	}
}
