package main

import "github.com/spf13/cobra"

func (p *program) flowsCommand() *cobra.Command {
	var q questionFlags
	c := &cobra.Command{
		Use:   "flows [A B]",
		Short: "Sums of flows by any columns",
		Long: "flows sums the table of facts by the columns you name, for a pair, for what A exports, or for everybody. It reads\n" +
			"one dataset, the one that covers most, unless --by or --where names dataset.",
		Example: "  oborot flows --by year --measure value_usd,rows\n  oborot flows BLR RU-PRI --by month,product --level 2\n" +
			"  oborot flows --by exporter,year --where \"product=8704,importer=RUS|KAZ\"",
		Args: words(0, 2),
		RunE: func(c *cobra.Command, args []string) error { return p.ask(c.Context(), "flows", args, &q) },
	}
	c.Flags().StringSliceVar(&q.by, "by", nil, "columns of flows, quarter or section")
	c.Flags().StringSliceVar(&q.measure, "measure", nil, "value_usd, value, net_kg, quantity or rows (default: value_usd)")
	c.Flags().IntVar(&q.level, "level", 0, "digits that product codes are cut to: 2, 4 or 6")
	q.addPeriods(c)
	placeholders(c.Flags(), map[string]string{"by": "COLUMN,..", "measure": "MEASURE,..", "level": "DIGITS"})
	return c
}
