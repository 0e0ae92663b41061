package world

import (
	"io"
	"runtime"
	"strconv"

	"github.com/oborot/oborot/trade"
)

// country is the line of an economy, or of the guest.
func (l *labelled) country(b line, economy int) line {
	if economy < 0 {
		s := l.guest
		return b.text(l.year).then(l.only).count(s.diversity).ratio(s.eci).ratio(s.coi).ratio(s.fit).end()
	}
	at, diversity := l.measured.economies[economy], 0
	if at >= 0 {
		diversity = l.m.Diversity()[at]
	}
	b = b.text(l.year).then(l.economies[economy]).count(diversity).at(l.eci, at).at(l.coi(), at)
	if at < 0 {
		return b.number(0, false).end()
	}
	return b.ratio(l.fitnessRatio(at)).end()
}

// product is the line of a product.
func (l *labelled) product(b line, product int) line {
	at, ubiquity := l.measured.products[product], 0
	if at >= 0 {
		ubiquity = l.m.Ubiquity()[at]
	}
	return b.text(l.year).then(l.products[product]).count(ubiquity).at(l.pci, at).at(l.productFitness(), at).end()
}

// pairs are the lines of an economy, or of the guest, with every product.
func (l *labelled) pairs(b line, economy int) line {
	if economy < 0 {
		return l.guestPairs(b)
	}
	head := line(nil).text(l.year).then(l.economies[economy])
	row := l.measured.economies[economy]
	for p, prod := range l.products {
		rca, ok := l.world.RCA(economy, p)
		b = append(b, head...).then(prod).number(rca, ok)
		column := l.measured.products[p]
		if row < 0 || column < 0 {
			b = b.absent()
			continue
		}
		at := row*len(l.m.Products) + column
		b = b.count(oneIf(l.m.Has(row, column))).number(l.density.Values[at], true).at(l.cog(), at).end()
	}
	return b
}

// guestPairs are those of what is projected on the world. A product in which nobody of the
// world has an advantage has no place there, and so no RCA of a guest.
func (l *labelled) guestPairs(b line) line {
	head, s := line(nil).text(l.year).then(l.only), l.guest
	for p, prod := range l.products {
		b = append(b, head...).then(prod)
		at := l.measured.products[p]
		if at < 0 {
			b = b.number(0, false).absent()
			continue
		}
		b = b.number(s.rca[at], true).count(oneIf(s.has(at))).number(s.density[at], true).at(s.cog, at).end()
	}
	return b
}

// proximities are the lines of a product with every other.
func (l *labelled) proximities(b line, product int) line {
	head := line(nil).text(l.year).then(l.products[product])
	one := l.measured.products[product]
	for q, second := range l.products {
		if q == product {
			continue
		}
		b = append(b, head...).then(second)
		if other := l.measured.products[q]; one >= 0 && other >= 0 {
			b = b.number(l.m.Proximity(one, other), true).end()
			continue
		}
		b = b.number(0, false).end()
	}
	return b
}

// line is lines of a csv on their way.
type line []byte

// text begins a line.
func (l line) text(s string) line { return appendCSV(l, s) }

// then goes on with a text.
func (l line) then(s string) line { return appendCSV(append(l, ','), s) }

func (l line) count(n int) line { return strconv.AppendInt(append(l, ','), int64(n), 10) }

func (l line) end() line { return append(l, '\n') }

// absent ends the line of a pair that has no place in M.
func (l line) absent() line { return l.count(0).number(0, false).number(0, false).end() }

// number writes all digits, nothing where there is no value.
func (l line) number(x float64, ok bool) line {
	if l = append(l, ','); !ok {
		return l
	}
	return strconv.AppendFloat(l, x, 'g', -1, 64)
}

func (l line) ratio(r trade.Ratio) line { return l.number(r.Number, r.HasNumber()) }

// at writes a value at a position, nothing where there are none.
func (l line) at(values []float64, position int) line {
	if values == nil || position < 0 {
		return l.number(0, false)
	}
	return l.number(values[position], true)
}

// appendCSV writes a field, in quotes where it needs them.
func appendCSV(l []byte, s string) []byte {
	quoted := false
	for i := 0; i < len(s) && !quoted; i++ {
		quoted = s[i] == ',' || s[i] == '"' || s[i] == '\n' || s[i] == '\r'
	}
	if !quoted {
		return append(l, s...)
	}
	l = append(l, '"')
	for i := 0; i < len(s); i++ {
		if s[i] == '"' {
			l = append(l, '"')
		}
		l = append(l, s[i])
	}
	return append(l, '"')
}

// lane formats every so many-th block; its two buffers go around.
type lane struct{ full, empty chan line }

// writeBlocks formats blocks on all processors, for the digits of numbers take longer than
// working them out, and writes them in order.
func writeBlocks(w io.Writer, blocks int, lines func(b line, block int) line) error {
	lanes := make([]lane, min(runtime.GOMAXPROCS(0), blocks))
	stop := make(chan struct{})
	defer close(stop)
	for i := range lanes {
		lanes[i] = lane{make(chan line, 2), make(chan line, 2)}
		lanes[i].empty <- nil
		lanes[i].empty <- nil
		go lanes[i].run(i, len(lanes), blocks, lines, stop)
	}
	for block := range blocks {
		l := lanes[block%len(lanes)]
		b := <-l.full
		if _, err := w.Write(b); err != nil {
			return err
		}
		l.empty <- b[:0]
	}
	return nil
}

func (l lane) run(first, step, blocks int, lines func(line, int) line, stop <-chan struct{}) {
	for block := first; block < blocks; block += step {
		select {
		case b := <-l.empty:
			l.full <- lines(b, block)
		case <-stop:
			return
		}
	}
}
