package tabular

import (
	"strings"
	"testing"

	"github.com/oborot/oborot/internal/reference"
	"github.com/oborot/oborot/trade"
)

// Only a partner that is the reporter itself becomes own goods; the code is one that
// the tables of economies have.
func TestPartner(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ reporter, partner, want trade.Economy }{
		{"BLR", "RUS", "RUS"}, {"BLR", "BLR", OwnGoods}, {"RU-PRI", "RUS", "RUS"}, {"BLR", trade.World, trade.World},
		{trade.World, trade.World, trade.World},
	} {
		if got := Partner(c.reporter, c.partner); got != c.want {
			t.Errorf("%s with %s: %s, want %s", c.reporter, c.partner, got, c.want)
		}
	}
	if _, ok := reference.PublisherCode(string(OwnGoods)); !ok {
		t.Errorf("%s is in no table", OwnGoods)
	}
	if note := OwnGoodsNote(3); !strings.HasPrefix(note, "rows of own goods that came back to the reporter: 3;") || !strings.Contains(note, "XOG") {
		t.Error(note)
	}
}

func TestFirstNames(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"a,b,c\n1;2;3;4;5\n":                           "a/b/c",
		"\xef\xbb\xbf\"NAPR\";\"PERIOD, month\"\r\nИМ": "NAPR/PERIOD, month",
		"Date, USD, JPY, \n":                           "Date/USD/JPY/",
		"napr\tperiod\tstrana":                         "napr/period/strana",
		"100|20220101|0000|\r\n":                       "100/20220101/0000/",
		"one":                                          "one",
		"":                                             "",
	} {
		if got := strings.Join(FirstNames([]byte(text)), "/"); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
