package demo

import (
	"context"
	"io"
	"runtime"
	"strconv"

	"github.com/oborot/oborot/internal/source"
)

const (
	header = "t,i,j,k,v,q\n"
	width  = 13 // of values and quantities, padded as in BACI
	noMass = `"           NA"` + "\n"
)

// block is the text of the exports of one economy in one year.
type block struct {
	text []byte
	rows int64
}

// writeYear writes the file of a year. Exporters are worked out side by side and
// written in order, so that memory holds a few of them at most.
func (w *world) writeYear(ctx context.Context, out io.Writer, year int, progress func(source.Step)) error {
	if _, err := io.WriteString(out, header); err != nil {
		return err
	}
	done := source.Step{Bytes: int64(len(header))}
	spare := make(chan []byte, 2*runtime.GOMAXPROCS(0))
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	for next := range w.blocks(ctx, year, spare) {
		var b block
		select {
		case b = <-next:
		case <-ctx.Done():
			return ctx.Err()
		}
		if _, err := out.Write(b.text); err != nil {
			return err
		}
		spare <- b.text
		done.Bytes, done.Rows = done.Bytes+int64(len(b.text)), done.Rows+b.rows
		progress(done)
	}
	return ctx.Err()
}

// blocks works out the exporters of a year, as many at once as spare has room for,
// and yields where each one's block will arrive, in order. The receiver gives the
// buffers back through spare.
func (w *world) blocks(ctx context.Context, year int, spare chan []byte) <-chan (<-chan block) {
	for range cap(spare) {
		spare <- nil
	}
	order := make(chan (<-chan block), cap(spare))
	go func() {
		defer close(order)
		for i := range w.economies {
			var buffer []byte
			select {
			case buffer = <-spare:
			case <-ctx.Done():
				return
			}
			one := make(chan block, 1)
			go func() { one <- w.block(buffer[:0], i, year) }()
			order <- one
		}
	}()
	return order
}

// block works out the exports of an economy in a year and writes them as text.
func (w *world) block(text []byte, exporter, year int) block {
	e := w.economies[exporter]
	y := &exporterYear{exporter: e, year: year, supply: w.supplyOf(e), growth: growth(e, year)}
	b := block{text: text}
	var flows []flow
	var prefix []byte
	for to, importer := range w.economies {
		if to == exporter {
			continue
		}
		prefix = appendCodes(prefix[:0], year, e.number, importer.number)
		flows = w.exports(flows[:0], y, to)
		for i := range flows {
			b.text = append(b.text, prefix...)
			b.text = appendFlow(b.text, &flows[i])
		}
		b.rows += int64(len(flows))
	}
	return b
}

func appendCodes(text []byte, codes ...int) []byte {
	for _, c := range codes {
		text = append(strconv.AppendInt(text, int64(c), 10), ',')
	}
	return text
}

func appendFlow(text []byte, f *flow) []byte {
	text = append(text, f.product.label...)
	text = append(appendPadded(text, f.usd), ',')
	if f.kg == 0 {
		return append(text, noMass...)
	}
	return append(appendPadded(text, f.kg), '\n')
}

// appendPadded writes thousandths with three decimals, with spaces in front.
func appendPadded(text []byte, thousandths int64) []byte {
	const point = width - 4
	field := [width]byte{point: '.'}
	for at := width - 1; at >= 0; at-- {
		switch {
		case at == point:
		case thousandths > 0 || at >= point-1:
			field[at] = byte('0' + thousandths%10)
			thousandths /= 10
		default:
			field[at] = ' '
		}
	}
	return append(text, field[:]...)
}
