package indicator

import (
	"cmp"
	"math"
	"slices"
)

// SpaceRule says which links the network of products has beside its backbone, and
// how its layout is made.
type SpaceRule struct {
	Threshold float64 // proximity at and above which a link is kept; 0 stands for 0.55
	Most      int     // links beside the backbone, the strongest first; 0 for no limit
	Rounds    int     // of the layout; 0 stands for 200
}

// SpaceLink is a link of the network between two positions, First < Second.
type SpaceLink struct {
	First, Second int
	Proximity     float64
	Backbone      bool
}

// Space is the network of products (product space): links from the strongest down,
// and a place for each product.
type Space struct {
	Links []SpaceLink
	X, Y  []float64 // -1 to 1
}

const (
	usualLinkThreshold = 0.55
	usualLayoutRounds  = 200
)

// Space builds the network of Hidalgo, Klinger, Barabasi and Hausmann (2007): the
// maximum spanning tree of proximity, which keeps every product connected, and all
// links at or above a threshold. Products that share no economy have no link, so the
// backbone is one tree for each connected part. Equal proximities are taken in the
// order of the products, the lower position first; so the network and its layout
// are the same in every run.
func (m *Presence) Space(rule SpaceRule) (*Space, error) {
	if rule.Threshold == 0 {
		rule.Threshold = usualLinkThreshold
	}
	if rule.Rounds == 0 {
		rule.Rounds = usualLayoutRounds
	}
	if !(rule.Threshold > 0 && rule.Threshold <= 1) || rule.Most < 0 || rule.Rounds < 0 {
		return nil, wholeMatrixError("a threshold of %v, %d links, %d rounds", rule.Threshold, rule.Most, rule.Rounds)
	}
	tree := m.backbone()
	s := &Space{Links: append(tree, m.strongLinks(rule, tree)...)}
	slices.SortFunc(s.Links, SpaceLink.compare)
	s.X, s.Y = layoutOf(m.products, s.Links, rule.Rounds)
	return s, nil
}

// compare orders from the strongest link down, equals by position. Proximities are
// quotients of small whole numbers: those that are equal are equal as doubles too.
func (l SpaceLink) compare(o SpaceLink) int {
	return cmp.Or(cmp.Compare(o.Proximity, l.Proximity), l.First-o.First, l.Second-o.Second)
}

// backbone grows the maximum spanning tree from the lowest product not yet in it
// (Prim, 1957). The order of links is total, so there is one such tree.
func (m *Presence) backbone() []SpaceLink {
	best := make([]SpaceLink, m.products) // of each product to the tree
	inTree := make([]bool, m.products)
	var tree []SpaceLink
	for start := range m.products {
		for p := start; p >= 0 && !inTree[p]; {
			if best[p].Proximity > 0 {
				tree = append(tree, best[p])
			}
			inTree[p] = true
			m.offerLinks(p, best, inTree)
			p = nextProduct(best, inTree)
		}
	}
	return tree
}

// offerLinks improves the best link of every product outside the tree by that to p.
func (m *Presence) offerLinks(p int, best []SpaceLink, inTree []bool) {
	const share = 512
	complexityEach((m.products+share-1)/share, func(block int) {
		for q := block * share; q < min((block+1)*share, m.products); q++ {
			if inTree[q] {
				continue
			}
			link := SpaceLink{min(p, q), max(p, q), m.Proximity(p, q), true}
			if link.Proximity > 0 && link.compare(best[q]) < 0 {
				best[q] = link
			}
		}
	})
}

// nextProduct returns the product outside the tree with the best link, -1 if none
// has one.
func nextProduct(best []SpaceLink, inTree []bool) int {
	next := -1
	for q, link := range best {
		if !inTree[q] && link.Proximity > 0 && (next < 0 || link.compare(best[next]) < 0) {
			next = q
		}
	}
	return next
}

// strongLinks returns the links at or above the threshold that are not in the tree.
func (m *Presence) strongLinks(rule SpaceRule, tree []SpaceLink) []SpaceLink {
	inTree := map[[2]int]bool{}
	for _, l := range tree {
		inTree[[2]int{l.First, l.Second}] = true
	}
	rows := make([][]SpaceLink, m.products)
	complexityEach(m.products, func(p int) {
		for q := p + 1; q < m.products; q++ {
			phi := m.Proximity(p, q)
			if phi >= rule.Threshold && !inTree[[2]int{p, q}] {
				rows[p] = append(rows[p], SpaceLink{First: p, Second: q, Proximity: phi})
			}
		}
	})
	links := slices.Concat(rows...)
	slices.SortFunc(links, SpaceLink.compare)
	if rule.Most > 0 && len(links) > rule.Most {
		links = links[:rule.Most]
	}
	return links
}

// unitSquare moves places to the middle of -1..1 and scales both axes alike.
func unitSquare(x, y []float64) {
	if len(x) == 0 {
		return
	}
	middleX, middleY := (slices.Min(x)+slices.Max(x))/2, (slices.Min(y)+slices.Max(y))/2
	half := max(slices.Max(x)-middleX, slices.Max(y)-middleY)
	if half == 0 {
		half = math.Inf(1)
	}
	for i := range x {
		x[i] = (x[i] - middleX) / half
		y[i] = (y[i] - middleY) / half
	}
}
