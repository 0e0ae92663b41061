package reference_test

import (
	"encoding/csv"
	"os"
	"strconv"
	"testing"

	"github.com/oborot/oborot/internal/reference"
	"github.com/oborot/oborot/internal/source/sourcetest"
	"github.com/oborot/oborot/trade"
)

func TestComtradeCode(t *testing.T) {
	t.Parallel()
	for e, want := range map[trade.Economy]int{"BLR": 112, "RUS": 643, "USA": 842, "FRA": 251, "TWN": 490, "S19": 490, "WLD": 0, "DEU": 276} {
		if code, ok := reference.ComtradeCode(e); !ok || code != want {
			t.Errorf("%s: %d, %v; want %d", e, code, ok, want)
		}
	}
	if code, ok := reference.ComtradeCode("RU-PRI"); ok {
		t.Errorf("a region has the code %d", code)
	}
}

// Every economy that reports to UN Comtrade today is asked for by its own code.
func TestComtradeCodeOfEveryReporter(t *testing.T) {
	t.Parallel()
	file, err := os.Open(sourcetest.RealFile(t, "comtrade-ref/reporter.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	checked := 0
	for _, row := range rows[1:] {
		id, err := strconv.Atoi(row[0])
		if err != nil {
			t.Fatal(err)
		}
		e, ok := reference.Numeric(id)
		if !ok || row[6] != "" {
			continue // a former one
		}
		checked++
		if code, ok := reference.ComtradeCode(e); !ok || code != id {
			t.Errorf("%s (%s) is asked for by %d, its code is %d", row[1], e, code, id)
		}
	}
	if checked < 200 {
		t.Errorf("only %d reporters were checked", checked)
	}
}
