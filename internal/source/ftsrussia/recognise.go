package ftsrussia

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"encoding/binary"
	"io"
	"strings"

	"github.com/oborot/oborot/internal/source"
	"github.com/oborot/oborot/internal/source/tabular"
)

// fileName is the customs service's own name for its file by region.
const fileName = "DATTSVT"

// recognise says why a file looks like one of the layout. A file of the customs
// service's own name is taken whatever is in it, so that the reader can say what
// is wrong.
func recognise(name string, head []byte) string {
	if why := recogniseContent(head); why != "" {
		return why
	}
	if strings.Contains(strings.ToUpper(name), fileName) {
		return "it is named like the file of Russian customs by region"
	}
	return ""
}

func recogniseContent(head []byte) string {
	switch source.ContentOf(head) {
	case source.Text:
		return recogniseText(head)
	case source.Gzip:
		return recogniseText(unpacked(head))
	case source.DBase:
		return recogniseNames(dbaseNames(head))
	case source.Parquet:
		return recogniseNames(parquetNames(head))
	case source.Zip:
		if bytes.Contains(bytes.ToUpper(head), []byte(fileName)) {
			return "the archive holds a file that is named like that of Russian customs by region"
		}
		return recogniseMembers(head)
	}
	return ""
}

// recogniseMembers looks into the members of an archive whose beginnings are in
// sight: notes may stand before the table.
func recogniseMembers(head []byte) string {
	const begin = "PK\x03\x04"
	for at := 0; ; {
		content := member(head[at:])
		if why := recogniseText(content); why != "" {
			return why
		}
		if why := recogniseNames(dbaseNames(content)); why != "" {
			return why
		}
		next := bytes.Index(head[at+len(begin):], []byte(begin))
		if next < 0 {
			return ""
		}
		at += len(begin) + next
	}
}

func recogniseText(text []byte) string { return recogniseNames(tabular.FirstNames(text)) }

// recogniseNames wants all columns of the layout but the region.
func recogniseNames(header tabular.Header) string {
	var found []string
	for r := range region {
		at := header.Column(names[r]...)
		if at < 0 {
			return ""
		}
		found = append(found, header[at])
	}
	return "its columns are those of Russian customs: " + strings.Join(found, ",")
}

// unpacked is as much of a gzip's content as its first bytes hold.
func unpacked(head []byte) []byte {
	reader, err := gzip.NewReader(bytes.NewReader(head))
	if err != nil {
		return nil
	}
	return whatComes(reader)
}

// whatComes reads until the data end, which they do in the middle.
func whatComes(reader io.Reader) []byte {
	text := make([]byte, 4096)
	n, _ := io.ReadFull(reader, text)
	return text[:n]
}

// The head of a member in a zip archive: its method of compression and the
// lengths of its name and of further data, behind which its content begins.
const (
	memberMethod = 8
	memberName   = 26
	memberExtra  = 28
	memberHead   = 30
	deflated     = 8
)

// member is the beginning of the file whose head in a zip archive is at hand.
func member(head []byte) []byte {
	if len(head) < memberHead {
		return nil
	}
	number := func(at int) int { return int(binary.LittleEndian.Uint16(head[at:])) }
	begin := memberHead + number(memberName) + number(memberExtra)
	switch {
	case begin > len(head):
		return nil
	case number(memberMethod) == deflated:
		return whatComes(flate.NewReader(bytes.NewReader(head[begin:])))
	}
	return head[begin:]
}

// dbaseNames are the names of the columns in the head of a dBase file.
func dbaseNames(head []byte) tabular.Header {
	const each, letters, end = 32, 11, '\r'
	var header tabular.Header
	for at := each; at+each <= len(head) && head[at] != end; at += each {
		name, _, _ := bytes.Cut(head[at:at+letters], []byte{0})
		header = append(header, string(bytes.TrimSpace(name)))
	}
	return header
}

// parquetNames are the Russian names of the layout's columns that occur at the end
// of a Parquet file, where its columns are named.
func parquetNames(head []byte) tabular.Header {
	var header tabular.Header
	upper := bytes.ToUpper(head)
	for r := range region {
		own := names[r][:1]
		if r == partner {
			own = names[r][:2]
		}
		for _, name := range own {
			if bytes.Contains(upper, []byte(strings.ToUpper(name))) {
				header = append(header, name)
				break
			}
		}
	}
	return header
}
