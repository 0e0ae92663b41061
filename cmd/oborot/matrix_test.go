package main

import (
	"encoding/csv"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/oborot/oborot/internal/source/sourcetest"
)

// TestMatrixGolden runs the golden worlds through the command and compares every column
// that the files have in common with py-ecomplexity's.
func TestMatrixGolden(t *testing.T) {
	t.Parallel()
	for _, world := range []string{"w20x50", "w20x50_3y"} {
		golden := filepath.Dir(sourcetest.RealFile(t, "complexity-golden-small/"+world+"_input.csv"))
		dir, lake := filepath.Join(t.TempDir(), "new", "folder"), filepath.Join(t.TempDir(), "none")
		code, stdout, stderr := called(t, "--lake", lake, "complexity", "--matrix", filepath.Join(golden, world+"_input.csv"), "-o", dir,
			"--proximity")
		if code != 0 || strings.Count(stdout, "\n") != 4 {
			t.Fatalf("exit code %d, %s%s", code, stdout, stderr)
		}
		if _, err := os.Stat(lake); err == nil {
			t.Error("a lake was made")
		}
		numbers := 0
		for file, other := range map[string]string{"country": "country", "product": "product", "pair": "ecomplexity", "proximity": "proximity"} {
			numbers += compareFiles(t, filepath.Join(dir, file+".csv"), filepath.Join(golden, world+"_"+other+".csv"))
		}
		if years := strings.Count(world, "3y")*2 + 1; numbers != years*(20*3+50*2+1000*4+50*49) {
			t.Errorf("%s: %d numbers were compared", world, numbers)
		}
	}
}

// keys are the columns that say what a line is of.
var keys = []string{"year", "loc", "prod", "prod_1", "prod_2"}

// closeness is how near a column must come to the golden one.
func closeness(column string) float64 {
	if column == "density" || column == "proximity" {
		return 1e-13
	}
	return 1e-10
}

// compareFiles compares what two files have in common, line by key, and returns how many
// numbers there were.
func compareFiles(t *testing.T, own, golden string) int {
	t.Helper()
	want, numbers := byKey(t, golden), 0
	got := byKey(t, own)
	if len(got) != len(want) {
		t.Errorf("%s has %d lines, want %d", filepath.Base(own), len(got), len(want))
	}
	for key, line := range got {
		for column, text := range line {
			other, both := want[key][column]
			if !both {
				continue
			}
			numbers++
			x, err := strconv.ParseFloat(text, 64)
			y, wrong := strconv.ParseFloat(other, 64)
			if err != nil || wrong != nil || math.Abs(x-y) > closeness(column)*(1+math.Abs(y)) {
				t.Errorf("%s: %s of %s is %s, want %s", filepath.Base(own), column, key, text, other)
			}
		}
	}
	return numbers
}

// byKey reads a csv: the columns that are no key, by the keys of the line.
func byKey(t *testing.T, path string) map[string]map[string]string {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	lines, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]map[string]string{}
	for _, line := range lines[1:] {
		key, columns := "", map[string]string{}
		for i, name := range lines[0] {
			if strings.Contains(strings.Join(keys, " ")+" ", name+" ") {
				key += line[i] + " "
				continue
			}
			columns[name] = line[i]
		}
		all[key] = columns
	}
	return all
}
