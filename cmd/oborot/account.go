package main

import "github.com/spf13/cobra"

func (p *program) accountCommand() *cobra.Command {
	var q questionFlags
	c := &cobra.Command{
		Use:   "account A B",
		Short: "Turnover, balance, coverage and growth of A's trade with B",
		Long: "account answers how much A trades with B and how it changed: a row for each period, each compared with the same\n" +
			"span a year earlier. With --by it gives the parts of turnover and what each contributes to its growth.",
		Example: "  oborot account BLR RU-PRI\n  oborot account Belarus \"Primorsky Krai\" --period 2021,2022-01..2022-09\n" +
			"  oborot account BLR EAEU --by partner --period 2021",
		Args: words(2, 2),
		RunE: func(c *cobra.Command, args []string) error { return p.ask(c.Context(), "account", args, &q) },
	}
	q.addPeriods(c)
	c.Flags().StringVar(&q.series, "series", "", "month, quarter or year: a row for each within the periods")
	c.Flags().StringSliceVar(&q.by, "by", nil, "direction, product, partner: the parts of turnover")
	c.Flags().IntVar(&q.level, "level", 0, "digits of product codes with --by product")
	c.Flags().IntVar(&q.top, "top", 0, "at most so many products each way with --by product")
	c.Flags().BoolVar(&q.rank, "rank", false, "the place of B among the partners of A; reads all partners")
	placeholders(c.Flags(), map[string]string{"series": "STEP", "by": "PART,..", "level": "DIGITS", "top": "N"})
	return c
}
