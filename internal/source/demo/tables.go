package demo

import "strconv"

// atoi reads a number of a table of this package.
func atoi(digits string) int {
	n, err := strconv.Atoi(digits)
	if err != nil {
		panic("demo: " + err.Error())
	}
	return n
}

// decimal reads a number of a table of this package.
func decimal(digits string) float64 {
	x, err := strconv.ParseFloat(digits, 64)
	if err != nil {
		panic("demo: " + err.Error())
	}
	return x
}
