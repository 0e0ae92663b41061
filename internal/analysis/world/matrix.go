package world

import (
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/oborot/oborot/trade"
)

// Matrix is exports of economies by products and years under any labels, from a file
// rather than the lake.
type Matrix struct {
	file  string
	only  string        // the economy that is asked for; empty for all
	years []*matrixYear // by label
}

// matrixYear is one year of a matrix, a cell for each line of the file.
type matrixYear struct {
	label               string
	economies, products labels
	cells               []matrixCell
}

type matrixCell struct {
	economy, product int32
	line             int32
	value            decimal
}

// labels numbers words in the order in which they come.
type labels struct {
	words []string
	index map[string]int32
}

func (l *labels) of(word string) int32 {
	if l.index == nil {
		l.index = map[string]int32{}
	}
	i, known := l.index[word]
	if !known {
		i = int32(len(l.words))
		word = strings.Clone(word)
		l.index[word], l.words = i, append(l.words, word)
	}
	return i
}

// matrixColumns are the columns of a matrix file.
var matrixColumns = []string{"year", "loc", "prod", "val"}

const matrixHint = "write a csv with the header year,loc,prod,val, one line for each year, economy and product, and plain numbers from 0"

// ReadMatrix reads a csv with the columns year, loc, prod and val in any order; further
// columns are passed over. A key that stands twice, and a value that is negative or no
// number, are errors that name the file, the line and the key.
func ReadMatrix(file string, r io.Reader) (*Matrix, error) {
	records := csv.NewReader(r)
	records.ReuseRecord, records.FieldsPerRecord = true, 0
	header, err := records.Read()
	if errors.Is(err, io.EOF) {
		return nil, matrixError(file, 1, "the file is empty")
	}
	if err != nil {
		return nil, matrixError(file, lineOf(err), "the line is no csv: %v", err)
	}
	at, err := matrixHeader(file, header)
	if err != nil {
		return nil, err
	}
	m, years := &Matrix{file: file}, map[string]*matrixYear{}
	for {
		record, err := records.Read()
		if errors.Is(err, io.EOF) {
			return m, m.settle()
		}
		if err != nil {
			return nil, matrixError(file, lineOf(err), "the line is no csv: %v", err)
		}
		line, _ := records.FieldPos(0)
		if err := m.add(years, record, at, line); err != nil {
			return nil, err
		}
	}
}

// Only narrows what is shown, not what is measured, to one economy: its lines in the files of
// economies and pairs, and its rows. A label that the file does not have is an error.
func (m *Matrix) Only(economy string) error {
	var known []string
	for _, y := range m.years {
		if slices.Contains(y.economies.words, economy) {
			m.only = economy
			return nil
		}
		known = append(known, y.economies.words...)
	}
	slices.Sort(known)
	return trade.Errorf(trade.Usage, "there is no economy %q", economy).At(m.file, 0).
		WithHint("labels are taken as they are written; the file has %s", fewOf(slices.Compact(known)))
}

// matrixHeader finds the columns.
func matrixHeader(file string, header []string) (at [4]int, err error) {
	var names []string
	for _, h := range header {
		names = append(names, strings.ToLower(strings.Trim(h, "\ufeff ")))
	}
	for i, name := range matrixColumns {
		if at[i] = slices.Index(names, name); at[i] < 0 {
			return at, matrixError(file, 1, "there is no column %s", name)
		}
		if slices.Contains(names[at[i]+1:], name) {
			return at, matrixError(file, 1, "the column %s stands twice", name)
		}
	}
	return at, nil
}

// add enters a line.
func (m *Matrix) add(years map[string]*matrixYear, record []string, at [4]int, line int) error {
	var words [4]string
	for i, column := range at {
		if words[i] = strings.TrimSpace(record[column]); words[i] == "" {
			return matrixError(m.file, line, "%s is empty", matrixColumns[i])
		}
		if !utf8.ValidString(words[i]) {
			return matrixError(m.file, line, "%s is %q, which is not UTF-8", matrixColumns[i], words[i]).WithHint("save the file as UTF-8")
		}
	}
	value, fault := parseDecimal(words[3])
	if fault != "" {
		return matrixError(m.file, line, "the value %q of %s, %s, %s %s", words[3], words[0], words[1], words[2], fault)
	}
	y := years[words[0]]
	if y == nil {
		y = &matrixYear{label: strings.Clone(words[0])}
		years[y.label], m.years = y, append(m.years, y)
	}
	y.cells = append(y.cells, matrixCell{y.economies.of(words[1]), y.products.of(words[2]), int32(line), value})
	return nil
}

// mostCells is the largest number of pairs of economies and products of a year that are
// measured.
const mostCells = 20_000_000

// settle orders the years and checks that there is something to measure.
func (m *Matrix) settle() error {
	if len(m.years) == 0 {
		return matrixError(m.file, 1, "the file has a header and nothing else")
	}
	slices.SortFunc(m.years, func(a, b *matrixYear) int { return strings.Compare(a.label, b.label) })
	for _, y := range m.years {
		if n := len(y.economies.words) * len(y.products.words); n > mostCells {
			return matrixError(m.file, 0, "%s has %d economies and %d products: over %d pairs",
				y.label, len(y.economies.words), len(y.products.words), mostCells).WithHint("use a coarser level of goods, or fewer economies")
		}
		if err := m.checkTwice(y); err != nil {
			return err
		}
	}
	return nil
}

// checkTwice refuses a key that stands twice.
func (m *Matrix) checkTwice(y *matrixYear) error {
	lines := make([]int32, len(y.economies.words)*len(y.products.words))
	for _, c := range y.cells {
		first := &lines[int(c.economy)*len(y.products.words)+int(c.product)]
		if *first > 0 {
			return matrixError(m.file, int(c.line), "%s, %s, %s stands twice, first in line %d",
				y.label, y.economies.words[c.economy], y.products.words[c.product], *first).WithHint("add the two values up, or remove one")
		}
		*first = c.line
	}
	return nil
}

// sorted returns the year as a table of whole numbers, economies and products by label,
// and what of the values was not kept.
func (y *matrixYear) sorted() (economies, products []string, numbers []int64, fate rounded) {
	economies, rows := inOrder(y.economies.words)
	products, columns := inOrder(y.products.words)
	values := make([]decimal, len(y.cells))
	for i, c := range y.cells {
		values[i] = c.value
	}
	whole, fate := wholeNumbers(values)
	numbers = make([]int64, len(economies)*len(products))
	for i, c := range y.cells {
		numbers[rows[c.economy]*len(products)+columns[c.product]] = whole[i]
	}
	return economies, products, numbers, fate
}

// inOrder sorts words, with the place of each.
func inOrder(words []string) (sorted []string, place []int) {
	sorted = slices.Clone(words)
	slices.Sort(sorted)
	place = make([]int, len(words))
	for i, w := range words {
		place[i], _ = slices.BinarySearch(sorted, w)
	}
	return sorted, place
}

func matrixError(file string, line int, format string, args ...any) *trade.Error {
	return trade.Errorf(trade.BadInput, format, args...).At(file, line).WithHint(matrixHint)
}
