package tabular

import (
	"testing"

	"github.com/oborot/oborot/internal/source/sourcetest"
	"github.com/oborot/oborot/trade"
)

// Rows of one key that differ in small numbers or in their kind say different things.
func TestFingerprints(t *testing.T) {
	t.Parallel()
	prints := map[uint64]observed{}
	for kind := range uint32(64) {
		for value := range int64(200) {
			for _, kg := range []int64{0, 1, trade.Null} {
				o := observed{kind: kind, value: value, valueUSD: 7, netKg: kg, quantity: value % 3}
				print := o.fingerprint()
				if other, ok := prints[print]; ok {
					t.Fatalf("%+v and %+v have one fingerprint", o, other)
				}
				prints[print] = o
			}
		}
	}
}

// A file in which years take turns does not reserve a block for each of them.
func TestRoomForManyYears(t *testing.T) {
	t.Parallel()
	words := newDictionary()
	lookup := newLookup(words)
	tables := []string{"a.csv"}
	l := &lane{words: words, blocks: newBlocks(), names: tables, tables: &tables, read: make([]trade.Tally, 1), years: map[int]*laneYear{}}
	const years, rows = 50, 1000
	for year := range years {
		p := &parcel{year: 1970 + year}
		for row := range rows {
			o := trade.Observation{Period: trade.Year(1970 + year), Exporter: "BLR", Importer: "RUS", Value: trade.Of(int64(row))}
			o.Product = trade.Product(rune('a' + row))
			p.rows = append(p.rows, lookup.observe(&o, row))
		}
		l.seen.expected = 20_000_000
		if n, err := l.take(p, spot{}); err != nil || n != rows {
			t.Fatalf("%d rows were taken: %v", n, err)
		}
	}
	room := 0
	for _, y := range l.years {
		room += cap(y.value)
	}
	if room > 4*years*rows {
		t.Errorf("there is room for %d rows of %d", room, years*rows)
	}
}

// currencyDecoder reads the currency from the last column.
type currencyDecoder struct{ partsDecoder }

func (d currencyDecoder) Decode(r *Row, o *trade.Observation) (Series, *Fault) {
	s, fault := d.partsDecoder.Decode(r, o)
	o.Currency, o.Unit = string(r.Field(4)), ""
	return s, fault
}

// Parts in different currencies are not added up here: the merge in the lake sees
// both.
func TestPartsInDifferentCurrencies(t *testing.T) {
	t.Parallel()
	r := load(t, trade.SumRepeats, map[string]string{"a.csv": "product,value,kg,quantity,unit\n" +
		"040610,10,1,,USD\n040610,20,1,,EUR\n040610,5,1,,USD\n"})
	r.Decoder = func(Table) (Decoder, error) { return currencyDecoder{}, nil }
	sink := &sourcetest.Sink{}
	if _, err := r.Read(t.Context(), sink, nil); err != nil {
		t.Fatal(err)
	}
	got := map[string]int64{}
	for _, o := range sink.Imports[0].Observations {
		got[o.Currency] += o.Value.Thousandths
	}
	if len(sink.Imports[0].Observations) != 2 || got["USD"] != 15_000 || got["EUR"] != 20_000 {
		t.Errorf("%v", sink.Imports[0].Observations)
	}
}
