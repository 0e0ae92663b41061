package world

import (
	"cmp"
	"math"

	"github.com/oborot/oborot/indicator"
	"github.com/oborot/oborot/internal/analysis"
	"github.com/oborot/oborot/trade"
)

// The fields of answers about complexity.
var (
	rankField      = analysis.NewField("rank", analysis.Quantity, "Rank", "Место")
	ofField        = analysis.NewField("economies", analysis.Count, "Of", "Из")
	exportsField   = analysis.NewField("exports_usd", analysis.Money, "Exports", "Экспорт")
	diversityField = analysis.NewField("diversity", analysis.Count, "Diversity", "Диверсификация")
	eciField       = analysis.NewField("eci", analysis.Index, "ECI", "ECI")
	coiField       = analysis.NewField("coi", analysis.Index, "COI", "COI")
	fitnessField   = analysis.NewField("fitness", analysis.Index, "Fitness", "Фитнес")
	spreadField    = analysis.NewField("rank_spread", analysis.Quantity, "Spread", "Разброс мест")
)

// places are the methods that economies are ranked by, with the field of each.
var places = []struct {
	method string
	field  analysis.Field
	name   trade.Name
}{
	{indicator.MethodEigen, analysis.NewField("rank_eigen", analysis.Quantity, "by eigenvector", "по вектору"),
		trade.Name{English: "eigenvector", Russian: "собственный вектор"}},
	{indicator.MethodReflections, analysis.NewField("rank_reflections", analysis.Quantity, "by reflections", "по отражениям"),
		trade.Name{English: "reflections", Russian: "отражения"}},
	{indicator.MethodFitness, analysis.NewField("rank_fitness", analysis.Quantity, "by fitness", "по фитнесу"),
		trade.Name{English: "fitness", Russian: "фитнес"}},
	{indicator.MethodStableFitness, analysis.NewField("rank_stable_fitness", analysis.Quantity, "by stable fitness", "по уст. фитнесу"),
		trade.Name{English: "stable fitness", Russian: "устойчивый фитнес"}},
}

func placeFields() []analysis.Field {
	var fields []analysis.Field
	for _, p := range places {
		fields = append(fields, p.field)
	}
	return fields
}

// placeCells are the ranks of an economy by each method.
func placeCells(s *indicator.Stability, at int) []analysis.Cell {
	var cells []analysis.Cell
	for _, p := range places {
		cells = append(cells, rankCell(rankAt(ranksBy(s, p.method), at)))
	}
	return cells
}

// ranksBy returns the ranks by a method, nil where it gives none.
func ranksBy(s *indicator.Stability, method string) []float64 {
	for _, r := range s.Rankings {
		if r.Method == method {
			return r.Ranks
		}
	}
	return nil
}

// spreadCell is how far the ranks of an economy lie apart.
func spreadCell(s *indicator.Stability, at int) analysis.Cell {
	if at < 0 || len(s.Rankings) < 2 {
		return analysis.Cell{Amount: trade.Absent(trade.NotApplicable)}
	}
	return halves(s.Spread[at])
}

// rankAt returns the rank at a position, 0 where there is none.
func rankAt(ranks []float64, at int) float64 {
	if ranks == nil || at < 0 {
		return 0
	}
	return ranks[at]
}

// compareRanks puts no rank behind all ranks.
func compareRanks(a, b float64) int {
	last := func(r float64) float64 {
		if r == 0 {
			return math.Inf(1)
		}
		return r
	}
	return cmp.Compare(last(a), last(b))
}

// rankCell is a rank; 0 stands for none.
func rankCell(rank float64) analysis.Cell {
	if rank == 0 {
		return analysis.Cell{Amount: trade.Absent(trade.NotApplicable)}
	}
	return halves(rank)
}

// halves is a rank: shared ranks may end in a half.
func halves(x float64) analysis.Cell { return analysis.Cell{Amount: trade.Of(int64(x * 1000))} }
