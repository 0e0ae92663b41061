package indicator

import (
	"fmt"
	"math"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
)

// Grouping says what the numbers in flows stand for.
type Grouping struct {
	Economies, Products int // every index is below
	// Actor is the actor that each economy belongs to. Members of a bloc share one:
	// they are one importer and one exporter, and what they trade among themselves is
	// internal. Actors are numbered from 0; nil has every economy act for itself.
	Actor []uint16
	// Workers is how many goroutines share the work, 0 as many as there are processors.
	// The result is the same for any number.
	Workers int
}

// Actors returns how many actors there are.
func (g Grouping) Actors() int {
	if g.Actor == nil {
		return g.Economies
	}
	if len(g.Actor) == 0 {
		return 0
	}
	return int(slices.Max(g.Actor)) + 1
}

// EachProduct sorts flows by product, importer and supplier, and calls visit once for
// every product, of which some may not be traded. Calls are made at the same time from
// several goroutines and in no order; what visit is given is valid until it returns.
//
// The flows are not changed. Each worker takes 16 bytes of memory for every sixth row.
// Columns of different lengths, an index out of range, a negative value, and values
// that add up to more than int64 holds are errors that name the row where one is at
// fault; then nothing is visited.
func EachProduct(f BilateralFlows, g Grouping, visit func(*ProductTrade)) error {
	job, err := newSupplyJob(f, g)
	if err != nil {
		return err
	}
	var next atomic.Int64
	var group sync.WaitGroup
	for range min(job.workers, len(job.blocks)) {
		group.Go(func() {
			w := job.newWorker()
			defer w.release()
			for b := next.Add(1); b <= int64(len(job.blocks)); b = next.Add(1) {
				w.scatter(job.blocks[b-1])
				w.visit(job.blocks[b-1], visit)
			}
		})
	}
	group.Wait()
	return nil
}

// supplyJob is one call of EachProduct.
type supplyJob struct {
	BilateralFlows
	workers int
	actors  int
	actor   []uint16      // of each economy
	rows    []int         // of each product
	blocks  []supplyBlock // that cover all products
}

// supplyBlock is a range of products, small enough for its rows to be sorted in a
// cache and a small part of the memory that the flows take.
type supplyBlock struct{ first, end, rows int }

// supplyBlocks is how many blocks a year is cut into. Each block reads the whole column
// of products: with more it is read too often, with fewer the sort leaves the cache.
const supplyBlocks = 6

func newSupplyJob(f BilateralFlows, g Grouping) (*supplyJob, error) {
	job := &supplyJob{BilateralFlows: f, workers: g.Workers, actor: g.Actor, actors: g.Actors()}
	if job.workers <= 0 {
		job.workers = runtime.GOMAXPROCS(0)
	}
	if job.actor == nil {
		job.actor = make([]uint16, g.Economies)
		for i := range job.actor {
			job.actor[i] = uint16(i)
		}
	}
	if err := job.checkShape(g); err != nil {
		return nil, err
	}
	if err := job.count(g); err != nil {
		return nil, err
	}
	job.cut()
	return job, nil
}

func (j *supplyJob) checkShape(g Grouping) error {
	if n := len(j.Value); len(j.Exporter) != n || len(j.Importer) != n || len(j.Product) != n {
		return fmt.Errorf("the columns of flows have different lengths: %d exporters, %d importers, %d products, %d values",
			len(j.Exporter), len(j.Importer), len(j.Product), n)
	}
	if g.Economies < 0 || g.Products < 0 || g.Economies > math.MaxUint16 || g.Products > math.MaxUint16+1 {
		return fmt.Errorf("%d economies and %d products do not fit numbers of 16 bits", g.Economies, g.Products)
	}
	if len(j.actor) != g.Economies {
		return fmt.Errorf("actors are given for %d of %d economies", len(j.actor), g.Economies)
	}
	return nil
}

// count checks every row and counts the rows of each product. Workers take a part of
// the rows each.
func (j *supplyJob) count(g Grouping) error {
	parts := make([]supplyCount, j.workers)
	var group sync.WaitGroup
	for i := range parts {
		first, end := len(j.Value)*i/len(parts), len(j.Value)*(i+1)/len(parts)
		group.Go(func() { parts[i] = j.countRows(g, first, end) })
	}
	group.Wait()
	j.rows = make([]int, g.Products)
	total := uint64(0)
	for _, part := range parts {
		if part.bad >= 0 {
			return j.explain(g, part.bad)
		}
		total += part.total
		if part.over || total > math.MaxInt64 {
			return fmt.Errorf("the values of the flows add up to more than 64 bits hold")
		}
		for k, n := range part.rows {
			j.rows[k] += n
		}
	}
	return nil
}

// supplyCount is what one worker found in its rows.
type supplyCount struct {
	rows  []int // of each product
	total uint64
	over  bool // the total is above 63 bits
	bad   int  // the first row at fault, -1 if none
}

func (j *supplyJob) countRows(g Grouping, first, end int) supplyCount {
	c := supplyCount{rows: make([]int, g.Products), bad: -1}
	for row := first; row < end; row++ {
		x, m, k, v := int(j.Exporter[row]), int(j.Importer[row]), int(j.Product[row]), j.Value[row]
		if max(x, m) >= g.Economies || k >= g.Products || v < 0 {
			c.bad = row
			return c
		}
		c.rows[k]++
		c.total += uint64(v)
		c.over = c.over || c.total > math.MaxInt64
	}
	return c
}

func (j *supplyJob) explain(g Grouping, row int) error {
	x, m, k, v := j.Exporter[row], j.Importer[row], j.Product[row], j.Value[row]
	switch {
	case int(x) >= g.Economies:
		return fmt.Errorf("row %d: exporter %d of %d economies", row, x, g.Economies)
	case int(m) >= g.Economies:
		return fmt.Errorf("row %d: importer %d of %d economies", row, m, g.Economies)
	case int(k) >= g.Products:
		return fmt.Errorf("row %d: product %d of %d", row, k, g.Products)
	}
	return fmt.Errorf("row %d: the value %d is negative", row, v)
}

// cut makes blocks of about the same number of rows.
func (j *supplyJob) cut() {
	most := len(j.Value)/supplyBlocks + 1
	b := supplyBlock{}
	for k, n := range j.rows {
		if b.rows > 0 && b.rows+n > most {
			j.blocks = append(j.blocks, b)
			b = supplyBlock{first: k}
		}
		b.end, b.rows = k+1, b.rows+n
	}
	if b.end > b.first {
		j.blocks = append(j.blocks, b)
	}
}

// supplyWorker sorts one block after the other, with the same memory.
type supplyWorker struct {
	job    *supplyJob
	place  []int        // of each product of the block: where its next row goes
	block  []supplyRow  // the rows of the block, by product
	memory *[]supplyRow // that block is in
	spare  []supplyRow  // the rows of one product, by exporter
	count  []int        // of each actor
	trade  ProductTrade // what is visited
}

// supplyRow is a flow of a product. Rows, not columns, because the sort writes them to
// thousands of places at once, each of which then touches one line of the cache.
type supplyRow struct {
	value              int64
	exporter, importer uint16
}

// supplyBlockMemory keeps the memory of blocks from one call to the next: a question over
// several years makes many calls, and each would leave a third of a year behind.
var supplyBlockMemory sync.Pool // of *[]supplyRow

func (j *supplyJob) newWorker() *supplyWorker {
	largest := slices.MaxFunc(j.blocks, func(a, b supplyBlock) int { return a.rows - b.rows }).rows
	widest := slices.Max(j.rows)
	block, _ := supplyBlockMemory.Get().(*[]supplyRow)
	if block == nil || cap(*block) < largest {
		block = new(make([]supplyRow, largest, largest+largest/16)) // the next year is often a little longer
	}
	return &supplyWorker{
		job: j, place: make([]int, len(j.rows)), memory: block, block: (*block)[:largest], spare: make([]supplyRow, widest),
		count: make([]int, j.actors+1),
		trade: ProductTrade{
			Imports: make([]int64, j.actors), Exports: make([]int64, j.actors), Internal: make([]int64, j.actors),
			first: make([]int, j.actors+1), supplier: make([]uint16, widest), value: make([]int64, widest),
		},
	}
}

// release gives the memory of the block back.
func (w *supplyWorker) release() { supplyBlockMemory.Put(w.memory) }

// scatter brings the rows of each product of a block together. They keep their order.
func (w *supplyWorker) scatter(b supplyBlock) {
	place := w.place[:b.end-b.first]
	at := 0
	for i := range place {
		place[i] = at
		at += w.job.rows[b.first+i]
	}
	j, to := w.job, w.block
	for row, product := range j.Product {
		k := uint(product) - uint(b.first)
		if k >= uint(len(place)) {
			continue
		}
		at := place[k]
		place[k]++
		to[at] = supplyRow{j.Value[row], j.actor[j.Exporter[row]], j.actor[j.Importer[row]]}
	}
}

// visit sorts the rows of each product of a block and shows them.
func (w *supplyWorker) visit(b supplyBlock, show func(*ProductTrade)) {
	first := 0
	for k := b.first; k < b.end; k++ {
		end := first + w.job.rows[k]
		w.trade.Product = k
		w.sort(w.block[first:end])
		w.sum()
		show(&w.trade)
		first = end
	}
}

// sort orders the rows of a product by importer, then by exporter: two passes of a
// counting sort, of which files sorted by exporter spare the first.
func (w *supplyWorker) sort(rows []supplyRow) {
	if !slices.IsSortedFunc(rows, func(a, b supplyRow) int { return int(a.exporter) - int(b.exporter) }) {
		clear(w.count)
		for _, r := range rows {
			w.count[r.exporter]++
		}
		w.placeActors()
		sorted := w.spare[:len(rows)]
		for _, r := range rows {
			sorted[w.count[r.exporter]] = r
			w.count[r.exporter]++
		}
		rows = sorted
	}
	clear(w.count)
	for _, r := range rows {
		w.count[r.importer]++
	}
	w.placeActors()
	copy(w.trade.first, w.count)
	for _, r := range rows {
		at := w.count[r.importer]
		w.count[r.importer]++
		w.trade.supplier[at], w.trade.value[at] = r.exporter, r.value
	}
}

// placeActors turns the count of rows of each actor into the place of its first row.
func (w *supplyWorker) placeActors() {
	at := 0
	for a, n := range w.count {
		w.count[a] = at
		at += n
	}
}

// sum adds up rows of one pair, takes out what is internal or nothing, and adds up
// totals.
func (w *supplyWorker) sum() {
	t := &w.trade
	clear(t.Imports)
	clear(t.Exports)
	clear(t.Internal)
	t.World = 0
	kept := 0
	for m := range t.Imports {
		first, end := t.first[m], t.first[m+1]
		t.first[m] = kept
		for row := first; row < end; {
			x, v := t.supplier[row], t.value[row]
			for row++; row < end && t.supplier[row] == x; row++ {
				v += t.value[row]
			}
			switch {
			case int(x) == m:
				t.Internal[m] = v
			case v > 0:
				t.supplier[kept], t.value[kept] = x, v
				kept++
				t.Imports[m] += v
				t.Exports[x] += v
			}
		}
		t.World += t.Imports[m]
	}
	t.first[len(t.Imports)] = kept
}
