package baci

import (
	"archive/zip"
	"bufio"
	"bytes"
	"errors"
	"io"
	"os"
	"path"
	"slices"
	"strings"
	"sync/atomic"

	"github.com/oborot/oborot/internal/source"
	"github.com/oborot/oborot/trade"
)

// input is one file that the person gave: a CSV file, or a zip with some.
type input struct {
	file    source.File // without Head
	name    fileName
	members []string // of a zip, the CSV files with data, in order of their names
	size    int64    // bytes of CSV
}

// newInput looks into a file far enough to know that it is BACI.
func newInput(file source.File) (*input, error) {
	if err := file.Expect(source.Text, source.Zip); err != nil {
		return nil, err
	}
	in := &input{file: file, size: file.Size}
	in.file.Head = nil
	in.name, _ = parseName(file.Name)
	if file.Content == source.Zip {
		return in, in.lookIntoZip()
	}
	return in, checkHead(file.Path, file.Head)
}

// checkHead judges the header and that the line after it ends.
func checkHead(where string, head []byte) error {
	if content := source.ContentOf(head); content != source.Text {
		return source.File{Path: where, Content: content}.Expect(source.Text)
	}
	size, err := checkHeader(head)
	if err != nil {
		return at(err, where, 1)
	}
	if body := head[size:]; len(body) > maxLine && bytes.IndexByte(body, '\n') < 0 {
		return lineTooLong(where, 2)
	}
	return nil
}

func (in *input) lookIntoZip() error {
	archive, err := source.OpenZip(in.file.Path)
	if err != nil {
		return err
	}
	defer archive.Close()
	members := dataMembers(&archive.Reader)
	if len(members) == 0 {
		return in.noData(&archive.Reader)
	}
	in.size = 0
	for _, m := range members {
		if err := in.lookIntoMember(m); err != nil {
			return err
		}
	}
	return nil
}

// lookIntoMember checks the header of one CSV and that all are of one release.
func (in *input) lookIntoMember(m *zip.File) error {
	reader, err := source.OpenMember(in.file.Path, m)
	if err != nil {
		return err
	}
	defer reader.Close()
	where := in.file.Path + "/" + m.Name
	head := make([]byte, maxHeader)
	n, err := io.ReadFull(reader, head)
	if err != nil && err != io.EOF && !(err == io.ErrUnexpectedEOF && uint64(n) == m.UncompressedSize64) {
		return source.ReadError(where, err)
	}
	if n == 0 {
		return trade.Errorf(trade.BadInput, "the file is empty").At(where, 0).WithHint("download the archive again")
	}
	if err := checkHead(where, head[:n]); err != nil {
		return err
	}
	in.members, in.size = append(in.members, m.Name), in.size+int64(m.UncompressedSize64)
	return in.join(m.Name)
}

// join takes what the name of a member says.
func (in *input) join(member string) error {
	name, ok := parseName(member)
	if !ok {
		return nil
	}
	first := len(in.members) == 1
	for _, part := range []struct {
		what       string
		held, said *string
	}{{"revisions of the HS", &in.name.revision, &name.revision}, {"releases", &in.name.release, &name.release}} {
		if !first && *part.held != *part.said {
			return trade.Errorf(trade.BadInput, "the archive mixes two %s, %s and %s", part.what, *part.held, *part.said).
				At(in.file.Path, 0).WithHint("unpack it and import the CSV files: each goes to its own dataset")
		}
		if *part.said != "" {
			*part.held = *part.said
		}
	}
	return nil
}

// dataMembers returns the CSV files with flows in order of their names: those
// named like BACI's, or all where none is.
func dataMembers(archive *zip.Reader) []*zip.File {
	var named, other []*zip.File
	for _, m := range source.Members(archive) {
		if !strings.EqualFold(path.Ext(m.Name), ".csv") || isSide(m.Name) {
			continue
		}
		if _, ok := parseName(m.Name); ok {
			named = append(named, m)
		} else {
			other = append(other, m)
		}
	}
	if len(named) == 0 {
		named = other
	}
	slices.SortFunc(named, func(a, b *zip.File) int { return strings.Compare(a.Name, b.Name) })
	return named
}

func (in *input) noData(archive *zip.Reader) error {
	var names []string
	for _, m := range source.Members(archive) {
		names = append(names, m.Name)
	}
	holds := "nothing"
	if len(names) > 0 {
		holds = strings.Join(names[:min(len(names), 3)], ", ")
	}
	return trade.Errorf(trade.BadInput, "the archive holds no CSV file of BACI; it holds %s", holds).
		At(in.file.Path, 0).WithHint("give the zip as CEPII ships it, such as BACI_HS17_V202501.zip")
}

// countryCodes reads the publisher's table in a zip; nil when there is none.
func (in *input) countryCodes() (published, string, error) {
	if in.members == nil {
		return nil, "", nil
	}
	archive, err := source.OpenZip(in.file.Path)
	if err != nil {
		return nil, "", err
	}
	defer archive.Close()
	for _, m := range source.Members(&archive.Reader) {
		if !isCountryCodes(m.Name) {
			continue
		}
		reader, err := source.OpenMember(in.file.Path, m)
		if err != nil {
			return nil, "", err
		}
		defer reader.Close()
		codes, err := readCodes(in.file.Path+"/"+m.Name, reader)
		return codes, path.Base(m.Name), err
	}
	return nil, "", nil
}

// csvFiles returns the streams of the file: itself, or the members of the zip.
func (in *input) csvFiles(index int) []*stream {
	if in.members == nil {
		return []*stream{{index: index, where: in.file.Path, year: in.name.year, of: in.size}}
	}
	var streams []*stream
	for _, member := range in.members {
		name, _ := parseName(member)
		streams = append(streams, &stream{
			index: index, where: in.file.Path + "/" + member, archive: in.file.Path, member: member,
			year: name.year, of: in.size,
		})
	}
	return streams
}

// stream is one CSV file, by itself or in a zip.
type stream struct {
	index   int    // of the file in the import
	where   string // for errors
	archive string // path of the zip, empty for a plain file
	member  string
	year    int          // that the name promises, 0 if none
	of      int64        // bytes of CSV in the file or in the whole zip
	done    atomic.Int64 // bytes read
}

// open returns the bytes behind the header line. Errors of reading are in words.
func (s *stream) open() (io.Reader, func() error, error) {
	file, closeFile, err := s.openBytes()
	if err != nil {
		return nil, nil, err
	}
	buffered := bufio.NewReaderSize(&counted{file, s}, maxHeader)
	line, err := buffered.ReadSlice('\n')
	if err == io.EOF || errors.Is(err, bufio.ErrBufferFull) {
		err = nil
	}
	if err == nil {
		if _, err = checkHeader(line); err != nil {
			err = at(err, s.where, 1)
		}
	}
	if err != nil {
		return nil, nil, errors.Join(err, closeFile())
	}
	return buffered, closeFile, nil
}

func (s *stream) openBytes() (io.Reader, func() error, error) {
	if s.archive == "" {
		file, err := os.Open(s.where)
		if err != nil {
			return nil, nil, source.ReadError(s.where, err)
		}
		return file, file.Close, nil
	}
	archive, err := source.OpenZip(s.archive)
	if err != nil {
		return nil, nil, err
	}
	for _, m := range archive.File {
		if m.Name == s.member {
			reader, err := source.OpenMember(s.archive, m)
			if err != nil {
				return nil, nil, errors.Join(err, archive.Close())
			}
			return reader, func() error { return errors.Join(reader.Close(), archive.Close()) }, nil
		}
	}
	archive.Close()
	return nil, nil, trade.Errorf(trade.BadInput, "the file is no longer in the archive").At(s.where, 0).
		WithHint("do not change files while they are imported")
}

// counted counts bytes and puts errors of reading into words.
type counted struct {
	reader io.Reader
	stream *stream
}

// Read reads and counts.
func (c *counted) Read(p []byte) (int, error) {
	n, err := c.reader.Read(p)
	c.stream.done.Add(int64(n))
	if err != nil && err != io.EOF {
		err = source.ReadError(c.stream.where, err)
	}
	return n, err
}

// at says where an error of this package happened.
func at(err error, where string, line int) error {
	if e, ok := errors.AsType[*trade.Error](err); ok {
		return e.At(where, line)
	}
	return err
}
