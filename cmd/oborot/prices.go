package main

import (
	"github.com/oborot/oborot/internal/cube"
	"github.com/oborot/oborot/trade"
	"github.com/spf13/cobra"
)

func (p *program) pricesCommand() *cobra.Command {
	var q questionFlags
	var overlap, tolerance float64
	c := &cobra.Command{
		Use:   "prices A B",
		Short: "How much of a change of trade between A and B is price, and how much volume",
		Long: "prices compares unit values of the goods that A and B trade, each direction by itself: indices of Laspeyres, Paasche, Fisher\n" +
			"and Törnqvist, volume, and the effects of both in money. Goods without a quantity in one of the periods count as volume,\n" +
			"and so do outliers; where the rest is below 60% of the value there is no index (exit 4 if there is none at all). Of more\n" +
			"than two periods each is compared with the one before, and the last with the first, directly and by the chain.\n\n" +
			"--by quality splits the trade of each period instead: goods traded one way, and goods traded both ways at unit values that\n" +
			"are alike (horizontal) or that differ (vertical: exports dearer or cheaper), with the share of each kind in all trade and\n" +
			"its part of the Grubel-Lloyd index. --by quality,product lists the goods with the unit values of both directions.",
		Example: "  oborot prices BLR RUS\n  oborot prices ZAF CHN --period 2019..2021\n" +
			"  oborot prices TUR RUS --period 2021H1,2022H1 --by product --top 20\n" +
			"  oborot prices BLR RUS --by quality --period 2019..2021\n" +
			"  oborot prices BLR RUS --by quality,product --tolerance 0.25 --top 20",
		Args: words(2, 2),
		RunE: func(c *cobra.Command, args []string) error {
			if c.Flags().Changed("overlap") {
				q.quality.Overlap = &overlap
			}
			if c.Flags().Changed("tolerance") {
				q.quality.Tolerance = &tolerance
			}
			return p.ask(c.Context(), "prices", args, &q)
		},
	}
	f := c.Flags()
	f.StringSliceVar(&q.by, "by", nil, "product: the effects of each product; quality: one-way and two-way trade; or both words")
	f.StringSliceVar(&q.period, "period", nil,
		"spans of one length, or a span of years; one span is compared with a year earlier (default: the last two years;\n"+
			"by quality: each by itself, the last year)")
	f.StringVar(&q.quantity, "quantity", "kg", "kg (net mass) or unit (the supplementary unit of each good)")
	f.Float64Var(&q.coverage, "coverage", 0,
		"the least share of the value that an index, or a unit value, must rest on, above 0 to 1 (default: 0.6)")
	f.StringVar(&q.quality.Band, "band", "",
		"by quality: unit values are alike from 1/(1+a) to 1+a (reciprocal) or from 1-a to 1+a (symmetric)")
	f.Float64Var(&tolerance, "tolerance", 0.15, "by quality: a of the band, such as 0.15 or 0.25")
	f.Float64Var(&overlap, "overlap", 0.1, "by quality: trade is two-way if the smaller flow is above this part of the larger")
	f.StringVar(&q.dataset, "dataset", "", "the dataset to read (default: the one that covers most)")
	f.StringVar(&q.reporter, "reporter", "", "whose report to read: a, b or reconciled (default: the first-named economy's, else the other's)")
	f.StringArrayVar(&q.where, "where", nil, "keep rows whose column of flows has one of the values")
	f.IntVar(&q.level, "level", 0, "digits of product codes (default: all that the dataset has)")
	f.IntVar(&q.top, "top", 0, "with --by product, at most so many each way; the others in one row (default: all)")
	placeholders(f, map[string]string{"by": "WHAT,..", "band": "FORM", "tolerance": "A", "overlap": "SHARE", "period": "SPAN,..",
		"quantity": "WHAT", "coverage": "SHARE", "dataset": "DATASET",
		"reporter": "WHOSE", "where": "KEY=V|V,..", "level": "DIGITS", "top": "N"})
	return c
}

// quantityOf reads the word of --quantity.
func quantityOf(word string) (cube.Measure, error) {
	switch word {
	case "", "kg":
		return cube.NetKg, nil
	case "unit":
		return cube.Quantity, nil
	}
	return "", trade.Errorf(trade.Usage, "%q is not a quantity", word).WithHint("use --quantity kg or --quantity unit")
}
