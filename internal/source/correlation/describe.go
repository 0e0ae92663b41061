package correlation

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"github.com/oborot/oborot/internal/source"
	"github.com/oborot/oborot/trade"
)

// describe makes one load for each list that the files hold.
func describe(ctx context.Context, r source.Request) ([]source.Load, error) {
	if err := source.CheckList(r, false); err != nil {
		return nil, err
	}
	var loads []source.Load
	for _, path := range r.Paths {
		file, err := source.Open(path)
		if err != nil {
			return nil, err
		}
		hashed, err := file.Hash(ctx)
		if err != nil {
			return nil, err
		}
		t, err := readTable(ctx, file)
		if err != nil {
			return nil, err
		}
		t.file = hashed
		found, err := t.loads(r)
		if err != nil {
			return nil, err
		}
		loads = append(loads, found...)
	}
	return loads, source.Distinct(loads)
}

// loads lists what a table brings: a list for each step between two nomenclatures.
func (t *table) loads(r source.Request) ([]source.Load, error) {
	steps := t.stepsHeld()
	if len(steps) == 0 {
		return nil, trade.Errorf(trade.BadInput, "no row names a step between two editions of the Harmonised System").
			At(t.path, 2).WithHint("the column adjustment reads like \"2017 to 2012\"")
	}
	if r.Dataset != "" && len(steps) > 1 {
		return nil, trade.Errorf(trade.Usage, "the file brings %d lists and cannot be one dataset %s", len(steps), r.Dataset).
			At(t.path, 0).WithHint("leave --dataset out")
	}
	var loads []source.Load
	for _, s := range steps {
		im := trade.Import{Origin: t.origin(r, s), Tolerate: r.Tolerate}
		loads = append(loads, source.Load{Import: im, Read: func(ctx context.Context, sink source.Sink, only []int) ([]trade.Account, error) {
			if only != nil && len(only) == 0 {
				return nil, nil
			}
			list, rows := t.list(s)
			list.Origin = im.Origin
			accounts, err := source.Keep(ctx, sink, list, im.Tolerate, rows)
			for i := range accounts {
				accounts[i].Notes = append(accounts[i].Notes, t.notes()...)
			}
			return accounts, err
		}})
	}
	return loads, nil
}

func (t *table) origin(r source.Request, s step) trade.Origin {
	o := trade.Origin{
		Dataset: cmp.Or(r.Dataset, s.name(t.layout.weight >= 0)), Release: cmp.Or(r.Release, source.UnknownRelease),
		Publisher: "United Nations Statistics Division", Files: []trade.SourceFile{t.file},
		Licence: trade.Licence{Name: "terms of the United Nations", URL: "https://unstats.un.org/unsd/classifications/Econ", Attribution: "United Nations Statistics Division, correlation tables"},
	}
	if t.layout.weight >= 0 {
		o.Publisher = "Growth Lab at Harvard University"
		o.Licence = trade.Licence{Name: "licence of the publisher", URL: "https://github.com/harvard-growth-lab/comtrade-conversion-weights",
			Attribution: "Growth Lab at Harvard University, conversion weights by the method of Lukaszuk and Torun (2022)"}
	}
	return o
}

// notes say what the reader of the account must know, and no answer needs.
func (t *table) notes() []string {
	if t.skipped == 0 {
		return nil
	}
	return []string{fmt.Sprintf("%d rows lead to SITC and are not read: their codes have lost leading zeros, "+
		"and whether 1111 was 1111 or 01111 cannot be told", t.skipped)}
}

// step is one passage between nomenclatures, as its list names it.
type step struct{ from, to trade.Nomenclature }

// name returns the name of the list: correlation-h4-h5, with weights
// correlation-h4-h5-weights.
func (s step) name(weighted bool) string {
	name := "correlation-" + strings.ToLower(string(s.from)) + "-" + strings.ToLower(string(s.to))
	if weighted {
		name += "-weights"
	}
	return name
}
