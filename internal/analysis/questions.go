package analysis

import "github.com/oborot/oborot/trade"

// Questions lists the questions that this package answers.
func Questions() []Question {
	return []Question{
		{
			Name:   "account",
			Title:  trade.Name{English: "Bilateral account", Russian: "Двусторонний счёт торговли"},
			Method: "account/1",
			Answer: account,
		},
		{
			Name:   "structure",
			Title:  trade.Name{English: "Structure of trade by goods", Russian: "Товарная структура торговли"},
			Method: "structure/1",
			Answer: structure,
		},
		{
			Name:   "flows",
			Title:  trade.Name{English: "Flows by any dimensions", Russian: "Потоки по любым измерениям"},
			Method: "flows/1",
			Answer: flows,
		},
	}
}
