package tabular

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path"
	"slices"
	"strings"

	"github.com/klauspost/compress/gzip"
	"github.com/oborot/oborot/internal/source"
	"github.com/oborot/oborot/trade"
)

const (
	// headBytes is looked at to find names and first rows.
	headBytes = 1 << 20
	// firstRows is how many rows a format may look at before it reads.
	firstRows = 20
	// mostInMemory bounds a member of an archive that cannot be read as a stream.
	mostInMemory = 2 << 30
)

// place is where the bytes of a table are: a file, or a member of an archive.
type place struct {
	where   string // for errors
	name    string
	size    int64
	path    string // of a file of its own, empty for a member
	content source.Content
	open    func() (io.ReadCloser, error)
}

// endings are those of tables in archives.
var endings = []string{".csv", ".tsv", ".txt", ".psv", ".dat", ".tab", ".dbf", ".xlsx", ".parquet", ".gz"}

func openTables(ctx context.Context, file source.File, o Options) ([]Table, error) {
	if err := file.Expect(source.Text, source.Zip, source.Gzip, source.SevenZip, source.DBase, source.Workbook, source.Parquet); err != nil {
		return nil, err
	}
	check, err := untouched(file.Path)
	if err != nil {
		return nil, err
	}
	places, err := placesOf(file, o)
	if err != nil {
		return nil, err
	}
	var tables []Table
	for _, p := range places {
		t, err := p.table(ctx, o)
		if err != nil {
			return nil, err
		}
		t.unchanged = check
		tables = append(tables, t)
	}
	return tables, nil
}

// placesOf returns the file itself, or the members of an archive that are tables.
func placesOf(file source.File, o Options) ([]place, error) {
	var places []place
	var err error
	switch file.Content {
	case source.Zip:
		places, err = zipPlaces(file.Path)
	case source.SevenZip:
		places, err = sevenZipPlaces(file.Path)
	default:
		return []place{{
			where: file.Path, name: file.Name, size: file.Size, path: file.Path, content: file.Content,
			open: func() (io.ReadCloser, error) { return os.Open(file.Path) },
		}}, nil
	}
	if err != nil {
		return nil, err
	}
	var names []string
	wanted := slices.DeleteFunc(slices.Clone(places), func(p place) bool {
		names = append(names, p.name)
		if o.Members != nil {
			return !o.Members(p.name)
		}
		return !slices.Contains(endings, strings.ToLower(path.Ext(p.name)))
	})
	if len(wanted) == 0 {
		return nil, noTable(file.Path, names)
	}
	slices.SortStableFunc(wanted, func(a, b place) int { return strings.Compare(a.where, b.where) })
	return wanted, nil
}

func noTable(archive string, names []string) error {
	holds := "nothing"
	if len(names) > 0 {
		holds = strings.Join(names[:min(len(names), 3)], ", ")
	}
	return trade.Errorf(trade.BadInput, "the archive holds no table that is read; it holds %s", holds).
		At(archive, 0).WithHint("unpack it and import the table itself")
}

func zipPlaces(file string) ([]place, error) {
	archive, err := source.OpenZip(file)
	if err != nil {
		return nil, err
	}
	defer archive.Close()
	var places []place
	for _, m := range source.Members(&archive.Reader) {
		at := slices.Index(archive.File, m)
		places = append(places, place{
			where: file + "/" + m.Name, name: path.Base(m.Name), size: int64(m.UncompressedSize64),
			open: func() (io.ReadCloser, error) { return openZipped(file, m.Name, at) },
		})
	}
	return places, nil
}

// zipped is a member that is being read, with its archive.
type zipped struct {
	io.ReadCloser
	archive *zip.ReadCloser
}

// Close closes both.
func (z zipped) Close() error { return errors.Join(z.ReadCloser.Close(), z.archive.Close()) }

// openZipped opens a member by its place in the archive: two may have one name.
func openZipped(file, member string, at int) (io.ReadCloser, error) {
	archive, err := source.OpenZip(file)
	if err != nil {
		return nil, err
	}
	if at >= len(archive.File) || archive.File[at].Name != member {
		return nil, errors.Join(gone(file, member), archive.Close())
	}
	reader, err := source.OpenMember(file, archive.File[at])
	if err != nil {
		return nil, errors.Join(err, archive.Close())
	}
	return zipped{reader, archive}, nil
}

func gone(file, member string) error {
	return trade.Errorf(trade.BadInput, "the file is no longer in the archive").At(file+"/"+member, 0).
		WithHint("do not change files while they are imported")
}

// told puts errors of reading into words.
type told struct {
	io.Reader
	where string
}

// Read reads.
func (t told) Read(p []byte) (int, error) {
	n, err := t.Reader.Read(p)
	if err != nil && err != io.EOF {
		err = source.ReadError(t.where, err)
	}
	return n, err
}

// stream is the text of a place, unpacked.
type stream struct {
	io.Reader
	closing []io.Closer
}

// Close closes what was opened, the last first.
func (s *stream) Close() error {
	var errs []error
	for _, c := range slices.Backward(s.closing) {
		errs = append(errs, c.Close())
	}
	return errors.Join(errs...)
}

// stream opens the bytes of a place, those in a gzip if it is one.
func (p place) stream() (*stream, error) {
	file, err := p.open()
	if err != nil {
		return nil, source.ReadError(p.where, err)
	}
	s := &stream{told{file, p.where}, []io.Closer{file}}
	if p.content != source.Gzip {
		return s, nil
	}
	unpacked, err := gzip.NewReader(s.Reader)
	if err != nil {
		return nil, errors.Join(damagedGzip(p.where, err), s.Close())
	}
	// Closing it would only repeat an error of reading.
	s.Reader = told{unzipped{unpacked, p.where}, p.where}
	return s, nil
}

// unzipped names damage of a gzip.
type unzipped struct {
	io.Reader
	where string
}

// Read reads.
func (u unzipped) Read(p []byte) (int, error) {
	n, err := u.Reader.Read(p)
	if errors.Is(err, gzip.ErrChecksum) || errors.Is(err, gzip.ErrHeader) {
		err = damagedGzip(u.where, err)
	}
	return n, err
}

func damagedGzip(where string, err error) error {
	return trade.Errorf(trade.BadInput, "the gzip archive is damaged: %w", err).At(where, 0).WithHint("download it again")
}

// table finds out what a place holds.
func (p place) table(ctx context.Context, o Options) (Table, error) {
	if p.content == "" {
		head, err := p.head(64 << 10)
		if err != nil {
			return Table{}, err
		}
		if len(head) == 0 {
			return Table{}, trade.Errorf(trade.BadInput, "the file is empty").At(p.where, 0).WithHint("download the archive again")
		}
		p.content = source.ContentOf(head)
	}
	if err := (source.File{Path: p.where, Content: p.content}).Expect(source.Text, source.Gzip, source.DBase, source.Workbook, source.Parquet); err != nil {
		return Table{}, err
	}
	switch p.content {
	case source.DBase:
		return p.dbase(o)
	case source.Workbook:
		return p.workbook(ctx, o)
	case source.Parquet:
		return p.parquet(ctx, o)
	}
	return p.separated(o)
}

// head returns the first bytes.
func (p place) head(size int) ([]byte, error) {
	s, err := p.stream()
	if err != nil {
		return nil, err
	}
	head, err := readHead(s, size)
	if closed := s.Close(); err == nil {
		err = closed
	}
	return head, err
}

// random is a file that can be read in any order.
type random interface {
	io.ReaderAt
	io.ReadSeeker
}

// random opens the place for reading in any order: the file, or a member in
// memory.
func (p place) random() (r random, size int64, closing func() error, err error) {
	if p.path != "" && p.content != source.Gzip {
		f, err := os.Open(p.path)
		if err != nil {
			return nil, 0, nil, source.ReadError(p.where, err)
		}
		return f, p.size, f.Close, nil
	}
	s, err := p.stream()
	if err != nil {
		return nil, 0, nil, err
	}
	data, err := io.ReadAll(io.LimitReader(s, mostInMemory+1))
	if err = errors.Join(err, s.Close()); err != nil {
		return nil, 0, nil, err
	}
	if len(data) > mostInMemory {
		return nil, 0, nil, trade.Errorf(trade.BadInput, "the file is larger than two gigabytes, too large to be read inside an archive").
			At(p.where, 0).WithHint("unpack the archive and import the file itself")
	}
	return bytes.NewReader(data), int64(len(data)), func() error { return nil }, nil
}
