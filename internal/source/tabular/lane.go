package tabular

import (
	"context"
	"fmt"
	"slices"

	"github.com/oborot/oborot/trade"
)

const (
	// blockRows is how many rows of all series are held before the largest year among
	// them is handed over.
	blockRows = 1_000_000
	// manyRows of one year promise a whole block of it.
	manyRows = 300_000
	// mostValue keeps sums of thousandths far from overflow.
	mostValue = 4_000_000_000_000_000_000
)

// lane takes the rows of one series to its batch.
type lane struct {
	im      trade.Import
	words   *dictionary
	names   []string      // of the files
	tables  *[]string     // names of all tables read so far
	batch   trade.Batch   // nil before anything was handed over
	waiting []refused     // not handed over yet
	read    []trade.Tally // for each file
	years   map[int]*laneYear
	seen    sightings
	summing summing // where the import sums repeats
	begun   int     // blocks so far
	blocks  *blocks // memory of the blocks that are handed over
}

// refused is a row that is not stored, with the index of its file.
type refused struct {
	file int
	trade.Rejection
}

// laneYear is what is not handed over yet of one year.
type laneYear struct {
	columns
	number int  // of the block
	shared bool // a row has the key of another one
}

// Names of rows that tabular leaves out: those that are there already, and those
// that were added to another.
const (
	duplicate = "duplicate"
	summed    = "summed"
)

// take stores the rows of a parcel that are not repeats and returns how many of
// them there are.
func (l *lane) take(p *parcel, at spot) (int, error) {
	if err := l.check(l.words, len(p.rows), at.file); err != nil {
		return 0, err
	}
	y := l.year(p.year)
	from := y.rows()
	if from < manyRows && from+len(p.rows) >= manyRows {
		y.reserve(blockRows + len(p.rows))
	}
	y.resize(from + len(p.rows))
	l.seen.ahead(p.rows)
	read, to := &l.read[at.file], from
	for i := range p.rows {
		o := &p.rows[i]
		value := orZero(o.value)
		if sum := read.Value; value > 0 && sum > mostValue-value || value < 0 && sum < -mostValue-value {
			return 0, tooLarge(l.names[at.file], int(o.line))
		}
		read.Add(value)
		first := l.seen.meet(o.key, o.hash, sighting{o.print, uint32(at.table), o.line, placed(y.number, to)})
		if first != nil && l.repeat(o, first, at, y) {
			continue
		}
		y.set(to, o)
		to++
	}
	y.resize(to)
	return to - from, nil
}

func (l *lane) year(year int) *laneYear {
	y := l.years[year]
	if y == nil {
		y = &laneYear{columns: l.blocks.get(), number: l.begun}
		l.years[year] = y
		l.begun++
	}
	return y
}

// check refuses more words, and more rows, than keys have room for.
func (l *lane) check(d *dictionary, rows, file int) error {
	if d.count(exporter) > mostEconomies || d.count(importer) > mostEconomies || len(d.listedKinds()) > mostKinds {
		return trade.Errorf(trade.BadInput, "the file names more than %d economies, or more than %d combinations of month, flow, reporter, currency and unit", mostEconomies, mostKinds).
			At(l.names[file], 0).WithHint("look at these columns; one of them may hold something else")
	}
	if l.seen.full(rows) {
		return trade.Errorf(trade.BadInput, "there are more than four billion rows of one dataset").At(l.names[file], 0).
			WithHint("import fewer files at once")
	}
	return nil
}

func tooLarge(file string, line int) error {
	return trade.Errorf(trade.BadInput, "the values add up to more than four quadrillion, more than can be held").At(file, line).
		WithHint("check the unit of the values")
}

// repeat judges a row whose key was met before. It is true when the row is not
// stored by itself.
func (l *lane) repeat(o *observed, first *sighting, at spot, y *laneYear) bool {
	same := first.fingerprint == o.print
	if l.im.Repeats == trade.SumRepeats {
		if int(first.table) == at.table {
			return l.addTo(first, o, at, y)
		}
		same = same || slices.Contains(l.summing.parts[o.key], o.print)
	}
	r := trade.Rejection{Line: int(o.line), Value: orZero(o.value)}
	if same {
		r.Format, r.Reason = duplicate, "the row is there already"
	} else {
		where := fmt.Sprintf("line %d", first.line)
		if int(first.table) != at.table {
			where = fmt.Sprintf("line %d of %s", first.line, (*l.tables)[first.table])
		}
		r.Reason = at.member + where + " has other figures for the same flow"
		r.Text = l.describe(o)
	}
	l.setAside(at.file, r)
	return true
}

// describe says which flow a row is about, in codes.
func (l *lane) describe(o *observed) string {
	return fmt.Sprintf("%d-%02d, value %s", o.year(), l.words.listedKinds()[o.kind].month, trade.FormatThousandths(orZero(o.value)))
}

// refuse accounts a row that is not stored.
func (l *lane) refuse(file int, r trade.Rejection) {
	l.read[file].Add(r.Value)
	l.setAside(file, r)
}

func (l *lane) setAside(file int, r trade.Rejection) { l.waiting = append(l.waiting, refused{file, r}) }

// detach takes the rows of a year out of the lane and returns how to hand them
// over. The lane has a batch.
func (l *lane) detach(ctx context.Context, year, file int) func() error {
	y := l.years[year]
	delete(l.years, year)
	return func() error {
		b := y.block(l.words, year, l.im.Nomenclature)
		b.Distinct = !y.shared
		err := l.batch.Copy(ctx, file, b)
		l.blocks.put(y.columns)
		return err
	}
}
