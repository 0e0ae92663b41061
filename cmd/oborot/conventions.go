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
	f.StringVar(&q.conventions.Sample, "sample", "", "floors such as 'population>=1000000,trade>=1e9,product>=1e6', persons and dollars (default: everybody)")
	f.StringVar(&q.populationFile, "population", "", "csv with the columns economy, year, population, for a floor of population")
	placeholders(f, map[string]string{"period": "YEAR,..", "dataset": "DATASET", "sample": "FLOORS", "population": "FILE"})
}

// readPopulation reads the file of --population, if there is one.
func (q *questionFlags) readPopulation() error {
	if q.populationFile == "" {
		return nil
	}
	text, err := os.ReadFile(q.populationFile)
	if err != nil {
		return trade.Errorf(trade.Usage, "the population cannot be read: %w", cause(err)).At(q.populationFile, 0).
			WithHint("name a csv with the columns economy, year, population")
	}
	sum := sha256.Sum256(text)
	q.conventions.PopulationFile = trade.SourceFile{
		Name: filepath.Base(q.populationFile), SHA256: hex.EncodeToString(sum[:]), Bytes: int64(len(text)),
	}
	q.conventions.Population, err = world.ReadPopulation(q.populationFile, bytes.NewReader(text))
	return err
}
