package lake

import (
	"context"
	"os"
	"slices"

	"github.com/oborot/oborot/trade"
)

// Held tells whether a file of that SHA-256 (in hexadecimal) is held with all that
// it brought, and as what. With a dataset that is all it brought of this dataset;
// with an empty name, all it brought of every dataset that it was imported into,
// and there is an origin for each. release restricts the imports looked at; an
// empty one does not. No origin means that it is not held. A file of which a data
// file is missing or not whole is not held, so that importing it again repairs the
// lake.
func (l *Lake) Held(ctx context.Context, sha256, dataset, release string) ([]trade.Origin, error) {
	m, err := l.load(ctx)
	if err != nil {
		return nil, err
	}
	h, err := l.current(ctx, m)
	if err != nil || h.ledger == nil {
		return nil, err
	}
	return h.origins(sha256, dataset, release), nil
}

// origins looks at every import of the bytes: of each dataset one must be held
// wholly.
func (h *held) origins(sha256, dataset, release string) []trade.Origin {
	var origins []trade.Origin
	var datasets []string
	for _, e := range h.ledger.Imports {
		f := e.file(sha256)
		name := e.Origin.Dataset
		if f == nil || dataset != "" && name != dataset || release != "" && e.Origin.Release != release {
			continue
		}
		if !slices.Contains(datasets, name) {
			datasets = append(datasets, name)
		}
		known := slices.ContainsFunc(origins, func(o trade.Origin) bool { return o.Dataset == name })
		if !known && h.holdsAll(e, f, dataset) {
			origins = append(origins, e.origin())
		}
	}
	for _, e := range h.ledger.Lists {
		brought := slices.ContainsFunc(e.Origin.Files, func(f trade.SourceFile) bool { return f.SHA256 == sha256 })
		if !brought || dataset != "" && e.Origin.Dataset != dataset || release != "" && e.Origin.Release != release {
			continue
		}
		datasets = append(datasets, e.Origin.Dataset)
		if whole(h.lists[e.Origin.Dataset]) {
			origins = append(origins, e.Origin)
		}
	}
	if len(origins) < len(datasets) {
		return nil
	}
	return origins
}

// holdsAll tells whether all is held that the commit of an import brought of a
// file, or all of it in one dataset.
func (h *held) holdsAll(e entry, f *loadedFile, dataset string) bool {
	if !h.holdsYears(e, f) {
		return false
	}
	for id, name := range f.Beside {
		if dataset != "" && name != dataset {
			continue
		}
		at := slices.IndexFunc(h.ledger.Imports, func(o entry) bool { return o.ID == id })
		if at < 0 {
			return false
		}
		other := h.ledger.Imports[at]
		if of := other.file(f.SHA256); of == nil || !h.holdsYears(other, of) {
			return false
		}
	}
	return true
}

func (h *held) holdsYears(e entry, f *loadedFile) bool {
	return e.holdsAll(f.Years) && allWhole(h.filesOf(e.Origin.Dataset), f.Years)
}

// allWhole tells whether the data files of those years are there and of their
// length.
func allWhole(files []trade.File, years []int) bool {
	return !slices.ContainsFunc(files, func(f trade.File) bool { return slices.Contains(years, f.Year) && !whole(f) })
}

func whole(f trade.File) bool {
	info, err := os.Stat(f.Path)
	return err == nil && info.Size() == f.Bytes
}

// HoldsSize tells whether a file of so many bytes is held, so that its hash is worth
// knowing. It is false where there is no lake.
func (l *Lake) HoldsSize(ctx context.Context, bytes int64) (bool, error) {
	if !l.exists() {
		return false, nil
	}
	m, err := l.load(ctx)
	if err != nil {
		return false, err
	}
	h, err := l.current(ctx, m)
	if err != nil || h.ledger == nil {
		return false, err
	}
	ofSize := func(f trade.SourceFile) bool { return f.Bytes == bytes }
	for _, e := range h.ledger.Imports {
		if slices.ContainsFunc(e.Files, func(f loadedFile) bool { return ofSize(f.SourceFile) }) {
			return true, nil
		}
	}
	return slices.ContainsFunc(h.ledger.Lists, func(e listEntry) bool { return slices.ContainsFunc(e.Origin.Files, ofSize) }), nil
}
