package lake

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/oborot/oborot/trade"
)

// ledger is the account book of one snapshot: every import of which something is
// still held. It is one file for each commit, named in the snapshot's summary, so
// that it is versioned with the data.
type ledger struct {
	Format  int         `json:"format"`
	ID      string      `json:"id"` // of the commit
	Program string      `json:"program"`
	Imports []entry     `json:"imports"` // in the order of their commits
	Years   []yearTotal `json:"years"`
	Lists   []listEntry `json:"lists,omitempty"` // by name
	// Sets are the sets of economies that coverage names by index, the codes
	// separated by blanks: the same sets come back every year.
	Sets []string `json:"sets"`
}

// yearTotal is what the table holds of one dataset-year, flows and totals
// together.
type yearTotal struct {
	Dataset string      `json:"dataset"`
	Year    int         `json:"year"`
	Held    trade.Tally `json:"held"`
}

// entry is one import.
type entry struct {
	ID           string             `json:"id"`
	Time         time.Time          `json:"time"`
	Program      string             `json:"program"`
	Origin       trade.Origin       `json:"origin"`
	Nomenclature trade.Nomenclature `json:"nomenclature"`
	Digits       int                `json:"digits"`
	Months       int                `json:"months"`
	Mode         trade.Mode         `json:"mode"`
	Repeats      trade.Repeats      `json:"repeats,omitempty"`
	AbsentIsZero bool               `json:"absent_is_zero,omitempty"`
	Regions      bool               `json:"regions,omitempty"`
	Enterprises  bool               `json:"enterprises,omitempty"`
	Files        []loadedFile       `json:"files"`
	Years        []heldYear         `json:"years"` // what of it is still held
	Quarantine   string             `json:"quarantine,omitempty"`
	fresh        bool               // of the commit under way
}

// loadedFile is the account of one file and the years of its rows. Beside names the
// other imports of the same commit that stored rows of the file, with their
// datasets.
type loadedFile struct {
	trade.FileAccount
	Years  []int             `json:"years"`
	Beside map[string]string `json:"beside,omitempty"`
}

// heldYear is one dataset-year that an import brought and that is still held.
type heldYear struct {
	Year     int             `json:"year"`
	Brought  trade.Tally     `json:"brought"`
	Replaced bool            `json:"replaced,omitempty"` // a later import has replaced some of its rows
	Coverage []codedCoverage `json:"coverage"`
	covers   []cover
}

// codedCoverage is a cover on disk: sets of economies by index into ledger.Sets.
type codedCoverage struct {
	Reporter   trade.Reporter `json:"reporter"`
	TotalsOnly bool           `json:"totals_only,omitempty"`
	Exporters  int            `json:"exporters"`
	Importers  int            `json:"importers"`
	Periods    []string       `json:"periods"`
}

// Entry is one import of which something is still held.
type Entry struct {
	ID      string // names its quarantine file too
	Time    time.Time
	Program string       // the version that imported it
	Import  trade.Import // without Tolerate
	Files   []trade.FileAccount
	Years   []int // that are still held, at least in part
}

func (e entry) view() Entry {
	v := Entry{ID: e.ID, Time: e.Time, Program: e.Program, Import: e.described()}
	for _, f := range e.Files {
		v.Files = append(v.Files, f.FileAccount)
	}
	for _, y := range e.Years {
		v.Years = append(v.Years, y.Year)
	}
	return v
}

func (e entry) described() trade.Import {
	return trade.Import{
		Origin: e.Origin, Nomenclature: e.Nomenclature, Digits: e.Digits, Months: e.Months, Mode: e.Mode, Repeats: e.Repeats,
		AbsentIsZero: e.AbsentIsZero, Regions: e.Regions, Enterprises: e.Enterprises,
	}
}

// next returns a copy that a new commit may change.
func (l *ledger) next(id, program string) *ledger {
	n := &ledger{Format: format, ID: id, Program: program}
	if l == nil {
		return n
	}
	n.Years, n.Lists = slices.Clone(l.Years), slices.Clone(l.Lists)
	for _, e := range l.Imports {
		e.Years = slices.Clone(e.Years)
		n.Imports = append(n.Imports, e)
	}
	return n
}

// drop takes a dataset-year away from every import, but for those of the commit
// under way if asked to keep them. Imports with nothing left are forgotten; older
// snapshots still name them.
func (l *ledger) drop(dataset string, year int, keepFresh bool) {
	for i := range l.Imports {
		if e := &l.Imports[i]; e.Origin.Dataset == dataset && !(keepFresh && e.fresh) {
			e.Years = slices.DeleteFunc(e.Years, func(y heldYear) bool { return y.Year == year })
		}
	}
	l.Imports = slices.DeleteFunc(l.Imports, func(e entry) bool { return len(e.Years) == 0 })
	l.Years = slices.DeleteFunc(l.Years, func(y yearTotal) bool { return y.Dataset == dataset && y.Year == year })
}

// markReplaced notes that rows of a dataset-year gave way to later ones, which
// share their nomenclature: it is part of the key.
func (l *ledger) markReplaced(dataset string, n trade.Nomenclature, year int) {
	for i := range l.Imports {
		if l.Imports[i].Origin.Dataset != dataset || l.Imports[i].Nomenclature != n {
			continue
		}
		for j := range l.Imports[i].Years {
			if y := &l.Imports[i].Years[j]; y.Year == year {
				y.Replaced = true
			}
		}
	}
}

// setYear records what the table now holds of a dataset-year.
func (l *ledger) setYear(dataset string, year int, held trade.Tally) {
	l.Years = slices.DeleteFunc(l.Years, func(y yearTotal) bool { return y.Dataset == dataset && y.Year == year })
	l.Years = append(l.Years, yearTotal{dataset, year, held})
}

// file returns what the import knows of the file with those bytes, nil if it did
// not bring it.
func (e entry) file(sha256 string) *loadedFile {
	at := slices.IndexFunc(e.Files, func(f loadedFile) bool { return f.SHA256 == sha256 })
	if at < 0 {
		return nil
	}
	return &e.Files[at]
}

// origin is that of the rows still held: its files are those that brought one of
// the years still held.
func (e entry) origin() trade.Origin {
	o := e.Origin
	o.Files = nil
	for _, f := range e.Files {
		if slices.ContainsFunc(e.Years, func(y heldYear) bool { return slices.Contains(f.Years, y.Year) }) {
			o.Files = append(o.Files, f.SourceFile)
		}
	}
	return o
}

func (e entry) holdsAll(years []int) bool {
	for _, year := range years {
		if !slices.ContainsFunc(e.Years, func(y heldYear) bool { return y.Year == year && !y.Replaced }) {
			return false
		}
	}
	return true
}

// write puts the ledger on disk, synced.
func (l *ledger) write(path string) error {
	index := map[string]int{}
	code := func(set []trade.Economy) int {
		text := joinCodes(set)
		if _, ok := index[text]; !ok {
			index[text] = len(l.Sets)
			l.Sets = append(l.Sets, text)
		}
		return index[text]
	}
	l.Sets = nil
	for i := range l.Imports {
		for j := range l.Imports[i].Years {
			y := &l.Imports[i].Years[j]
			y.Coverage = nil
			for _, c := range y.covers {
				y.Coverage = append(y.Coverage, codedCoverage{c.reporter, c.totalsOnly, code(c.exporters), code(c.importers), periodTexts(c.periods)})
			}
		}
	}
	return writeJSON(path, l)
}

// readLedger reads a ledger file.
func readLedger(path string) (*ledger, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, trade.Errorf(trade.Internal, "the ledger %s cannot be read: %w", path, err).WithHint("oborot doctor")
	}
	var l ledger
	if err := json.Unmarshal(data, &l); err != nil {
		return nil, trade.Errorf(trade.Internal, "the ledger %s is damaged: %w", path, err).WithHint("oborot doctor")
	}
	for i := range l.Imports {
		for j := range l.Imports[i].Years {
			if err := l.Imports[i].Years[j].decode(l.Sets); err != nil {
				return nil, trade.Errorf(trade.Internal, "the ledger %s is damaged: %w", path, err).WithHint("oborot doctor")
			}
		}
	}
	return &l, nil
}

func (y *heldYear) decode(sets []string) error {
	for _, c := range y.Coverage {
		if c.Exporters >= len(sets) || c.Importers >= len(sets) || c.Exporters < 0 || c.Importers < 0 {
			return trade.Errorf(trade.Internal, "a set of economies is missing")
		}
		decoded := cover{reporter: c.Reporter, totalsOnly: c.TotalsOnly,
			exporters: splitCodes(sets[c.Exporters]), importers: splitCodes(sets[c.Importers])}
		for _, text := range c.Periods {
			p, err := trade.ParsePeriod(text)
			if err != nil {
				return err
			}
			decoded.periods = append(decoded.periods, p)
		}
		y.covers = append(y.covers, decoded)
	}
	return nil
}

func joinCodes(set []trade.Economy) string {
	texts := make([]string, len(set))
	for i, e := range set {
		texts[i] = string(e)
	}
	return strings.Join(texts, " ")
}

func splitCodes(text string) []trade.Economy {
	var set []trade.Economy
	for code := range strings.FieldsSeq(text) {
		set = append(set, trade.Economy(code))
	}
	return set
}

func periodTexts(periods []trade.Period) []string {
	texts := make([]string, len(periods))
	for i, p := range periods {
		texts[i] = p.String()
	}
	return texts
}
