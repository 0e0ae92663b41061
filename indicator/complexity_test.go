package indicator_test

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/oborot/oborot/indicator"
)

// toyM is the published vector of four economies and five products.
var toyM = []string{"11110", "11001", "10100", "10000"}

func presenceOf(t testing.TB, rows ...string) *indicator.Presence {
	t.Helper()
	var present []bool
	for _, row := range rows {
		for _, x := range row {
			present = append(present, x == '1')
		}
	}
	m, err := indicator.PresenceOf(len(rows), len(rows[0]), present)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// randomWorld is a nested world in which the first economies export most products.
func randomWorld(t testing.TB, economies, products int, seed uint64) (*indicator.World, []int64) {
	t.Helper()
	random := rand.New(rand.NewPCG(seed, 7))
	values := make([]int64, economies*products)
	for e := range economies {
		for p := range products {
			if random.Float64() < 1.1-float64(e)/float64(economies)*float64(p)/float64(products)*2 {
				values[e*products+p] = 1 + int64(math.Exp(random.NormFloat64()*2+8))
			}
		}
	}
	w, err := indicator.NewWorld(economies, products, values)
	if err != nil {
		t.Fatal(err)
	}
	return w, values
}

func presenceIn(t testing.TB, w *indicator.World) *indicator.Presence {
	t.Helper()
	m, err := w.Presence(indicator.PresenceRule{})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func complexityOf(t testing.TB, m *indicator.Presence, o indicator.ComplexityOptions) *indicator.Complexity {
	t.Helper()
	c, err := m.Complexity(o)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func nearAll(t *testing.T, what string, got, want []float64, within float64) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%s has %d values, want %d", what, len(got), len(want))
	}
	for i := range want {
		near(t, fmt.Sprintf("%s %d", what, i), got[i], want[i], within)
	}
}

const printed = 5e-7 // the vectors are printed to six digits

func TestComplexityOfVector(t *testing.T) {
	t.Parallel()
	m := presenceOf(t, toyM...)
	if !slices.Equal(m.Diversity(), []int{4, 3, 2, 1}) || !slices.Equal(m.Ubiquity(), []int{4, 2, 2, 1, 1}) {
		t.Errorf("diversity %v, ubiquity %v", m.Diversity(), m.Ubiquity())
	}
	c := complexityOf(t, m, indicator.ComplexityOptions{})
	if c.Status != indicator.ComplexityDefined || len(c.Components) != 1 {
		t.Errorf("status %q, components %v", c.Status, c.Components)
	}
	near(t, "second eigenvalue", c.Second, .422127, printed)
	near(t, "third eigenvalue", c.Third, .25, printed)
	nearAll(t, "raw PCI", c.RawPCI, []float64{-.032486, .247905, -.430837, -.312878, .808687}, printed)
	nearAll(t, "raw ECI", c.RawECI, []float64{-.132074, .341369, -.231662, -.032486}, printed)
	nearAll(t, "ECI", c.ECI, []float64{-.546035, 1.638105, -1.005464, -.086606}, printed)
	nearAll(t, "PCI", c.PCI, []float64{-.086606, 1.206927, -1.924322, -1.380139, 3.793993}, printed)

	r := complexityOf(t, m, indicator.ComplexityOptions{DDof: 1, OwnPCI: true})
	nearAll(t, "ECI, ddof 1", r.ECI, []float64{-.472880, 1.418640, -.870757, -.075003}, printed)
	nearAll(t, "own PCI", r.PCI, []float64{-.178538, .386705, -.981578, -.743782, 1.517193}, printed)
}

// TestComplexityOnEitherSide turns the matrix round: the economies become the larger
// side, and the eigenvalues must stay.
func TestComplexityOnEitherSide(t *testing.T) {
	t.Parallel()
	m := presenceOf(t, "1111", "1100", "1010", "1000", "0100")
	c := complexityOf(t, m, indicator.ComplexityOptions{})
	near(t, "second eigenvalue", c.Second, .422127, printed)
	near(t, "third eigenvalue", c.Third, .25, printed)
	checkMeans(t, m, c)
	checkEigen(t, m, c)
}

// checkMeans checks that ECI is the mean PCI of own products.
func checkMeans(t *testing.T, m *indicator.Presence, c *indicator.Complexity) {
	t.Helper()
	for e, k := range m.Diversity() {
		sum := 0.0
		for p := range m.Products {
			if m.Has(e, p) {
				sum += c.PCI[p]
			}
		}
		near(t, fmt.Sprintf("mean PCI of economy %d", e), sum/float64(k), c.ECI[e], 1e-9)
	}
}

// checkEigen checks that raw ECI is an eigenvector, by the definition of the matrix.
func checkEigen(t *testing.T, m *indicator.Presence, c *indicator.Complexity) {
	t.Helper()
	for p, u := range m.Ubiquity() {
		sum := 0.0
		for e := range m.Economies {
			if m.Has(e, p) {
				sum += c.RawECI[e] / float64(u)
			}
		}
		near(t, fmt.Sprintf("product %d of the eigenvector", p), sum, c.Second*c.RawPCI[p], 1e-12)
	}
}

func TestComplexityProperties(t *testing.T) {
	t.Parallel()
	for _, size := range [][2]int{{12, 40}, {40, 12}, {25, 25}} {
		w, values := randomWorld(t, size[0], size[1], 3)
		m := presenceIn(t, w)
		c := complexityOf(t, m, indicator.ComplexityOptions{})
		if c.Status != indicator.ComplexityDefined {
			t.Fatalf("%v: %s", size, c.Status)
		}
		checkMeans(t, m, c)
		checkEigen(t, m, c)
		checkMoments(t, c.ECI)
		checkPermuted(t, size[0], size[1], values, c)
		checkScaled(t, size[0], size[1], values, c)
	}
}

func checkMoments(t *testing.T, z []float64) {
	t.Helper()
	mean, squares := 0.0, 0.0
	for _, x := range z {
		mean += x / float64(len(z))
		squares += x * x / float64(len(z))
	}
	near(t, "mean of ECI", mean, 0, 1e-12)
	near(t, "variance of ECI", squares, 1, 1e-12)
}

// checkPermuted exchanges economies and products: each keeps its index.
func checkPermuted(t *testing.T, economies, products int, values []int64, c *indicator.Complexity) {
	t.Helper()
	random := rand.New(rand.NewPCG(5, 5))
	rows, columns := random.Perm(economies), random.Perm(products)
	mixed := make([]int64, len(values))
	for e, row := range rows {
		for p, column := range columns {
			mixed[e*products+p] = values[row*products+column]
		}
	}
	w, err := indicator.NewWorld(economies, products, mixed)
	if err != nil {
		t.Fatal(err)
	}
	other := complexityOf(t, presenceIn(t, w), indicator.ComplexityOptions{})
	for e, row := range rows {
		near(t, "ECI of the same economy", other.ECI[e], c.ECI[row], 1e-10)
	}
	for p, column := range columns {
		near(t, "PCI of the same product", other.PCI[p], c.PCI[column], 1e-9)
	}
}

// checkScaled multiplies all exports by the same number: nothing may change, to the
// last bit.
func checkScaled(t *testing.T, economies, products int, values []int64, c *indicator.Complexity) {
	t.Helper()
	larger := slices.Clone(values)
	for i := range larger {
		larger[i] *= 37
	}
	w, err := indicator.NewWorld(economies, products, larger)
	if err != nil {
		t.Fatal(err)
	}
	other := complexityOf(t, presenceIn(t, w), indicator.ComplexityOptions{})
	if !slices.Equal(other.ECI, c.ECI) || !slices.Equal(other.PCI, c.PCI) {
		t.Error("the unit of exports changes ECI or PCI")
	}
}

func TestComplexityWithoutMeaning(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		rows []string
		want indicator.ComplexityStatus
	}{
		{"published degenerate vector", []string{"11110", "11101", "11000", "10000"}, indicator.ComplexityDegenerate},
		{"everybody has everything", []string{"111", "111", "111"}, indicator.ComplexityDegenerate},
		{"two parts", []string{"1100", "1000", "0011"}, indicator.ComplexityDisconnected},
		{"one economy", []string{"111"}, indicator.ComplexityTooFew},
		{"one product", []string{"1", "1"}, indicator.ComplexityTooFew},
		{"nothing", []string{"00", "00"}, indicator.ComplexityTooFew},
		{"same diversity", []string{"1100", "0110", "0011"}, indicator.ComplexityUnsigned},
	} {
		m := presenceOf(t, c.rows...)
		got := complexityOf(t, m, indicator.ComplexityOptions{})
		if got.Status != c.want {
			t.Errorf("%s: status %q, want %q", c.name, got.Status, c.want)
		}
		if (got.ECI != nil) != (c.want == indicator.ComplexityUnsigned) || got.Defined() != (got.ECI != nil) {
			t.Errorf("%s: ECI %v", c.name, got.ECI)
		}
		checkFinite(t, c.name, got.ECI, got.PCI, got.RawECI, got.RawPCI, []float64{got.Mean, got.Deviation, got.Second})
		if _, err := m.Outlook(got, m.Density(false), 0); (err == nil) != got.Defined() {
			t.Errorf("%s: outlook says %v", c.name, err)
		}
	}
}

func checkFinite(t *testing.T, what string, lists ...[]float64) {
	t.Helper()
	for _, list := range lists {
		for i, x := range list {
			if math.IsNaN(x) || math.IsInf(x, 0) {
				t.Errorf("%s: value %d is %v", what, i, x)
			}
		}
	}
}

func TestComponentsNameTheirMembers(t *testing.T) {
	t.Parallel()
	got := presenceOf(t, "10010", "01000", "00010", "01100", "00001").Components()
	want := []indicator.PresenceComponent{
		{Economies: []int{0, 2}, Products: []int{0, 3}},
		{Economies: []int{1, 3}, Products: []int{1, 2}},
		{Economies: []int{4}, Products: []int{4}},
	}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("%v, want %v", got, want)
	}
}

func TestComplexityRefusesOptions(t *testing.T) {
	t.Parallel()
	_, err := presenceOf(t, toyM...).Complexity(indicator.ComplexityOptions{DDof: 2})
	if err == nil || !strings.Contains(err.Error(), "ddof is 2") {
		t.Errorf("%v", err)
	}
}

// everything computes all indices of a world, as one list of numbers.
func everything(t testing.TB, w *indicator.World) []float64 {
	t.Helper()
	m := presenceIn(t, w)
	c := complexityOf(t, m, indicator.ComplexityOptions{})
	d := m.Density(false)
	o, err := m.Outlook(c, d, 0)
	if err != nil {
		t.Fatal(err)
	}
	space, err := m.Space(indicator.SpaceRule{Rounds: 20})
	if err != nil {
		t.Fatal(err)
	}
	rca, err := w.RCAs(m)
	if err != nil {
		t.Fatal(err)
	}
	continuous, _, err := indicator.ContinuousProximity(rca, len(m.Economies), len(m.Products))
	if err != nil {
		t.Fatal(err)
	}
	all := slices.Concat(c.ECI, c.PCI, d.Values, m.Density(true).Values, o.COI, o.COG, rca, continuous,
		space.X, space.Y, indicator.ProximityMatrix[float64](m, indicator.ProximitySymmetric))
	for _, l := range space.Links {
		all = append(all, float64(l.First), float64(l.Second), l.Proximity)
	}
	return all
}

// TestSameForAnyNumberOfProcessors is not parallel: it changes the setting of the
// process. The matrix is large enough to be cut into several blocks and tiles.
func TestSameForAnyNumberOfProcessors(t *testing.T) {
	before := runtime.GOMAXPROCS(0)
	defer runtime.GOMAXPROCS(before)
	w, _ := randomWorld(t, 90, 300, 11)
	runtime.GOMAXPROCS(1)
	want := everything(t, w)
	for _, n := range []int{2, 3, 7} {
		runtime.GOMAXPROCS(n)
		for i, x := range everything(t, w) {
			if math.Float64bits(x) != math.Float64bits(want[i]) {
				t.Fatalf("with %d processors value %d of %d is %v, with one %v", n, i, len(want), x, want[i])
			}
		}
	}
}

// FuzzComplexity takes any binary matrix: indices are finite, density is within 0 and
// 1, and where ECI has a meaning it is the mean PCI of own products.
func FuzzComplexity(f *testing.F) {
	f.Add(uint8(4), []byte{0x9e, 0x41, 0x08})
	f.Add(uint8(3), []byte{0xff, 0x01})
	f.Fuzz(func(t *testing.T, columns uint8, raw []byte) {
		products, bits := int(columns%12)+1, len(raw)*8
		economies := bits / products
		if economies == 0 || economies > 60 {
			return
		}
		present := make([]bool, economies*products)
		for i := range present {
			present[i] = raw[i/8]>>(i%8)&1 == 1
		}
		m, err := indicator.PresenceOf(economies, products, present)
		if err != nil {
			t.Fatal(err)
		}
		fuzzedIndices(t, m)
	})
}

func fuzzedIndices(t *testing.T, m *indicator.Presence) {
	c := complexityOf(t, m, indicator.ComplexityOptions{})
	d := m.Density(false)
	for i, x := range slices.Concat(d.Values, m.Density(true).Values) {
		if !(x >= 0 && x <= 1) {
			t.Fatalf("density %d is %v", i, x)
		}
	}
	if c.Defined() {
		checkMeans(t, m, c)
		o, err := m.Outlook(c, d, 0)
		if err != nil {
			t.Fatal(err)
		}
		checkFinite(t, "outlook", c.ECI, c.PCI, o.COI, o.COG)
	}
	s, err := m.RankStability()
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range s.Rankings {
		checkFinite(t, r.Method, r.Scores, r.Ranks)
	}
	space, err := m.Space(indicator.SpaceRule{})
	if err != nil {
		t.Fatal(err)
	}
	checkFinite(t, "space", space.X, space.Y)
}

// faultAt checks that an error names an entry and holds some words.
func faultAt(t *testing.T, err error, economy, product int, words string) {
	t.Helper()
	var fault *indicator.MatrixError
	if !errors.As(err, &fault) {
		t.Errorf("%v is no error of a matrix, want %q", err, words)
		return
	}
	if fault.Economy != economy || fault.Product != product || !strings.Contains(err.Error(), words) {
		t.Errorf("%v names %d and %d, want %d, %d, %q", err, fault.Economy, fault.Product, economy, product, words)
	}
}
