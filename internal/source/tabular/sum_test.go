package tabular

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"github.com/oborot/oborot/internal/source/sourcetest"
	"github.com/oborot/oborot/trade"
)

// partsDecoder reads product,value,kg,quantity,unit; an empty amount is absent.
type partsDecoder struct{}

func (partsDecoder) Decode(r *Row, o *trade.Observation) (Series, *Fault) {
	amount := func(column int) trade.Amount {
		if n, ok := ParseNumber(r.Field(column), '.'); ok {
			return trade.Of(n.Thousandths)
		}
		return trade.Absent(trade.Missing)
	}
	*o = trade.Observation{
		Period: trade.Year(2021), Exporter: "BLR", Importer: "RUS", Product: trade.Product(r.Field(0)), Reporter: trade.ByExporter,
		Value: amount(1), ValueUSD: amount(1), NetKg: amount(2), Quantity: amount(3), Unit: string(r.Field(4)), Currency: "USD",
	}
	if !o.Value.Known() {
		o.Flags = trade.FlagSuppressed
	}
	return Series{Dataset: "parts", Nomenclature: trade.HS2017, Digits: 6, Months: 12}, nil
}

// sums is what one flow adds up to.
type sums struct {
	value, kg int64
	hidden    bool // at least one part is
}

// TestPartsAddUp compares with a plain map, for blocks of several sizes: parts
// that come after their first row was handed over are stored apart, and their block
// says so.
func TestPartsAddUp(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(5, 5))
	var text strings.Builder
	text.WriteString("product,value,kg,quantity,unit\n")
	want := map[trade.Product]sums{}
	for range 3000 {
		product := fmt.Sprintf("%06d", 100000+random.IntN(400))
		value, kg, quantity := strconv.Itoa(random.IntN(1000)), strconv.Itoa(random.IntN(100)), strconv.Itoa(random.IntN(10))
		if random.IntN(9) == 0 {
			value = ""
		}
		unit := "kg"
		if random.IntN(30) == 0 {
			unit = "u"
		}
		fmt.Fprintf(&text, "%s,%s,%s,%s,%s\n", product, value, kg, quantity, unit)
		s := want[trade.Product(product)]
		want[trade.Product(product)] = sums{s.value + whole(value), s.kg + whole(kg), s.hidden || value == ""}
	}
	for _, size := range []int{0, 100, 1000} {
		r := load(t, trade.SumRepeats, map[string]string{"a.csv": text.String()})
		r.Decoder = func(Table) (Decoder, error) { return partsDecoder{}, nil }
		r.block = size
		sink := &sourcetest.Sink{}
		accounts, err := r.Read(context.Background(), sink, nil)
		if err != nil {
			t.Fatal(err)
		}
		stored := sink.Imports[0].Observations
		account := accounts[0].Files[0]
		if all := account.Stored.Plus(account.Format[summed]); all.Rows != 3000 || account.Read.Value != account.Stored.Value {
			t.Errorf("blocks of %d: %+v", size, account)
		}
		if got := added(stored); !maps.Equal(got, want) {
			t.Errorf("blocks of %d: %d flows differ", size, len(got))
		}
		if size == 0 && len(stored) != len(want) {
			t.Errorf("%d rows of %d flows", len(stored), len(want))
		}
	}
}

func whole(text string) int64 {
	n, _ := strconv.ParseInt(text, 10, 64)
	return n * 1000
}

// added adds the stored rows of each flow.
func added(rows []trade.Observation) map[trade.Product]sums {
	got := map[trade.Product]sums{}
	for _, o := range rows {
		s := got[o.Product]
		if o.Value.Known() {
			s.value += o.Value.Thousandths
		}
		s.kg += o.NetKg.Thousandths
		s.hidden = s.hidden || o.Flags.Has(trade.FlagSuppressed)
		got[o.Product] = s
	}
	return got
}

// Parts in different units have no quantity together, whatever their order.
func TestPartsInDifferentUnits(t *testing.T) {
	t.Parallel()
	for rows, want := range map[string]trade.Amount{
		"100000,1,1,5,kg\n100000,1,1,7,kg\n":                 trade.Of(12_000),
		"100000,1,1,5,kg\n100000,1,1,7,u\n":                  trade.Absent(trade.Missing),
		"100000,1,1,5,kg\n100000,1,1,7,u\n100000,1,1,7,kg\n": trade.Absent(trade.Missing),
		"100000,1,1,,kg\n100000,1,1,7,kg\n":                  trade.Of(7_000),
	} {
		r := load(t, trade.SumRepeats, map[string]string{"a.csv": "product,value,kg,quantity,unit\n" + rows})
		r.Decoder = func(Table) (Decoder, error) { return partsDecoder{}, nil }
		sink := &sourcetest.Sink{}
		if _, err := r.Read(context.Background(), sink, nil); err != nil {
			t.Fatal(err)
		}
		o := sink.Imports[0].Observations
		if len(o) != 1 || o[0].Quantity != want || (o[0].Unit == "") == want.Known() {
			t.Errorf("%q: %+v", rows, o)
		}
	}
}
