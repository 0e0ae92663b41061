package indicator

import (
	"math"
	"math/bits"
)

// SupplyNetwork describes the network of a product: its nodes are the actors that
// export or import it, its links the pairs that trade in either direction.
type SupplyNetwork struct {
	Nodes, Links int
	// Centralisation is Freeman's, of the weighted out-degree w_i = X_i/X:
	// sum(w_max - w_i) / (N-1). It is 0 where all export the same and 1 where one exports
	// everything.
	Centralisation float64
	// Spread is the standard deviation of w over the nodes (divided by N).
	Spread float64
	// Clustering is the mean over nodes with two partners or more, of which there are
	// Clustered, of the share of pairs of partners that trade with each other. It is 0
	// where Clustered is.
	Clustering float64
	Clustered  int
}

// OutDegree returns the weighted out-degree of an actor: its share in world exports. It
// has no value where nothing is traded.
func (p *ProductTrade) OutDegree(exporter int) (share float64, ok bool) {
	return p.worldShare(exporter), p.World > 0
}

// Network measures the network of a product (Freeman 1978; Watts and Strogatz 1998 for
// the clustering; put to this use by Korniyenko, Pinat and Dew 2017). It has no value
// where nothing is traded.
func (p *ProductTrade) Network() (n SupplyNetwork, ok bool) {
	if p.World == 0 {
		return SupplyNetwork{}, false
	}
	n.setDegrees(p)
	n.setClustering(p.partners())
	return n, true
}

func (n *SupplyNetwork) setDegrees(p *ProductTrade) {
	largest := 0.0
	for i := range p.Exports {
		if p.Exports[i] > 0 || p.Imports[i] > 0 {
			n.Nodes++
			largest = max(largest, p.worldShare(i))
		}
	}
	mean := 1 / float64(n.Nodes)
	gaps, squares := 0.0, 0.0
	for i := range p.Exports {
		if p.Exports[i] > 0 || p.Imports[i] > 0 {
			w := p.worldShare(i)
			gaps += largest - w
			squares += (w - mean) * (w - mean)
		}
	}
	n.Centralisation = gaps / float64(n.Nodes-1)
	n.Spread = math.Sqrt(squares / float64(n.Nodes))
}

// supplyPartners has a set of partners for each actor, as bits.
type supplyPartners struct {
	words int // of each set
	sets  []uint64
}

func (s supplyPartners) of(actor int) []uint64 { return s.sets[actor*s.words : (actor+1)*s.words] }

func (s supplyPartners) add(a, b int) { s.of(a)[b/64] |= 1 << (b % 64) }

// common counts the partners that two actors share.
func (s supplyPartners) common(a, b int) int {
	count := 0
	of := s.of(b)
	for i, word := range s.of(a) {
		count += bits.OnesCount64(word & of[i])
	}
	return count
}

func (p *ProductTrade) partners() supplyPartners {
	words := (len(p.Imports) + 63) / 64
	s := supplyPartners{words, make([]uint64, words*len(p.Imports))}
	for m := range p.Imports {
		suppliers, _ := p.Suppliers(m)
		for _, x := range suppliers {
			s.add(m, int(x))
			s.add(int(x), m)
		}
	}
	return s
}

func (n *SupplyNetwork) setClustering(s supplyPartners) {
	ends, sum := 0, 0.0
	for a := range len(s.sets) / max(1, s.words) {
		partners, closed := 0, 0 // closed counts each pair that trades twice
		for i, word := range s.of(a) {
			for ; word != 0; word &= word - 1 {
				partners++
				closed += s.common(a, 64*i+bits.TrailingZeros64(word))
			}
		}
		ends += partners
		if partners > 1 {
			n.Clustered++
			sum += float64(closed) / float64(partners*(partners-1))
		}
	}
	n.Links = ends / 2
	n.Clustering, _ = quotient(sum, float64(n.Clustered))
}
