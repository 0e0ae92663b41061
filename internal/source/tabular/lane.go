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
	blockRows = 2_000_000
	// mostValue keeps sums of thousandths far from overflow.
	mostValue = 4_000_000_000_000_000_000
)

// lane takes the rows of one series to its batch.
type lane struct {
	im      trade.Import
	batch   trade.Batch   // nil before anything was handed over
	waiting []refused     // before there is a batch
	read    []trade.Tally // for each file
	years   map[int]*laneYear
	seen    sightings
	parts   map[key][]uint64 // fingerprints of further rows of one key and file, where they are summed
}

// refused is a row that is not stored, with the index of its file.
type refused struct {
	file int
	trade.Rejection
}

// laneYear is what is not handed over yet of one year.
type laneYear struct {
	columns
	shared bool // a row has the key of another one
}

// Names of rows that tabular leaves out.
const duplicate = "duplicate"

// take stores the rows of a parcel that are not repeats and returns how many it
// took.
func (l *lane) take(p *parcel, d *dictionary, file int) (int, error) {
	if len(d.listed(exporter)) > mostEconomies || len(d.listed(importer)) > mostEconomies ||
		len(d.listed(flow)) > mostKinds || len(d.listed(reporter)) > mostKinds {
		return 0, trade.Errorf(trade.Internal, "the file names more economies or kinds of flow than there can be")
	}
	y := l.years[p.year]
	if y == nil {
		y = &laneYear{}
		l.years[p.year] = y
	}
	kept, all := make([]bool, p.rows()), true
	for row := range kept {
		l.read[file].Add(orZero(p.value[row]))
		repeat, err := l.repeat(p, row, file, y)
		if err != nil {
			return 0, err
		}
		kept[row] = !repeat
		all = all && !repeat
	}
	if l.read[file].Value > mostValue || l.read[file].Value < -mostValue {
		return 0, tooLarge(l.im.Files[file].Name)
	}
	if !all {
		p.keep(kept)
	}
	y.append(&p.columns)
	return p.rows(), nil
}

func tooLarge(file string) error {
	return trade.Errorf(trade.BadInput, "the values add up to more than four quadrillion, more than can be held").At(file, 0).
		WithHint("check the unit of the values")
}

// repeat judges a row by the rows before it. It sets it aside when it is a repeat
// that is not stored.
func (l *lane) repeat(p *parcel, row, file int, y *laneYear) (bool, error) {
	k, print := p.keyOf(row, p.year), p.fingerprint(row)
	first := l.seen.meet(k, sighting{print, uint32(file), p.line[row]})
	if first == nil {
		return false, nil
	}
	same := first.fingerprint == print
	if l.im.Repeats == trade.SumRepeats {
		if int(first.file) == file {
			if l.parts == nil {
				l.parts = map[key][]uint64{}
			}
			l.parts[k] = append(l.parts[k], print)
			y.shared = true
			return false, nil
		}
		same = same || slices.Contains(l.parts[k], print)
	}
	r := trade.Rejection{Line: int(p.line[row]), Value: orZero(p.value[row])}
	if same {
		r.Format, r.Reason = duplicate, "the row is there already"
	} else {
		where := fmt.Sprintf("line %d", first.line)
		if int(first.file) != file {
			where = fmt.Sprintf("line %d of %s", first.line, l.im.Files[first.file].Name)
		}
		r.Reason = where + " has other figures for the same flow"
		r.Text = l.describe(p, row)
	}
	return true, l.setAside(file, r)
}

// describe says which flow a row is about, in codes.
func (l *lane) describe(p *parcel, row int) string {
	return fmt.Sprintf("%d-%02d, value %s", p.year, p.month[row], trade.FormatThousandths(orZero(p.value[row])))
}

// refuse accounts a row that is not stored.
func (l *lane) refuse(file int, r trade.Rejection) error {
	l.read[file].Add(r.Value)
	return l.setAside(file, r)
}

func (l *lane) setAside(file int, r trade.Rejection) error {
	if l.batch == nil {
		l.waiting = append(l.waiting, refused{file, r})
		return nil
	}
	return l.batch.SetAside(file, r)
}

// flush hands the rows of a year over. The lane has a batch.
func (l *lane) flush(ctx context.Context, d *dictionary, year, file int) error {
	y := l.years[year]
	if y == nil || y.rows() == 0 {
		return nil
	}
	b := y.block(d, year, l.im.Nomenclature)
	b.Distinct = !y.shared
	*y = laneYear{}
	return l.batch.Copy(ctx, file, b)
}
