package tabular

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/oborot/oborot/internal/source"
	"github.com/oborot/oborot/internal/source/sourcetest"
	"github.com/oborot/oborot/trade"
	"golang.org/x/text/encoding/charmap"
)

// packedIn packs a text.
func packedIn(t *testing.T, name, text string) string {
	t.Helper()
	var out bytes.Buffer
	if strings.HasSuffix(name, ".gz") {
		w := gzip.NewWriter(&out)
		if _, err := w.Write([]byte(text)); err != nil || w.Close() != nil {
			t.Fatal(err)
		}
		return out.String()
	}
	w := zip.NewWriter(&out)
	member, err := w.Create("a.csv")
	if err == nil {
		_, err = member.Write([]byte(text))
	}
	if err != nil || w.Close() != nil {
		t.Fatal(err)
	}
	return out.String()
}

// Whatever a file is like, the hash that is stored is that of its bytes, however
// often it is read.
func TestHashOfWhatWasRead(t *testing.T) {
	t.Parallel()
	var long strings.Builder
	long.WriteString(head)
	for i := range 250_000 {
		fmt.Fprintf(&long, "2020,BLR,RUS,%06d,1,\n", 100_000+i)
	}
	short := head + "2020,BLR,RUS,040610,10,\n"
	russian, err := charmap.Windows1251.NewEncoder().String(head + "2020,BLR,RUS,040610,10,Сыр\n")
	if err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string]string{
		"pieces.csv": long.String(), "mark.csv": "\xef\xbb\xbf" + short, "open.csv": strings.TrimSuffix(short, "\n"),
		"blank.csv": short + "\n\n", "russian.csv": russian, "packed.csv.gz": packedIn(t, ".gz", short), "packed.zip": packedIn(t, ".zip", short),
	} {
		path := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
		f, err := source.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		request := source.Request{Paths: []string{path}, New: func(context.Context, int64) bool { return true }}
		in, err := NewInput(t.Context(), request, f)
		if err == nil {
			in.Tables, err = Open(t.Context(), f, Options{})
		}
		if err != nil {
			t.Fatal(name, err)
		}
		sum := sha256.Sum256([]byte(content))
		for range 2 {
			r, sink := load(t, trade.SetAsideRepeats, nil), &sourcetest.Sink{}
			r.Inputs = []Input{in}
			accounts, err := r.Read(t.Context(), sink, nil)
			if err != nil {
				t.Fatal(name, err)
			}
			if got := accounts[0].Files[0].SHA256; got != hex.EncodeToString(sum[:]) || sink.Imports[0].Import.Files[0].SHA256 != got {
				t.Errorf("%s has the hash %s", name, got)
			}
		}
	}
}
