package engine

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"testing"

	"github.com/oborot/oborot/internal/cube"
	"github.com/oborot/oborot/trade"
)

const economies, products = 226, 5018

// world returns a block of about so many rows in the order of a publisher's file:
// exporters and importers by numeric code, the products of a pair in order.
func world(year, rows int) *trade.Bulk {
	random := rand.New(rand.NewPCG(uint64(year), 2))
	b := &trade.Bulk{Year: year, Common: trade.Observation{
		Period: trade.Year(year), Flow: trade.General, Reporter: trade.Reconciled, Valuation: trade.FOB, Currency: "USD",
	}}
	for i := range economies {
		b.Exporter.Words = append(b.Exporter.Words, fmt.Sprintf("%c%c%c", 'A'+i*7%26, 'A'+i*11%26, 'A'+i/26))
	}
	b.Importer.Words = b.Exporter.Words
	for i := range products {
		b.Product.Words = append(b.Product.Words, fmt.Sprintf("%06d", 10000+i*190))
	}
	share := float64(rows) / (economies * economies * products) * 4.1
	for exporter := range uint32(economies) {
		for importer := range uint32(economies) {
			density := share * random.Float64() * random.Float64()
			for product := uint32(0); product < products && len(b.Value) < rows; product++ {
				if random.Float64() >= density {
					continue
				}
				b.Exporter.Index = append(b.Exporter.Index, exporter)
				b.Importer.Index = append(b.Importer.Index, importer)
				b.Product.Index = append(b.Product.Index, product)
				b.Value = append(b.Value, int64(random.ExpFloat64()*100_000)*1000)
				b.NetKg = append(b.NetKg, int64(random.ExpFloat64()*10_000)*1000)
				if random.IntN(20) == 0 {
					b.NetKg[len(b.NetKg)-1] = trade.Null
				}
			}
		}
	}
	b.Rows = len(b.Value)
	return b
}

// benchRows is how many rows a year of the generated world has.
func benchRows(b *testing.B) int {
	rows, err := strconv.Atoi(os.Getenv("OBOROT_BENCH_ROWS"))
	if err != nil {
		return 1_000_000
	}
	return rows
}

// benchEngine opens an engine on the files that OBOROT_BENCH_FILES names, with a
// year in each name, or on two generated years.
func benchEngine(b *testing.B) (*DuckDB, *folder) {
	f := &folder{}
	d, err := Open(f, Options{TempDir: b.TempDir()})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = d.Close() })
	paths, err := filepath.Glob(os.Getenv("OBOROT_BENCH_FILES"))
	if err != nil {
		b.Fatal(err)
	}
	for _, path := range paths {
		year, _ := strconv.Atoi(regexp.MustCompile(`(19|20)\d\d`).FindString(filepath.Base(path)))
		f.files = append(f.files, trade.File{Path: path, Year: year, Dataset: "baci-hs17"})
	}
	for year := 2020; len(paths) == 0 && year < 2022; year++ {
		f.files = append(f.files, writeWorld(b, d, b.TempDir(), year)...)
	}
	return d, f
}

func writeWorld(b *testing.B, d *DuckDB, dir string, year int) []trade.File {
	b.Helper()
	part := trade.Part{Dataset: "baci-hs17", Release: "202501", Year: year, Nomenclature: trade.HS2017}
	files, err := d.Write(b.Context(), dir, part, world(year, benchRows(b)))
	if err != nil {
		b.Fatal(err)
	}
	return files
}

// BenchmarkWrite writes one year.
func BenchmarkWrite(b *testing.B) {
	d, err := Open(&folder{}, Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer d.Close()
	block := world(2021, benchRows(b))
	part := trade.Part{Dataset: "baci-hs17", Release: "202501", Year: 2021, Nomenclature: trade.HS2017}
	b.ReportAllocs()
	for b.Loop() {
		files, err := d.Write(b.Context(), b.TempDir(), part, block)
		if err != nil {
			b.Fatal(err)
		}
		var bytes int64
		for _, f := range files {
			bytes += f.Bytes
		}
		b.ReportMetric(float64(bytes)/1e6, "MB")
		b.ReportMetric(float64(block.Rows), "rows")
	}
}

// BenchmarkMerge merges one year into itself.
func BenchmarkMerge(b *testing.B) {
	d, err := Open(&folder{}, Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer d.Close()
	part := trade.Part{Dataset: "baci-hs17", Release: "202501", Year: 2021, Nomenclature: trade.HS2017}
	held := writeWorld(b, d, b.TempDir(), 2021)
	for b.Loop() {
		if _, err := d.Merge(b.Context(), b.TempDir(), part, held, held, trade.SetAsideRepeats); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkAggregate asks what the questions of package analysis ask, each time
// for another economy.
func BenchmarkAggregate(b *testing.B) {
	d, _ := benchEngine(b)
	usd := []cube.Measure{cube.ValueUSD}
	codes := codesOf(b, d)
	kinds := []struct {
		name  string
		query func(i int) cube.Query
	}{
		{"pair account", func(i int) cube.Query {
			return cube.Query{By: []cube.Dimension{cube.Exporter, cube.Year}, Measures: usd, Where: pair(codes, i)}
		}},
		{"pair structure", func(i int) cube.Query {
			return cube.Query{By: []cube.Dimension{cube.Exporter, cube.Year, cube.Product}, Digits: 4, Measures: usd, Where: pair(codes, i)}
		}},
		{"exporter by product and year", func(i int) cube.Query {
			where := []cube.Filter{{Column: cube.Exporter, Values: codes[i%len(codes) : i%len(codes)+1]}}
			return cube.Query{By: []cube.Dimension{cube.Product, cube.Year}, Measures: usd, Where: where}
		}},
		{"product by exporter and year", func(i int) cube.Query {
			where := []cube.Filter{{Column: cube.Product, Values: []string{[]string{"8704", "870410", "04"}[i%3]}}}
			return cube.Query{By: []cube.Dimension{cube.Exporter, cube.Year}, Measures: usd, Where: where}
		}},
		{"world by year", func(int) cube.Query {
			return cube.Query{By: []cube.Dimension{cube.Year}, Measures: usd}
		}},
	}
	for _, k := range kinds {
		b.Run(k.name, func(b *testing.B) {
			for i := 0; b.Loop(); i++ {
				q := k.query(i * 37)
				q.Scope.Dataset = "baci-hs17"
				table, err := d.Aggregate(b.Context(), q)
				if err != nil {
					b.Fatal(err)
				}
				b.ReportMetric(float64(table.Rows), "groups")
			}
		})
	}
}

func codesOf(b *testing.B, d *DuckDB) []string {
	table, err := d.Aggregate(b.Context(), cube.Query{By: []cube.Dimension{cube.Exporter}, Measures: []cube.Measure{cube.Rows}})
	if err != nil || table.Rows < 2 {
		b.Fatal(err, table)
	}
	return table.Columns[0].Text
}

// pair filters both directions of a pair.
func pair(codes []string, i int) []cube.Filter {
	sides := []string{codes[i%len(codes)], codes[(i*5+1)%len(codes)]}
	return []cube.Filter{{Column: cube.Exporter, Values: sides}, {Column: cube.Importer, Values: sides}}
}
