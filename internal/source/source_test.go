package source_test

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/oborot/oborot/internal/source"
	"github.com/oborot/oborot/trade"
)

func write(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

// format recognises files whose head holds a word.
func format(kind, word string) source.Format {
	return source.Format{Kind: kind, Recognise: func(_ string, head []byte) string {
		if bytes.Contains(head, []byte(word)) {
			return "it holds " + word
		}
		return ""
	}}
}

func TestRecognise(t *testing.T) {
	t.Parallel()
	formats := []source.Format{format("apples", "apple"), format("pears", "pear")}
	found, why, err := source.Recognise(formats, write(t, "a.csv", "an apple\n"))
	if err != nil || found.Kind != "apples" || why != "it holds apple" {
		t.Errorf("%q because %q, %v", found.Kind, why, err)
	}
	for _, test := range []struct {
		path string
		kind trade.Kind
		want string
		hint string
	}{
		{write(t, "a.csv", "apple and pear\n"), trade.Usage, "more than one format: apples and pears", "oborot import apples"},
		{write(t, "a.csv", "plum\ngrape\n"), trade.BadInput, `not recognised: it begins with "plum"`, "(apples, pears): oborot import KIND"},
		{write(t, "a.csv", strings.Repeat("plum", 30)), trade.BadInput, `plumplum..."`, "oborot import KIND"},
		{write(t, "a.png", "\x89PNG\r\n\x1a\n...."), trade.BadInput, "the file is a PNG image", "publisher"},
		{write(t, "a.zip", "PK\x03\x04broken"), trade.BadInput, "truncated or damaged", "download"},
		{write(t, "a.csv", ""), trade.BadInput, "empty", "download"},
		{t.TempDir(), trade.BadInput, "directory", "*.csv"},
		{filepath.Join(t.TempDir(), "none.csv"), trade.Usage, "no such file", "spelling"},
		{os.DevNull, trade.BadInput, "no regular file", "save"},
	} {
		_, _, err := source.Recognise(formats, test.path)
		e, ok := errors.AsType[*trade.Error](err)
		if !ok || e.Kind != test.kind || !strings.Contains(e.Reason, test.want) || !strings.Contains(e.Hint, test.hint) || e.File != test.path {
			t.Errorf("%s: %v [%s]", test.path, err, trade.HintOf(err))
		}
	}
}

// What files begin with, from the descriptions of their formats.
func TestContentOf(t *testing.T) {
	t.Parallel()
	office := func(first string) string { return "PK\x03\x04" + strings.Repeat("\x00", 26) + first }
	for head, want := range map[string]source.Content{
		"t,i,j\n1,2,3\n":                                   source.Text,
		"страна;товар\n":                                   source.Text,
		"C\xf4te d'Ivoire,1\n":                             source.Text, // Latin-1
		"2021,1\x002,3\n2021,12,3\n2021,12,3\n2021,12,3\n": source.Text, // one zero byte: a row is at fault
		"  {\"a\": 1}":                                     source.JSON,
		"[1]":                                              source.JSON,
		"<!DOCTYPE html>":                                  "a web page (HTML)",
		"\xef\xbb\xbf<?xml version='1.0'?>":                "an XML document",
		office("BACI.csv"):                                 source.Zip,
		"PK\x05\x06":                                       source.Zip,
		office("[Content_Types].xml"):                      source.Workbook,
		office("xl/workbook.xml"):                          source.Workbook,
		office("[Content_Types].xml word/d.xml"):           "a Microsoft Office document",
		office("mimetypeapplication/vnd.oasis.opendocument.spreadsheet"): "an OpenDocument file",
		"\x1f\x8b\x08":         source.Gzip,
		"\xff\xfet\x00":        "text in UTF-16 (little-endian)",
		"\xfe\xff\x00t":        "text in UTF-16 (big-endian)",
		"t\x00,\x00i\x00,\x00": "text in UTF-16 (little-endian)",
		"\x00t\x00,\x00i\x00,": "text in UTF-16 (big-endian)",
		"\x00\x00\x01\x02\x00": "a binary file of an unknown kind",
		"\x01\x02\x03\x04\xff": "a binary file of an unknown kind",
		"PAR1\x15":             "a Parquet file",
	} {
		if got := source.ContentOf([]byte(head)); got != want {
			t.Errorf("%q is %q, want %q", head, got, want)
		}
	}
}

func FuzzContentOf(f *testing.F) {
	f.Add([]byte("PK\x03\x04"))
	f.Add([]byte("\x00"))
	f.Fuzz(func(t *testing.T, head []byte) {
		if source.ContentOf(head) == "" || strings.ContainsAny(source.FirstLine(head), "\r\n\t\x00") {
			t.Errorf("%q", head)
		}
	})
}

// The test vectors of FIPS 180-2.
func TestHash(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"abc":                          "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
		strings.Repeat("a", 1_000_000): "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0",
	} {
		file, err := source.Open(write(t, "x.csv", text))
		if err != nil {
			t.Fatal(err)
		}
		got, err := file.Hash(context.Background())
		if err != nil || got != (trade.SourceFile{Name: "x.csv", SHA256: want, Bytes: int64(len(text))}) {
			t.Errorf("%+v, %v", got, err)
		}
	}
	file, err := source.Open(write(t, "x.csv", "abc"))
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := file.Hash(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	if err := os.Remove(file.Path); err != nil {
		t.Fatal(err)
	}
	if _, err := file.Hash(context.Background()); trade.KindOf(err) != trade.Usage {
		t.Errorf("gone in the meantime: %v", err)
	}
}

func TestExpect(t *testing.T) {
	t.Parallel()
	file, err := source.Open(write(t, "x.csv.gz", "\x1f\x8b\x08"))
	if err != nil {
		t.Fatal(err)
	}
	if err := file.Expect(source.Text, source.Gzip); err != nil {
		t.Error(err)
	}
	err = file.Expect(source.Text, source.Zip)
	if err == nil || !strings.HasSuffix(err.Error(), "the file is a gzip archive, not plain text or a zip archive") ||
		!strings.Contains(trade.HintOf(err), "unpack") {
		t.Errorf("%v [%s]", err, trade.HintOf(err))
	}
}

func TestMembersOfAnArchive(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "x.zip")
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	w := zip.NewWriter(file)
	for _, name := range []string{"a/", "a/b.csv", "__MACOSX/a/b.csv", "a/.DS_Store", "c.txt"} {
		entry, err := w.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasSuffix(name, "/") {
			if _, err := io.WriteString(entry, name); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := errors.Join(w.Close(), file.Close()); err != nil {
		t.Fatal(err)
	}
	archive, err := source.OpenZip(path)
	if err != nil {
		t.Fatal(err)
	}
	defer archive.Close()
	var got []string
	for _, m := range source.Members(&archive.Reader) {
		reader, err := source.OpenMember(path, m)
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(reader)
		if err != nil || string(text) != m.Name {
			t.Errorf("%s holds %q, %v", m.Name, text, err)
		}
		got = append(got, m.Name)
	}
	if strings.Join(got, " ") != "a/b.csv c.txt" {
		t.Errorf("the members are %q", got)
	}
}

func TestReadErrors(t *testing.T) {
	t.Parallel()
	own := trade.Errorf(trade.NoData, "own")
	for _, test := range []struct {
		err  error
		kind trade.Kind
		want string
	}{
		{io.ErrUnexpectedEOF, trade.BadInput, "x.zip: the file is truncated"},
		{zip.ErrChecksum, trade.BadInput, "x.zip: the zip archive is damaged: a checksum"},
		{os.ErrClosed, trade.Internal, "x.zip: reading failed"},
		{own, trade.NoData, "own"},
	} {
		err := source.ReadError("x.zip", test.err)
		if trade.KindOf(err) != test.kind || !strings.HasPrefix(err.Error(), test.want) || !errors.Is(err, test.err) {
			t.Errorf("%v: %v", test.err, err)
		}
	}
	if err := source.ReadError("x.zip", context.Canceled); err != context.Canceled {
		t.Errorf("cancelled: %v", err)
	}
}
