package main

import (
	"context"

	"github.com/oborot/oborot/internal/source/demo"
	"github.com/oborot/oborot/trade"
	"github.com/spf13/cobra"
)

func (p *program) demoCommand() *cobra.Command {
	var scale string
	years := 1
	c := &cobra.Command{
		Use:   "demo",
		Short: "Load an invented small world into the lake, or write a large one as files",
		Long: "demo fills the lake with invented trade of some 60 economies, to try oborot out; all it feeds says that it is\n" +
			"synthetic. With --scale world it writes files in BACI's layout into the folder of -o instead: 226 economies,\n" +
			"5,018 products, about 11 million rows and 525 MB a year, for measuring imports and queries.",
		Example: "  oborot demo --lake demo-lake\n  oborot demo --scale world --years 2 -o world",
		Args:    words(0, 0),
		RunE: func(c *cobra.Command, _ []string) error {
			if err := isOneOf("scale", scale, "small", "world"); err != nil {
				return err
			}
			if scale == "world" {
				return p.writeWorld(c.Context(), years)
			}
			return p.loadDemo(c.Context())
		},
	}
	c.Flags().StringVar(&scale, "scale", "small", "small, into the lake; or world, as files into the folder of -o")
	c.Flags().IntVar(&years, "years", years, "with --scale world: so many years")
	p.addWait(c)
	placeholders(c.Flags(), map[string]string{"scale": "SCALE", "years": "N"})
	return c
}

func (p *program) loadDemo(ctx context.Context) (err error) {
	var report importReport
	defer func() { err = report.unlessInterrupted(ctx, err) }()
	s, err := p.openStore(ctx)
	if err != nil {
		return err
	}
	defer s.close(&err)
	report, err = loadAll(ctx, s.lake, demo.Loads())
	if err != nil {
		return err
	}
	return p.deliver(report.result("demo", nil))
}

func (p *program) writeWorld(ctx context.Context, years int) error {
	if p.flags.output == "" {
		return trade.Errorf(trade.Usage, "it is not said where the files go").WithHint("name a folder with -o DIR")
	}
	bar := &progress{p: p}
	defer bar.finish()
	return demo.WriteWorld(ctx, p.flags.output, years, bar.step)
}
