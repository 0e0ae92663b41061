package main

import (
	"strings"

	"github.com/oborot/oborot/internal/analysis/audit"
	"github.com/spf13/cobra"
)

func (p *program) auditCommand() *cobra.Command {
	var q questionFlags
	c := &cobra.Command{
		Use:   "audit [A [B]]",
		Short: "Checks on what was loaded: totals, mirrors, partial years, duplicates, outliers",
		Long: "audit checks what was loaded: parts against published totals, the two reports of a flow against each other, years that\n" +
			"look partial, rows and figures that stand twice, and unit values out of line. Each kind of finding is a row, with the\n" +
			"value it concerns and the worst case. With A, or A and B, cases of their trade count only. The exit code is 6 when\n" +
			"something was found.",
		Example: "  oborot audit\n  oborot audit --check totals,partial --dataset comtrade-a-hs4\n" +
			"  oborot audit BLR RUS --check mirrors --level 2 --top 20",
		Args: words(0, 2),
		RunE: func(c *cobra.Command, args []string) error { return p.ask(c.Context(), "audit", args, &q) },
	}
	f := c.Flags()
	f.StringSliceVar(&q.checks, "check", nil, strings.Join(audit.Checks(), ", ")+" (default: all)")
	f.StringSliceVar(&q.period, "period", nil, "2021, 2021-03, 2021Q3, 2021H1 or 2022-01..2022-09; several with commas (default: all that is covered)")
	f.StringVar(&q.dataset, "dataset", "", "the dataset to check (default: all)")
	f.IntVar(&q.top, "top", 0, "list at most so many single cases of each finding, the largest first (default: the worst in the table)")
	f.IntVar(&q.level, "level", 0, "digits of product codes at which mirrors are compared (default: all goods together)")
	placeholders(f, map[string]string{"check": "CHECK,..", "period": "SPAN,..", "dataset": "DATASET", "top": "N", "level": "DIGITS"})
	return c
}
