package world

import (
	"reflect"
	"strings"
	"testing"

	"github.com/oborot/oborot/internal/analysis"
	"github.com/oborot/oborot/trade"
)

// TestSpaceOfGolden: proximities of links are those of py-ecomplexity, the backbone
// connects everything without a circle, and nodes have the values of complexity.
func TestSpaceOfGolden(t *testing.T) {
	t.Parallel()
	s := golden(t)
	args := analysis.Arguments{A: sideOf(t, "BLR"), Periods: []trade.Period{trade.Year(2021)}}
	net := s.answered(t, spaceName, args)
	near := map[[2]string]string{}
	for _, r := range goldenRecords(t, "w20x50_3y_proximity.csv") {
		if r["year"] == "2021" {
			_, a := goldenCodes(t, "C00", r["prod_1"])
			_, b := goldenCodes(t, "C00", r["prod_2"])
			near[[2]string{string(a), string(b)}] = r["proximity"]
		}
	}
	tree := map[string]string{} // the part that a node is in
	root := func(code string) string {
		for tree[code] != code {
			code = tree[code]
		}
		return code
	}
	products := s.answered(t, complexityName, args)
	nodes, backbone, strong := 0, 0, 0
	for i, row := range net.Rows {
		code, other := row[net.field("product")].Text, row[net.field("other")].Text
		switch row[net.field("kind")].Text {
		case "node":
			nodes++
			tree[code] = code
			own := products.row("product", code)
			for _, name := range []string{"pci", "rca"} {
				if row[net.field(name)] != own[products.field(name)] {
					t.Errorf("%s of %s is %v", name, code, row[net.field(name)])
				}
			}
			if m := row[net.field("mcp")].Amount; m != trade.Of(1000*own[products.field("mcp")].Number) {
				t.Errorf("M of %s is %v", code, m)
			}
			for _, name := range []string{"x", "y"} {
				if at := row[net.field(name)].Ratio; !at.HasNumber() || at.Number < -1 || at.Number > 1 {
					t.Errorf("%s of %s is %v", name, code, at)
				}
			}
			if i > 0 && row[net.field("value_usd")].Amount.Thousandths > net.Rows[i-1][net.field("value_usd")].Amount.Thousandths {
				t.Errorf("node %d is larger than the one before", i)
			}
			continue
		case "backbone":
			if backbone++; root(code) == root(other) {
				t.Errorf("the backbone has a circle with %s and %s", code, other)
			}
			tree[root(code)] = root(other)
		case "strong":
			if strong++; row[net.field("proximity")].Ratio.Number < spaceThreshold {
				t.Errorf("a weak link: %v", row)
			}
		}
		net.close(row, "proximity", near[[2]string{code, other}])
	}
	if nodes != 50 || backbone != 49 || strong == 0 || strong > 50 {
		t.Errorf("%d nodes, %d and %d links", nodes, backbone, strong)
	}
	if again := s.answered(t, spaceName, args); !reflect.DeepEqual(again.Rows, net.Rows) {
		t.Error("the second answer differs")
	}
}

// TestSpaceCut: --top keeps the largest products, --links the strongest links.
func TestSpaceCut(t *testing.T) {
	t.Parallel()
	s := golden(t)
	net := s.answered(t, spaceName, analysis.Arguments{Top: 12, Conventions: analysis.Conventions{Links: 3}})
	count := map[string]int{}
	for _, row := range net.Rows {
		count[row[net.field("kind")].Text]++
	}
	if count["node"] != 12 || count["backbone"] != 11 || count["strong"] > 3 {
		t.Errorf("%v", count)
	}
	for _, args := range []analysis.Arguments{
		{Conventions: analysis.Conventions{Links: -1}}, {Periods: []trade.Period{trade.Span(trade.MonthOf(2019, 1), trade.MonthOf(2020, 12))}},
	} {
		if _, err := s.ask(spaceName, args); trade.KindOf(err) != trade.Usage || trade.HintOf(err) == "" || strings.Contains(err.Error(), "%!") {
			t.Errorf("%v", err)
		}
	}
}
