package mapped

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/oborot/oborot/internal/source"
	"github.com/oborot/oborot/internal/source/sourcetest"
	"github.com/oborot/oborot/trade"
)

// requestFor asks for files with a mapping.
func requestFor(mapping string, paths ...string) source.Request {
	return source.Request{
		Paths: paths, Mapping: mapping, Progress: func(source.Step) {},
		Lists: func(context.Context, string) ([]trade.List, error) { return nil, nil },
	}
}

// importedAs imports what a request leads to and returns the import of a dataset.
func importedAs(t *testing.T, dataset string, r source.Request) sourcetest.Imported {
	t.Helper()
	loads, err := Format().Describe(t.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range loads {
		if l.Import.Dataset != "" && l.Import.Dataset != dataset {
			continue
		}
		sink := &sourcetest.Sink{}
		if _, err := l.Read(t.Context(), sink, nil); err != nil {
			t.Fatal(err)
		}
		for _, im := range sink.Imports {
			if im.Import.Dataset == dataset {
				return im
			}
		}
	}
	t.Fatalf("no dataset %s", dataset)
	return sourcetest.Imported{}
}

// written writes a table and the mapping beside it and returns the request for it.
func written(t testing.TB, name, mapping, table string) source.Request {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	for file, text := range map[string]string{path: table, path + besides: mapping} {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return requestFor("", path)
}

// refused returns the error of a request that must fail.
func refused(t *testing.T, r source.Request) error {
	t.Helper()
	loads, err := Format().Describe(t.Context(), r)
	for _, l := range loads {
		sink := &sourcetest.Sink{}
		if _, err = l.Read(t.Context(), sink, nil); err != nil || len(sink.Imports) > 0 {
			break
		}
	}
	if err == nil {
		t.Fatal("the file was imported")
	}
	return err
}
