package trade

import (
	"context"
	"fmt"
)

// Mode says what an import does with the rows already held.
type Mode string

// The modes of an import.
const (
	Replace Mode = "replace" // a dataset-year in the import takes the place of the one held
	Merge   Mode = "merge"   // a row takes the place of the row with the same key; others stay
)

// Repeats says what becomes of rows of one import that share a key.
type Repeats string

// The rules for repeated keys.
const (
	SetAsideRepeats Repeats = "set aside" // the first is stored, the others go to quarantine
	SumRepeats      Repeats = "sum"       // the rows are parts of one figure
)

// Import says what is being loaded: one dataset in one release, from some files.
type Import struct {
	Origin                    // dataset, release, publisher, licence, files
	Nomenclature Nomenclature // of every row
	Digits       int          // of the product codes
	Months       int          // length of the periods: 1, 3, 6 or 12
	Mode         Mode
	Repeats      Repeats
	AbsentIsZero bool    // a pair, product and period without a row did not trade
	Regions      bool    // one side is a region of a country
	Enterprises  bool    // rows are by enterprise
	Tolerate     float64 // fraction of rows or value that may be set aside; 0 stands for 0.001
}

// Batch takes the rows of one import. Nothing is visible before Commit; Abort,
// or the death of the process, leaves the lake as it was. File indexes count in
// Import.Files. A Batch is used by one goroutine.
type Batch interface {
	// Identify gives the hash of a file, which may be worked out while the file is
	// read. Every file that Import names has one before Commit.
	Identify(file int, sha256 string) error
	// Append stores observations in any order.
	Append(ctx context.Context, file int, rows []Observation) error
	// Copy stores one block of columns, the fast way for millions of rows. The
	// batch may change the block, and keeps nothing of its columns when it returns.
	Copy(ctx context.Context, file int, block *Bulk) error
	// SetAside writes a row to the quarantine file.
	SetAside(file int, r Rejection) error
	// Commit checks that read = stored + set aside + format rows, in rows and in
	// value, for each file, and makes everything visible at once. read holds what
	// the source counted on reading, one for each file.
	Commit(ctx context.Context, read []Tally) (Account, error)
	// Abort forgets the import. It may be called after Commit, to no effect.
	Abort() error
}

// Rejection is a row that was not stored, with the reason.
type Rejection struct {
	Line   int    // counted from 1
	Column string // the column at fault, empty when the row is
	Text   string // the row as read, cut at 1,000 bytes
	Reason string
	Value  int64  // thousandths of the published currency, 0 when it cannot be read
	Format string // not empty: a header or duplicate by the format's own rule, under this name
}

// Tally counts rows and their value in thousandths of the published currency.
type Tally struct {
	Rows  int64 `json:"rows"`
	Value int64 `json:"value"`
}

// Add counts one row.
func (t *Tally) Add(value int64) { t.Rows, t.Value = t.Rows+1, t.Value+value }

// Plus returns the sum of two tallies.
func (t Tally) Plus(o Tally) Tally { return Tally{t.Rows + o.Rows, t.Value + o.Value} }

// String returns rows and value for messages.
func (t Tally) String() string {
	return fmt.Sprintf("%d rows of value %s", t.Rows, FormatThousandths(t.Value))
}

// ImportStatus says what an import did.
type ImportStatus string

// The outcomes of an import.
const (
	ImportStored    ImportStatus = "stored"    // new dataset-years
	ImportReplaced  ImportStatus = "replaced"  // dataset-years took the place of others
	ImportMerged    ImportStatus = "merged"    // rows joined or replaced others
	ImportUnchanged ImportStatus = "unchanged" // the same bytes are held already, or nothing of the file is to be stored
)

// FileAccount is the account of one file: Read = Stored + Totals + SetAside + the
// Format rows.
type FileAccount struct {
	SourceFile
	Status   ImportStatus     `json:"status"`
	Read     Tally            `json:"read"`
	Stored   Tally            `json:"stored"` // flows
	Totals   Tally            `json:"totals"` // rows flagged total
	SetAside Tally            `json:"set_aside"`
	Format   map[string]Tally `json:"format,omitempty"` // header, duplicate ... by the format's own rule
}

// Account is the balanced account of an import.
type Account struct {
	Dataset    string        `json:"dataset"`
	Release    string        `json:"release"`
	Snapshot   int64         `json:"snapshot"`
	Files      []FileAccount `json:"files"`
	Quarantine string        `json:"quarantine,omitempty"` // path of the quarantine file, if any row was set aside
	Notes      []string      `json:"notes,omitempty"`
}

// Balance returns an error that names both sides when the account of the file
// does not balance.
func (a FileAccount) Balance() error {
	out := a.Stored.Plus(a.Totals).Plus(a.SetAside)
	for _, t := range a.Format {
		out = out.Plus(t)
	}
	if out != a.Read {
		return Errorf(Internal, "the account does not balance: read %v, accounted for %v", a.Read, out).At(a.Name, 0)
	}
	return nil
}

// File is one Parquet file of the lake, or one staged for it.
type File struct {
	Path    string
	Dataset string
	Year    int
	Rows    int64
	Bytes   int64
	Rollups map[Rollup]string // paths of those that were made; none for a small file
}
