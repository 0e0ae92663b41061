package demo

import (
	"fmt"
	"strings"

	"github.com/oborot/oborot/internal/reference"
	"github.com/oborot/oborot/trade"
)

// harmonised lists the headings of the Harmonised System of 2017 by chapter, as
// numbers within the chapter, without chapter 99.
const harmonised = `01:1-6 02:1-10 03:1-8 04:1-10 05:1-2,4-8,10-11 06:1-4 07:1-14 08:1-14 09:1-10 10:1-8 11:1-9
12:1-14 13:1-2 14:1,4 15:1-18,20-22 16:1-5 17:1-4 18:1-6 19:1-5 20:1-9 21:1-6 22:1-9 23:1-9 24:1-3 25:1-26,28-30
26:1-21 27:1-16 28:1-37,39-47,49-50,52-53 29:1-42 30:1-6 31:1-5 32:1-15 33:1-7 34:1-7 35:1-7 36:1-6 37:1-7 38:1-26
39:1-26 40:1-17 41:1-7,12-15 42:1-3,5-6 43:1-4 44:1-21 45:1-4 46:1-2 47:1-7 48:1-14,16-23 49:1-11 50:1-7 51:1-13
52:1-12 53:1-3,5-11 54:1-8 55:1-16 56:1-9 57:1-5 58:1-11 59:1-11 60:1-6 61:1-17 62:1-17 63:1-10 64:1-6 65:1-2,4-7
66:1-3 67:1-4 68:1-15 69:1-7,9-14 70:1-11,13-20 71:1-18 72:1-29 73:1-26 74:1-13,15,18-19 75:1-8 76:1-16 78:1-2,4,6
79:1-5,7 80:1-3,7 81:1-13 82:1-15 83:1-11 84:1-68,70-84,86-87 85:1-19,21-23,25-48 86:1-9 87:1-16 88:1-5 89:1-8
90:1-8,10-33 91:1-14 92:1-2,5-9 93:1-7 94:1-6 95:3-8 96:1-20 97:1-6`

// headings returns the codes of harmonised, in order.
func headings() []string {
	var all []string
	for chapter := range strings.FieldsSeq(harmonised) {
		number, spans, _ := strings.Cut(chapter, ":")
		for span := range strings.SplitSeq(spans, ",") {
			from, to, isRange := strings.Cut(span, "-")
			if !isRange {
				to = from
			}
			last := atoi(to)
			for n := atoi(from); n <= last; n++ {
				all = append(all, fmt.Sprintf("%s%02d", number, n))
			}
		}
	}
	return all
}

// subheadings invents so many six-digit codes under the headings, in order, from
// one to nine under each. The headings are real, the last two digits are not always.
func subheadings(count int) []string {
	above := headings()
	above = above[:min(len(above), count)]
	counts := make([]int, len(above))
	for round, left := 0, count; left > 0; round++ {
		for i, heading := range above {
			if left > 0 && within(join(seedCode, atoi(heading)), 9) >= round-1 {
				counts[i]++
				left--
			}
		}
	}
	var all []string
	for i, heading := range above {
		all = append(all, under(heading, counts[i])...)
	}
	return all
}

// under returns so many codes under a heading: 870400 alone, else 870410, 870420
// and so on to 870490, the customary end for what is left.
func under(heading string, count int) []string {
	if count == 1 {
		return []string{heading + "00"}
	}
	var codes []string
	for i := 1; i < count; i++ {
		codes = append(codes, fmt.Sprintf("%s%d0", heading, i))
	}
	return append(codes, heading+"90")
}

// productCodes is the side file of products in BACI's layout.
func productCodes(products []worldProduct) []byte {
	text := []byte("code,description\n")
	for _, p := range products {
		code := p.code
		name := reference.ProductName(trade.Product(code), trade.HS2017).English
		text = fmt.Appendf(text, "%s,%s\n", code, quoted("Invented good under heading "+code[:4]+": "+name))
	}
	return text
}

// quoted writes a field of a file of comma-separated values.
func quoted(field string) string {
	if !strings.ContainsAny(field, ",\"\n") {
		return field
	}
	return `"` + strings.ReplaceAll(field, `"`, `""`) + `"`
}
