package indicator_test

import (
	"fmt"
	"math"
	"math/big"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/oborot/oborot/indicator"
)

// supplyFlow is a row of flows, in whole US dollars.
type supplyFlow struct {
	exporter, importer, product uint16
	dollars                     int64
}

func flowsOf(rows ...supplyFlow) indicator.BilateralFlows {
	var f indicator.BilateralFlows
	for _, r := range rows {
		f = withFlow(f, r.exporter, r.importer, r.product, r.dollars*1000)
	}
	return f
}

// onProduct groups flows of product 0 and hands its trade to a check.
func onProduct(t *testing.T, f indicator.BilateralFlows, actor []uint16, economies int, check func(p *indicator.ProductTrade)) {
	t.Helper()
	g := indicator.Grouping{Economies: economies, Products: 1, Actor: actor, Workers: 1}
	visits := 0
	err := indicator.EachProduct(f, g, func(p *indicator.ProductTrade) {
		visits++
		check(p)
	})
	if err != nil || visits != 1 {
		t.Fatalf("%d products visited: %v", visits, err)
	}
}

// randomFlows returns flows in no order, with repeated keys, flows of an economy with
// itself and values of zero.
func randomFlows(seed uint64, economies, products, rows int) indicator.BilateralFlows {
	random := rand.New(rand.NewPCG(seed, 1))
	var f indicator.BilateralFlows
	for range rows {
		value := random.Int64N(1 << random.IntN(45))
		f = withFlow(f, uint16(random.IntN(economies)), uint16(random.IntN(economies)), uint16(random.IntN(products)), value)
	}
	return f
}

// naiveTrade is the trade of a product by the shortest way: a table of all pairs.
type naiveTrade [][]int64 // from the exporter to the importer

func naiveOf(f indicator.BilateralFlows, actor []uint16, product uint16, actors int) naiveTrade {
	table := make(naiveTrade, actors)
	for i := range table {
		table[i] = make([]int64, actors)
	}
	of := func(economy uint16) uint16 {
		if actor == nil {
			return economy
		}
		return actor[economy]
	}
	for row, k := range f.Product {
		if k == product {
			table[of(f.Exporter[row])][of(f.Importer[row])] += f.Value[row]
		}
	}
	return table
}

// supplyHHI returns the index of one column or row of shares, by exact rational numbers.
func supplyHHI(values []int64) float64 {
	total, squares := new(big.Int), new(big.Int)
	for _, v := range values {
		b := big.NewInt(v)
		total.Add(total, b)
		squares.Add(squares, b.Mul(b, b))
	}
	if total.Sign() == 0 {
		return 0
	}
	index, _ := new(big.Rat).SetFrac(squares, total.Mul(total, total)).Float64()
	return index
}

func (n naiveTrade) exports(exporter int) (total int64) {
	for m, v := range n[exporter] {
		if m != exporter {
			total += v
		}
	}
	return total
}

func (n naiveTrade) suppliers(importer int) []int64 {
	values := make([]int64, len(n))
	for x := range n {
		if x != importer {
			values[x] = n[x][importer]
		}
	}
	return values
}

// compare checks every measure of a product against the table.
func (n naiveTrade) compare(t *testing.T, p *indicator.ProductTrade) {
	t.Helper()
	var world []int64
	for i := range n {
		values := n.suppliers(i)
		s, leading := p.Supply(i), slices.Max(values)
		if s.Imports != supplyTotal(values) || s.Exports != n.exports(i) || p.Internal[i] != n[i][i] || s.LeadingValue != leading {
			t.Errorf("product %d, actor %d: %+v, internal %d; want imports %d, exports %d, internal %d, leading %d",
				p.Product, i, s, p.Internal[i], supplyTotal(values), n.exports(i), n[i][i], leading)
		}
		if leading > 0 && int(s.Leading) != slices.Index(values, leading) {
			t.Errorf("product %d: the leading supplier of %d is %d", p.Product, i, s.Leading)
		}
		near(t, "HHI", s.HHI, supplyHHI(values), 4e-16)
		for x, v := range values {
			if got := p.From(i, x); got != v {
				t.Errorf("product %d: %d buys %d from %d, want %d", p.Product, i, got, x, v)
			}
		}
		world = append(world, n.exports(i))
	}
	index, ok := p.WorldHHI()
	if p.World != supplyTotal(world) || ok != (p.World > 0) {
		t.Errorf("product %d: the world trades %d, has an index %v; want %d", p.Product, p.World, ok, supplyTotal(world))
	}
	near(t, "HHI of the world", index, supplyHHI(world), 4e-16)
}

func supplyTotal(values []int64) (sum int64) {
	for _, v := range values {
		sum += v
	}
	return sum
}

// blocOfThree makes one actor of the first three economies.
func blocOfThree(economies int) []uint16 {
	actor := make([]uint16, economies)
	for i := range actor {
		actor[i] = uint16(max(0, i-2))
	}
	return actor
}

func TestEachProductAgreesWithTable(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name                      string
		economies, products, rows int
		actor                     []uint16
	}{
		{"dense", 9, 4, 2_000, nil},
		{"sparse", 70, 90, 900, nil},
		{"a bloc", 12, 7, 3_000, blocOfThree(12)},
		{"all one bloc", 5, 3, 300, make([]uint16, 5)},
		{"one row", 3, 2, 1, nil},
		{"nothing", 3, 2, 0, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			f := randomFlows(uint64(c.rows), c.economies, c.products, c.rows)
			g := indicator.Grouping{Economies: c.economies, Products: c.products, Actor: c.actor, Workers: 1}
			visited := 0
			err := indicator.EachProduct(f, g, func(p *indicator.ProductTrade) {
				visited++
				naiveOf(f, c.actor, uint16(p.Product), g.Actors()).compare(t, p)
			})
			if err != nil || visited != c.products {
				t.Errorf("%d of %d products visited: %v", visited, c.products, err)
			}
		})
	}
}

// TestSuppliersAscend: sorted flows spare a pass of the sort, which must not show.
func TestSuppliersAscend(t *testing.T) {
	t.Parallel()
	rows := []supplyFlow{{0, 3, 0, 5}, {1, 3, 0, 7}, {2, 0, 0, 1}, {2, 3, 0, 9}}
	backwards := slices.Clone(rows)
	slices.Reverse(backwards)
	for _, f := range []indicator.BilateralFlows{flowsOf(rows...), flowsOf(backwards...)} {
		onProduct(t, f, nil, 4, func(p *indicator.ProductTrade) {
			suppliers, values := p.Suppliers(3)
			if !slices.Equal(suppliers, []uint16{0, 1, 2}) || !slices.Equal(values, []int64{5000, 7000, 9000}) {
				t.Errorf("suppliers %v with %v", suppliers, values)
			}
		})
	}
}

// TestWorkersAndOrderDoNotShow judges the same flows by any number of workers and in
// any order: every bit is the same.
func TestWorkersAndOrderDoNotShow(t *testing.T) {
	t.Parallel()
	f := randomFlows(3, 40, 60, 20_000)
	judge := func(f indicator.BilateralFlows, workers int) string {
		g := indicator.Grouping{Economies: 40, Products: 60, Actor: blocOfThree(40), Workers: workers}
		y, err := indicator.JudgeYear(f, g, indicator.GeoDepRule())
		if err != nil {
			t.Fatal(err)
		}
		return fmt.Sprint(*y)
	}
	want := judge(f, 1)
	for _, workers := range []int{0, 2, 3, 7, 100} {
		if judge(f, workers) != want {
			t.Errorf("%d workers: another result", workers)
		}
	}
	if judge(shuffledFlows(f), 2) != want {
		t.Error("in another order: another result")
	}
}

// TestFlowsAreNotChanged: the columns belong to the caller.
func TestFlowsAreNotChanged(t *testing.T) {
	t.Parallel()
	f, same := randomFlows(5, 8, 5, 500), randomFlows(5, 8, 5, 500)
	if err := indicator.EachProduct(f, indicator.Grouping{Economies: 8, Products: 5}, func(*indicator.ProductTrade) {}); err != nil {
		t.Fatal(err)
	}
	if fmt.Sprint(f) != fmt.Sprint(same) {
		t.Error("the flows were changed")
	}
}

// TestHHIOfVector has the indices of the published vector.
func TestHHIOfVector(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		dollars []int64
		want    float64
	}{
		{[]int64{70, 20, 10}, .54}, {[]int64{50, 30, 20}, .38}, {[]int64{65, 20, 15}, .485}, {[]int64{80, 10, 10}, .66},
		{[]int64{45, 5, 3}, .733001}, {[]int64{60, 20, 20}, .44}, {[]int64{40, 40, 20}, .36},
		{[]int64{7}, 1}, {[]int64{1, 1}, .5}, {[]int64{4_000_000_000_000_001}, 1},
	} {
		var rows []supplyFlow
		for i, d := range c.dollars {
			rows = append(rows, supplyFlow{uint16(i + 1), 0, 0, d})
		}
		onProduct(t, flowsOf(rows...), nil, 4, func(p *indicator.ProductTrade) {
			near(t, "HHI", p.Supply(0).HHI, c.want, 5e-7)
			if len(c.dollars) == 1 && p.Supply(0).HHI != 1 {
				t.Errorf("one supplier of %v has an HHI of %.17g", c.dollars, p.Supply(0).HHI)
			}
			world, ok := p.WorldHHI()
			if !ok || world != p.Supply(0).HHI {
				t.Errorf("the only importer has another HHI than the world: %v, %v", world, ok)
			}
		})
	}
}

// TestHHIAtThreshold takes values whose squared shares add up to two fifths exactly,
// which is not above 0.4. Adding up squared doubles misses it for some of them.
func TestHHIAtThreshold(t *testing.T) {
	t.Parallel()
	missed := 0
	for _, dollars := range [][]int64{{6, 1, 1, 1, 1}, {11, 6, 1, 1, 1}, {25, 19, 3, 2, 1}, {23, 9, 5, 2, 1}, {29, 11, 5, 3, 2}} {
		var rows []supplyFlow
		naive := 0.0
		for i, d := range dollars {
			rows = append(rows, supplyFlow{uint16(i + 1), 0, 0, d})
			share := float64(d) / float64(supplyTotal(dollars))
			naive += share * share
		}
		if naive != .4 {
			missed++
		}
		onProduct(t, flowsOf(rows...), nil, 6, func(p *indicator.ProductTrade) {
			if s := p.Supply(0); s.HHI != .4 || indicator.GeoDepRule().Judge(s, 1)&indicator.ConcentratedImports != 0 {
				t.Errorf("%v: the HHI %.17g is above 0.4", dollars, s.HHI)
			}
		})
	}
	if missed == 0 {
		t.Error("doubles are as good: the test shows nothing")
	}
}

func TestHHIDoesNotDependOnScale(t *testing.T) {
	t.Parallel()
	f := randomFlows(11, 10, 1, 300)
	for _, factor := range []int64{2, 3, 1000} {
		scaled := f
		scaled.Value = make([]int64, len(f.Value))
		for i, v := range f.Value {
			scaled.Value[i] = v * factor
		}
		onProduct(t, f, nil, 10, func(p *indicator.ProductTrade) {
			onProduct(t, scaled, nil, 10, func(q *indicator.ProductTrade) {
				for m := range 10 {
					near(t, "HHI", q.Supply(m).HHI, p.Supply(m).HHI, 4e-16)
				}
			})
		})
	}
}

func TestRatioWithoutExports(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		imports, exports int64
		ok               bool
		ratio, asGeoDep  float64
	}{{5, 0, false, 0, 9999}, {0, 0, false, 0, 0}, {0, 4, true, 0, 0}, {5, 4, true, 1.25, 1.25}} {
		s := indicator.Supply{Imports: c.imports, Exports: c.exports}
		ratio, ok := s.OverExports()
		if ok != c.ok || ratio != c.ratio || s.OverExportsAsGeoDep() != c.asGeoDep {
			t.Errorf("%+v: %v, %v, %v", c, ratio, ok, s.OverExportsAsGeoDep())
		}
	}
	if share, ok := (indicator.Supply{}).LeadingShare(); ok {
		t.Errorf("the leader of nothing has a share of %v", share)
	}
	if share, ok := (indicator.Supply{Imports: 8, LeadingValue: 6}).LeadingShare(); !ok || share != .75 {
		t.Errorf("the leader has a share of %v, %v", share, ok)
	}
}

func TestBadFlows(t *testing.T) {
	t.Parallel()
	good := indicator.Grouping{Economies: 3, Products: 2}
	rows := []supplyFlow{{0, 1, 0, 5}, {1, 2, 1, 6}, {2, 0, 0, 7}}
	short := flowsOf(rows...)
	short.Importer = short.Importer[:2]
	for _, c := range []struct {
		name  string
		flows indicator.BilateralFlows
		by    indicator.Grouping
		want  string
	}{
		{"lengths", short, good, "different lengths: 3 exporters, 2 importers, 3 products, 3 values"},
		{"exporter", flowsOf(append(rows, supplyFlow{3, 1, 0, 1})...), good, "row 3: exporter 3 of 3 economies"},
		{"importer", flowsOf(append(rows, supplyFlow{0, 9, 0, 1})...), good, "row 3: importer 9 of 3 economies"},
		{"product", flowsOf(append(rows, supplyFlow{0, 1, 2, 1})...), good, "row 3: product 2 of 2"},
		{"negative", flowsOf(append(rows, supplyFlow{0, 1, 0, -1})...), good, "row 3: the value -1000 is negative"},
		{"actors", flowsOf(rows...), indicator.Grouping{Economies: 3, Products: 2, Actor: []uint16{0, 1}}, "for 2 of 3 economies"},
		{"too many", flowsOf(rows...), indicator.Grouping{Economies: 70_000, Products: 2}, "70000 economies and 2 products"},
		{"fewer than none", flowsOf(rows...), indicator.Grouping{Economies: 3, Products: -1}, "-1 products"},
		{"sum", indicator.BilateralFlows{
			Exporter: []uint16{0, 1}, Importer: []uint16{1, 0}, Product: []uint16{0, 0}, Value: []int64{math.MaxInt64, 1},
		}, good, "more than 64 bits"},
		{"sum that comes round to 1", indicator.BilateralFlows{
			Exporter: []uint16{0, 1, 0}, Importer: []uint16{1, 0, 2}, Product: []uint16{0, 0, 0}, Value: []int64{math.MaxInt64, math.MaxInt64, 3},
		}, good, "more than 64 bits"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			for _, workers := range []int{1, 4} {
				c.by.Workers = workers
				err := indicator.EachProduct(c.flows, c.by, func(*indicator.ProductTrade) { t.Error("a product was visited") })
				if err == nil || !strings.Contains(err.Error(), c.want) {
					t.Errorf("the error is %v, want %q", err, c.want)
				}
				if _, judged := indicator.JudgeYear(c.flows, c.by, indicator.GeoDepRule()); judged == nil {
					t.Error("the year was judged")
				}
			}
		})
	}
}

// FuzzEachProduct sets any small world against the table of pairs.
func FuzzEachProduct(f *testing.F) {
	f.Add([]byte{0, 1, 0, 9, 1, 0, 0, 7, 2, 1, 0, 3}, true)
	f.Add([]byte{3, 3, 1, 255, 3, 3, 1, 1}, false)
	f.Fuzz(func(t *testing.T, raw []byte, inBloc bool) {
		var flows indicator.BilateralFlows
		for ; len(raw) >= 4; raw = raw[4:] {
			flows = withFlow(flows, uint16(raw[0]%6), uint16(raw[1]%6), uint16(raw[2]%3), int64(raw[3])<<(raw[3]%40))
		}
		g := indicator.Grouping{Economies: 6, Products: 3}
		if inBloc {
			g.Actor = blocOfThree(6)
		}
		err := indicator.EachProduct(flows, g, func(p *indicator.ProductTrade) {
			naiveOf(flows, g.Actor, uint16(p.Product), g.Actors()).compare(t, p)
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}
