package main

import "github.com/spf13/cobra"

func (p *program) structureCommand() *cobra.Command {
	var q questionFlags
	c := &cobra.Command{
		Use:   "structure A B",
		Short: "What A sells to B and buys from it, with shares and changes",
		Long: "structure lists the goods of each direction at a level of the nomenclature, the largest first. What a publisher\n" +
			"hides and what is beyond --top are rows of their own: the rows of a direction add up to it exactly.",
		Example: "  oborot structure BLR RU-PRI --level 4 --top 10\n  oborot structure BLR RU-PRI --level 2 --period 2022-01..2022-09 --lang ru",
		Args:    words(2, 2),
		RunE:    func(c *cobra.Command, args []string) error { return p.ask(c.Context(), "structure", args, &q) },
	}
	q.addPeriods(c)
	c.Flags().IntVar(&q.level, "level", 0, "digits of product codes: 2, 4 or 6 (default: 4, or what the dataset has)")
	c.Flags().IntVar(&q.top, "top", 0, "at most so many products each way; the others in one row (default: all)")
	c.Flags().StringVar(&q.series, "series", "", "month, quarter or year: rows for each within the periods")
	placeholders(c.Flags(), map[string]string{"series": "STEP", "level": "DIGITS", "top": "N"})
	return c
}
