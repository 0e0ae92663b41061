package source

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/oborot/oborot/trade"
)

// largestList is how many bytes a table of codes may have, unpacked: the largest
// known has 3 MB.
const largestList = 256 << 20

// Unpack returns the whole content of a file that is text, or text in gzip. It is
// for tables of codes, which are small.
func (f File) Unpack(ctx context.Context) ([]byte, error) {
	file, err := os.Open(f.Path)
	if err != nil {
		return nil, openError(f.Path, err)
	}
	defer file.Close()
	var reader io.Reader = cancellable{ctx, file}
	if f.Content == Gzip {
		if reader, err = gzip.NewReader(reader); err != nil {
			return nil, damagedGzip(f.Path, err)
		}
	}
	text, err := io.ReadAll(io.LimitReader(reader, largestList+1))
	switch {
	case err != nil && f.Content == Gzip && ctx.Err() == nil:
		return nil, damagedGzip(f.Path, err)
	case err != nil:
		return nil, ReadError(f.Path, err)
	case len(text) > largestList:
		return nil, trade.Errorf(trade.BadInput, "the file is too large for a table of codes").At(f.Path, 0).
			WithHint("give the table as its publisher ships it")
	}
	return text, nil
}

func damagedGzip(path string, err error) error {
	return trade.Errorf(trade.BadInput, "the gzip archive is truncated or damaged (%w)", err).At(path, 0).
		WithHint("download it again")
}

// Beginning returns the first bytes of a text, also of one in gzip, as far as head
// holds them: what a format looks at to recognise a file.
func Beginning(head []byte) []byte {
	if ContentOf(head) != Gzip {
		return head
	}
	reader, err := gzip.NewReader(bytes.NewReader(head))
	if err != nil {
		return nil
	}
	text, _ := io.ReadAll(io.LimitReader(reader, recogniseBytes)) // head is cut: the rest is missing
	return text
}

// CheckList refuses what a request says that means nothing for a list: a list has no
// unit and no mapping, takes the place of the one of its name as a whole, and only one
// of codes is of a nomenclature.
func CheckList(r Request, ofCodes bool) error {
	var words []string
	for _, said := range []struct {
		flag string
		is   bool
	}{
		{"--unit", r.Unit != ""}, {"--mapping", r.Mapping != ""}, {"--mode merge", r.Mode == trade.Merge},
		{"--nomenclature", r.Nomenclature != "" && !ofCodes},
	} {
		if said.is {
			words = append(words, said.flag)
		}
	}
	if len(words) == 0 {
		return nil
	}
	list := strings.Join(words, " and ")
	return trade.Errorf(trade.Usage, "%s cannot be said of a list", list).WithHint("leave %s out", list)
}

// Distinct refuses files that bring the same list: one would take the place of the
// other.
func Distinct(loads []Load) error {
	for i, l := range loads {
		same := func(o Load) bool { return o.Import.Dataset == l.Import.Dataset }
		if at := slices.IndexFunc(loads[:i], same); at >= 0 {
			return trade.Errorf(trade.Usage, "%s and %s both bring the list %s", loads[at].Import.Files[0].Name,
				l.Import.Files[0].Name, l.Import.Dataset).WithHint("import one of them, or one by one, named with --dataset")
		}
	}
	return nil
}

// ListRows keeps the account of one file while a list is read from it. Rows of a
// list have no value.
type ListRows struct {
	account trade.FileAccount
	path    string
	aside   []string // the first rows set aside, in words
	reason  string   // of the first, with its line
	line    int
}

// toldRows is how many rows set aside the notes tell of.
const toldRows = 5

// NewListRows begins the account of a file.
func NewListRows(path string, file trade.SourceFile) *ListRows {
	return &ListRows{account: trade.FileAccount{SourceFile: file}, path: path}
}

// Store counts a row of the list.
func (r *ListRows) Store() { r.account.Read.Add(0); r.account.Stored.Add(0) }

// Format counts a row that is left out by the format's own rule, under its name.
func (r *ListRows) Format(name string) {
	r.account.Read.Add(0)
	if r.account.Format == nil {
		r.account.Format = map[string]trade.Tally{}
	}
	t := r.account.Format[name]
	t.Add(0)
	r.account.Format[name] = t
}

// SetAside counts a row that cannot be accepted.
func (r *ListRows) SetAside(line int, text, reason string) {
	r.account.Read.Add(0)
	r.account.SetAside.Add(0)
	if r.line == 0 {
		r.line, r.reason = line, reason
	}
	if len(r.aside) < toldRows {
		r.aside = append(r.aside, fmt.Sprintf("line %d: %s: %s", line, reason, clip(text)))
	}
}

// clip shortens the text of a row for a note.
func clip(text string) string {
	const most = 60
	text = strings.Map(printable, text)
	if letters := []rune(text); len(letters) > most {
		return string(letters[:most]) + "..."
	}
	return text
}

// tolerable is the rule of every import: nothing is stored when more than a share
// of the rows of a file, 0.001 unless said otherwise, is set aside.
func (r *ListRows) tolerable(share float64) error {
	aside, read := r.account.SetAside.Rows, r.account.Read.Rows
	if float64(aside) <= cmp.Or(share, 0.001)*float64(read) {
		return nil
	}
	return trade.Errorf(trade.BadInput, "%s; %d of %d rows were set aside, more than is tolerated", r.reason, aside, read).
		At(r.path, r.line).WithHint("look at the rows, or allow more with --tolerate 2%%")
}

// Keep gives a list to the sink with the accounts of the files it was read from,
// unless more rows than tolerated were set aside. What was set aside is told in the
// notes of the list.
func Keep(ctx context.Context, sink Sink, list trade.List, tolerate float64, files ...*ListRows) ([]trade.Account, error) {
	var read []trade.FileAccount
	for _, f := range files {
		if err := f.tolerable(tolerate); err != nil {
			return nil, err
		}
		if n := f.account.SetAside.Rows; n > 0 {
			list.Origin.Notes = append(list.Origin.Notes,
				fmt.Sprintf("%s: %d of %d rows were set aside: %s", f.account.Name, n, f.account.Read.Rows, strings.Join(f.aside, "; ")))
		}
		read = append(read, f.account)
	}
	account, err := sink.Keep(ctx, list, read)
	if err != nil {
		return nil, err
	}
	return []trade.Account{account}, nil
}
