package baci

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/oborot/oborot/internal/source"
	"github.com/oborot/oborot/trade"
)

// numericCodes is the count of numeric codes of economies, 0 to 999.
const numericCodes = 1000

const hintCodes = "give the file country_codes as CEPII ships it"

// published is CEPII's table of country codes: numeric code to alpha-3 as
// written there. nil where none was given.
type published map[int]string

// lookup finds an economy by its numeric code; reference.Numeric is one.
type lookup func(code int) (trade.Economy, bool)

// readCodes reads a file country_codes of any release. name is for errors.
func readCodes(name string, r io.Reader) (published, error) {
	reader := csv.NewReader(r)
	reader.LazyQuotes, reader.FieldsPerRecord, reader.ReuseRecord = true, -1, true
	header, err := reader.Read()
	if err != nil {
		return nil, codesError(name, err)
	}
	code, alpha := codeColumns(header)
	if code < 0 || alpha < 0 {
		return nil, trade.Errorf(trade.BadInput, "the table of country codes has no columns country_code and iso3: %q",
			strings.Join(header, ",")).At(name, 1).WithHint(hintCodes)
	}
	codes := published{}
	for {
		record, err := reader.Read()
		if err == io.EOF {
			return codes, nil
		}
		if err != nil {
			return nil, codesError(name, err)
		}
		line, _ := reader.FieldPos(0)
		if err := codes.add(record, code, alpha); err != nil {
			return nil, err.At(name, line).WithHint(hintCodes)
		}
	}
}

func (p published) add(record []string, code, alpha int) *trade.Error {
	if len(record) <= max(code, alpha) {
		return trade.Errorf(trade.BadInput, "a row of the table of country codes has %d fields", len(record))
	}
	n, err := strconv.Atoi(strings.TrimSpace(record[code]))
	if err != nil || n < 0 || n >= numericCodes {
		return trade.Errorf(trade.BadInput, "%q is not a numeric country code", record[code])
	}
	p[n] = strings.ToUpper(strings.TrimSpace(record[alpha]))
	return nil
}

// codeColumns finds the numeric and the alpha-3 column: country_code and
// iso_3digit_alpha until 2022, country_iso3 since. Minus one where absent.
func codeColumns(header []string) (code, alpha int) {
	clean := func(name string) string {
		return strings.ToLower(strings.TrimSpace(strings.Trim(strings.TrimPrefix(name, string(byteOrderMark)), `"`)))
	}
	code = slices.IndexFunc(header, func(n string) bool { return clean(n) == "country_code" || clean(n) == "code" })
	alpha = slices.IndexFunc(header, func(n string) bool {
		return strings.Contains(clean(n), "iso3") || strings.Contains(clean(n), "iso_3")
	})
	return code, alpha
}

func codesError(name string, err error) error {
	if err == io.EOF {
		return trade.Errorf(trade.BadInput, "the table of country codes is empty").At(name, 0).WithHint("download it again")
	}
	if bad, ok := errors.AsType[*csv.ParseError](err); ok {
		return trade.Errorf(trade.BadInput, "the table of country codes cannot be read: %v", bad.Err).At(name, bad.Line).
			WithHint(hintCodes)
	}
	return source.ReadError(name, err)
}

// codeTable says what each numeric code means in one import.
type codeTable struct {
	economy [numericCodes]trade.Economy // empty: unknown
	notes   []string                    // where the published table and oborot's differ
	absent  [numericCodes]bool          // the published table lacks the code, oborot's has it
}

// resolveCodes joins the published table with oborot's own. The published one is
// used where it gives an economy a single code; oborot's stands behind it and
// wins where several codes share one economy or there is none. World is no
// economy that trades.
func resolveCodes(codes published, own lookup) *codeTable {
	uses := map[string]int{}
	for _, alpha := range codes {
		uses[alpha]++
	}
	table := &codeTable{}
	for code := range numericCodes {
		alpha, listed := codes[code]
		economy, known := own(code)
		known = known && economy != trade.World
		theirs := publishedEconomy(alpha)
		switch {
		case theirs != "" && uses[alpha] == 1:
			table.economy[code] = theirs
			table.note(known && economy != theirs, "%d is %s (%s in oborot's table)", code, theirs, economy)
		case known:
			table.economy[code] = economy
			table.absent[code] = codes != nil && !listed
			table.note(listed && economy != theirs, "%d is %s (%s there)", code, economy, said(alpha, uses[alpha]))
		case listed:
			table.note(true, "%d is unknown (%s there) and its rows are set aside", code, said(alpha, uses[alpha]))
		}
	}
	return table
}

// publishedEconomy returns the economy that an alpha-3 code names, empty for N/A
// and the like.
func publishedEconomy(alpha string) trade.Economy {
	economy, err := trade.ParseEconomy(alpha)
	if err != nil || economy.IsRegion() || economy == trade.World {
		return ""
	}
	return economy
}

func said(alpha string, uses int) string {
	switch {
	case alpha == "":
		return "nothing"
	case uses > 1 && publishedEconomy(alpha) != "":
		return alpha + " as for another code"
	}
	return alpha
}

func (t *codeTable) note(differs bool, format string, args ...any) {
	if differs {
		t.notes = append(t.notes, fmt.Sprintf(format, args...))
	}
}

// origin says in one sentence by which table the codes are read, and for which
// codes the two differ.
func (t *codeTable) origin(file string) string {
	if file == "" {
		return "no table of country codes was given: the codes are read by oborot's own"
	}
	note := "country codes are read by " + file
	if len(t.notes) == 0 {
		return note
	}
	var codes []string
	for _, n := range t.notes {
		code, _, _ := strings.Cut(n, " ")
		codes = append(codes, code)
	}
	return note + ", which differs from oborot's own table in " + strings.Join(codes, ", ")
}

// differences says what the codes are taken for in which the tables differ.
func (t *codeTable) differences() []string {
	if len(t.notes) == 0 {
		return nil
	}
	return []string{"where the tables of country codes differ, " + strings.Join(t.notes, ", ")}
}

// absentNotes names the codes of the data that only oborot's table has.
func (t *codeTable) absentNotes(seen *codeSet) []string {
	var codes []string
	for code, economy := range t.economy {
		if seen.has(code) && t.absent[code] {
			codes = append(codes, fmt.Sprintf("%d is %s", code, economy))
		}
	}
	if len(codes) == 0 {
		return nil
	}
	return []string{"country codes that the publisher's table lacks are read by oborot's own: " + strings.Join(codes, ", ")}
}

// codeSet is a set of numeric codes.
type codeSet [(numericCodes + 63) / 64]uint64

func (s *codeSet) add(code int)      { s[code/64] |= 1 << (code % 64) }
func (s *codeSet) has(code int) bool { return s[code/64]&(1<<(code%64)) != 0 }

func (s *codeSet) join(o *codeSet) {
	for i := range s {
		s[i] |= o[i]
	}
}
