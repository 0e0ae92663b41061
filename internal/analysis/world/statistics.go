package world

import (
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/oborot/oborot/internal/reference"
	"github.com/oborot/oborot/trade"
)

// statistics are figures of economies by year from a person's file.
type statistics struct {
	file, hint string
	columns    []statistic
	at         []int // of economy, year, and each of columns; -1 where there is none
	lines      []statisticLine
}

// statistic is a column of positive figures below a limit.
type statistic struct {
	name, meaning string
	below         float64
}

type statisticLine struct {
	economy trade.Economy
	year    int
	line    int
	values  []float64
	known   []bool
}

// read reads a csv. One of the columns must be there.
func (s *statistics) read(r io.Reader) error {
	records := csv.NewReader(r)
	records.FieldsPerRecord = 0
	header, err := records.Read()
	if err != nil {
		return s.fault(1, "the file has no header")
	}
	if err := s.find(header); err != nil {
		return err
	}
	type key struct {
		economy trade.Economy
		year    int
	}
	seen := map[key]int{}
	for {
		record, err := records.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return s.fault(lineOf(err), "the line is no csv: %v", err)
		}
		number, _ := records.FieldPos(0)
		l, err := s.lineOf(number, record)
		if err != nil {
			return err
		}
		if first := seen[key{l.economy, l.year}]; first != 0 {
			return s.fault(number, "%s in %d is given twice, first in line %d", l.economy, l.year, first)
		}
		seen[key{l.economy, l.year}] = number
		s.lines = append(s.lines, l)
	}
}

// find finds the columns in a header.
func (s *statistics) find(header []string) error {
	for i := range header {
		header[i] = strings.ToLower(strings.Trim(header[i], "\ufeff "))
	}
	names := []string{"economy", "year"}
	for _, c := range s.columns {
		names = append(names, c.name)
	}
	any := false
	for i, name := range names {
		s.at = append(s.at, slices.Index(header, name))
		if i < 2 && s.at[i] < 0 {
			return s.fault(1, "there is no column %s", name)
		}
		any = any || i >= 2 && s.at[i] >= 0
	}
	if !any {
		return s.fault(1, "there is no column %s", strings.Join(names[2:], " or "))
	}
	return nil
}

func (s *statistics) lineOf(number int, record []string) (statisticLine, error) {
	l := statisticLine{line: number, values: make([]float64, len(s.columns)), known: make([]bool, len(s.columns))}
	side, err := reference.FindSide(record[s.at[0]])
	if err != nil || side.Group || len(side.Members) != 1 {
		return l, s.fault(number, "%q is not an economy", record[s.at[0]])
	}
	l.economy = side.Members[0]
	l.year, err = strconv.Atoi(strings.TrimSpace(record[s.at[1]]))
	if err != nil || l.year < 1900 || l.year > 2199 {
		return l, s.fault(number, "%q is not a year", record[s.at[1]])
	}
	for i, c := range s.columns {
		if s.at[i+2] < 0 {
			continue
		}
		text := strings.TrimSpace(record[s.at[i+2]])
		if text == "" {
			continue
		}
		x, err := strconv.ParseFloat(text, 64)
		if err != nil || !(x > 0 && x < c.below) {
			return l, s.fault(number, "%q is not %s", text, c.meaning)
		}
		l.values[i], l.known[i] = x, true
	}
	return l, nil
}

// lineOf is the line at which a csv cannot be read.
func lineOf(err error) int {
	if e, ok := errors.AsType[*csv.ParseError](err); ok {
		return e.Line
	}
	return 0
}

func (s *statistics) fault(line int, format string, args ...any) error {
	return trade.Errorf(trade.Usage, format, args...).At(s.file, line).WithHint("%s", s.hint)
}
