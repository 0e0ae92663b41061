package main

import "github.com/spf13/cobra"

func (p *program) specialisationCommand() *cobra.Command {
	var q questionFlags
	c := &cobra.Command{
		Use:   "specialisation A [B]",
		Short: "What A is special in among the economies of the world, or in its trade with B",
		Long: "specialisation lists the products of A with its share, RCA and its transforms, Vollrath's indices and Lafay's, against the\n" +
			"world of one dataset; --by measure has the concentration of exports and imports in all its forms. With B the answer is\n" +
			"about their mutual trade: intensity, intra-industry trade, complementarity in both directions, similarity of exports;\n" +
			"--by product lists what they trade. Of several years the structure of the last is compared with that of the first;\n" +
			"measures of a pair are given for each.",
		Example: "  oborot specialisation BLR --level 4 --top 20\n  oborot specialisation ZAF --by measure --period 2019..2021\n" +
			"  oborot specialisation ZAF CHN --period 2021 --by product --top 20",
		Args: words(1, 2),
		RunE: func(c *cobra.Command, args []string) error { return p.ask(c.Context(), "specialisation", args, &q) },
	}
	q.addWorld(c, "product or measure (default: product; with B, measure)")
	q.addGDP(c, "csv with the columns economy, year, gdp (US dollars): adds the contribution to the trade balance")
	return c
}

// addWorld adds the flags of questions that set economies against the world.
func (q *questionFlags) addWorld(c *cobra.Command, by string) {
	q.addSample(c)
	f := c.Flags()
	f.StringSliceVar(&q.by, "by", nil, "what the rows are: "+by)
	f.IntVar(&q.level, "level", 0, "digits of product codes: 2, 4 or 6 (default: 6, or what the dataset has)")
	f.IntVar(&q.top, "top", 0, "at most so many products; the others in one row (default: all)")
	placeholders(f, map[string]string{"by": "WHAT", "level": "DIGITS", "top": "N"})
}
