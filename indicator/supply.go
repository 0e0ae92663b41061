package indicator

import (
	"math"
	"math/bits"
)

// BilateralFlows are the flows of one year: who sold which product to whom, for how
// much. The four columns have one length, and the rows any order. Economies and
// products are small whole numbers that the caller gives them; values are thousandths
// of a US dollar. Rows of one exporter, importer and product are added up.
type BilateralFlows struct {
	Exporter, Importer, Product []uint16
	Value                       []int64
}

// Mirror returns the same flows seen from the other side: what an importer was is an
// exporter. Every measure of suppliers becomes one of customers, such as the
// concentration of destinations. Nothing is copied.
func (f BilateralFlows) Mirror() BilateralFlows {
	f.Exporter, f.Importer = f.Importer, f.Exporter
	return f
}

// ProductTrade is the trade of the whole world in one product and one year, between
// actors: economies, or blocs that count as one. Slices have a place for each actor;
// values are thousandths of a US dollar.
type ProductTrade struct {
	Product  int
	World    int64   // of all flows between two actors
	Imports  []int64 // of each actor, from the others
	Exports  []int64 // of each actor, to the others
	Internal []int64 // of each actor, from itself: between the members of a bloc

	first    []int    // of each importer, and the end: its place in the columns below
	supplier []uint16 // of each importer in ascending order
	value    []int64  // above zero
}

// Suppliers returns from whom an importer buys, in ascending order, and for how much.
// The slices must not be changed.
func (p *ProductTrade) Suppliers(importer int) (suppliers []uint16, values []int64) {
	first, end := p.first[importer], p.first[importer+1]
	return p.supplier[first:end], p.value[first:end]
}

// From returns how much an importer buys from a supplier, 0 where it buys nothing.
func (p *ProductTrade) From(importer, supplier int) int64 {
	suppliers, values := p.Suppliers(importer)
	for i, s := range suppliers {
		if int(s) == supplier {
			return values[i]
		}
	}
	return 0
}

// Supply is what one importer buys of one product in one year, and from how many.
// Values are thousandths of a US dollar.
type Supply struct {
	Imports      int64   // from other actors
	Exports      int64   // to other actors
	LeadingValue int64   // of Imports, from the leading supplier
	HHI          float64 // of Imports over suppliers; 0 where nothing is imported
	Leading      uint16  // the leading supplier, the lowest of equals; 0 where nothing is imported
	Suppliers    uint16  // how many there are
}

// Supply measures an importer. HHI is the Herfindahl-Hirschman index, the sum of
// squared shares of suppliers, 1/n to 1. Squares are summed as whole numbers of 128
// bits, so the index does not depend on the order of suppliers, and is exactly 1 for
// one supplier.
func (p *ProductTrade) Supply(importer int) Supply {
	s := Supply{Imports: p.Imports[importer], Exports: p.Exports[importer]}
	suppliers, values := p.Suppliers(importer)
	var squares supplySquares
	for i, v := range values {
		squares.add(v)
		if v > s.LeadingValue {
			s.LeadingValue, s.Leading = v, suppliers[i]
		}
	}
	s.Suppliers = uint16(len(values))
	s.HHI = squares.over(s.Imports)
	return s
}

// LeadingShare returns the share of imports that comes from the leading supplier. It
// has no value where nothing is imported.
func (s Supply) LeadingShare() (share float64, ok bool) {
	return quotient(float64(s.LeadingValue), float64(s.Imports))
}

// OverExports returns imports over exports. It has no value where nothing is
// exported; then, imports above zero exceed exports by any measure.
func (s Supply) OverExports() (ratio float64, ok bool) {
	return quotient(float64(s.Imports), float64(s.Exports))
}

// geoDepNoExports is what GeoDep's files have for a ratio to nothing.
const geoDepNoExports = 9999

// OverExportsAsGeoDep returns imports over exports in the way of GeoDep's files, to
// compare with them: 9999 where nothing is exported, 0 where nothing is traded.
func (s Supply) OverExportsAsGeoDep() float64 {
	ratio, ok := s.OverExports()
	if !ok && s.Imports > 0 {
		return geoDepNoExports
	}
	return ratio
}

// WorldHHI returns the Herfindahl-Hirschman index of world exports: the sum of squared
// shares of exporters. It has no value where nothing is traded.
func (p *ProductTrade) WorldHHI() (hhi float64, ok bool) {
	var squares supplySquares
	for _, x := range p.Exports {
		squares.add(x)
	}
	return squares.over(p.World), p.World > 0
}

// worldShare returns the share of an exporter in world exports, its weighted
// out-degree; 0 where nothing is traded.
func (p *ProductTrade) worldShare(exporter int) float64 {
	share, _ := quotient(float64(p.Exports[exporter]), float64(p.World))
	return share
}

// supplySquares is an exact sum of squares. Values whose sum fits int64 have squares
// whose sum fits 126 bits.
type supplySquares struct{ high, low uint64 }

func (s *supplySquares) add(value int64) {
	high, low := bits.Mul64(uint64(value), uint64(value))
	var carry uint64
	s.low, carry = bits.Add64(s.low, low, 0)
	s.high, _ = bits.Add64(s.high, high, carry)
}

// over returns the sum over the square of a total, 0 for a total of zero.
func (s supplySquares) over(total int64) float64 {
	var square supplySquares
	square.add(total)
	index, _ := quotient(s.float(), square.float())
	return index
}

// float takes the first 64 bits and rounds them: a larger sum never gets a smaller
// number.
func (s supplySquares) float() float64 {
	if s.high == 0 {
		return float64(s.low)
	}
	shift := bits.LeadingZeros64(s.high)
	return math.Ldexp(float64(s.high<<shift|s.low>>(64-shift)), 64-shift)
}
