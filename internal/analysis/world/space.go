package world

import (
	"context"
	"slices"

	"github.com/oborot/oborot/indicator"
	"github.com/oborot/oborot/internal/analysis"
	"github.com/oborot/oborot/internal/reference"
	"github.com/oborot/oborot/trade"
)

const (
	spaceName   = "space"
	spaceMethod = "space/1"
)

var questionSpace = analysis.Question{
	Name:   spaceName,
	Title:  trade.Name{English: "Network of products", Russian: "Пространство товаров"},
	Method: spaceMethod,
	Answer: space,
}

// network is the product space of a year on its way to an answer.
type network struct {
	*complexities
	panel   *panel
	world   *measured
	nodes   []int // positions in the presence of the world
	links   *indicator.Space
	present *standing // of the economy asked for; nil without one
}

// space answers with the network of products of a year: rows of nodes, the largest
// first, then rows of links, the strongest first.
func space(ctx context.Context, asker analysis.Asker, args analysis.Arguments) (*analysis.Result, error) {
	q, err := newComplexities(ctx, asker, args)
	if err != nil {
		return nil, err
	}
	if len(q.years) > 1 {
		return nil, trade.Errorf(trade.Usage, "a network is of one year").
			WithHint("use --period with one year, such as %d", q.years[len(q.years)-1])
	}
	if args.Conventions.Links < 0 {
		return nil, trade.Errorf(trade.Usage, "the number of links is %d", args.Conventions.Links).WithHint("use --links from 1, or leave it out")
	}
	n := &network{complexities: q}
	if n.panel, n.world, err = q.year(ctx, q.years[0]); err != nil {
		return nil, err
	}
	if err = q.settled(n.panel, n.world); err != nil {
		return nil, err
	}
	if args.A.Code != "" {
		if n.present, err = q.stand(ctx, n.panel, n.world); err != nil {
			return nil, err
		}
		q.arguments["economy"] = args.A.Code
	}
	if err = n.connect(); err != nil {
		return nil, err
	}
	n.say()
	q.sayLevel()
	r := q.result(spaceName, spaceMethod, n.levelled(n.title()))
	r.Fields = n.fields()
	r.Rows = append(n.nodeRows(), n.linkRows()...)
	return r, nil
}

// connect chooses the products, of which there are at most --top by value, and links
// them.
func (n *network) connect() error {
	m := n.world.m
	for k := range m.Products {
		n.nodes = append(n.nodes, k)
	}
	totals := n.panel.productTotals()
	value := func(k int) int64 { return totals[m.Products[k]] }
	slices.SortStableFunc(n.nodes, func(a, b int) int { return compareLargest(value(a), value(b)) })
	if top := n.args.Top; top > 0 && top < len(n.nodes) {
		n.nodes = n.nodes[:top]
	}
	present := make([]bool, len(m.Economies)*len(n.nodes))
	for e := range m.Economies {
		for i, k := range n.nodes {
			present[e*len(n.nodes)+i] = m.Has(e, k)
		}
	}
	part, err := indicator.PresenceOf(len(m.Economies), len(n.nodes), present)
	if err != nil {
		return err
	}
	rule := indicator.SpaceRule{Most: n.most()}
	n.links, err = part.Space(rule)
	return err
}

// most is how many links there are at most beside the backbone: as many as nodes where
// the person does not say.
func (n *network) most() int {
	if n.args.Conventions.Links > 0 {
		return n.args.Conventions.Links
	}
	return len(n.nodes)
}

func compareLargest(a, b int64) int {
	switch {
	case a > b:
		return -1
	case a < b:
		return 1
	}
	return 0
}

func (n *network) say() {
	n.arguments["links"] = n.most()
	n.arguments["proximity_threshold"] = spaceThreshold
	backbone := 0
	for _, l := range n.links.Links {
		if l.Backbone {
			backbone++
		}
	}
	n.note(trade.Name{
		English: "%d products; links: %d of the maximum spanning tree (backbone), and the %d strongest others with a proximity from %s (strong).",
		Russian: "Товаров: %d; связей: %d в максимальном остовном дереве (backbone) и %d сильнейших прочих с близостью от %s (strong).",
	}, len(n.nodes), backbone, len(n.links.Links)-backbone, n.decimal(spaceThreshold))
}

// spaceThreshold is the proximity from which a link beside the backbone is shown.
const spaceThreshold = 0.55

func (n *network) title() trade.Name {
	if n.present == nil {
		return trade.Name{English: "Network of products", Russian: "Пространство товаров"}
	}
	name := n.sideName(n.args.A)
	return trade.Name{English: "Network of products, with those of " + name, Russian: "Пространство товаров: преимущества экономики — " + name}
}

func (n *network) fields() []analysis.Field {
	fields := []analysis.Field{
		analysis.NewField("kind", analysis.Text, "Kind", "Вид"),
		productField, productNameField,
		analysis.NewField("section", analysis.Text, "Section", "Раздел"),
		analysis.NewField("value_usd", analysis.Money, "World exports", "Мировой экспорт"),
		analysis.NewField("pci", analysis.Index, "PCI", "PCI"),
		analysis.NewField("x", analysis.Index, "x", "x"), analysis.NewField("y", analysis.Index, "y", "y"),
		analysis.NewField("other", analysis.Text, "Linked to", "Связан с"),
		analysis.NewFieldForPeople("other_name", "Goods", "Товар"),
		analysis.NewField("proximity", analysis.Index, "Proximity", "Близость"),
	}
	if n.present != nil {
		fields = append(fields, analysis.NewField("exports_usd", analysis.Money, "Own exports", "Свой экспорт"),
			analysis.NewField("rca", analysis.Index, "RCA", "RCA"), analysis.NewField("mcp", analysis.Quantity, "M", "M"))
	}
	return fields
}

// code is the product of a node.
func (n *network) code(node int) trade.Product {
	return n.panel.Products[n.world.m.Products[n.nodes[node]]]
}

func (n *network) nodeRows() [][]analysis.Cell {
	totals := n.panel.productTotals()
	var rows [][]analysis.Cell
	for i, k := range n.nodes {
		code := n.code(i)
		section := ""
		if n.nomenclature.Harmonised() {
			section, _ = reference.SectionOf(code)
		}
		row := []analysis.Cell{
			textCell("node"), textCell(string(code)), textCell(n.goods(code)), textCell(section), moneyCell(totals[n.world.m.Products[k]]),
			n.world.cell(n.world.pci, k), indexCell(n.links.X[i], true), indexCell(n.links.Y[i], true),
			textCell(""), textCell(""), statusCell(trade.Undefined),
		}
		if s := n.present; s != nil {
			row = append(row, moneyCell(s.worth(k)), indexCell(s.rca[k], true), analysis.Cell{Amount: trade.Of(1000 * int64(oneIf(s.has(k))))})
		}
		rows = append(rows, row)
	}
	return rows
}

func (n *network) linkRows() [][]analysis.Cell {
	none := statusCell(trade.Undefined)
	nothing := analysis.Cell{Amount: trade.Absent(trade.NotApplicable)}
	var rows [][]analysis.Cell
	for _, l := range n.links.Links {
		kind := "strong"
		if l.Backbone {
			kind = "backbone"
		}
		first, second := n.code(l.First), n.code(l.Second)
		row := []analysis.Cell{
			textCell(kind), textCell(string(first)), textCell(n.goods(first)), textCell(""), nothing, none, none, none,
			textCell(string(second)), textCell(n.goods(second)), indexCell(l.Proximity, true),
		}
		if n.present != nil {
			row = append(row, nothing, none, nothing) // Count has no way to say that a link has no M
		}
		rows = append(rows, row)
	}
	return rows
}
