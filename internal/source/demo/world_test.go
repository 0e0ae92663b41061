package demo

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/oborot/oborot/internal/reference"
	"github.com/oborot/oborot/internal/source"
	"github.com/oborot/oborot/trade"
)

// smallWorld has 20 large economies and the 50 goods of the first headings.
func smallWorld() *world {
	var large []numbered
	for _, e := range worldEconomies() {
		if e.size > 900 {
			large = append(large, e)
		}
	}
	return newWorld(large[:20], 50)
}

// written writes the small world of two years and returns the folder.
func written(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := smallWorld().write(context.Background(), dir, 2, func(source.Step) {}); err != nil {
		t.Fatal(err)
	}
	return dir
}

// rows reads a year as a stranger would.
func rows(t *testing.T, dir, name string) [][]string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		t.Fatal(err)
	}
	all, err := csv.NewReader(bytes.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if len(all) < 500 || strings.Join(all[0], ",") != "t,i,j,k,v,q" {
		t.Fatalf("%s has %d rows and the header %v", name, len(all), all[0])
	}
	return all[1:]
}

const year2023File = "BACI_HS17_Y2023_V202501.csv"

func TestYearIsSortedAndPadded(t *testing.T) {
	t.Parallel()
	dir := written(t)
	for name, year := range map[string]string{"BACI_HS17_Y2022_V202501.csv": "2022", year2023File: "2023"} {
		last := []int{0, 0, 0}
		missing := 0
		for _, r := range rows(t, dir, name) {
			key := []int{number(t, r[1]), number(t, r[2]), number(t, r[3])}
			if slices.Compare(last, key) >= 0 {
				t.Fatalf("%v comes after %v", key, last)
			}
			last = key
			if r[0] != year || r[1] == r[2] || strings.HasPrefix(r[3], "0") {
				t.Fatalf("the row %q", r)
			}
			if len(r[4]) != 13 || len(r[5]) != 13 || !positive(r[4]) {
				t.Fatalf("the amounts of %q", r)
			}
			if r[5] == "           NA" {
				missing++
			} else if !positive(r[5]) {
				t.Fatalf("the quantity of %q", r)
			}
		}
		if missing == 0 {
			t.Errorf("%s has no missing quantity", name)
		}
	}
}

func number(t *testing.T, text string) int {
	t.Helper()
	n, err := strconv.Atoi(text)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// positive tells whether a padded amount has three decimals and is above zero.
func positive(text string) bool {
	n, err := trade.ParseThousandths(text)
	_, decimals, _ := strings.Cut(text, ".")
	return err == nil && n > 0 && len(decimals) == 3
}

func TestYearAddsUpToTheFlows(t *testing.T) {
	t.Parallel()
	w := smallWorld()
	var want, got trade.Tally
	for i, e := range w.economies {
		y := &exporterYear{exporter: e, year: 2023, supply: w.supplyOf(e), growth: growth(e, 2023)}
		for to := range w.economies {
			if to == i {
				continue
			}
			for _, f := range w.exports(nil, y, to) {
				want.Add(f.usd)
			}
		}
	}
	for _, r := range rows(t, written(t), year2023File) {
		v, err := trade.ParseThousandths(r[4])
		if err != nil {
			t.Fatal(err)
		}
		got.Add(v) // thousandths of a thousand dollars are dollars
	}
	if got != want {
		t.Errorf("the file holds %v, the world %v", got, want)
	}
}

func TestYearsResembleEachOther(t *testing.T) {
	t.Parallel()
	dir := written(t)
	before := map[string]float64{}
	for _, r := range rows(t, dir, "BACI_HS17_Y2022_V202501.csv") {
		before[strings.Join(r[1:4], " ")] = value(t, r[4])
	}
	var same, changed []float64
	now := rows(t, dir, year2023File)
	for _, r := range now {
		if was, ok := before[strings.Join(r[1:4], " ")]; ok {
			same = append(same, was)
			changed = append(changed, value(t, r[4]))
		}
	}
	if len(same)*10 < len(now)*8 || len(same) == len(now) {
		t.Errorf("%d of %d flows were there the year before", len(same), len(now))
	}
	if r := correlation(same, changed); r < 0.8 || r > 0.9999 {
		t.Errorf("the values of two years correlate by %.3f", r)
	}
}

func value(t *testing.T, text string) float64 {
	t.Helper()
	x, err := strconv.ParseFloat(strings.TrimSpace(text), 64)
	if err != nil {
		t.Fatal(err)
	}
	return x
}

// The year has the same bytes at every run, however the exporters are spread over
// processors, and on every machine.
func TestYearIsTheSameAtEveryRun(t *testing.T) {
	t.Parallel()
	const want = "8911808b4d46e28bac9a662ebc41b700dffeb1c7ce9f58a3e4070b26753f420d"
	for range 2 {
		h := sha256.New()
		if err := smallWorld().writeYear(context.Background(), h, 2023, func(source.Step) {}); err != nil {
			t.Fatal(err)
		}
		if got := hex.EncodeToString(h.Sum(nil)); got != want {
			t.Errorf("the hash is %q, want %q", got, want)
		}
	}
}

func TestProgressCountsRowsAndBytes(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	ends := map[string]source.Step{}
	err := smallWorld().write(context.Background(), dir, 2, func(s source.Step) {
		if s.Rows < ends[s.File].Rows || s.Bytes < ends[s.File].Bytes {
			t.Errorf("%+v comes after %+v", s, ends[s.File])
		}
		ends[s.File] = s
	})
	if err != nil || len(ends) != 2 {
		t.Fatalf("error %v, progress %v", err, ends)
	}
	for name, end := range ends {
		info, err := os.Stat(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		if end.Bytes != info.Size() || end.Rows != int64(len(rows(t, dir, name))) {
			t.Errorf("%s has %d bytes, progress ended with %+v", name, info.Size(), end)
		}
	}
}

func TestSideFiles(t *testing.T) {
	t.Parallel()
	dir := written(t)
	for _, c := range []struct {
		name, header string
		lines        int
	}{
		{"country_codes_V202501.csv", "country_code,country_name,country_iso2,country_iso3", 1 + 20},
		{"product_codes_HS17_V202501.csv", "code,description", 1 + 50},
	} {
		text, err := os.ReadFile(filepath.Join(dir, c.name))
		if err != nil {
			t.Fatal(err)
		}
		all, err := csv.NewReader(bytes.NewReader(text)).ReadAll()
		if err != nil || strings.Join(all[0], ",") != c.header || len(all) != c.lines {
			t.Errorf("%s: %v, %d lines, header %v", c.name, err, len(all), all[0])
		}
	}
	text, err := os.ReadFile(filepath.Join(dir, "README.txt"))
	if err != nil || !strings.Contains(string(text), "invented") {
		t.Errorf("README.txt: %v: %s", err, text)
	}
}

func TestOthersFilesAreRefused(t *testing.T) {
	t.Parallel()
	for _, name := range []string{year2023File, "country_codes_V202501.csv", "README.txt"} {
		dir := t.TempDir()
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte("t,i,j,k,v,q\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		err := smallWorld().write(context.Background(), dir, 1, func(source.Step) {})
		if trade.KindOf(err) != trade.Usage || !strings.Contains(err.Error(), name) || !strings.Contains(trade.HintOf(err), "-o") {
			t.Errorf("%s: %v, hint %q", name, err, trade.HintOf(err))
		}
		if text, _ := os.ReadFile(path); string(text) != "t,i,j,k,v,q\n" {
			t.Errorf("%s was overwritten", name)
		}
	}
}

func TestOwnFilesAreReplaced(t *testing.T) {
	t.Parallel()
	dir := written(t)
	if err := os.WriteFile(filepath.Join(dir, year2023File), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := smallWorld().write(context.Background(), dir, 1, func(source.Step) {}); err != nil {
		t.Fatal(err)
	}
	rows(t, dir, year2023File)
}

func TestCancelledWorldLeavesNoHalfFile(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	ctx, cancel := context.WithCancel(context.Background())
	err := smallWorld().write(ctx, dir, 2, func(source.Step) { cancel() })
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
	left, _ := filepath.Glob(filepath.Join(dir, "BACI*"))
	if len(left) != 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestFailuresAreSentences(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	full := &os.PathError{Op: "write", Path: "x", Err: syscall.ENOSPC}
	err := writeAside(filepath.Join(dir, "x.csv"), func(io.Writer) error { return full })
	if !strings.Contains(err.Error(), "the disk is full") || trade.HintOf(err) == "" || !errors.Is(err, syscall.ENOSPC) {
		t.Errorf("%v, hint %q", err, trade.HintOf(err))
	}
	if left, _ := os.ReadDir(dir); len(left) != 0 {
		t.Errorf("left behind: %v", left)
	}
	for _, years := range []int{0, -1, 31} {
		if err := WriteWorld(context.Background(), dir, years, nil); trade.KindOf(err) != trade.Usage || trade.HintOf(err) == "" {
			t.Errorf("%d years: %v", years, err)
		}
	}
	file := filepath.Join(dir, "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := WriteWorld(context.Background(), file, 1, nil); err == nil || !strings.Contains(err.Error(), "cannot be written") {
		t.Errorf("a file in place of the folder: %v", err)
	}
}

// failing takes so many bytes and then reports a full disk.
type failing struct{ left int }

func (f *failing) Write(p []byte) (int, error) {
	if f.left -= len(p); f.left < 0 {
		return 0, syscall.ENOSPC
	}
	return len(p), nil
}

func TestYearStopsWhenTheDiskIsFull(t *testing.T) {
	t.Parallel()
	w := smallWorld()
	for _, room := range []int{0, 1000, 20_000} {
		if err := w.writeYear(context.Background(), &failing{room}, 2023, func(source.Step) {}); !errors.Is(err, syscall.ENOSPC) {
			t.Errorf("room for %d bytes: %v", room, err)
		}
	}
}

func TestWorldHasBACIsCodes(t *testing.T) {
	t.Parallel()
	all := worldEconomies()
	if len(all) != 226 {
		t.Fatalf("%d economies, want 226", len(all))
	}
	numbers := map[trade.Economy]int{}
	for i, e := range all {
		if i > 0 && e.number <= all[i-1].number {
			t.Errorf("%d comes after %d", e.number, all[i-1].number)
		}
		if code, ok := reference.Numeric(e.number); !ok || code != e.code {
			t.Errorf("%d is %s to the world and %s to reference", e.number, e.code, code)
		}
		if len(e.alpha2) != 2 && e.code != "S19" {
			t.Errorf("%s has no code of two letters", e.code)
		}
		numbers[e.code] = e.number
	}
	// As in country_codes_V202501.csv.
	for code, want := range map[trade.Economy]int{"USA": 842, "FRA": 251, "ITA": 380, "CHE": 757, "NOR": 579, "IND": 699, "S19": 490, "RUS": 643, "BLR": 112, "ZAF": 710, "SDN": 729} {
		if numbers[code] != want {
			t.Errorf("%s is %d, want %d", code, numbers[code], want)
		}
	}
}

func TestWorldHasProducts(t *testing.T) {
	t.Parallel()
	codes := subheadings(5018)
	if len(codes) != 5018 || !slices.IsSorted(codes) || len(slices.Compact(slices.Clone(codes))) != 5018 {
		t.Errorf("%d codes, %d of them different", len(codes), len(slices.Compact(codes)))
	}
	if h := headings(); len(h) != 1222 || !slices.IsSorted(h) {
		t.Errorf("%d headings, the Harmonised System of 2017 has 1,222", len(h))
	}
	for _, code := range codes {
		if len(code) != 6 || reference.ProductName(trade.Product(code), trade.HS2017).English == "" {
			t.Errorf("%s is under no known heading", code)
		}
	}
}

func TestPadding(t *testing.T) {
	t.Parallel()
	for n, want := range map[int64]string{0: "        0.000", 1: "        0.001", 52_051: "       52.051", 999_999_999_999: "999999999.999"} {
		if got := string(appendPadded(nil, n)); got != want {
			t.Errorf("%d is written %q, want %q", n, got, want)
		}
	}
}

// BenchmarkWorldYear measures what a year of the large world takes without a disk.
func BenchmarkWorldYear(b *testing.B) {
	w := newWorld(worldEconomies(), 5018)
	var end source.Step
	for b.Loop() {
		if err := w.writeYear(context.Background(), io.Discard, 2023, func(s source.Step) { end = s }); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(end.Rows), "rows")
	b.SetBytes(end.Bytes)
}
