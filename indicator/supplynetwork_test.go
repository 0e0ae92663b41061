package indicator_test

import (
	"math"
	"testing"

	"github.com/oborot/oborot/indicator"
)

func TestNetwork(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		rows []supplyFlow
		want indicator.SupplyNetwork
	}{
		// One sells to three that do not trade: w = (1,0,0,0).
		{"star", []supplyFlow{{0, 1, 0, 9}, {0, 2, 0, 1}, {0, 3, 0, 5}},
			indicator.SupplyNetwork{Nodes: 4, Links: 3, Centralisation: 1, Spread: math.Sqrt(3. / 16), Clustered: 1}},
		{"ring of three", []supplyFlow{{0, 1, 0, 7}, {1, 2, 0, 7}, {2, 0, 0, 7}},
			indicator.SupplyNetwork{Nodes: 3, Links: 3, Clustering: 1, Clustered: 3}},
		// 0, 1 and 2 trade with each other; 2 sells to 3. w = (.5,.25,.25,0).
		{"triangle with a tail", []supplyFlow{{0, 1, 0, 2}, {0, 2, 0, 2}, {1, 2, 0, 2}, {2, 3, 0, 2}},
			indicator.SupplyNetwork{Nodes: 4, Links: 4, Centralisation: 1. / 3, Spread: math.Sqrt(.125 / 4),
				Clustering: (1 + 1 + 1./3) / 3, Clustered: 3}},
		{"a pair, both ways", []supplyFlow{{4, 5, 0, 3}, {5, 4, 0, 3}}, indicator.SupplyNetwork{Nodes: 2, Links: 1}},
	} {
		onProduct(t, flowsOf(c.rows...), nil, 6, func(p *indicator.ProductTrade) {
			n, ok := p.Network()
			if !ok || n.Nodes != c.want.Nodes || n.Links != c.want.Links || n.Clustered != c.want.Clustered {
				t.Errorf("%s: %+v, %v; want %+v", c.name, n, ok, c.want)
			}
			near(t, c.name+": centralisation", n.Centralisation, c.want.Centralisation, 1e-15)
			near(t, c.name+": spread", n.Spread, c.want.Spread, 1e-15)
			near(t, c.name+": clustering", n.Clustering, c.want.Clustering, 1e-15)
		})
	}
	onProduct(t, indicator.BilateralFlows{}, nil, 6, func(p *indicator.ProductTrade) {
		if n, ok := p.Network(); ok {
			t.Errorf("of nothing: %+v", n)
		}
		if w, ok := p.OutDegree(0); ok {
			t.Errorf("of nothing: %v", w)
		}
	})
}

// TestNetworkAgreesWithTable compares with sums over all triples of a table of pairs,
// in a world of more actors than one word has bits.
func TestNetworkAgreesWithTable(t *testing.T) {
	t.Parallel()
	const economies = 70
	for _, rows := range []int{100, 900, 6000} {
		f := randomFlows(uint64(rows), economies, 1, rows)
		table := naiveOf(f, nil, 0, economies)
		linked := func(a, b int) bool { return a != b && table[a][b]+table[b][a] > 0 }
		clustering, clustered, links, degrees := 0.0, 0, 0, 0.0
		onProduct(t, f, nil, economies, func(p *indicator.ProductTrade) {
			for a := range economies {
				pairs, closed := 0, 0
				for b := range economies {
					if linked(a, b) && a < b {
						links++
					}
					for c := range b {
						if linked(a, b) && linked(a, c) {
							pairs++
							if linked(b, c) {
								closed++
							}
						}
					}
				}
				if pairs > 0 {
					clustered++
					clustering += float64(closed) / float64(pairs)
				}
				w, ok := p.OutDegree(a)
				near(t, "out-degree", w, float64(table.exports(a))/float64(p.World), 0)
				if !ok {
					t.Error("no out-degree")
				}
				degrees += w
			}
			n, ok := p.Network()
			if !ok || n.Links != links || n.Clustered != clustered {
				t.Errorf("%d rows: %+v, want %d links and %d clustered", rows, n, links, clustered)
			}
			near(t, "clustering", n.Clustering, clustering/float64(clustered), 1e-13)
			near(t, "sum of out-degrees", degrees, 1, 1e-13)
		})
	}
}
