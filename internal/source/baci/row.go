package baci

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/oborot/oborot/trade"
)

const (
	firstYear = 1900
	lastYear  = 2199
	// scaleDigits are the decimals of v (thousand dollars) and q (tonnes) that fit
	// into thousandths of a dollar and of a kilogram.
	scaleDigits = 6
	// wholeDigits are the digits before the point that fit into decimal(18,3) after
	// the scaling.
	wholeDigits = 12
	// maxText is how much of a row is kept when it is set aside.
	maxText = 1000
)

// row is one good row: word numbers of the economies (see rules), the product as
// a number, the value in thousandths of a dollar, the mass in thousandths of a
// kilogram (trade.Null where unknown).
type row struct {
	year               int
	exporter, importer uint16
	codes              [2]uint16 // numeric, as read
	product            uint32
	value, mass        int64
}

// rules is what rows are judged by.
type rules struct {
	words   [numericCodes]int16 // numeric code to word number, -1 unknown
	economy []trade.Economy     // by word number, sorted
	year    int                 // of all rows; 0: any plausible one
	where   string              // the file, for errors
}

// fault says why a row is not stored.
type fault struct {
	column string
	reason string
	value  int64 // thousandths of a dollar, 0 when it cannot be read
}

// parseRow reads any line, quoted or padded in any column, and says exactly what
// is wrong. It is the meaning of a row; fastRow is a short cut to the same result.
func (r *rules) parseRow(line []byte) (row, *fault) {
	fields, problem := splitRow(line)
	if problem != "" {
		return row{}, &fault{reason: problem}
	}
	value, valueProblem := parseValue(fields[4])
	bad := func(column int, reason string) (row, *fault) {
		return row{}, &fault{columns[column], reason, value}
	}
	year, reason := r.parseYear(fields[0])
	if reason != "" {
		return bad(0, reason)
	}
	i, exporter, reason := r.parseCode("i", fields[1])
	if reason != "" {
		return bad(1, reason)
	}
	j, importer, reason := r.parseCode("j", fields[2])
	if reason != "" {
		return bad(2, reason)
	}
	if exporter == importer {
		return bad(2, fmt.Sprintf("exporter and importer are the same economy, %s", r.economy[exporter]))
	}
	product, reason := parseProduct(fields[3])
	if reason != "" {
		return bad(3, reason)
	}
	if valueProblem != "" {
		return bad(4, valueProblem)
	}
	mass, reason := parseMass(fields[5])
	if reason != "" {
		return bad(5, reason)
	}
	return row{year, exporter, importer, [2]uint16{i, j}, product, value, mass}, nil
}

// splitRow cuts a line into its six fields without quotes and padding.
func splitRow(line []byte) (fields [6]string, problem string) {
	rest, count := line, 0
	for more := true; more; count++ {
		var field []byte
		var ok bool
		if field, rest, more, ok = cutField(rest); !ok {
			return fields, "a quotation mark is out of place"
		}
		if count < len(fields) {
			fields[count] = string(field)
		}
	}
	if count != len(fields) {
		return fields, fmt.Sprintf("%d fields instead of %d", count, len(fields))
	}
	return fields, ""
}

const padding = " \t\r"

// cutField takes the field before the next comma; a quoted one may hold commas.
func cutField(line []byte) (field, rest []byte, more, ok bool) {
	line = bytes.TrimLeft(line, padding)
	if len(line) == 0 || line[0] != '"' {
		field, rest, more = bytes.Cut(line, []byte(","))
		return bytes.TrimRight(field, padding), rest, more, !bytes.Contains(field, []byte(`"`))
	}
	field, rest, ok = bytes.Cut(line[1:], []byte(`"`))
	if !ok {
		return nil, nil, false, false
	}
	rest = bytes.TrimLeft(rest, padding)
	if len(rest) > 0 {
		more, ok, rest = true, rest[0] == ',', rest[1:]
	}
	return bytes.Trim(field, padding), rest, more, ok
}

func (r *rules) parseYear(text string) (int, string) {
	year, ok := smallNumber(text, 4)
	switch {
	case text == "":
		return 0, "there is no year t"
	case !ok || year < firstYear || year > lastYear || len(text) != 4:
		return 0, fmt.Sprintf("t %s is not a year between %d and %d", quote(text), firstYear, lastYear)
	case r.year != 0 && year != r.year:
		return 0, fmt.Sprintf("the file is named for the year %d, the row is of %d", r.year, year)
	}
	return year, ""
}

// parseCode reads the exporter (column i) or the importer (column j): its numeric
// code and its word number.
func (r *rules) parseCode(column, text string) (code, word uint16, reason string) {
	n, ok := smallNumber(text, 3)
	switch {
	case text == "":
		return 0, 0, "there is no country code " + column
	case !ok:
		return 0, 0, fmt.Sprintf("%s %s is not a numeric country code", column, quote(text))
	case r.words[n] < 0:
		return 0, 0, fmt.Sprintf("the country code %s %s is unknown", column, quote(text))
	}
	return uint16(n), uint16(r.words[n]), ""
}

// parseProduct puts lost leading zeros back. There is no chapter 00, so fewer than
// five digits are not a product of six.
func parseProduct(text string) (uint32, string) {
	product, ok := smallNumber(text, 6)
	switch {
	case text == "":
		return 0, "there is no product code k"
	case !ok:
		return 0, fmt.Sprintf("k %s is not a product code of at most 6 digits", quote(text))
	case product < 10000:
		return 0, fmt.Sprintf("k %s would be the product %06d, and the HS has no chapter 00", quote(text), product)
	}
	return uint32(product), ""
}

func parseValue(text string) (int64, string) {
	if text == "" || text == "NA" {
		return 0, "there is no value v"
	}
	value, reason := scaled("v", text)
	if reason == "" && value == 0 {
		reason = "the value v is zero, and BACI holds positive values only"
	}
	return value, reason
}

func parseMass(text string) (int64, string) {
	if text == "" || text == "NA" {
		return trade.Null, ""
	}
	return scaled("q", text)
}

// scaled reads a plain decimal number and returns it times a million.
func scaled(column, text string) (int64, string) {
	whole, fraction, _ := strings.Cut(text, ".")
	fraction = strings.TrimRight(fraction, "0")
	bad := func(format string, args ...any) (int64, string) {
		return 0, column + " " + quote(text) + fmt.Sprintf(format, args...)
	}
	switch {
	case strings.Contains(text, ","):
		return bad(" has a comma where the decimal point belongs")
	case text[0] == '-' && len(text) > 1 && allDigits(strings.Replace(text[1:], ".", "", 1)):
		return bad(" is negative")
	case whole+fraction == "" && !strings.Contains(text, "0"), !allDigits(whole + fraction):
		return bad(" is not a plain decimal number")
	case len(strings.TrimLeft(whole, "0")) > wholeDigits:
		return bad(" is too large to be held")
	case len(fraction) > scaleDigits:
		return bad(" has more than %d decimals, more than can be held exactly", scaleDigits)
	}
	n := int64(0)
	for _, digit := range whole + fraction + "000000"[len(fraction):] {
		n = n*10 + int64(digit-'0')
	}
	return n, ""
}

func allDigits(text string) bool { return strings.Trim(text, "0123456789") == "" }

// smallNumber reads at most so many digits and nothing else.
func smallNumber(text string, digits int) (int, bool) {
	if text == "" || len(text) > digits || !allDigits(text) {
		return 0, false
	}
	n := 0
	for _, digit := range text {
		n = n*10 + int(digit-'0')
	}
	return n, true
}

// quote shows what stands in a field, cut where it is long.
func quote(text string) string {
	const most = 40
	if len(text) > most {
		text = text[:most] + "..."
	}
	return fmt.Sprintf("%q", strings.ToValidUTF8(text, "?"))
}

// rejection is a row that is set aside, with its text as read.
func (f *fault) rejection(line int, text []byte) trade.Rejection {
	kept := bytes.TrimRight(text[:min(len(text), maxText)], "\r\n")
	return trade.Rejection{
		Line: line, Column: f.column, Reason: f.reason, Value: f.value,
		Text: strings.ToValidUTF8(string(kept), "?"),
	}
}
