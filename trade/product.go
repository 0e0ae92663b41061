package trade

import "strings"

// Product is the code of a good as published, as text: 8704, 040610. Leading
// zeros are part of it. Digits that the publisher hides are the letter X.
type Product string

// AllProducts is the product of a total; it never takes part in a sum of flows.
const AllProducts Product = "TOTAL"

// ParseProduct reads a product code as people type it: 8704, 0406.10, "HS 8704",
// "87 04", total. It judges the form only.
func ParseProduct(text string) (Product, error) {
	code := strings.ToUpper(strings.TrimSpace(text))
	if code == string(AllProducts) {
		return AllProducts, nil
	}
	code = strings.TrimPrefix(code, "HS")
	code = strings.NewReplacer(" ", "", ".", "", "\u00a0", "").Replace(code)
	if len(code) < 1 || len(code) > 10 {
		return "", productError(text)
	}
	for i := 0; i < len(code); i++ {
		if !isDigit(code[i]) && code[i] != 'X' {
			return "", productError(text)
		}
	}
	return Product(code), nil
}

func productError(text string) error {
	return Errorf(Usage, "%q is not a product code", text).
		WithHint("use the digits of the nomenclature, such as 8704 or 040610")
}

// String returns the code.
func (p Product) String() string { return string(p) }

// Level returns the number of digits, 0 for AllProducts.
func (p Product) Level() int {
	if p == AllProducts {
		return 0
	}
	return len(p)
}

// At returns the code cut to a number of digits; a shorter code and AllProducts
// stay as they are.
func (p Product) At(digits int) Product {
	if p == AllProducts || digits <= 0 || len(p) <= digits {
		return p
	}
	return p[:digits]
}

// Chapter returns the first two digits, the HS chapter.
func (p Product) Chapter() Product { return p.At(2) }

// Hidden tells whether the publisher has suppressed a part of the code.
func (p Product) Hidden() bool { return p != AllProducts && strings.Contains(string(p), "X") }
