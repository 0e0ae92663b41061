package baci

import "github.com/oborot/oborot/trade"

// powers[n] is 10 to the power of n.
var powers = [scaleDigits + 1]int64{1, 10, 100, 1000, 10_000, 100_000, 1_000_000}

// fastRow reads the row at the start of data when it has the form in which CEPII
// writes: bare digits up to k, then v and q bare or quoted, padded in front. It returns the row and its length with the line end, or 0 when the row
// is of any other form or at fault, and parseRow must judge it. data must end
// with a line feed: no field can run beyond it.
func (r *rules) fastRow(data []byte) (row, int) {
	year, at := fastDigits(data, 0, 4)
	if at != 4 || data[at] != ',' || year < firstYear || year > lastYear || r.year != 0 && year != r.year {
		return row{}, 0
	}
	i, at := fastDigits(data, at+1, 3)
	if data[at] != ',' || data[at-1] == ',' {
		return row{}, 0
	}
	j, at := fastDigits(data, at+1, 3)
	if data[at] != ',' || data[at-1] == ',' {
		return row{}, 0
	}
	product, at := fastDigits(data, at+1, 6)
	if data[at] != ',' || product < 10000 {
		return row{}, 0
	}
	value, at := fastAmount(data, at+1)
	if at < 0 || data[at] != ',' || value <= 0 {
		return row{}, 0
	}
	mass, at := fastAmount(data, at+1)
	if at < 0 {
		return row{}, 0
	}
	end := fastLineEnd(data, at)
	exporter, importer := r.words[i], r.words[j]
	if end < 0 || exporter < 0 || importer < 0 || exporter == importer {
		return row{}, 0
	}
	codes := [2]uint16{uint16(i), uint16(j)}
	return row{year, uint16(exporter), uint16(importer), codes, uint32(product), value, mass}, end
}

// fastDigits reads at most so many digits and returns the number and where it
// ends.
func fastDigits(data []byte, at, digits int) (n, end int) {
	for most := at + digits; at < most; at++ {
		c := data[at] - '0'
		if c > 9 {
			break
		}
		n = n*10 + int(c)
	}
	return n, at
}

// fastDecimal reads a number that begins with a digit, times a million; the end
// is -1 when it is not plain or does not fit.
func fastDecimal(data []byte, at int) (n int64, end int) {
	whole, point := fastDigits(data, at, wholeDigits)
	if point == at {
		return 0, -1
	}
	if data[point] != '.' {
		return int64(whole) * powers[scaleDigits], point
	}
	fraction, end := fastDigits(data, point+1, scaleDigits)
	return int64(whole)*powers[scaleDigits] + int64(fraction)*powers[scaleDigits-(end-point-1)], end
}

// fastAmount reads v or q, bare or quoted, padded in front, a number or NA, which
// is trade.Null; the end is -1 when it is not plain.
func fastAmount(data []byte, at int) (n int64, end int) {
	quoted := data[at] == '"'
	if quoted {
		at++
	}
	for data[at] == ' ' {
		at++
	}
	if data[at] == 'N' && data[at+1] == 'A' {
		n, at = trade.Null, at+2
	} else if n, at = fastDecimal(data, at); at < 0 {
		return 0, -1
	}
	if quoted {
		if data[at] != '"' {
			return 0, -1
		}
		at++
	}
	return n, at
}

// fastLineEnd returns where the next line begins, or -1 when the line goes on.
func fastLineEnd(data []byte, at int) int {
	if data[at] == '\r' {
		at++
	}
	if data[at] != '\n' {
		return -1
	}
	return at + 1
}
