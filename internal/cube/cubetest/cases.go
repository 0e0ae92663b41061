package cubetest

import (
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/oborot/oborot/internal/cube"
	"github.com/oborot/oborot/trade"
)

// suite is one file of questions over the same rows.
type suite struct {
	rows  []cube.Row
	cases []question
	lines []string
}

// question is one case, with the lines of the file in which its answer stands.
type question struct {
	name       string
	query      cube.Query
	answer     []string // lines, fields with one space between them
	begin, end int      // of the answer in suite.lines
}

// readSuite reads a file.
func readSuite(path string) (*suite, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	s := &suite{lines: strings.Split(string(text), "\n")}
	for i := 0; i < len(s.lines); i++ {
		word, rest, _ := strings.Cut(strings.TrimSpace(s.lines[i]), " ")
		switch word {
		case "rows":
			i, err = s.readRows(i + 1)
		case "case":
			i, err = s.readCase(rest, i+1)
		default:
			if word != "" && word[0] != '#' {
				err = fmt.Errorf("%q is not understood", word)
			}
		}
		if err != nil {
			return nil, fmt.Errorf("%s:%d: %w", path, i+1, err)
		}
	}
	return s, nil
}

// block returns the line after the last of a block of lines that are not empty.
func (s *suite) block(first int) int {
	for first < len(s.lines) && strings.TrimSpace(s.lines[first]) != "" {
		first++
	}
	return first
}

func (s *suite) readRows(first int) (int, error) {
	end := s.block(first)
	names := strings.Fields(s.lines[first])
	for i := first + 1; i < end; i++ {
		fields := strings.Fields(s.lines[i])
		if fields[0] == "#" {
			continue
		}
		if len(fields) != len(names) {
			return i, fmt.Errorf("%d fields where %d are named", len(fields), len(names))
		}
		row := defaultRow()
		for k, name := range names {
			if err := set(&row, name, unlessDash(fields[k])); err != nil {
				return i, err
			}
		}
		s.rows = append(s.rows, row)
	}
	return end, nil
}

// defaultRow is what a row is where the file does not say.
func defaultRow() cube.Row {
	absent := trade.Absent(trade.Missing)
	return cube.Row{Dataset: "d", Release: "1", Observation: trade.Observation{
		Period: trade.Year(2021), Exporter: "BLR", Importer: "RUS", Product: "870410", Nomenclature: trade.HS2017,
		Flow: trade.General, Reporter: trade.ByExporter, Valuation: trade.FOB, Currency: "USD",
		Value: trade.Of(0), ValueUSD: trade.Of(0), NetKg: absent, Quantity: absent,
	}}
}

func set(r *cube.Row, column, text string) error {
	texts := map[string]func(){
		"dataset": func() { r.Dataset = text }, "release": func() { r.Release = text },
		"exporter": func() { r.Exporter = trade.Economy(text) }, "importer": func() { r.Importer = trade.Economy(text) },
		"product":      func() { r.Product = trade.Product(text) },
		"nomenclature": func() { r.Nomenclature = trade.Nomenclature(text) },
		"flow":         func() { r.Flow = trade.Flow(text) }, "reporter": func() { r.Reporter = trade.Reporter(text) },
		"valuation": func() { r.Valuation = trade.Valuation(text) }, "currency": func() { r.Currency = text },
		"unit": func() { r.Unit = text }, "enterprise": func() { r.Enterprise = text },
	}
	amounts := map[string]*trade.Amount{"value": &r.Value, "value_usd": &r.ValueUSD, "net_kg": &r.NetKg, "quantity": &r.Quantity}
	var err error
	switch {
	case texts[column] != nil:
		texts[column]()
	case amounts[column] != nil:
		*amounts[column], err = amount(text)
	case column == "flags":
		r.Flags, err = flags(text)
	case column == "period":
		r.Period, err = trade.ParsePeriod(text)
	default:
		err = fmt.Errorf("%s is not a column", column)
	}
	return err
}

func amount(text string) (trade.Amount, error) {
	if text == "" {
		return trade.Absent(trade.Missing), nil
	}
	n, err := trade.ParseThousandths(text)
	return trade.Of(n), err
}

func flags(text string) (trade.Flags, error) {
	var f trade.Flags
	names := map[string]trade.Flags{
		"estimated": trade.FlagEstimated, "suppressed": trade.FlagSuppressed, "missing": trade.FlagMissing,
		"total": trade.FlagTotal, "demo": trade.FlagDemo,
	}
	for word := range strings.SplitSeq(text, ",") {
		if _, known := names[word]; !known && word != "" {
			return 0, fmt.Errorf("%s is not a flag", word)
		}
		f |= names[word]
	}
	return f, nil
}

func (s *suite) readCase(name string, first int) (int, error) {
	q := question{name: name, begin: -1, end: s.block(first)}
	for i := first; i < q.end && q.begin < 0; i++ {
		fields := strings.Fields(s.lines[i])
		if fields[0][0] == '#' {
			continue
		}
		if fields[0] == "answer" {
			q.begin = i + 1
		} else if err := setQuery(&q.query, fields[0], fields[1:]); err != nil {
			return i, err
		}
	}
	if q.begin < 0 {
		return first, fmt.Errorf("the case has no answer")
	}
	for _, line := range s.lines[q.begin:q.end] {
		q.answer = append(q.answer, strings.Join(strings.Fields(line), " "))
	}
	s.cases = append(s.cases, q)
	return q.end, nil
}

func setQuery(q *cube.Query, word string, rest []string) error {
	var err error
	switch word {
	case "dataset":
		q.Scope.Dataset = rest[0]
	case "by":
		for _, d := range rest {
			q.By = append(q.By, cube.Dimension(d))
		}
	case "measure":
		for _, m := range rest {
			q.Measures = append(q.Measures, cube.Measure(m))
		}
	case "where":
		for _, f := range rest {
			column, values, _ := strings.Cut(f, "=")
			q.Where = append(q.Where, cube.Filter{Column: cube.Dimension(column), Values: list(values)})
		}
	case "periods":
		q.Periods, err = trade.ParsePeriods(strings.Join(rest, ","))
	case "digits":
		q.Digits, err = strconv.Atoi(rest[0])
	case "totals":
		q.Totals = true
	case "fold":
		err = addFold(q, rest)
	default:
		err = fmt.Errorf("%q is not understood", word)
	}
	return err
}

// list splits at commas; nothing is no value, "-" an empty one.
func list(values string) []string {
	if values == "" {
		return nil
	}
	parts := strings.Split(values, ",")
	for i := range parts {
		parts[i] = unlessDash(parts[i])
	}
	return parts
}

// unlessDash returns the text, or an empty one for a dash.
func unlessDash(text string) string {
	if text == "-" {
		return ""
	}
	return text
}

// addFold reads: exporter as exporter other=rest digits=2 RU-PRI=RUS.
func addFold(q *cube.Query, rest []string) error {
	if len(rest) < 3 || rest[1] != "as" {
		return fmt.Errorf("a fold is written: fold exporter as exporter A=B")
	}
	f := cube.Fold{Of: cube.Dimension(rest[0]), As: cube.Dimension(rest[2]), Codes: map[string]string{}}
	var err error
	for _, pair := range rest[3:] {
		from, to, _ := strings.Cut(pair, "=")
		switch from {
		case "other":
			f.Other = to
		case "digits":
			f.Digits, err = strconv.Atoi(to)
		default:
			f.Codes[from] = to
		}
	}
	q.Folds = append(q.Folds, f)
	return err
}

// replaceAnswers returns the file with other answers.
func (s *suite) replaceAnswers(answers [][]string) string {
	lines := slices.Clone(s.lines)
	for i := len(s.cases) - 1; i >= 0; i-- {
		lines = slices.Replace(lines, s.cases[i].begin, s.cases[i].end, answers[i]...)
	}
	return strings.Join(lines, "\n")
}
