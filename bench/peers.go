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
	"time"

	"github.com/oborot/oborot/indicator"
	"github.com/oborot/oborot/trade"
)

// ownCosts are what oborot takes for what a peer does.
type ownCosts struct {
	memory    time.Duration // the indices from the matrix in memory
	lake      cost          // a fresh process that prints an answer from the lake
	lakeFiles cost          // the same, all indices into files
	matrix    cost          // from csv to csv
}

// benchComplexityPeers runs py-ecomplexity on the same matrix, as it is and with its two
// slow steps mended, and sets like against like: whole processes that end with an answer,
// whole processes from csv to csv, and the call alone against the matrix in memory.
func benchComplexityPeers(ctx context.Context, o options, m *matrix, own ownCosts) error {
	input, output := filepath.Join(o.work, "matrix.csv"), filepath.Join(o.work, "eci.csv")
	if err := m.write(input); err != nil {
		return err
	}
	folder := filepath.Join(o.work, "complexity")
	var err error
	if own.matrix, err = measure(ctx, o.oborot, "complexity", "--matrix", input, "-o", folder+"/"); err != nil {
		return err
	}
	fmt.Printf("\nthe same year beside py-ecomplexity, files in the page cache; from the lake the median of %d, else one run\n", o.runs)
	fmt.Printf("  %-58s %v\n", "oborot complexity from the lake, answer printed", own.lake)
	fmt.Printf("  %-58s %v\n", "oborot complexity from the lake, all indices into files", own.lakeFiles)
	fmt.Printf("  %-58s %v; %s\n", "oborot complexity --matrix, csv to csv", own.matrix, sizes(input, filepath.Join(folder, "pair.csv")))
	fmt.Printf("  %-58s %6.2f s wall\n", "oborot, M, ECI, PCI, density, COI, COG from the matrix", own.memory.Seconds())
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
		steps, err := readSteps(output + ".times")
		if err != nil {
			return err
		}
		apart, err := m.apart(output)
		if err != nil {
			return err
		}
		sayPeer(variant, took, steps, own)
		fmt.Printf("    largest difference of ECI from oborot's %.0e\n", apart)
	}
	return nil
}

// peerSteps are the seconds of each step of the peer.
type peerSteps struct{ imports, read, call, eci, pairs float64 }

func readSteps(path string) (s peerSteps, err error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return s, err
	}
	_, err = fmt.Sscan(string(text), &s.imports, &s.read, &s.call, &s.eci, &s.pairs)
	return s, err
}

// sayPeer prints what a peer took, and how many times that is what oborot took for the same.
func sayPeer(variant string, took cost, s peerSteps, own ownCosts) {
	fmt.Printf("  %-58s %v\n", "py-ecomplexity, "+variant+", csv to csv", took)
	fmt.Printf("    imports %.2f s, reading %.2f, the call %.2f, writing ECI %.2f, writing pairs %.2f\n",
		s.imports, s.read, s.call, s.eci, s.pairs)
	answer := took.wall.Seconds() - s.pairs
	for _, pair := range []struct {
		name        string
		peer, other float64
	}{
		{"whole process to an answer: csv by the peer, lake by oborot", answer, own.lake.wall.Seconds()},
		{"whole process to files: csv by the peer, lake by oborot", took.wall.Seconds(), own.lakeFiles.wall.Seconds()},
		{"whole process, csv to csv", took.wall.Seconds(), own.matrix.wall.Seconds()},
		{"the call alone, the matrix in memory", s.call, own.memory.Seconds()},
	} {
		fmt.Printf("    %-60s %7.2f s against %6.3f: %6.1f times\n", pair.name, pair.peer, pair.other, pair.peer/pair.other)
	}
}

// sizes says how large what is read and written is.
func sizes(input, pairs string) string {
	var mb [2]float64
	for i, path := range []string{input, pairs} {
		if info, err := os.Stat(path); err == nil {
			mb[i] = float64(info.Size()) / 1e6
		}
	}
	return fmt.Sprintf("%.0f MB read, %.0f MB of pairs written", mb[0], mb[1])
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
