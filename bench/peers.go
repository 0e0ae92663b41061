package main

import (
	"bufio"
	"context"
	"encoding/csv"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strconv"

	"github.com/oborot/oborot/indicator"
	"github.com/oborot/oborot/trade"
)

// benchComplexityPeers runs py-ecomplexity on the same matrix, as it is and with its two
// slow steps mended, beside oborot reading the same csv; all of them whole processes.
func benchComplexityPeers(ctx context.Context, o options, m *matrix) error {
	input, output := filepath.Join(o.work, "matrix.csv"), filepath.Join(o.work, "eci.csv")
	if err := m.write(input); err != nil {
		return err
	}
	own, err := measure(ctx, o.oborot, "complexity", "--matrix", input, "-o", filepath.Join(o.work, "complexity"))
	if err != nil {
		return err
	}
	fmt.Printf("\nthe same matrix from csv to csv, whole processes\n  %-34s %v\n", "oborot complexity --matrix", own)
	python := filepath.Join(o.work, "venv", "bin", "python")
	if _, err := os.Stat(python); err != nil {
		if _, err := measure(ctx, "sh", "bench/peers/setup.sh", filepath.Join(o.work, "venv")); err != nil {
			return sayNoPeer(err)
		}
	}
	for _, variant := range []string{"fixed", "stock"} {
		took, err := measure(ctx, python, "bench/peers/complexity.py", variant, input, output)
		if err != nil {
			return err
		}
		apart, err := m.apart(output)
		if err != nil {
			return err
		}
		times := took.wall.Seconds() / own.wall.Seconds()
		fmt.Printf("  %-34s %v; %.1f times oborot; ECI within %.0e\n", "py-ecomplexity, "+variant, took, times, apart)
	}
	return nil
}

// sayNoPeer says that the comparison is missing, where it cannot be overlooked.
func sayNoPeer(err error) error {
	const loud = "*** NOT MEASURED: py-ecomplexity could not be set up, so nothing is said of how much faster oborot is ***"
	fmt.Printf("  %s\n  %v\n", loud, err)
	_, failed := fmt.Fprintln(os.Stderr, loud)
	return failed
}

// write writes the matrix as a csv year,loc,prod,val.
func (m *matrix) write(path string) error {
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	defer file.Close()
	w := bufio.NewWriter(file)
	fmt.Fprintln(w, "year,loc,prod,val")
	for i, v := range m.thousandths {
		if v > 0 {
			fmt.Fprintf(w, "2021,%s,%s,%s\n", m.economies[i/len(m.products)], m.products[i%len(m.products)], trade.FormatThousandths(v))
		}
	}
	return w.Flush()
}

// apart returns the largest difference between a peer's ECI and oborot's.
func (m *matrix) apart(path string) (float64, error) {
	w, err := indicator.NewWorld(len(m.economies), len(m.products), m.thousandths)
	if err != nil {
		return 0, err
	}
	p, err := w.Presence(indicator.PresenceRule{})
	if err != nil {
		return 0, err
	}
	c, err := p.Complexity(indicator.ComplexityOptions{})
	if err != nil {
		return 0, err
	}
	own := map[string]float64{}
	for at, e := range p.Economies {
		own[m.economies[e]] = c.ECI[at]
	}
	file, err := os.Open(path)
	if err != nil {
		return 0, err
	}
	defer file.Close()
	records, err := csv.NewReader(file).ReadAll()
	if err != nil {
		return 0, err
	}
	apart := 0.0
	for _, r := range records[1:] {
		eci, err := strconv.ParseFloat(r[2], 64)
		if err != nil {
			return 0, err
		}
		apart = math.Max(apart, math.Abs(eci-own[r[1]]))
	}
	return apart, nil
}
