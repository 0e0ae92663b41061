package comtrade

import (
	"fmt"

	"github.com/oborot/oborot/internal/source/tabular"
	"github.com/oborot/oborot/trade"
)

// good is what a code of goods stands for.
type good struct {
	code     string // as written
	product  trade.Product
	level    int  // digits; 0 for the total
	restored bool // a leading zero was put back
	bad      string
}

// The most digits of a code in the international classifications.
const (
	harmonisedDigits = 6
	standardDigits   = 5
)

// finest is the finest level of a classification.
func finest(n trade.Nomenclature) int {
	if n.Harmonised() {
		return harmonisedDigits
	}
	return standardDigits
}

// good reads the code of a good, which is the same text every time it is met.
func (d *decoder) good(r *tabular.Row, n trade.Nomenclature) (*good, *tabular.Fault) {
	text := r.Field(d.product)
	g := d.meet(text, n)
	if g.bad != "" {
		return g, d.fault(d.product, "%s %s %s", d.header.Name(d.product), quote(text), g.bad)
	}
	return g, nil
}

// meet finds a good among those that the table had before.
func (d *decoder) meet(text []byte, n trade.Nomenclature) *good {
	known := d.goods[1]
	if n.Harmonised() {
		if six, ok := digits(text); ok && len(text) == harmonisedDigits {
			return d.subheading(six, n)
		}
		known = d.goods[0]
	}
	g, met := known[string(text)]
	if !met {
		read := goodOf(string(text), n)
		g = &read
		known[g.code] = g
	}
	return g
}

// subheading finds a good of six digits by its number: most rows have one, and a
// map of strings would take a tenth of the time of an import.
func (d *decoder) subheading(number int, n trade.Nomenclature) *good {
	if d.numbers == nil {
		d.numbers = make([]uint32, 1_000_000)
	}
	if d.numbers[number] == 0 {
		d.subheadings = append(d.subheadings, goodOf(fmt.Sprintf("%06d", number), n))
		d.numbers[number] = uint32(len(d.subheadings))
	}
	return &d.subheadings[d.numbers[number]-1]
}

// goodOf reads a code. Levels of the Harmonised System have an even number of
// digits, so an odd one has lost its leading zero in a spreadsheet. Letters behind
// digits are UN Comtrade's: 9999AA holds what is not specified, 0014X what a
// heading of SITC has beyond its parts.
func goodOf(code string, n trade.Nomenclature) good {
	if code == string(trade.AllProducts) {
		return good{code: code, product: trade.AllProducts}
	}
	g := good{code: code, product: trade.Product(code)}
	if n.Harmonised() && len(code)%2 == 1 && len(code) < harmonisedDigits {
		g.product, g.restored = "0"+g.product, true
	}
	g.level = g.product.Level()
	switch {
	case code == "":
		g.bad = "is empty, and there is no good without a code"
	case !codeForm(code):
		g.bad = "is not the code of a good"
	case g.level > finest(n):
		g.bad = "is a national tariff line or of another classification: " + n.String() + " has fewer digits"
	case g.restored && g.product[:2] == "00":
		g.bad = "is not a code of the Harmonised System, which has no chapter 00"
	}
	return g
}

// codeForm tells whether a code is a digit, then digits, then capital letters.
func codeForm(code string) bool {
	letters := false
	for i, c := range []byte(code) {
		digit := '0' <= c && c <= '9'
		if !digit && (c < 'A' || c > 'Z') || digit && letters || i == 0 && !digit {
			return false
		}
		letters = !digit
	}
	return true
}
