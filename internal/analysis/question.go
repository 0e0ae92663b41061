package analysis

import (
	"context"
	"slices"

	"github.com/oborot/oborot/internal/cube"
	"github.com/oborot/oborot/internal/reference"
	"github.com/oborot/oborot/trade"
)

// Question is one named question. The command line, the HTTP interface and MCP
// are mouths of the same list.
type Question struct {
	Name   string // the word on the command line: account
	Title  trade.Name
	Method string // the method and its version, part of every answer: account/1
	// Answer returns an answer or an error; both where the answer holds findings, with
	// an error of kind trade.Finding.
	Answer func(ctx context.Context, a Asker, args Arguments) (*Result, error)
}

// Asker is what a question may ask: one snapshot through one engine.
type Asker struct {
	Engine   cube.Engine
	Scanner  cube.Scanner // gives the rows of a whole year; nil: Engine adds them up
	Coverage cube.Coverage
	Snapshot int64
	// Lists returns the imported lists of a table in the snapshot, which converting
	// goods between nomenclatures needs; nil stands for none.
	Lists func(ctx context.Context, table string) ([]trade.List, error)
	// Names names a good in a nomenclature, with the origins of the imported lists that
	// say so; nil stands for reference.ProductName.
	Names func(trade.Product, trade.Nomenclature) (trade.Name, []trade.Origin)
}

// goodsName names a good in a nomenclature, and remembers the lists that the name is
// from.
func (q *inquiry) goodsName(p trade.Product, n trade.Nomenclature) string {
	if q.asker.Names == nil {
		return reference.ProductName(p, n).In(q.args.Language)
	}
	name, origins := q.asker.Names(p, n)
	for _, o := range origins {
		if !slices.ContainsFunc(q.naming, func(held trade.Origin) bool { return held.Dataset == o.Dataset }) {
			q.naming = append(q.naming, o)
		}
	}
	return name.In(q.args.Language)
}

// Arguments are what the person gave. Each question reads those it knows.
type Arguments struct {
	A, B     reference.Side // the pair; B may be empty where a question allows it
	Periods  []trade.Period // empty: all covered years, and the latest part-year with its base
	Compare  []trade.Period // bases, one for each period; empty: the same span a year earlier
	Partial  bool           // answer with the months that are covered, and say so
	Dataset  string         // empty: chosen by the rule of one source
	Reporter string         // a, b or reconciled; empty: chosen
	Digits   int            // level of products; 0: the question's own default
	Top      int            // at most so many products, or partners without products, each way; 0: all
	Series   string         // month, quarter or year: a row for each within the periods; empty: a row a period
	By       []string       // dimensions (flows), or product, partner, direction (account)
	Measures []cube.Measure
	Where    []cube.Filter  // goods are those of Nomenclature if one is asked for
	Rank     bool           // account: the place of B among the partners of A; reads all partners
	Language trade.Language // of names and notes

	Nomenclature trade.Nomenclature  // goods are converted to it; empty: as published
	Weights      reference.Weighting // best weights of a conversion; empty: own, where there are any

	Checks []string // audit: the checks to run; empty: all

	Quantity cube.Measure // prices: what values are divided by, NetKg or Quantity; empty: NetKg
	Coverage float64      // prices: least share of the value that an index must rest on; 0: 0.6
	Quality  QualityTerms // prices: how two-way trade is split

	Conventions Conventions     // of the questions about many economies and products
	Dependence  DependenceTerms // of the question of dependence
}
