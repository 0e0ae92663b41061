package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"

	"github.com/oborot/oborot/internal/analysis/world"
	"github.com/oborot/oborot/trade"
	"github.com/spf13/cobra"
)

// addSample adds the flags that say which years, economies and products of a world count.
func (q *questionFlags) addSample(c *cobra.Command) {
	f := c.Flags()
	f.StringSliceVar(&q.period, "period", nil, "whole years: 2021, 2017..2021; several with commas (default: the latest most have reported)")
	f.StringVar(&q.dataset, "dataset", "", "the dataset to read (default: the one in which most economies report)")
	f.StringVar(&q.conventions.Sample, "sample", "",
		"floors such as 'population>=1000000,trade>=1e9,product>=1e6', persons and dollars (default: everybody)")
	f.StringVar(&q.populationFile, "population", "", "csv with the columns economy, year, population, for floors and figures per head")
	placeholders(f, map[string]string{"period": "YEAR,..", "dataset": "DATASET", "sample": "FLOORS", "population": "FILE"})
}

// addGDP adds the flag of a file that an index needs.
func (q *questionFlags) addGDP(c *cobra.Command, usage string) {
	c.Flags().StringVar(&q.gdpFile, "gdp", "", usage)
	placeholders(c.Flags(), map[string]string{"gdp": "FILE"})
}

// readStatistics reads the files of --population and --gdp, if there are any.
func (q *questionFlags) readStatistics() error {
	c := &q.conventions
	if q.populationFile != "" {
		text, file, err := readStatistic(q.populationFile, "the population", "economy, year, population")
		if err != nil {
			return err
		}
		c.PopulationFile = file
		if c.Population, err = world.ReadPopulation(q.populationFile, bytes.NewReader(text)); err != nil {
			return err
		}
	}
	if q.gdpFile == "" {
		return nil
	}
	text, file, err := readStatistic(q.gdpFile, "the GDP", "economy, year, gdp_per_capita, gdp")
	if err != nil {
		return err
	}
	c.GDPFile = file
	c.GDP, err = world.ReadGDP(q.gdpFile, bytes.NewReader(text))
	return err
}

// readStatistic reads a person's file, and what identifies it.
func readStatistic(path, what, columns string) ([]byte, trade.SourceFile, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, trade.SourceFile{}, trade.Errorf(trade.Usage, "%s cannot be read: %w", what, cause(err)).At(path, 0).
			WithHint("name a csv with the columns %s", columns)
	}
	sum := sha256.Sum256(text)
	return text, trade.SourceFile{Name: filepath.Base(path), SHA256: hex.EncodeToString(sum[:]), Bytes: int64(len(text))}, nil
}
