package mapped

import (
	"strings"
	"testing"

	"github.com/oborot/oborot/internal/source/sourcetest"
	"github.com/oborot/oborot/trade"
)

// FuzzTable imports any bytes as a table of one mapping: it is refused in a
// sentence or stored with a balanced account, and never panics. The sink checks
// form and balance.
func FuzzTable(f *testing.F) {
	f.Add("d,p,n,k,v\n2021,RUS,X,870410,1\n2021,KAZ,M,40610,1e3\n")
	f.Add("d;p;n;k;v\r\n2021;Весь мир;X;870410;1,5\r\n")
	f.Add("d\tp\tn\tk\tv\n2021\t\"R\nUS\"\tX\t870410\t-0\n\n")
	f.Add("v,k,n,p,d,d\n99999999999999999,TOTAL,M,World,2021,\n")
	f.Fuzz(func(t *testing.T, table string) {
		if table == "" {
			return
		}
		r := written(t, "t.csv", whole, table)
		r.Tolerate = 1
		loads, err := Format().Describe(t.Context(), r)
		for _, l := range loads {
			_, err = l.Read(t.Context(), &sourcetest.Sink{}, nil)
		}
		if err != nil && trade.KindOf(err) != trade.BadInput && trade.KindOf(err) != trade.Usage {
			t.Errorf("%v", err)
		}
	})
}

// FuzzNumber: an amount in millions is the amount in units with the point moved by
// six places, whatever its form.
func FuzzNumber(f *testing.F) {
	for _, seed := range []string{"16.941286545939", "1.2E7", "-5e-3", "e5", "1e", "7e+2", "1e99"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, field string) {
		var scratch []byte
		units, ok := number([]byte(field), '.', 0, &scratch)
		millions, fits := number([]byte(field), '.', 6, &scratch)
		const most = 1e18 / 1e6
		power := strings.ContainsAny(field, "eE") // the two differ in how long an exponent may be
		switch {
		case fits && !ok && !power:
			t.Errorf("%q is a number of millions only", field)
		case ok && !units.Rounded && fits && millions.Thousandths != units.Thousandths*1_000_000:
			t.Errorf("%q: %d and %d", field, units.Thousandths, millions.Thousandths)
		case ok && !fits && units.Thousandths < most && units.Thousandths > -most && !power:
			t.Errorf("%q is a number of units only", field)
		}
	})
}
