package baci

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/oborot/oborot/internal/source/sourcetest"
	"github.com/oborot/oborot/trade"
)

// readHolding reads a file with a small bound on the rows held.
func readHolding(t *testing.T, most int, text string) (*sourcetest.Sink, error) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "baci_hs17.csv")
	if err := os.WriteFile(path, []byte("t,i,j,k,v,q\n"+text), 0o644); err != nil {
		t.Fatal(err)
	}
	im := trade.Import{Origin: trade.Origin{Dataset: "d", Release: "r", Files: []trade.SourceFile{
		{Name: "baci_hs17.csv", SHA256: strings.Repeat("0", 64), Bytes: int64(len(text))},
	}}, Nomenclature: trade.HS2017, Tolerate: 0.01}
	sink, rules := &sourcetest.Sink{}, testRules(0)
	batch, err := sink.Begin(context.Background(), im)
	if err != nil {
		t.Fatal(err)
	}
	c := &csvReader{
		reader: &reader{load: &load{im: im}, batch: batch, rules: rules, most: most},
		stream: &stream{where: path},
	}
	if err := c.read(context.Background()); err != nil {
		return sink, err
	}
	_, err = batch.Commit(context.Background(), []trade.Tally{c.sum})
	return sink, err
}

// manyYears pads its rows so that a year is more than one piece of a file.
func manyYears(years ...int) string {
	var text bytes.Buffer
	for _, year := range years {
		for n := range 20_000 {
			fmt.Fprintf(&text, "%d,4,24,%06d,1.5,%230.3f\n", year, 10_000+n, float64(n))
		}
	}
	return text.String()
}

// A file of many years is handed on year by year, so that its memory is bounded;
// the result is that of holding all.
func TestYearsAreHandedOnWhileReading(t *testing.T) {
	t.Parallel()
	text := manyYears(2019, 2020, 2021) + "2021,4,24,10000,9,9\n"
	held, err := readHolding(t, manyRows, text)
	if err != nil {
		t.Fatal(err)
	}
	bounded, err := readHolding(t, 1, text)
	if err != nil {
		t.Fatal(err)
	}
	a, b := held.Imports[0], bounded.Imports[0]
	if len(a.Observations) != 60_000 || !slices.Equal(a.Observations, b.Observations) {
		t.Errorf("%d rows held, %d bounded", len(a.Observations), len(b.Observations))
	}
	if !slices.Equal(a.Rejections, b.Rejections) || len(b.Rejections) != 1 {
		t.Errorf("set aside %+v held, %+v bounded", a.Rejections, b.Rejections)
	}
}

func TestYearsThatComeAgainAreRefused(t *testing.T) {
	t.Parallel()
	text := manyYears(2019, 2020, 2021) + "2019,4,24,10000,9,9\n"
	sink, err := readHolding(t, 1, text)
	want := "line 60002: rows of 2019 come again after rows of later years"
	if err == nil || !strings.Contains(err.Error(), want) || trade.KindOf(err) != trade.BadInput || len(sink.Imports) != 0 {
		t.Errorf("error %v", err)
	}
}

func TestSetAsideRowsKeepLineAndText(t *testing.T) {
	t.Parallel()
	var text strings.Builder
	for n := range 5000 {
		fmt.Fprintf(&text, "2021,4,24,%06d,1,1\n", 10_000+n)
	}
	text.WriteString("2021,4,24,010002, 2.5,\"   NA\"\r\n2021,4,998,10000,0.25,1\n2021,4,24,10001,7,7")
	sink, err := readHolding(t, manyRows, text.String())
	if err != nil {
		t.Fatal(err)
	}
	im := sink.Imports[0]
	want := []sourcetest.Rejected{
		{Rejection: trade.Rejection{Line: 5003, Column: "j", Text: "2021,4,998,10000,0.25,1",
			Reason: `the country code j "998" is unknown`, Value: 250_000}},
		{Rejection: trade.Rejection{Line: 5002, Text: "2021,4,24,010002, 2.5,\"   NA\"",
			Reason: "the year, pair and product are those of line 4", Value: 2_500_000}},
		{Rejection: trade.Rejection{Line: 5004, Text: "2021,4,24,10001,7,7",
			Reason: "the year, pair and product are those of line 3", Value: 7_000_000}},
	}
	if !slices.Equal(im.Rejections, want) {
		t.Errorf("set aside:\n%+v\nwant\n%+v", im.Rejections, want)
	}
	if f := im.Account.Files[0]; f.Read.Rows != 5003 || f.Stored.Rows != 5000 || f.SetAside.Value != 9_750_000 {
		t.Errorf("the account is %+v", f)
	}
}
