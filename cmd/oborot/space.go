package main

import "github.com/spf13/cobra"

func (p *program) spaceCommand() *cobra.Command {
	var q questionFlags
	c := &cobra.Command{
		Use:   "space [ECONOMY]",
		Short: "The network of products: which goods are exported by the same economies",
		Long: "space answers with the network of products of a year (product space): a row for each product (kind node) with its place\n" +
			"on a plane, then a row for each link: those of the maximum spanning tree (kind backbone), which connects everything, and\n" +
			"the strongest others (kind strong). With an economy, region or group the products it has an advantage in are marked.",
		Example: "  oborot space --format json -o space.json\n  oborot space BLR --level 4 --top 500 --links 1000 --format csv",
		Args:    words(0, 1),
		RunE:    func(c *cobra.Command, args []string) error { return p.ask(c.Context(), "space", args, &q) },
	}
	q.addSample(c)
	q.addComplexity(c)
	f := c.Flags()
	f.IntVar(&q.level, "level", 0, "digits of product codes: 2, 4 or 6 (default: 4, as in published rankings)")
	f.IntVar(&q.top, "top", 0, "the products with the largest world exports, at most so many (default: all)")
	f.IntVar(&q.conventions.Links, "links", 0,
		"at most so many links beside the backbone, the strongest first (default: as many as products)")
	placeholders(f, map[string]string{"level": "DIGITS", "top": "N", "links": "N"})
	return c
}
