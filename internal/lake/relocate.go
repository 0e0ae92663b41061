package lake

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/apache/iceberg-go/table"

	"github.com/oborot/oborot/trade"
)

// Relocate makes a lake that was moved or copied to a folder readable there, with
// all its history and tags: it rewrites the absolute paths in the metadata. The
// new metadata is written aside and swapped in; killed at any moment, it can be
// run again. It does nothing to a lake that is where it was made.
func Relocate(ctx context.Context, dir string, o Options) error {
	root, err := locate(dir)
	if err != nil {
		return err
	}
	m, err := readMarker(root)
	if err != nil {
		return err
	}
	if m == nil {
		return trade.Errorf(trade.Usage, "%s is not a lake", root).WithHint("name the folder of a lake with --lake")
	}
	if m.Format > format {
		return checkMarker(root, false)
	}
	l, err := newLake(root, o)
	if err != nil {
		return err
	}
	return l.locked(ctx, "relocating the lake", func() error { return l.relocate(ctx) })
}

func (l *Lake) asideFolder(name string) string  { return l.metadataFolder(name) + ".new" }
func (l *Lake) behindFolder(name string) string { return l.metadataFolder(name) + ".old" }

func (l *Lake) relocate(ctx context.Context) error {
	for _, name := range tables() {
		if err := l.relocateTable(ctx, name); err != nil {
			return err
		}
	}
	if err := l.makeFolders(); err != nil {
		return err
	}
	l.step("before marker")
	if err := writeMarker(l.root, l.version); err != nil {
		return err
	}
	for _, name := range tables() {
		if err := os.RemoveAll(l.behindFolder(name)); err != nil {
			return diskError("the old metadata cannot be removed", err)
		}
	}
	return nil
}

// relocateTable moves the metadata of a table, unless it has none or is in its
// place.
func (l *Lake) relocateTable(ctx context.Context, name string) error {
	if err := l.undoHalfSwap(name); err != nil {
		return err
	}
	if !l.tableExists(name) {
		return nil
	}
	t, err := l.catalog.LoadTable(ctx, identifier(name))
	if err != nil {
		return trade.Errorf(trade.Internal, "%s in %s cannot be read: %w", inWords(name), l.root, err)
	}
	if t.Location() == l.tableFolder(name) {
		return nil
	}
	return l.moveMetadata(name, t)
}

// undoHalfSwap brings a table whose relocation was killed between its two renames
// back to where it began.
func (l *Lake) undoHalfSwap(name string) error {
	_, err := os.Stat(l.metadataFolder(name))
	if errors.Is(err, fs.ErrNotExist) {
		if err = os.Rename(l.behindFolder(name), l.metadataFolder(name)); errors.Is(err, fs.ErrNotExist) {
			err = nil
		}
	}
	return diskError("what a killed relocation left cannot be put right", errors.Join(err, os.RemoveAll(l.asideFolder(name))))
}

// moveMetadata writes the metadata anew for where the lake is and swaps it in.
func (l *Lake) moveMetadata(name string, t *table.Table) error {
	from, ok := strings.CutSuffix(t.Location(), "/"+namespace+"/"+name)
	if !ok {
		return trade.Errorf(trade.Internal, "%s lies at %s, which is not in a lake", inWords(name), t.Location())
	}
	mv := move{from: from, to: l.root, into: l.asideFolder(name)}
	if err := makeFolder(mv.into); err != nil {
		return err
	}
	if err := errors.Join(l.moveDescriptions(name, mv), mv.manifests(t)); err != nil {
		return err
	}
	l.step(stepOf("before swap", name))
	err := errors.Join(syncPath(mv.into), os.RemoveAll(l.behindFolder(name)))
	if err == nil {
		err = os.Rename(l.metadataFolder(name), l.behindFolder(name))
	}
	l.step(stepOf("between renames", name))
	if err == nil {
		err = os.Rename(mv.into, l.metadataFolder(name))
	}
	if err == nil {
		err = syncPath(l.tableFolder(name))
	}
	return diskError("the new metadata cannot be put in its place", err)
}

// moveDescriptions rewrites the metadata files and copies the version hint.
func (l *Lake) moveDescriptions(name string, mv move) error {
	entries, err := os.ReadDir(l.metadataFolder(name))
	if err != nil {
		return diskError("the metadata cannot be listed", err)
	}
	for _, e := range entries {
		if strings.HasSuffix(e.Name(), ".avro") || isLeftover(e.Name()) {
			continue
		}
		data, err := os.ReadFile(filepath.Join(l.metadataFolder(name), e.Name()))
		if err == nil && strings.HasSuffix(e.Name(), ".json") {
			data, err = mv.description(data)
		}
		if err == nil {
			err = writeSynced(filepath.Join(mv.into, e.Name()), data)
		}
		if err != nil {
			return diskError("the metadata file "+e.Name()+" cannot be rewritten", err)
		}
	}
	return nil
}

// move rewrites paths from one root to another.
type move struct {
	from, to string
	into     string // the folder for the new metadata
}

// path returns where a file named by the old metadata is now; a path elsewhere
// stays as it is.
func (mv move) path(old string) string {
	for _, style := range []func(string) string{func(p string) string { return p }, fileURL} {
		if rest, ok := strings.CutPrefix(old, style(mv.from)); ok && (rest == "" || rest[0] == '/') {
			return style(mv.to) + rest
		}
	}
	return old
}

// description rewrites every path in a metadata file.
func (mv move) description(data []byte) ([]byte, error) {
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.UseNumber() // snapshot ids do not fit a float64
	var value any
	if err := decoder.Decode(&value); err != nil {
		return nil, err
	}
	return json.Marshal(mv.value(value))
}

func (mv move) value(v any) any {
	switch v := v.(type) {
	case string:
		return mv.path(v)
	case []any:
		for i := range v {
			v[i] = mv.value(v[i])
		}
	case map[string]any:
		for k := range v {
			v[k] = mv.value(v[k])
		}
	}
	return v
}
