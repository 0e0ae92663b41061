package main

import (
	"github.com/oborot/oborot/trade"
	"github.com/spf13/cobra"
)

func (p *program) complexityCommand() *cobra.Command {
	var q questionFlags
	var m matrixFlags
	c := &cobra.Command{
		Use:   "complexity [ECONOMY]",
		Short: "Economic complexity: the ranking of economies, or the products of one",
		Long: "complexity ranks economies by the economic complexity index (ECI), with the place by each method beside it. With an\n" +
			"economy, a region such as RU-PRI or a group it lists products: advantage (RCA, M), density, distance, complexity (PCI)\n" +
			"and outlook gain (COG), the best opportunities first; over several years its place in each. Regions, groups and economies\n" +
			"outside the sample are projected on the world. With --matrix a csv year,loc,prod,val with any labels takes the place of\n" +
			"the lake, and ECONOMY is one of them; -o names a folder for country.csv, product.csv and pair.csv, without it the\n" +
			"economies are printed.",
		Example: "  oborot complexity --top 20\n  oborot complexity RU-PRI --level 4 --top 30\n  oborot complexity BLR --period 2017..2021\n" +
			"  oborot complexity --sample 'trade>=1000000000' --method fitness\n  oborot complexity --matrix exports.csv -o results",
		Args: words(0, 1),
		RunE: func(c *cobra.Command, args []string) error {
			if c.Flags().Changed("matrix") {
				if err := p.onlyMatrix(c.Flags(), &q); err != nil {
					return err
				}
				return p.complexityOfMatrix(args, m, &q)
			}
			if err := m.unasked(); err != nil {
				return err
			}
			return p.ask(c.Context(), "complexity", args, &q)
		},
	}
	q.addSample(c)
	q.addComplexity(c)
	f := c.Flags()
	f.StringSliceVar(&q.by, "by", nil, "of an economy: product or year (default: product for one year, year for several)")
	f.IntVar(&q.level, "level", 0, "digits of product codes: 2, 4 or 6 (default: 4)")
	f.IntVar(&q.top, "top", 0, "at most so many rows of each year (default: all)")
	f.StringVar(&m.file, "matrix", "", "read this csv year,loc,prod,val instead of the lake")
	f.BoolVar(&m.proximity, "proximity", false, "with --matrix and -o: write proximity.csv too")
	placeholders(f, map[string]string{"by": "WHAT", "level": "DIGITS", "top": "N", "matrix": "FILE"})
	return c
}

// addComplexity adds the flags that say how complexity is measured.
func (q *questionFlags) addComplexity(c *cobra.Command) {
	f := c.Flags()
	f.StringVar(&q.conventions.Method, "method", "", "eigen, reflections or fitness (default: eigen)")
	f.IntVar(&q.conventions.Iterations, "iterations", 0, "of reflections (even) or fitness (default: 18; until it settles)")
	f.IntVar(&q.conventions.DDof, "ddof", 0, "of standard deviations: 0 population, 1 sample")
	f.Float64Var(&q.conventions.Threshold, "threshold", 1, "RCA from which an economy has an advantage")
	c.PreRunE = func(*cobra.Command, []string) error {
		if q.conventions.Threshold == 0 { // further on 0 stands for the default
			return trade.Errorf(trade.Usage, "a threshold of RCA is above 0").WithHint("use --threshold 1, or leave it out")
		}
		return nil
	}
	placeholders(f, map[string]string{"method": "METHOD", "iterations": "N", "ddof": "N", "threshold": "RCA"})
}
