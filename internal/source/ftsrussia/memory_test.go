package ftsrussia

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/oborot/oborot/internal/source/sourcetest"
	"github.com/oborot/oborot/internal/source/tabular"
	"github.com/oborot/oborot/internal/source/tabular/tabulartest"
	"github.com/oborot/oborot/trade"
)

// What a row says does not depend on the rows before, although direction, period and
// region are taken from them.
func TestRowsAreReadAsIfAlone(t *testing.T) {
	t.Parallel()
	choices := [][]string{
		{"ЭК", "ИМ", "эк", "x", ""}, {"01/2019", "02/2019", "13/2019", "2019", ""}, {"BY", "US", "RU", "??", ""},
		{"0406101000", "406101000", "XXXXXXXXXX", "04061", "77", ""}, {"166", "КГ", "", "ЭЛЕМ", "нечто"}, {"10,5", "0", "", "x", "-1"},
		{"1,25", "0", "", "y"}, {"1", "0", "", "z"}, {"45000 - МОСКВА", "05000 - ПРИМОРСКИЙ КРАЙ", "5000 - P", "край", ""}, {"01-ЦЕНТРАЛЬНЫЙ", "07-ДАЛЬНЕВОСТОЧНЫЙ"},
	}
	random := rand.New(rand.NewPCG(3, 4))
	now := make([]int, len(choices))
	lines := []string{"napr\tperiod\tnastranapr\ttnved\tedizm\tStoim\tNetto\tKol\tRegion\tRegion_s"}
	for n := range 8_000 {
		for range random.IntN(3) {
			c := random.IntN(len(choices))
			now[c] = random.IntN(len(choices[c]))
		}
		if n < 25 || random.IntN(8) == 0 {
			clear(now) // or most rows would have a fault
		}
		var line []string
		for c, choice := range now {
			field := choices[c][choice]
			if random.IntN(30) == 0 {
				field = `"` + field + `"`
			}
			line = append(line, field)
		}
		lines = append(lines, strings.Join(line, "\t"))
	}
	rows, good := tabulartest.ReadAsIfAlone(t, &sourcetest.Sink{}, strings.Join(lines, "\n")+"\n", func(table tabular.Table) (tabular.Decoder, error) {
		c, err := resolve(table)
		return newDecoder(table, c, 1, trade.TNVED, &counts{}), err
	})
	if rows < 7_900 || good < 1_000 || good > 7_000 {
		t.Errorf("%d of %d rows could be read: the table is of one sort", good, rows)
	}
}
