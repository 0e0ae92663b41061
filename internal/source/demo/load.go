package demo

import (
	"context"
	"sync"

	"github.com/oborot/oborot/internal/source"
	"github.com/oborot/oborot/trade"
)

// dataset is one level of the small world as an import.
type dataset struct {
	name        string
	about       string // a note for readers, if there is more to say than of all datasets
	regions     bool
	enterprises bool
	sha256      string // of the rows as text; a test holds it to them
	bytes       int64  // of that text
	flows       func(*small) []series
}

const invented = "All figures are invented but the totals of trade between Belarus and Primorsky Krai that BelTA published in 2022."

// The regions of Russia and those of Belarus are two datasets: a flow between
// the two countries is in both, and would count twice in a sum over one.
var datasets = []dataset{
	{
		name:   "demo",
		sha256: "d6a45b3e34e90f3b0138cc49ed0e090d1982bf0e589b974fea95547cc67e9350", bytes: 26_797_956,
		flows: func(w *small) []series { return w.national },
	},
	{
		name: "demo-region", about: "The regions add up to Russia in demo.",
		regions: true, sha256: "eef9747929862548f59184eb23be80163346df814ac8855f729db0e58aa21a42", bytes: 14_029_857,
		flows: func(w *small) []series { return w.russian },
	},
	{
		name: "demo-region-by", about: "The regions add up to Belarus in demo.",
		regions: true, sha256: "514e1536f723fb54083c394d790b82ef86873157475ba18f7423e90ede4393bd", bytes: 3_862_856,
		flows: func(w *small) []series { return w.belarusian },
	},
	{
		name: "demo-enterprise", about: "Of the enterprises only the " + Plant + " exists, and its totals are BelTA's too.",
		regions: true, enterprises: true, sha256: "f9ee5b2916146373b60ed96d3891cba7bafa91836a8acb887648cb4d728be8ec", bytes: 53_623,
		flows: func(w *small) []series { return w.enterprise },
	},
}

// Loads returns the imports of the small world: some 60 economies by HS heading and
// month from January 2019 to September 2022 (demo), the regions of Russia
// (demo-region) and of Belarus (demo-region-by) with their main partners, and
// the exports of Belarus to Primorsky Krai by enterprise (demo-enterprise). Each
// has one file, which exists in memory only; its hash is that of the rows as text.
// The world is made when the first of them is read.
func Loads() []source.Load {
	world := sync.OnceValue(invent)
	var loads []source.Load
	for _, d := range datasets {
		im := d.describe()
		loads = append(loads, source.Load{
			Import: im,
			Read: func(ctx context.Context, sink source.Sink, only []int) ([]trade.Account, error) {
				if len(only) == 0 {
					return []trade.Account{{Dataset: im.Dataset, Release: im.Release}}, nil
				}
				return load(ctx, sink, im, d.flows(world()))
			},
		})
	}
	return loads
}

func (d dataset) describe() trade.Import {
	return trade.Import{
		Origin: trade.Origin{
			Dataset: d.name, Release: "1", Publisher: "oborot demo",
			Licence:   trade.Licence{Name: "CC0-1.0", URL: "https://creativecommons.org/publicdomain/zero/1.0/"},
			Valuation: string(trade.FOB), Synthetic: true,
			Notes: d.notes(),
			Files: []trade.SourceFile{{Name: d.name + " (generated)", SHA256: d.sha256, Bytes: d.bytes}},
		},
		Nomenclature: trade.HS2022, Digits: 4, Months: 1,
		Mode: trade.Replace, Repeats: trade.SetAsideRepeats,
		AbsentIsZero: true, Regions: d.regions, Enterprises: d.enterprises,
	}
}

func (d dataset) notes() []string {
	if d.about == "" {
		return []string{invented}
	}
	return []string{invented, d.about}
}

// load gives all flows to a sink as one import of one file.
func load(ctx context.Context, sink source.Sink, im trade.Import, flows []series) ([]trade.Account, error) {
	batch, err := sink.Begin(ctx, im)
	if err != nil {
		return nil, err
	}
	defer batch.Abort()
	var read trade.Tally
	for _, block := range blocks(flows) {
		for _, value := range block.Value {
			read.Add(value)
		}
		if err := batch.Copy(ctx, 0, block); err != nil {
			return nil, err
		}
	}
	account, err := batch.Commit(ctx, []trade.Tally{read})
	if err != nil {
		return nil, err
	}
	return []trade.Account{account}, nil
}
