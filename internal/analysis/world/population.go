package world

import (
	"io"
	"math"

	"github.com/oborot/oborot/internal/analysis"
	"github.com/oborot/oborot/internal/reference"
	"github.com/oborot/oborot/trade"
)

// ReadPopulation reads a csv with the columns economy, year and population in any order;
// further columns are passed over. Economies are codes or names. Errors name the file and
// the line.
func ReadPopulation(file string, r io.Reader) ([]analysis.Population, error) {
	c := &statistics{
		file: file, hint: "write a csv with the columns economy, year, population, such as BLR,2021,9302585",
		columns: []statistic{{"population", "a number of persons", 1e11}},
	}
	if err := c.read(r); err != nil {
		return nil, err
	}
	var all []analysis.Population
	for _, l := range c.lines {
		if !l.known[0] {
			return nil, c.fault(l.line, "there is no population of %s", l.economy)
		}
		all = append(all, analysis.Population{Economy: l.economy, Year: l.year, People: int64(math.Round(l.values[0]))})
	}
	return all, nil
}

// ReadGDP reads a csv with the columns economy, year, and gdp_per_capita or gdp or both, in
// any order, in US dollars; further columns are passed over. A cell may be empty. Errors
// name the file and the line.
func ReadGDP(file string, r io.Reader) ([]analysis.GDP, error) {
	c := &statistics{
		file: file, hint: "write a csv with the columns economy, year, gdp_per_capita and, for specialisation, gdp, in US dollars, such as " +
			"BLR,2021,7490,69673745846",
		columns: []statistic{{"gdp_per_capita", "a number of dollars a head", 1e9}, {"gdp", "a number of dollars", 9e15}},
	}
	if err := c.read(r); err != nil {
		return nil, err
	}
	var all []analysis.GDP
	for _, l := range c.lines {
		all = append(all, analysis.GDP{Economy: l.economy, Year: l.year, PerHead: l.values[0],
			Thousandths: int64(math.Round(1000 * l.values[1]))})
	}
	return all, nil
}

// yearly is a figure of economies by year.
type yearly[T any] map[trade.Economy]map[int]T

func (y yearly[T]) set(e trade.Economy, year int, value T) {
	if y[e] == nil {
		y[e] = map[int]T{}
	}
	y[e][year] = value
}

// nearest returns the figure of the year, or of the nearest year in the list, the earlier
// of two. An area that stands for an economy has that economy's.
func (y yearly[T]) nearest(e trade.Economy, year int) (value T, found int, known bool) {
	if y[e] == nil {
		e = shownFor(e)
	}
	for other := range y[e] {
		if d, best := distance(other, year), distance(found, year); !known || d < best || d == best && other < found {
			found, known = other, true
		}
	}
	return y[e][found], found, known
}

// shownFor is the economy that an area stands for, else the code itself.
func shownFor(e trade.Economy) trade.Economy {
	const taiwan trade.Economy = "TWN"
	if area, _ := reference.StandIn(taiwan); e == area {
		return taiwan
	}
	return e
}

func distance(a, b int) int { return max(a-b, b-a) }
