package demo

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"github.com/oborot/oborot/internal/source"
	"github.com/oborot/oborot/trade"
)

const (
	lastYear  = 2023
	mostYears = 30
	release   = "202501"
	readme    = "README.txt"
	countries = "country_codes_V" + release + ".csv"
	goods     = "product_codes_HS17_V" + release + ".csv"
	ours      = "oborot demo --scale world"
)

const readmeText = ours + `

The figures in this folder are invented. They are written in the layout of BACI, the
database of the CEPII, in order to test and measure programs that read it. Nothing in them was
reported by anybody: the numbers of the economies and the headings of the goods
are real, the last two digits of the goods are not always, the flows are hashes.

t year, i exporter, j importer, k product (HS 2017, six digits, without leading zeros),
v value in thousand USD, q quantity in tonnes (NA where it is not known).
`

// WriteWorld writes an invented world in the layout of BACI into a folder: one file
// of about 11 million rows and 525 MB for each of the years up to 2023, of 226
// economies and 5,018 products, sorted by exporter, importer and product; the two
// side files of codes; and a README.txt that says what it is. The same years have
// the same bytes at every run. A folder that holds files of these names which
// are not of an earlier run is refused with an error of kind trade.Usage. progress,
// if not nil, is told of every economy written. On an error no half-written file stays.
func WriteWorld(ctx context.Context, dir string, years int, progress func(source.Step)) error {
	if years < 1 || years > mostYears {
		return trade.Errorf(trade.Usage, "a world of %d years is not possible", years).
			WithHint("use --years 1 to %d", mostYears)
	}
	if progress == nil {
		progress = func(source.Step) {}
	}
	return newWorld(worldEconomies(), 5018).write(ctx, dir, years, progress)
}

// write writes the files of so many years and what goes with them.
func (w *world) write(ctx context.Context, dir string, years int, progress func(source.Step)) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return failure(dir, err)
	}
	if err := refuseOthers(dir, years); err != nil {
		return err
	}
	for _, side := range []struct {
		name string
		text []byte
	}{{readme, []byte(readmeText)}, {countries, countryCodes(w.economies)}, {goods, productCodes(w.products)}} {
		err := writeAside(filepath.Join(dir, side.name), func(out io.Writer) error {
			_, err := out.Write(side.text)
			return err
		})
		if err != nil {
			return err
		}
	}
	for year := lastYear - years + 1; year <= lastYear; year++ {
		name := yearFile(year)
		err := writeAside(filepath.Join(dir, name), func(out io.Writer) error {
			return w.writeYear(ctx, out, year, func(s source.Step) { s.File = name; progress(s) })
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func yearFile(year int) string { return fmt.Sprintf("BACI_HS17_Y%d_V%s.csv", year, release) }

// refuseOthers returns an error when the folder holds files that are to be written
// and does not say that they come from here: they may be the real ones.
func refuseOthers(dir string, years int) error {
	names := []string{readme, countries, goods}
	for year := lastYear - years + 1; year <= lastYear; year++ {
		names = append(names, yearFile(year))
	}
	mine, err := isOurs(filepath.Join(dir, readme))
	if mine || err != nil {
		return err
	}
	for _, name := range names {
		path := filepath.Join(dir, name)
		switch _, err := os.Lstat(path); {
		case err == nil:
			return trade.Errorf(trade.Usage, "the file exists and was not written by %s", ours).At(path, 0).
				WithHint("name an empty folder with -o")
		case !errors.Is(err, fs.ErrNotExist):
			return failure(path, err)
		}
	}
	return nil
}

// isOurs tells whether a README.txt is one of this package.
func isOurs(path string) (bool, error) {
	file, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, failure(path, err)
	}
	defer file.Close()
	line, err := bufio.NewReader(io.LimitReader(file, 200)).ReadString('\n')
	if err != nil && err != io.EOF {
		return false, failure(path, err)
	}
	return strings.TrimSpace(line) == ours, nil
}

// writeAside writes a file under another name and renames it when it is whole.
func writeAside(path string, write func(io.Writer) error) (err error) {
	partial := path + ".partial"
	file, err := os.Create(partial)
	if err != nil {
		return failure(path, err)
	}
	if err = write(file); err == nil {
		err = file.Close()
	} else {
		file.Close()
	}
	if err == nil {
		err = os.Rename(partial, path)
	}
	if err != nil {
		os.Remove(partial)
		return failure(path, err)
	}
	return nil
}

// failure puts an error of the file system into a sentence.
func failure(path string, err error) error {
	switch {
	case errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded):
		return err
	case errors.Is(err, syscall.ENOSPC):
		return trade.Errorf(trade.Internal, "the disk is full: %w", err).At(path, 0).
			WithHint("a year takes about 525 MB; free some space or use fewer --years")
	}
	return trade.Errorf(trade.Internal, "it cannot be written: %w", err).At(path, 0).
		WithHint("name a folder that you may write to with -o")
}
