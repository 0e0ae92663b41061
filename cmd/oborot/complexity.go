package main

import (
	"github.com/oborot/oborot/internal/analysis"
	"github.com/oborot/oborot/internal/analysis/world"
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
			"outside the sample are projected on the world. Where -o names a folder (one that is there, a path that ends in a\n" +
			"separator, or a name without an ending) all economies and products are written into it with all digits: country.csv,\n" +
			"product.csv and pair.csv. With --matrix a csv year,loc,prod,val with any labels takes the place of the lake, and ECONOMY\n" +
			"is one of them.",
		Example: "  oborot complexity --top 20\n  oborot complexity RU-PRI --level 4 --top 30\n  oborot complexity BLR --period 2017..2021\n" +
			"  oborot complexity --sample 'trade>=1000000000' --method fitness\n  oborot complexity --period 2021 -o results\n" +
			"  oborot complexity --matrix exports.csv -o results",
		Args: words(0, 1),
		RunE: func(c *cobra.Command, args []string) error { return p.complexity(c, args, m, &q) },
	}
	q.addSample(c)
	q.addComplexity(c)
	q.addGDP(c, "csv with the columns economy, year, gdp_per_capita: adds PRODY and EXPY, in its dollars")
	f := c.Flags()
	f.StringSliceVar(&q.by, "by", nil, "of an economy: product or year (default: product for one year, year for several)")
	f.IntVar(&q.level, "level", 0, "digits of product codes: 2, 4 or 6 (default: 4, as in published rankings)")
	f.IntVar(&q.top, "top", 0, "at most so many rows of each year (default: all)")
	f.StringVar(&m.file, "matrix", "", "read this csv year,loc,prod,val instead of the lake")
	f.BoolVar(&m.proximity, "proximity", false, "with a folder of -o: write proximity.csv too")
	placeholders(f, map[string]string{"by": "WHAT", "level": "DIGITS", "top": "N", "matrix": "FILE"})
	return c
}

// complexity answers from the lake or from a matrix, as a table or as the files of a folder.
func (p *program) complexity(c *cobra.Command, args []string, m matrixFlags, q *questionFlags) error {
	intoFolder := p.namesFolder()
	if err := p.checkFolder(c.Flags(), m, q, intoFolder); err != nil {
		return err
	}
	if c.Flags().Changed("matrix") {
		if err := p.onlyMatrix(q); err != nil {
			return err
		}
		return p.complexityOfMatrix(args, m, q, intoFolder)
	}
	if !intoFolder {
		return p.ask(c.Context(), "complexity", args, q)
	}
	return p.asking(c.Context(), args, q, false, func(asker analysis.Asker, a analysis.Arguments) error {
		return p.writeFolder(m.proximity, func(f world.ComplexityFiles) (*analysis.Result, error) {
			return world.WriteComplexity(c.Context(), asker, a, f)
		})
	})
}

// addComplexity adds the flags that say how complexity is measured.
func (q *questionFlags) addComplexity(c *cobra.Command) {
	f := c.Flags()
	f.StringVar(&q.conventions.Method, "method", "", "eigen, reflections or fitness (default: eigen)")
	f.IntVar(&q.conventions.Iterations, "iterations", 0, "of reflections (even) or fitness (default: 18; until it settles)")
	f.IntVar(&q.conventions.DDof, "ddof", 0, "of standard deviations: 0 population, 1 sample")
	f.StringVar(&q.conventions.Presence, "presence", "", "what M is made from: rca, or population (exports per head; default: rca)")
	f.Float64Var(&q.conventions.Threshold, "threshold", 1,
		"RCA, or exports per head against those of all, from which an economy has an advantage")
	c.PreRunE = func(*cobra.Command, []string) error {
		if q.conventions.Threshold == 0 { // further on 0 stands for the default
			return trade.Errorf(trade.Usage, "a threshold of RCA is above 0").WithHint("use --threshold 1, or leave it out")
		}
		return nil
	}
	placeholders(f, map[string]string{"method": "METHOD", "iterations": "N", "ddof": "N", "presence": "WHAT", "threshold": "RCA"})
}
