package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"github.com/oborot/oborot/internal/analysis"
	"github.com/oborot/oborot/internal/analysis/world"
	"github.com/oborot/oborot/trade"
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
	if err := q.onlyMatrix(args); err != nil {
		return err
	}
	if m.proximity && p.flags.output == "" {
		return trade.Errorf(trade.Usage, "--proximity writes a file").WithHint("name a folder with -o DIR")
	}
	a, err := q.arguments(nil, p.language)
	if err != nil {
		return err
	}
	file, err := os.Open(m.file)
	if err != nil {
		return trade.Errorf(trade.Usage, "the matrix cannot be read: %w", cause(err)).At(m.file, 0).WithHint("name a csv with the columns year,loc,prod,val")
	}
	defer file.Close()
	matrix, err := world.ReadMatrix(m.file, file)
	if err != nil {
		return err
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

// onlyMatrix refuses what needs a lake.
func (q *questionFlags) onlyMatrix(args []string) error {
	words := slices.Concat(args, q.period, q.by)
	if len(words) > 0 || q.level != 0 || q.dataset+q.conventions.Sample+q.populationFile != "" {
		return trade.Errorf(trade.Usage, "with --matrix the whole file is measured, and nothing else").
			WithHint("leave out the economy and --period, --dataset, --level, --sample, --population, --by")
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
	for _, file := range files {
		fmt.Fprintln(p.out, filepath.Join(dir, file.name))
	}
	for _, note := range notes {
		fmt.Fprintln(p.err, note)
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
