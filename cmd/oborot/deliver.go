package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/oborot/oborot/internal/analysis"
	"github.com/oborot/oborot/internal/output"
	"github.com/oborot/oborot/trade"
	"golang.org/x/term"
)

// sourcesSuffix names the file of sources beside a csv file.
const sourcesSuffix = ".sources.json"

// longestName is how many letters of an official name of goods people are shown.
const longestName = 48

// deliver writes an answer to stdout, or to the file of -o. A format that cannot
// name its sources gets a file of them beside it, or lines on stderr.
func (p *program) deliver(r *analysis.Result) error {
	if p.flags.output != "" {
		return p.deliverFile(r)
	}
	fd, isTerminal := terminal(p.out)
	if isTerminal && p.format.Binary() {
		return trade.Errorf(trade.Usage, "%s is not for the screen", p.format).WithHint("name a file with -o FILE")
	}
	o := p.options(r)
	if o.Terminal = isTerminal; isTerminal {
		if width, _, err := term.GetSize(fd); err == nil {
			o.Width = width
		}
	}
	if err := writingFailed("the standard output", output.Write(p.out, p.format, r, o)); err != nil {
		return err
	}
	if !p.format.NamesSources() {
		for _, line := range output.SourceLines(r, p.language) {
			fmt.Fprintln(p.err, line)
		}
	}
	return nil
}

func (p *program) deliverFile(r *analysis.Result) error {
	path := p.flags.output
	err := writeAside(path, func(w io.Writer) error { return output.Write(w, p.format, r, p.options(r)) })
	if err != nil || p.format.NamesSources() {
		return err
	}
	return writeAside(path+sourcesSuffix, func(w io.Writer) error { return output.WriteSources(w, r) })
}

func (p *program) options(r *analysis.Result) output.Options {
	o := output.Options{Language: p.language, BOM: p.flags.bom}
	if !p.flags.wide {
		o.Hidden, o.Longest = details(r), longestName
	}
	return o
}

// details lists the fields that people are spared: what can be worked out from
// the others at a glance, and periods that the title names.
func details(r *analysis.Result) []string {
	switch {
	case r.Question == "account":
		return []string{"exports_usd_base", "imports_usd_base", "turnover_usd_base", "exports_contribution_pp",
			"imports_contribution_pp", "exports_times", "imports_times", "turnover_times"}
	case r.Question == "structure" && samePeriod(r):
		return []string{"period", "base_period"}
	case r.Question == "audit":
		return []string{"check", "finding", "s", "log_gap", "score"}
	case r.Question == "dependence":
		return append(unread(r), "criteria_2_back", "criteria_1_back", "others", "single_point",
			"centralisation", "spread", "clustering", "below_floor_usd", "single_point_products", "single_point_usd")
	case r.Question == "prices":
		return []string{"price_tornqvist", "quantity_laspeyres", "quantity_paasche", "quantity_fisher", "quantity_tornqvist",
			"price_effect_lmdi_usd", "volume_effect_lmdi_usd", "outliers_usd_base", "outliers_usd",
			"kind"}
	case r.Question == "specialisation":
		return []string{"ln_rxa"}
	case r.Question == "find":
		return []string{"kind", "matched", "label"}
	case r.Question == "import" || r.Question == "demo":
		return append(idle(r, "rows_total", "rows_set_aside", "rows_format", "value_set_aside", "quarantine"), "sha256", "value_read")
	}
	return nil
}

// unread is the reading of dependence that was not asked for.
func unread(r *analysis.Result) []string {
	if r.Arguments["reading"] == "b" {
		return []string{"dependent_a"}
	}
	return []string{"dependent_b"}
}

// idle returns those of the fields that say nothing in any row.
func idle(r *analysis.Result, names ...string) []string {
	var list []string
	for i, f := range r.Fields {
		says := slices.ContainsFunc(r.Rows, func(row []analysis.Cell) bool {
			return row[i].Text != "" || row[i].Number != 0 || row[i].Amount.Thousandths != 0
		})
		if slices.Contains(names, f.Name) && !says {
			list = append(list, f.Name)
		}
	}
	return list
}

func samePeriod(r *analysis.Result) bool {
	for i, f := range r.Fields {
		for _, row := range r.Rows {
			if f.Name == "period" && row[i].Text != r.Rows[0][i].Text {
				return false
			}
		}
	}
	return true
}

// writeAside writes a file beside its place and renames it there, so that nobody
// ever sees half of it. A link keeps pointing where it does, and what is no
// regular file, such as a device or a pipe, is written to and stays what it is.
func writeAside(path string, write func(io.Writer) error) error {
	info, err := os.Stat(path)
	switch {
	case err == nil && info.IsDir():
		return trade.Errorf(trade.Usage, "the answer cannot be written to a folder").At(path, 0).WithHint("name a file in it")
	case err == nil && !info.Mode().IsRegular():
		return writeInto(path, write)
	}
	if target, err := filepath.EvalSymlinks(path); err == nil {
		path = target
	}
	file, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*")
	if err != nil {
		return trade.Errorf(trade.Usage, "the file cannot be written: %w", cause(err)).At(path, 0).
			WithHint("check that the folder is there and that you may write into it")
	}
	err = write(file)
	err = errors.Join(err, file.Chmod(0o644), file.Sync(), file.Close())
	if err == nil {
		err = os.Rename(file.Name(), path)
	}
	if err != nil {
		return errors.Join(writingFailed(path, err), os.Remove(file.Name()))
	}
	return nil
}

func writeInto(path string, write func(io.Writer) error) error {
	file, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return trade.Errorf(trade.Usage, "it cannot be written to: %w", cause(err)).At(path, 0).WithHint("name a file")
	}
	return writingFailed(path, errors.Join(write(file), file.Close()))
}

// cause takes the name of a file aside out of an error of the system.
func cause(err error) error {
	if e, ok := errors.AsType[*fs.PathError](err); ok {
		return e.Err
	}
	return err
}

func writingFailed(where string, err error) error {
	if _, ok := errors.AsType[*trade.Error](err); ok || err == nil {
		return err
	}
	return trade.Errorf(trade.Internal, "%s cannot be written: %w", where, err).WithHint("is the disk full?")
}
