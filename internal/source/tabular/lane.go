package tabular

import (
	"context"
	"fmt"
	"math"
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
	names   []string      // of the files
	tables  *[]string     // names of all tables read so far
	batch   trade.Batch   // nil before anything was handed over
	waiting []refused     // not handed over yet
	read    []trade.Tally // for each file
	years   map[int]*laneYear
	seen    sightings
	summing summing // where the import sums repeats
	blocks  int     // begun so far
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

// take stores the rows of a parcel that are not repeats and returns how many it
// took.
func (l *lane) take(p *parcel, d *dictionary, at spot) (int, error) {
	if err := l.check(d, p.rows(), at.file); err != nil {
		return 0, err
	}
	y := l.years[p.year]
	if y == nil {
		y = &laneYear{number: l.blocks}
		l.years[p.year] = y
		l.blocks++
	}
	kept, stay := make([]bool, p.rows()), make([]int, 0, p.rows())
	read := &l.read[at.file]
	for row := range kept {
		value := orZero(p.value[row])
		if sum := read.Value; value > 0 && sum > mostValue-value || value < 0 && sum < -mostValue-value {
			return 0, tooLarge(l.names[at.file], int(p.line[row]))
		}
		read.Add(value)
		if kept[row] = !l.repeat(p, row, at, y, stay); kept[row] {
			stay = append(stay, row)
		}
	}
	if len(stay) < p.rows() {
		p.keep(kept)
	}
	if have := y.rows(); have < manyRows && have+p.rows() >= manyRows {
		y.reserve(blockRows - have)
	}
	y.append(&p.columns)
	return p.rows(), nil
}

// check refuses more words, and more rows, than keys have room for.
func (l *lane) check(d *dictionary, rows, file int) error {
	if d.count(exporter) > mostEconomies || d.count(importer) > mostEconomies || d.count(flow) > mostKinds || d.count(reporter) > mostKinds {
		return trade.Errorf(trade.BadInput, "the file names more than %d economies or %d kinds of flow", mostEconomies, mostKinds).
			At(l.names[file], 0).WithHint("look at the columns of exporter, importer and flow; they may hold something else")
	}
	if len(l.seen.keys)+rows > math.MaxUint32 {
		return trade.Errorf(trade.BadInput, "there are more than four billion rows of one dataset").At(l.names[file], 0).
			WithHint("import fewer files at once")
	}
	return nil
}

func tooLarge(file string, line int) error {
	return trade.Errorf(trade.BadInput, "the values add up to more than four quadrillion, more than can be held").At(file, line).
		WithHint("check the unit of the values")
}

// repeat judges a row by the rows before it, of which those of the parcel that stay
// are named. It is true when the row is not stored by itself.
func (l *lane) repeat(p *parcel, row int, at spot, y *laneYear, stay []int) bool {
	k, print := p.keyOf(row, p.year), p.fingerprint(row)
	number, first := l.seen.meet(k, sighting{print, uint32(at.table), p.line[row]})
	sums := l.im.Repeats == trade.SumRepeats
	if first == nil {
		if sums {
			l.summing.places = append(l.summing.places, placed(y.number, y.rows()+len(stay)))
		}
		return false
	}
	same := first.fingerprint == print
	if sums {
		if int(first.table) == at.table {
			return l.addTo(part{number, k, print, row, stay}, p, at, y)
		}
		same = same || slices.Contains(l.summing.parts[k], print)
	}
	r := trade.Rejection{Line: int(p.line[row]), Value: orZero(p.value[row])}
	if same {
		r.Format, r.Reason = duplicate, "the row is there already"
	} else {
		where := fmt.Sprintf("line %d", first.line)
		if int(first.table) != at.table {
			where = fmt.Sprintf("line %d of %s", first.line, (*l.tables)[first.table])
		}
		r.Reason = at.member + where + " has other figures for the same flow"
		r.Text = l.describe(p, row)
	}
	l.setAside(at.file, r)
	return true
}

// describe says which flow a row is about, in codes.
func (l *lane) describe(p *parcel, row int) string {
	return fmt.Sprintf("%d-%02d, value %s", p.year, p.month[row], trade.FormatThousandths(orZero(p.value[row])))
}

// refuse accounts a row that is not stored.
func (l *lane) refuse(file int, r trade.Rejection) {
	l.read[file].Add(r.Value)
	l.setAside(file, r)
}

func (l *lane) setAside(file int, r trade.Rejection) { l.waiting = append(l.waiting, refused{file, r}) }

// detach takes the rows of a year out of the lane and returns how to hand them
// over. The lane has a batch.
func (l *lane) detach(ctx context.Context, d *dictionary, year, file int) func() error {
	y := l.years[year]
	delete(l.years, year)
	return func() error {
		b := y.block(d, year, l.im.Nomenclature)
		b.Distinct = !y.shared
		return l.batch.Copy(ctx, file, b)
	}
}
