package indicator

import (
	"math"
	"math/rand/v2"
	"testing"
)

// benchWorld is a nested world of the size of a year of HS6: 226 economies, 5,018
// products, about 13.5% of M filled.
func benchWorld(tb testing.TB) *World {
	tb.Helper()
	const economies, products = 226, 5018
	random := rand.New(rand.NewPCG(1, 2))
	values := make([]int64, economies*products)
	for e := range economies {
		able := 8 * (1 - float64(e)/economies)
		size := math.Exp(random.NormFloat64() * 2)
		for p := range products {
			need := 10 * math.Abs(float64(p)/products-random.Float64()*.1)
			if chance := 1 / (1 + math.Exp(need-able)); random.Float64() < chance {
				values[e*products+p] = int64(1e6 * size * math.Exp(random.NormFloat64()*2))
			}
		}
	}
	w, err := NewWorld(economies, products, values)
	if err != nil {
		tb.Fatal(err)
	}
	return w
}

func benchPresence(tb testing.TB) *Presence {
	tb.Helper()
	m, err := benchWorld(tb).Presence(PresenceRule{})
	if err != nil {
		tb.Fatal(err)
	}
	return m
}

func BenchmarkPresenceHS6(b *testing.B) {
	w := benchWorld(b)
	for b.Loop() {
		if _, err := w.Presence(PresenceRule{}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkComplexityHS6(b *testing.B) {
	m := benchPresence(b)
	filled := 0
	for _, k := range m.Diversity() {
		filled += k
	}
	for b.Loop() {
		if _, err := m.Complexity(ComplexityOptions{}); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(100*float64(filled)/float64(m.economies*m.products), "%filled")
}

func BenchmarkDensityHS6(b *testing.B) {
	m := benchPresence(b)
	for b.Loop() {
		m.Density(false)
	}
}

// BenchmarkAllHS6 is a whole year from the matrix in memory: M, ECI, PCI, density, COI,
// COG.
func BenchmarkAllHS6(b *testing.B) {
	w := benchWorld(b)
	b.ReportAllocs()
	for b.Loop() {
		m, err := w.Presence(PresenceRule{})
		if err != nil {
			b.Fatal(err)
		}
		c, err := m.Complexity(ComplexityOptions{})
		if err != nil {
			b.Fatal(err)
		}
		if _, err := m.Outlook(c, m.Density(false), 0); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkNaiveDensityHS6 is density by its definition from the matrix of proximity,
// for one economy in eight.
func BenchmarkNaiveDensityHS6(b *testing.B) {
	m := benchPresence(b)
	n := m.products
	phi := ProximityMatrix[float64](m, ProximitySymmetric)
	total := m.proximityTotals(nil)
	density := make([]float64, n)
	b.ResetTimer()
	for range b.N {
		for e := 0; e < m.economies; e += 8 {
			for p := range density {
				sum := 0.0
				for _, q := range m.productsOf[e] {
					sum += phi[p*n+int(q)]
				}
				density[p] = sum / total[p]
			}
		}
	}
}

func BenchmarkProximityMatrixHS6(b *testing.B) {
	m := benchPresence(b)
	b.Run("float32", func(b *testing.B) {
		for b.Loop() {
			ProximityMatrix[float32](m, ProximitySymmetric)
		}
	})
	b.Run("float64", func(b *testing.B) {
		for b.Loop() {
			ProximityMatrix[float64](m, ProximitySymmetric)
		}
	})
}

func BenchmarkSpaceHS6(b *testing.B) {
	m := benchPresence(b)
	for b.Loop() {
		if _, err := m.Space(SpaceRule{Most: 10_000}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkRankStabilityHS6(b *testing.B) {
	m := benchPresence(b)
	for b.Loop() {
		if _, err := m.RankStability(); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkProjectHS6 projects 90 regions.
func BenchmarkProjectHS6(b *testing.B) {
	w := benchWorld(b)
	s := WorldScale{World: w, Presence: benchPresence(b)}
	s.Complexity, _ = s.Presence.Complexity(ComplexityOptions{})
	s.Outlook, _ = s.Presence.Outlook(s.Complexity, s.Presence.Density(false), 0)
	for b.Loop() {
		if _, err := s.Project(90, w.values[:90*w.products]); err != nil {
			b.Fatal(err)
		}
	}
}
