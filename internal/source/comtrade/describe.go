package comtrade

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/oborot/oborot/internal/source"
	"github.com/oborot/oborot/internal/source/tabular"
	"github.com/oborot/oborot/trade"
)

// describe makes one load of all files: which datasets they hold, only their rows
// tell.
func describe(ctx context.Context, r source.Request) ([]source.Load, error) {
	if err := checkRequest(r); err != nil {
		return nil, err
	}
	var inputs []tabular.Input
	var release []string
	n := &naming{request: r}
	for _, path := range r.Paths {
		in, err := openInput(ctx, r, path)
		if err != nil {
			return nil, err
		}
		var note string
		if inputs, note = tabular.Add(inputs, in); note != "" {
			n.notes = append(n.notes, note)
			continue
		}
		release = append(release, releaseOf(in.File.Name))
	}
	n.nameRelease(release)
	return []source.Load{newLoad(n, inputs)}, nil
}

func checkRequest(r source.Request) error {
	if r.Unit != "" && r.Unit != "usd" {
		return trade.Errorf(trade.Usage, "the unit %q is not known: values of UN Comtrade are in US dollars", r.Unit).
			WithHint("leave --unit out")
	}
	if n := r.Nomenclature; n != "" && !slices.Contains(harmonised[:], n) && !slices.Contains(standard[:], n) {
		return trade.Errorf(trade.Usage, "UN Comtrade is in the Harmonised System or SITC, not in %s", n).
			WithHint("say --nomenclature H0 to H6, or S1 to S4")
	}
	return nil
}

// openInput looks at a file and refuses what is no table of goods trade.
func openInput(ctx context.Context, r source.Request, path string) (tabular.Input, error) {
	file, err := source.Open(path)
	if err != nil {
		return tabular.Input{}, err
	}
	var tables []tabular.Table
	if file.Content == source.JSON {
		tables, err = openAnswer(ctx, file)
	} else {
		tables, err = tabular.Open(ctx, file, tabular.Options{})
	}
	if err != nil {
		return tabular.Input{}, err
	}
	for _, t := range tables {
		if err := checkTable(t); err != nil {
			return tabular.Input{}, err
		}
	}
	in, err := tabular.NewInput(ctx, r, file)
	in.Tables = tables
	return in, err
}

// checkTable looks at the names and the first rows of a table.
func checkTable(t tabular.Table) error {
	if err := checkHeader(t); err != nil {
		return err
	}
	c := columnsOf(t.Header)
	for _, row := range t.First {
		if kind := cell(row, c.kind); kind == "S" {
			return trade.Errorf(trade.BadInput, "the file holds trade in services (typeCode S), and only trade in goods is kept").
				At(t.Where, 0).WithHint("download goods: typeCode C, classification HS")
		}
		if class := cell(row, c.class); class != "" {
			if _, _, ok := classOf([]byte(class)); !ok {
				return trade.Errorf(trade.BadInput, "the classification %q is not one of goods that is kept", class).
					At(t.Where, 0).WithHint("download HS (H0 to H6) or SITC (S1 to S4)")
			}
		}
	}
	return nil
}

func cell(row []string, column int) string {
	if column < 0 || column >= len(row) {
		return ""
	}
	return row[column]
}

// nameRelease takes the person's word, else the latest date in the names of bulk
// files: each reporter's file has a date of its own.
func (n *naming) nameRelease(dates []string) {
	dated := slices.DeleteFunc(slices.Clone(dates), func(d string) bool { return d == "" })
	slices.Sort(dated)
	switch n.release = n.request.Release; {
	case n.release != "":
	case len(dated) > 0:
		n.release = dated[len(dated)-1]
		if dated[0] != n.release {
			n.notes = append(n.notes, fmt.Sprintf("the files were released from %s to %s; the release is named by the last date", dated[0], n.release))
		}
	default:
		n.release = source.UnknownRelease
		n.notes = append(n.notes, "the release is unknown: no file name says it (--release names it, such as the day of the download)")
	}
}

func newLoad(n *naming, inputs []tabular.Input) source.Load {
	met := &tallies{}
	reader := &tabular.Reader{
		Inputs: inputs,
		Decoder: func(t tabular.Table) (tabular.Decoder, error) {
			return newDecoder(t, n.request.Nomenclature, met.add()), nil
		},
		Import: n.describe, Notes: met.notes, Progress: n.request.Progress,
	}
	im := trade.Import{
		Origin: trade.Origin{
			Dataset: n.request.Dataset, Release: n.release, Publisher: publisher, Licence: licence(),
			Valuation: valuation, Notes: n.notes,
		},
		Nomenclature: n.request.Nomenclature, Mode: cmp.Or(n.request.Mode, trade.Merge),
		Repeats: trade.SetAsideRepeats, Tolerate: n.request.Tolerate,
	}
	for _, in := range inputs {
		im.Files = append(im.Files, in.File)
	}
	return source.Load{Import: im, Read: func(ctx context.Context, sink source.Sink, only []int) ([]trade.Account, error) {
		accounts, err := reader.Read(ctx, sink, only)
		if err == nil && len(accounts) == 1 && accounts[0].Dataset == "" {
			accounts[0].Notes = append(accounts[0].Notes, met.why()...)
		}
		return accounts, err
	}}
}
