package indicator

import "math"

// springLayout places a network by forces (Fruchterman and Reingold, 1991, with the
// grid of their section on large graphs): linked places attract, places closer than two
// lengths push each other apart, and the largest step shrinks from round to round. The
// unit of length is the wanted distance of neighbours.
type springLayout struct {
	x, y, dx, dy []float64
	links        []SpaceLink
	cells        [][]int32 // places by square of side 2
	side         int
	low          float64
}

// layoutOf starts from the backbone drawn as a tree around its root, so no chance is
// involved.
func layoutOf(n int, links []SpaceLink, rounds int) (x, y []float64) {
	l := &springLayout{links: links, dx: make([]float64, n), dy: make([]float64, n)}
	l.x, l.y = treeLayout(n, links)
	largest := math.Sqrt(float64(n)) / 10
	for round := range rounds {
		l.step(largest * (1 - float64(round)/float64(rounds)))
	}
	unitSquare(l.x, l.y)
	return l.x, l.y
}

func (l *springLayout) step(largest float64) {
	clear(l.dx)
	clear(l.dy)
	l.sort()
	for i := range l.x {
		l.push(i)
	}
	for _, link := range l.links {
		l.pull(link)
	}
	for i := range l.x {
		length := math.Hypot(l.dx[i], l.dy[i])
		if length > largest {
			l.dx[i] *= largest / length
			l.dy[i] *= largest / length
		}
		l.x[i] += l.dx[i]
		l.y[i] += l.dy[i]
	}
}

const cellSide = 2.0

// sort puts the places into the squares of the grid. Places far out share the
// squares of its border.
func (l *springLayout) sort() {
	l.side = int(math.Sqrt(float64(len(l.x)))) + 4
	l.low = -cellSide * float64(l.side) / 2
	if len(l.cells) == 0 {
		l.cells = make([][]int32, l.side*l.side)
	}
	for i := range l.cells {
		l.cells[i] = l.cells[i][:0]
	}
	for i := range l.x {
		at := l.cell(l.x[i])*l.side + l.cell(l.y[i])
		l.cells[at] = append(l.cells[at], int32(i))
	}
}

func (l *springLayout) cell(v float64) int {
	return int(min(max((v-l.low)/cellSide, 0), float64(l.side-1)))
}

// push adds the force 1/distance of all places within two lengths.
func (l *springLayout) push(i int) {
	column, row := l.cell(l.x[i]), l.cell(l.y[i])
	for c := max(column-1, 0); c <= min(column+1, l.side-1); c++ {
		for r := max(row-1, 0); r <= min(row+1, l.side-1); r++ {
			for _, j := range l.cells[c*l.side+r] {
				l.pushFrom(i, int(j))
			}
		}
	}
}

func (l *springLayout) pushFrom(i, j int) {
	const nearest = 1e-4
	x, y := l.x[i]-l.x[j], l.y[i]-l.y[j]
	square := x*x + y*y
	if i == j || square > cellSide*cellSide {
		return
	}
	if square < nearest {
		// Two places in one spot part in a direction that their positions decide.
		y, x = math.Sincos(float64(min(i, j)))
		if i < j {
			x, y = -x, -y
		}
		square = 1
	}
	l.dx[i] += x / square
	l.dy[i] += y / square
}

// pull adds the force distance * distance * proximity of a link.
func (l *springLayout) pull(link SpaceLink) {
	x, y := l.x[link.First]-l.x[link.Second], l.y[link.First]-l.y[link.Second]
	force := math.Hypot(x, y) * link.Proximity
	l.dx[link.First] -= x * force
	l.dy[link.First] -= y * force
	l.dx[link.Second] += x * force
	l.dy[link.Second] += y * force
}

// treeLayout draws the backbone around its root: a place's distance from the middle
// is its depth, and each branch has a sector by the number of its ends. The roots of
// several trees stand around an empty middle.
func treeLayout(n int, links []SpaceLink) (x, y []float64) {
	t := newRadialTree(n, links)
	deepest := 0
	for _, d := range t.depth {
		deepest = max(deepest, d)
	}
	radius := math.Sqrt(float64(n)/math.Pi) / float64(max(deepest, 1))
	x, y = make([]float64, n), make([]float64, n)
	for i := range n {
		sin, cos := math.Sincos((t.from[i] + t.to[i]) / 2)
		x[i], y[i] = radius*float64(t.depth[i])*cos, radius*float64(t.depth[i])*sin
	}
	return x, y
}

// radialTree holds depth and sector of each place.
type radialTree struct {
	neighbours [][]int
	parent     []int
	order      []int // parents before children
	ends       []int // of the branch
	depth      []int
	from, to   []float64
}

func newRadialTree(n int, links []SpaceLink) *radialTree {
	t := &radialTree{
		neighbours: make([][]int, n), parent: make([]int, n), ends: make([]int, n), depth: make([]int, n),
		from: make([]float64, n), to: make([]float64, n),
	}
	for _, l := range links {
		if l.Backbone {
			t.neighbours[l.First] = append(t.neighbours[l.First], l.Second)
			t.neighbours[l.Second] = append(t.neighbours[l.Second], l.First)
		}
	}
	roots := t.walk()
	t.countEnds()
	t.share(roots, 0, 2*math.Pi)
	for _, p := range t.order {
		t.share(t.children(p), t.from[p], t.to[p])
	}
	return t
}

// walk orders the places from the root of each tree, the place with most neighbours.
func (t *radialTree) walk() (roots []int) {
	seen := make([]bool, len(t.parent))
	for start := range t.parent {
		if seen[start] {
			continue
		}
		root := t.busiest(start, seen)
		roots = append(roots, root)
		t.parent[root] = -1
		at := len(t.order)
		for t.order = append(t.order, root); at < len(t.order); at++ {
			for _, child := range t.children(t.order[at]) {
				t.parent[child] = t.order[at]
				t.depth[child] = t.depth[t.order[at]] + 1
				t.order = append(t.order, child)
			}
		}
	}
	if len(roots) > 1 {
		for i := range t.depth {
			t.depth[i]++
		}
	}
	return roots
}

// busiest marks the tree of a place as seen and returns its place with most
// neighbours, the lowest of equals.
func (t *radialTree) busiest(start int, seen []bool) int {
	seen[start] = true
	root, open := start, []int{start}
	for i := 0; i < len(open); i++ {
		p := open[i]
		if d := len(t.neighbours[p]) - len(t.neighbours[root]); d > 0 || d == 0 && p < root {
			root = p
		}
		for _, q := range t.neighbours[p] {
			if !seen[q] {
				seen[q] = true
				open = append(open, q)
			}
		}
	}
	return root
}

func (t *radialTree) children(p int) (children []int) {
	for _, q := range t.neighbours[p] {
		if q != t.parent[p] {
			children = append(children, q)
		}
	}
	return children
}

func (t *radialTree) countEnds() {
	for i := len(t.order) - 1; i >= 0; i-- {
		p := t.order[i]
		t.ends[p] = max(t.ends[p], 1)
		if t.parent[p] >= 0 {
			t.ends[t.parent[p]] += t.ends[p]
		}
	}
}

// share divides a sector among branches by their ends.
func (t *radialTree) share(branches []int, from, to float64) {
	all := 0
	for _, b := range branches {
		all += t.ends[b]
	}
	for _, b := range branches {
		t.from[b] = from
		from += (to - t.from[b]) * float64(t.ends[b]) / float64(max(all, 1))
		all -= t.ends[b]
		t.to[b] = from
	}
}
