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
	"github.com/oborot/oborot/trade"
	"github.com/spf13/pflag"
)

// matrixFlags are the flags of complexity that need no lake.
type matrixFlags struct {
	file      string
	proximity bool
}

// unasked refuses what has a meaning with --matrix only.
func (m matrixFlags) unasked() error {
	if m.proximity {
		return trade.Errorf(trade.Usage, "--proximity goes with --matrix").WithHint("ask `oborot space` for the network of products in the lake")
	}
	return nil
}

// complexityOfMatrix measures a file: into the folder of -o, else the economies to stdout.
func (p *program) complexityOfMatrix(args []string, m matrixFlags, q *questionFlags) error {
	if m.proximity && p.flags.output == "" {
		return trade.Errorf(trade.Usage, "--proximity writes a file").WithHint("name a folder with -o DIR")
	}
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
	if p.flags.output != "" {
		return p.writeMatrix(matrix, a, m.proximity)
	}
	result, err := matrix.Complexity(a, world.MatrixFiles{})
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

// onlyMatrix refuses what needs a lake, or has no meaning for the files of a folder.
func (p *program) onlyMatrix(given *pflag.FlagSet, q *questionFlags) error {
	words := slices.Concat(q.period, q.by)
	if len(words) > 0 || q.level != 0 || q.dataset+q.conventions.Sample+q.populationFile+p.flags.asOf != "" {
		return trade.Errorf(trade.Usage, "with --matrix the whole file is measured, and nothing else").
			WithHint("leave out --period, --dataset, --level, --sample, --population, --by, --as-of")
	}
	if given.Changed("format") && p.flags.output != "" && p.flags.format != "csv" {
		return trade.Errorf(trade.Usage, "the files of a folder are csv, not %s", p.flags.format).WithHint("leave out --format, or -o to print the economies")
	}
	return nil
}

// writeMatrix writes the files of an answer into the folder of -o, and says which.
func (p *program) writeMatrix(matrix *world.Matrix, a analysis.Arguments, proximity bool) error {
	dir := p.flags.output
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return trade.Errorf(trade.Usage, "the folder cannot be made: %w", cause(err)).At(dir, 0).WithHint("name another folder with -o DIR")
	}
	var f world.MatrixFiles
	files := []matrixFile{{"country.csv", &f.Country}, {"product.csv", &f.Product}, {"pair.csv", &f.Pair}}
	if proximity {
		files = append(files, matrixFile{"proximity.csv", &f.Proximity})
	}
	var notes []string
	err := writeTogether(dir, files, func() error {
		result, err := matrix.Complexity(a, f)
		if err == nil {
			notes = result.Notes
		}
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
	for _, note := range notes {
		fmt.Fprintln(p.err, note)
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
