package main

import "github.com/spf13/cobra"

func (p *program) compareCommand() *cobra.Command {
	var q questionFlags
	c := &cobra.Command{
		Use:   "compare A B",
		Short: "The export structures of A and B side by side",
		Long: "compare says how alike the exports of A and B are, how well what one sells suits what the other buys, in which products both\n" +
			"are strong (RCA of 1 or more) and in which only one is, and how diverse and complex their exports are. --by product lists\n" +
			"the products with value, share and RCA of both. Regions are read from the dataset of their own and set against the world.",
		Example: "  oborot compare BLR LTU --level 4\n  oborot compare RU-PRI RU-KHA --period 2021 --by product --top 30",
		Args:    words(2, 2),
		RunE:    func(c *cobra.Command, args []string) error { return p.ask(c.Context(), "compare", args, &q) },
	}
	q.addWorld(c, "measure or product (default: measure)")
	return c
}
