package cube

import "github.com/oborot/oborot/trade"

// of returns what a code becomes. Only the product of a fold is cut to its digits.
func (f Fold) of(code string) string {
	if f.Of == Product {
		code = string(trade.Product(code).At(f.Digits))
	}
	if to, ok := f.Codes[code]; ok {
		return to
	}
	if f.Other != "" {
		return f.Other
	}
	return code
}

// folded applies to a code, one after another, the folds that appear as d.
func (q Query) folded(d Dimension, code string) string {
	for _, f := range q.Folds {
		if f.As == d {
			code = f.of(code)
		}
	}
	return code
}

// folds tells whether a fold changes the dimension.
func (q Query) folds(d Dimension) bool {
	for _, f := range q.Folds {
		if f.As == d {
			return true
		}
	}
	return false
}
