package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/oborot/oborot/internal/analysis"
	"github.com/oborot/oborot/internal/analysis/world"
	"github.com/oborot/oborot/internal/output"
	"github.com/oborot/oborot/trade"
	"github.com/spf13/pflag"
)

// matrixFlags are the flags of complexity about its files.
type matrixFlags struct {
	file      string
	proximity bool
}

// complexityOfMatrix measures a file: into the folder of -o, else the economies as a table.
func (p *program) complexityOfMatrix(args []string, m matrixFlags, q *questionFlags, intoFolder bool) error {
	a, err := q.arguments(nil, p.language)
	if err != nil {
		return err
	}
	matrix, err := readMatrix(m.file)
	if err != nil {
		return err
	}
	if len(args) > 0 {
		if err := matrix.Only(args[0]); err != nil {
			return err
		}
	}
	if intoFolder {
		return p.writeFolder(m.proximity, func(f world.ComplexityFiles) (*analysis.Result, error) { return matrix.Complexity(a, f) })
	}
	result, err := matrix.Complexity(a, world.ComplexityFiles{})
	if err != nil {
		return err
	}
	return p.deliver(result)
}

func readMatrix(path string) (*world.Matrix, error) {
	const hint = "name a csv with the columns year,loc,prod,val"
	if path == "" {
		return nil, trade.Errorf(trade.Usage, "--matrix names no file").WithHint(hint)
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, trade.Errorf(trade.Usage, "the matrix cannot be read: %w", cause(err)).At(path, 0).WithHint(hint)
	}
	defer file.Close()
	if info, err := file.Stat(); err == nil && info.IsDir() {
		return nil, trade.Errorf(trade.Usage, "the matrix is a folder").At(path, 0).WithHint(hint)
	}
	return world.ReadMatrix(path, file)
}

// onlyMatrix refuses what needs a lake.
func (p *program) onlyMatrix(q *questionFlags) error {
	words := slices.Concat(q.period, q.by)
	files := q.populationFile + q.gdpFile
	if len(words) > 0 || q.level != 0 || q.dataset+q.conventions.Sample+q.conventions.Presence+files+p.flags.asOf != "" {
		return trade.Errorf(trade.Usage, "with --matrix the whole file is measured, and nothing else").
			WithHint("leave out --period, --dataset, --level, --sample, --population, --presence, --gdp, --by, --as-of")
	}
	return nil
}

// namesFolder tells whether -o names a folder: one that is there, a path that ends in a
// separator, or one that is not there, has no ending, and for which no format is asked.
func (p *program) namesFolder() bool {
	path := p.flags.output
	if path == "" {
		return false
	}
	if info, err := os.Stat(path); err == nil {
		return info.IsDir()
	}
	return os.IsPathSeparator(path[len(path)-1]) || filepath.Ext(path) == "" && p.flags.format == ""
}

// checkFolder refuses what has no meaning for the files of a folder, or only for them.
func (p *program) checkFolder(given *pflag.FlagSet, m matrixFlags, q *questionFlags, intoFolder bool) error {
	switch {
	case !intoFolder && m.proximity:
		return trade.Errorf(trade.Usage, "--proximity writes a file").
			WithHint("name a folder with -o DIR, or ask `oborot space` for the network of products")
	case !intoFolder:
		return nil
	case given.Changed("format") && p.flags.format != "csv":
		return trade.Errorf(trade.Usage, "the files of a folder are csv, not %s", p.flags.format).
			WithHint("leave out --format, or name a file with an ending, such as -o ranking.%s", p.flags.format)
	case q.top != 0 || len(q.by) > 0 || q.gdpFile != "":
		return trade.Errorf(trade.Usage, "the files of a folder have all economies and products, and no PRODY").
			WithHint("leave out --top, --by and --gdp, or name a file with an ending, such as -o ranking.csv")
	}
	return nil
}

// writeFolder writes the files of an answer into the folder of -o, and says which. Beside
// those of a lake belongs one of their sources.
func (p *program) writeFolder(proximity bool, measure func(world.ComplexityFiles) (*analysis.Result, error)) error {
	dir := p.flags.output
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return trade.Errorf(trade.Usage, "the folder cannot be made: %w", cause(err)).At(dir, 0).WithHint("name another folder with -o DIR")
	}
	var f world.ComplexityFiles
	files := []matrixFile{{"country.csv", &f.Country}, {"product.csv", &f.Product}, {"pair.csv", &f.Pair}}
	if proximity {
		files = append(files, matrixFile{"proximity.csv", &f.Proximity})
	}
	var result *analysis.Result
	err := writeTogether(dir, files, func() (err error) {
		result, err = measure(f)
		return err
	})
	if err != nil {
		return err
	}
	if !proximity {
		if err := removeStale(filepath.Join(dir, "proximity.csv")); err != nil {
			return err
		}
	}
	for _, file := range files {
		fmt.Fprintln(p.out, filepath.Join(dir, file.name))
	}
	return p.writeFolderSources(filepath.Join(dir, "complexity"+sourcesSuffix), result)
}

// writeFolderSources writes where the figures of a lake are from, and says it. A matrix
// has no sources but the person's file.
func (p *program) writeFolderSources(path string, r *analysis.Result) error {
	if len(r.Origins) == 0 {
		for _, note := range r.Notes {
			fmt.Fprintln(p.err, note)
		}
		return removeStale(path)
	}
	if err := writeAside(path, func(w io.Writer) error { return output.WriteSources(w, r) }); err != nil {
		return err
	}
	fmt.Fprintln(p.out, path)
	for _, line := range output.SourceLines(r, p.language) {
		fmt.Fprintln(p.err, line)
	}
	return nil
}

// removeStale removes a file of an earlier answer, which would pass for one of this.
func removeStale(path string) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return trade.Errorf(trade.Usage, "the file of an earlier answer cannot be removed: %w", cause(err)).At(path, 0).
			WithHint("remove it, or name another folder with -o DIR")
	}
	return nil
}

// matrixFile is a file of a folder and where its writer goes.
type matrixFile struct {
	name   string
	writer *io.Writer
}

// writeTogether opens files aside, lets them be written at the same time, and renames them
// into place.
func writeTogether(dir string, files []matrixFile, write func() error) error {
	if len(files) == 0 {
		return write()
	}
	return writeAside(filepath.Join(dir, files[0].name), func(w io.Writer) error {
		buffered := bufio.NewWriterSize(w, 1<<16)
		*files[0].writer = buffered
		if err := writeTogether(dir, files[1:], write); err != nil {
			return err
		}
		return buffered.Flush()
	})
}
