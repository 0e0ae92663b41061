package mapped

import (
	"context"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/oborot/oborot/internal/source"
	"github.com/oborot/oborot/trade"
)

//go:embed shipped/*.yaml
var shipped embed.FS

// Format returns the format of tables that a mapping describes. It recognises no
// file by itself.
func Format() source.Format {
	return source.Format{
		Kind: "mapped", Title: "any table, with a mapping",
		Recognise: func(string, []byte) string { return "" },
		Describe:  describe,
	}
}

// Shipped names the mappings that come with the program.
func Shipped() []string {
	entries, err := shipped.ReadDir("shipped")
	if err != nil {
		return nil // the folder is a part of the program
	}
	var names []string
	for _, e := range entries {
		names = append(names, strings.TrimSuffix(e.Name(), ".yaml"))
	}
	return names
}

// described is a mapping file that was read.
type described struct {
	documents []*mapping
	sum       string
}

// describe makes a load of all files that one document of a mapping describes.
func describe(ctx context.Context, r source.Request) ([]source.Load, error) {
	read := map[string]described{}
	var loads []*load
	for _, path := range r.Paths {
		if _, err := source.Open(path); err != nil {
			return nil, err
		}
		name, err := mappingOf(r, path)
		if err != nil {
			return nil, err
		}
		if _, ok := read[name]; !ok {
			if read[name], err = readMapping(name); err != nil {
				return nil, err
			}
		}
		if loads, err = assign(ctx, r, loads, read[name], path); err != nil {
			return nil, err
		}
	}
	var all []source.Load
	for _, l := range loads {
		described, err := l.finish(ctx)
		if err != nil {
			return nil, err
		}
		all = append(all, described)
	}
	return all, nil
}

// assign adds a file to the loads of the documents that are meant for it.
func assign(ctx context.Context, r source.Request, loads []*load, d described, path string) ([]*load, error) {
	found := false
	for _, m := range d.documents {
		if !m.fits(filepath.Base(path)) {
			continue
		}
		found = true
		var l *load
		for _, other := range loads {
			if other.m == m {
				l = other
			}
		}
		if l == nil {
			l = &load{request: r, m: m, sum: d.sum, plan: &plan{m: m, assigned: map[string]view{}}}
			loads = append(loads, l)
		}
		if err := l.add(ctx, path); err != nil {
			return nil, err
		}
	}
	if !found {
		var patterns []string
		for _, m := range d.documents {
			patterns = append(patterns, m.files...)
		}
		return nil, trade.Errorf(trade.Usage, "the mapping %s is not meant for a file of this name", d.documents[0].name).At(path, 0).
			WithHint("it is for %s; change its key for, or give the file as its publisher names it", strings.Join(patterns, ", "))
	}
	return loads, nil
}

// besides is the ending of a mapping that lies beside its file.
const besides = ".mapping.yaml"

// Beside returns the mapping that lies beside a file: FILE.mapping.yaml, or that of
// its name without the ending.
func Beside(path string) (mapping string, ok bool) {
	for _, beside := range []string{path + besides, strings.TrimSuffix(path, filepath.Ext(path)) + besides} {
		if _, err := os.Stat(beside); err == nil {
			return beside, true
		}
	}
	return "", false
}

// mappingOf names the mapping for a file: the one that the person names, else the
// one that lies beside it.
func mappingOf(r source.Request, path string) (string, error) {
	if r.Mapping != "" {
		return r.Mapping, nil
	}
	if beside, ok := Beside(path); ok {
		return beside, nil
	}
	return "", trade.Errorf(trade.Usage, "no mapping says what the columns mean").At(path, 0).
		WithHint("write a first one: oborot import mapped --guess %s -o %s, look it over, and import again", path, path+besides)
}

// readMapping reads a mapping file, or the shipped mapping of that name.
func readMapping(name string) (described, error) {
	text, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		if text, err = shipped.ReadFile("shipped/" + name + ".yaml"); err != nil {
			hint := "the mappings that come with oborot are " + strings.Join(Shipped(), ", ")
			if near := nearest(name, Shipped()); near != "" {
				hint = "did you mean " + near + "?"
			}
			return described{}, trade.Errorf(trade.Usage, "there is no such mapping, neither a file nor one that comes with oborot").At(name, 0).
				WithHint("%s", hint)
		}
	}
	if err != nil {
		return described{}, source.ReadError(name, err)
	}
	sum := sha256.Sum256(text)
	all, err := parse(name, string(text))
	return described{all, hex.EncodeToString(sum[:])}, err
}
