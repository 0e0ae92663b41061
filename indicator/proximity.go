package indicator

import (
	"math"
	"math/bits"

	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/blas64"
)

// ProximityKind chooses how two products are compared.
type ProximityKind uint8

// The kinds of proximity, C_pq the number of economies present in both p and q.
const (
	ProximitySymmetric   ProximityKind = iota // C_pq / max(u_p, u_q), the smaller of the two conditional probabilities
	ProximityConditional                      // P(p|q) = C_pq / u_q: row p, column q
)

// Proximity returns the symmetric proximity phi of the products at two positions, 0
// to 1; of a product and itself 1.
func (m *Presence) Proximity(p, q int) float64 {
	both := sharedBits(m.byProduct.row(p), m.byProduct.row(q))
	return float64(both) / float64(max(m.ubiquity[p], m.ubiquity[q]))
}

// sharedBits counts the economies present in both of two products.
func sharedBits(p, q []uint64) int {
	n := 0
	q = q[:len(p)]
	for i, word := range p {
		n += bits.OnesCount64(word & q[i])
	}
	return n
}

// proximityTile is the side of the square of products that one task computes.
const proximityTile = 64

// ProximityMatrix builds the proximity of all pairs of products, row by row, the
// diagonal 1 (Hidalgo et al., 2007): products squared numbers, 100 MB as float32 for
// 5,018 products. Density and outlook do not need it.
func ProximityMatrix[T float32 | float64](m *Presence, kind ProximityKind) []T {
	matrix := make([]T, m.products*m.products)
	tiles := (m.products + proximityTile - 1) / proximityTile
	complexityEach(tiles*tiles, func(i int) {
		if row, column := i/tiles, i%tiles; row <= column {
			fillProximity(matrix, m, kind, row*proximityTile, column*proximityTile)
		}
	})
	return matrix
}

// fillProximity computes a tile and its mirror image.
func fillProximity[T float32 | float64](matrix []T, m *Presence, kind ProximityKind, row, column int) {
	n := m.products
	for p := row; p < min(row+proximityTile, n); p++ {
		economies, ubiquity := m.byProduct.row(p), float64(m.ubiquity[p])
		for q := max(column, p); q < min(column+proximityTile, n); q++ {
			both := float64(sharedBits(economies, m.byProduct.row(q)))
			byP, byQ := ubiquity, float64(m.ubiquity[q])
			if kind == ProximitySymmetric {
				byP = max(byP, byQ)
				byQ = byP
			}
			matrix[p*n+q] = T(both / byQ)
			matrix[q*n+p] = T(both / byP)
		}
	}
}

// ContinuousProximity returns (1 + corr(RCA_p, RCA_q))/2 for all pairs of products,
// row by row, the correlation over economies; rca is economy by economy. Products
// whose RCA is the same everywhere have no correlation: they are listed, and stand at
// 0.5 with all others. The error names an entry that is negative or not finite.
func ContinuousProximity(rca []float64, economies, products int) (matrix []float64, constant []int, err error) {
	if err := checkShape(economies, products, len(rca)); err != nil {
		return nil, nil, err
	}
	for i, x := range rca {
		if !(x >= 0) || math.IsInf(x, 0) {
			return nil, nil, &MatrixError{i / products, i % products, "the advantage is negative or no finite number"}
		}
	}
	scores := make([]float64, products*economies)
	for p := range products {
		if !correlationRow(scores[p*economies:(p+1)*economies], rca, p, products) {
			constant = append(constant, p)
		}
	}
	return correlations(scores, economies, products), constant, nil
}

// correlationRow sets row to the advantages in a product less their mean, of length
// 1, or to zeros where all are the same.
func correlationRow(row, rca []float64, p, products int) bool {
	for e := range row {
		row[e] = rca[e*products+p]
	}
	z := complexityScores(row, 0)
	clear(row)
	for e, v := range z {
		row[e] = v / math.Sqrt(float64(len(row)))
	}
	return z != nil
}

func correlations(scores []float64, economies, products int) []float64 {
	matrix := make([]float64, products*products)
	rows := blas64.General{Rows: products, Cols: economies, Stride: economies, Data: scores}
	product := blas64.General{Rows: products, Cols: products, Stride: products, Data: matrix}
	blas64.Gemm(blas.NoTrans, blas.Trans, 1, rows, rows, 0, product)
	for p := range products {
		for q := range products {
			matrix[p*products+q] = min(max((1+matrix[p*products+q])/2, 0), 1)
		}
		matrix[p*products+p] = 1
	}
	return matrix
}
