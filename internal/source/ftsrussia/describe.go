package ftsrussia

import (
	"cmp"
	"context"
	"fmt"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/oborot/oborot/internal/source"
	"github.com/oborot/oborot/internal/source/tabular"
	"github.com/oborot/oborot/trade"
)

// describe reads the heads of the files. Files of one dataset are read together.
func describe(ctx context.Context, r source.Request) ([]source.Load, error) {
	if r.Unit != "" && r.Unit != usd && r.Unit != thousandUSD {
		return nil, trade.Errorf(trade.Usage, "the unit %q is not known for the layout of Russian customs", r.Unit).
			WithHint("say --unit %s, or --unit %s for values in thousands", usd, thousandUSD)
	}
	l := &loads{request: r, names: map[string]string{}}
	for _, path := range r.Paths {
		if err := l.look(ctx, path); err != nil {
			return nil, err
		}
	}
	if r.Dataset != "" && len(l.list) > 1 {
		return nil, twoDatasets(l.list[0].expected, l.list[1].expected, r.Dataset)
	}
	var described []source.Load
	for _, one := range l.list {
		im := trade.Import{Origin: one.layout.origin()}
		im.Origin.Dataset, im.Origin.Release = cmp.Or(r.Dataset, one.expected), one.release()
		for _, in := range one.inputs {
			im.Files = append(im.Files, in.File)
		}
		described = append(described, source.Load{Import: im, Read: one.read})
	}
	return described, nil
}

func twoDatasets(one, other, named string) error {
	return trade.Errorf(trade.Usage, "the files hold two datasets, %s and %s, and cannot be one dataset %s", one, other, named).
		WithHint("leave --dataset out, or import the files one by one")
}

// loads are the imports that a request leads to.
type loads struct {
	request source.Request
	list    []*load
	names   map[string]string // of the files by hash
}

// look opens one file, checks its columns, and puts it to those of its dataset,
// which the first rows tell.
func (l *loads) look(ctx context.Context, path string) error {
	file, err := source.Open(path)
	if err != nil {
		return err
	}
	in, err := tabular.NewInput(ctx, l.request, file)
	if err != nil {
		return err
	}
	if same, again := l.names[in.File.SHA256]; again {
		last := l.list[len(l.list)-1]
		last.notes = append(last.notes, fmt.Sprintf("%s is the same file as %s and is read once", file.Name, same))
		return nil
	}
	l.names[in.File.SHA256] = file.Name
	tables, err := open(ctx, file)
	if err != nil {
		return err
	}
	var notes []string
	in.Tables, notes, err = choose(tables)
	if err != nil {
		return err
	}
	one, err := l.of(in.Tables[0])
	if err != nil {
		return err
	}
	one.inputs = append(one.inputs, in)
	one.notes = append(one.notes, notes...)
	return nil
}

// of returns the load of the dataset that a table seems to belong to.
func (l *loads) of(t tabular.Table) (*load, error) {
	c, err := resolve(t)
	if err != nil {
		return nil, err
	}
	d := newDecoder(t, c, 1, trade.TNVED, &counts{})
	if err := d.dated(t); err != nil {
		return nil, err
	}
	expected := d.monthly.Dataset
	if p, ok := d.firstPeriod(t); ok && p.IsYear() && d.named.Months != 1 {
		expected = d.yearly.Dataset
	}
	for _, one := range l.list {
		if one.expected == expected {
			return one, nil
		}
	}
	one := &load{request: l.request, expected: expected, layout: c.layout, layouts: map[string]layout{}}
	l.list = append(l.list, one)
	return one, nil
}

// charsets are the encodings of Russian text that is not UTF-8: that of the
// publisher's dBase files, and that of spreadsheets.
var charsets = []string{"IBM866", "windows-1251"}

// open finds the tables in a file. The encoding is the one in which the directions
// of trade can be read.
func open(ctx context.Context, file source.File) (tables []tabular.Table, err error) {
	for _, charset := range charsets {
		tables, err = tabular.Open(ctx, file, tabular.Options{Charset: charset, Members: mayBeTable})
		if err != nil {
			return nil, err
		}
		if !slices.ContainsFunc(tables, unreadable) {
			return tables, nil
		}
	}
	return tables, nil
}

// endings are those of the files in an archive that may be tables; others are
// notes.
var endings = []string{".csv", ".tsv", ".psv", ".dbf", ".xlsx", ".parquet"}

func mayBeTable(name string) bool {
	return slices.Contains(endings, strings.ToLower(path.Ext(name))) || strings.Contains(strings.ToUpper(name), fileName)
}

// unreadable tells a table whose first direction is in letters that mean nothing.
func unreadable(t tabular.Table) bool {
	at := t.Header.Column(names[direction]...)
	if at < 0 || len(t.First) == 0 {
		return false
	}
	word := t.First[0][at]
	_, known := directions[strings.ToUpper(word)]
	return !known && len(word) != utf8.RuneCountInString(word)
}

// choose leaves out tables that are not of the layout, if another is, and those in
// dBase that stand beside their twin in text.
func choose(tables []tabular.Table) (kept []tabular.Table, notes []string, err error) {
	for _, t := range tables {
		c, wrong := resolve(t)
		if wrong != nil {
			err = cmp.Or(err, wrong)
			notes = append(notes, fmt.Sprintf("%s is not read: %v", t.Name, wrong))
			continue
		}
		if note := c.unread(t); note != "" {
			notes = append(notes, note)
		}
		kept = append(kept, t)
	}
	if len(kept) == 0 {
		return nil, nil, err
	}
	texts := slices.Clone(kept)
	return slices.DeleteFunc(kept, func(t tabular.Table) bool {
		twin := slices.ContainsFunc(texts, func(o tabular.Table) bool { return isDBase(t) && !isDBase(o) && stem(t) == stem(o) })
		if twin {
			notes = append(notes, fmt.Sprintf("%s is not read: the archive holds it as text too", t.Name))
		}
		return twin
	}), notes, nil
}

func isDBase(t tabular.Table) bool { return strings.EqualFold(path.Ext(t.Name), ".dbf") }

func stem(t tabular.Table) string {
	return strings.ToLower(strings.TrimSuffix(t.Name, path.Ext(t.Name)))
}
