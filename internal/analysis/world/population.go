package world

import (
	"encoding/csv"
	"errors"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/oborot/oborot/internal/analysis"
	"github.com/oborot/oborot/internal/reference"
	"github.com/oborot/oborot/trade"
)

// ReadPopulation reads a csv with the columns economy, year and population in any order;
// further columns are passed over. Economies are codes or names. Errors name the file and
// the line.
func ReadPopulation(file string, r io.Reader) ([]analysis.Population, error) {
	records := csv.NewReader(r)
	records.FieldsPerRecord = 0
	header, err := records.Read()
	if err != nil {
		return nil, populationError(file, 1, "the file has no header")
	}
	columns, err := populationColumns(file, header)
	if err != nil {
		return nil, err
	}
	var all []analysis.Population
	seen := map[analysis.Population]int{}
	for {
		record, err := records.Read()
		if errors.Is(err, io.EOF) {
			return all, nil
		}
		if err != nil {
			return nil, populationError(file, lineOf(err), "the line is no csv: %v", err)
		}
		line, _ := records.FieldPos(0)
		p, err := populationOf(file, line, record, columns)
		if err != nil {
			return nil, err
		}
		key := analysis.Population{Economy: p.Economy, Year: p.Year}
		if first := seen[key]; first != 0 {
			return nil, populationError(file, line, "%s in %d is given twice, first in line %d", p.Economy, p.Year, first)
		}
		seen[key] = line
		all = append(all, p)
	}
}

// populationColumns finds economy, year and population in a header.
func populationColumns(file string, header []string) (at [3]int, err error) {
	for i := range header {
		header[i] = strings.ToLower(strings.Trim(header[i], "\ufeff "))
	}
	for i, name := range []string{"economy", "year", "population"} {
		if at[i] = slices.Index(header, name); at[i] < 0 {
			return at, populationError(file, 1, "there is no column %s", name)
		}
	}
	return at, nil
}

func populationOf(file string, line int, record []string, at [3]int) (analysis.Population, error) {
	side, err := reference.FindSide(record[at[0]])
	if err != nil || side.Group || len(side.Members) != 1 {
		return analysis.Population{}, populationError(file, line, "%q is not an economy", record[at[0]])
	}
	year, err := strconv.Atoi(strings.TrimSpace(record[at[1]]))
	if err != nil || year < 1900 || year > 2199 {
		return analysis.Population{}, populationError(file, line, "%q is not a year", record[at[1]])
	}
	people, err := strconv.ParseFloat(strings.TrimSpace(record[at[2]]), 64)
	if err != nil || !(people > 0 && people < 1e11) {
		return analysis.Population{}, populationError(file, line, "%q is not a number of persons", record[at[2]])
	}
	return analysis.Population{Economy: side.Members[0], Year: year, People: int64(math.Round(people))}, nil
}

// lineOf is the line at which a csv cannot be read.
func lineOf(err error) int {
	if e, ok := errors.AsType[*csv.ParseError](err); ok {
		return e.Line
	}
	return 0
}

func populationError(file string, line int, format string, args ...any) error {
	return trade.Errorf(trade.Usage, format, args...).At(file, line).
		WithHint("write a csv with the columns economy, year, population, such as BLR,2021,9302585")
}
