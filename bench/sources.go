package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// sourceRows is the size of the files of other publishers.
const sourceRows = 5_000_000

// benchSources compares the import of other publishers' files with that of a year
// of BACI, run in turns: rows a second are to be at least half as many.
func benchSources(ctx context.Context, o options, files []string) error {
	year := files[len(files)-1]
	others := []struct {
		kind string
		make func(path string, rows int) error
	}{{"comtrade", writeComtrade}, {"ftsrussia", writeFTS}}
	costs := map[string][]cost{}
	for range o.runs {
		c, err := importYears(ctx, o, filepath.Join(o.work, "lake-import"), year)
		if err != nil {
			return err
		}
		costs["baci"] = append(costs["baci"], c)
		for _, other := range others {
			path := filepath.Join(o.work, fmt.Sprintf("%s-%d.csv", other.kind, sourceRows))
			if c, err = importOther(ctx, o, path, other.make); err != nil {
				return err
			}
			costs[other.kind] = append(costs[other.kind], c)
		}
	}
	rows, err := lines(year)
	if err != nil {
		return err
	}
	baci := rate(rows, median(costs["baci"]))
	fmt.Printf("\nimport of publishers' files, median of %d\n", o.runs)
	fmt.Printf("  %-10s %v, %.2f million rows a second\n", "baci", median(costs["baci"]), baci/1e6)
	for _, other := range others {
		c := median(costs[other.kind])
		fmt.Printf("  %-10s %v, %.2f million rows a second, %.2f of baci (aim 0.5)\n", other.kind, c, rate(sourceRows, c)/1e6, rate(sourceRows, c)/baci)
	}
	return nil
}

func rate(rows int, c cost) float64 { return float64(rows) / c.wall.Seconds() }

// importOther imports a file into a fresh lake; it is made where it is not there.
func importOther(ctx context.Context, o options, path string, write func(string, int) error) (cost, error) {
	if _, err := os.Stat(path); errors.Is(err, os.ErrNotExist) {
		if err := errors.Join(os.MkdirAll(o.work, 0o755), write(path, sourceRows)); err != nil {
			return cost{}, err
		}
	}
	if err := warm(path); err != nil {
		return cost{}, err
	}
	lake := filepath.Join(o.work, "lake-import")
	if err := os.RemoveAll(lake); err != nil {
		return cost{}, err
	}
	return measure(ctx, o.oborot, "--lake", lake, "import", path)
}

// lines counts the rows of a file with a line of names.
func lines(path string) (int, error) {
	file, err := os.Open(path)
	if err != nil {
		return 0, err
	}
	defer file.Close()
	buffer, count := make([]byte, 1<<20), -1
	for {
		n, err := file.Read(buffer)
		for _, c := range buffer[:n] {
			if c == '\n' {
				count++
			}
		}
		if n == 0 || err != nil {
			return count, nil
		}
	}
}
