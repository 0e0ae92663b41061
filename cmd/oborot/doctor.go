package main

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"

	"github.com/oborot/oborot/internal/analysis"
	"github.com/oborot/oborot/internal/lake"
	"github.com/oborot/oborot/trade"
	"github.com/spf13/cobra"
)

// leastFree is the free space, in bytes, under which an import is likely to fail.
const leastFree = 100 << 20

// finding is one line of doctor.
type finding struct {
	check, detail string
	wrong         bool
}

func (p *program) doctorCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "doctor",
		Short: "Check the installation and the lake",
		Long: "doctor prints the versions in use and checks that the lake can be read, that its files are there, that nothing is\n" +
			"left over in it, and that the disk has room. It ends with exit code 6 when something is wrong.",
		Args: words(0, 0),
		RunE: func(c *cobra.Command, _ []string) error { return p.examine(c.Context()) },
	}
}

func (p *program) examine(ctx context.Context) error {
	found := versions()
	found = append(found, p.examineSettings()...)
	found = append(found, p.examineLake(ctx)...)
	found = append(found, p.examineDisk())
	r := &analysis.Result{Question: "doctor", Method: "doctor/1", Fields: []analysis.Field{
		column("check", analysis.Text, "Check", "Проверка"),
		column("state", analysis.Text, "State", "Состояние"),
		column("detail", analysis.Text, "Detail", "Подробности"),
	}}
	var wrong []string
	for _, f := range found {
		state := "ok"
		if f.wrong {
			state, wrong = "wrong", append(wrong, f.check)
		}
		r.Rows = append(r.Rows, []analysis.Cell{textCell(f.check), textCell(state), textCell(f.detail)})
	}
	if err := p.deliver(r); err != nil {
		return err
	}
	if len(wrong) > 0 {
		return trade.Errorf(trade.Finding, "something is wrong: %s", strings.Join(wrong, ", "))
	}
	return nil
}

func versions() []finding {
	found := []finding{
		{check: "oborot", detail: programVersion()},
		{check: "go", detail: runtime.Version() + " " + runtime.GOOS + "/" + runtime.GOARCH},
	}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return found
	}
	for _, m := range info.Deps {
		switch m.Path {
		case "github.com/duckdb/duckdb-go-bindings":
			found = append(found, finding{check: "duckdb", detail: duckVersion(m.Version)})
		case "github.com/apache/iceberg-go":
			found = append(found, finding{check: "iceberg-go", detail: m.Version})
		}
	}
	return found
}

// duckVersion reads DuckDB's version from that of its bindings, which write
// 1.5.6 as v0.10506.0.
func duckVersion(bindings string) string {
	parts := strings.Split(bindings, ".")
	if len(parts) != 3 {
		return bindings
	}
	n, err := strconv.Atoi(parts[1])
	if err != nil || n < 10000 {
		return bindings
	}
	return fmt.Sprintf("%d.%d.%d", n/10000, n/100%100, n%100)
}

func (p *program) examineSettings() []finding {
	locale := p.locale()
	if locale == "" {
		locale = "not set"
	}
	settings := p.configPath()
	if _, err := os.Stat(settings); err != nil {
		settings = "no file, defaults"
	}
	return []finding{
		{check: "language", detail: string(p.language) + ", locale " + locale},
		{check: "settings", detail: settings},
	}
}

// examineLake looks whether the lake can be read, whether all files of its
// current state are there and whole, and what is left over.
func (p *program) examineLake(ctx context.Context) []finding {
	l, err := p.openLake(ctx)
	if err != nil {
		return []finding{{"lake", sentence(err), true}}
	}
	facts, err := l.Inspect(ctx)
	if err != nil {
		return []finding{{"lake", sentence(err), true}}
	}
	if !facts.Exists {
		return []finding{{check: "lake", detail: l.Dir() + ", not made yet"}}
	}
	return lakeFindings(l.Dir(), facts)
}

func lakeFindings(dir string, facts lake.Facts) []finding {
	files := finding{check: "files", detail: fmt.Sprintf("%d files of %d rows and %d bytes, all there", facts.Files, facts.Rows, facts.Bytes)}
	if n := len(facts.Missing); n > 0 {
		files = finding{"files", fmt.Sprintf("%d of %d missing or not whole, the first is %s; %s", n, facts.Files,
			facts.Missing[0].Path, remedy(facts.Missing)), true}
	}
	orphans := finding{check: "orphans", detail: "none"}
	if facts.Orphans > 0 {
		orphans = finding{"orphans", fmt.Sprintf("%d files of %d bytes that no snapshot names; remove them with `oborot lake upkeep`",
			facts.Orphans, facts.Orphaned), true}
	}
	found := []finding{
		{check: "lake", detail: fmt.Sprintf("%s, format %d, made by oborot %s on %s, %d snapshots, the current one written by oborot %s",
			dir, facts.Format, facts.CreatedBy, facts.Created.UTC().Format("2006-01-02"), facts.Snapshots, cmp.Or(facts.WrittenBy, "nobody"))},
		files, orphans,
	}
	if facts.Stagings > 0 {
		found = append(found, finding{check: "imports", detail: fmt.Sprintf("%d under way, or killed", facts.Stagings)})
	}
	if facts.Holder != "" {
		found = append(found, finding{check: "lock", detail: "held by " + facts.Holder})
	}
	return found
}

// remedy says how data files that are missing or not whole come back. A merge
// reads the rows held, so it needs the dataset out of the way.
func remedy(missing []trade.File) string {
	var years []string
	for _, f := range missing {
		part := fmt.Sprintf("%s %d", f.Dataset, f.Year)
		if f.Year == 0 {
			part = f.Dataset // a list
		}
		if !slices.Contains(years, part) {
			years = append(years, part)
		}
	}
	return fmt.Sprintf("import the files of %s again; if that fails, `oborot datasets remove %s` first",
		strings.Join(years, ", "), missing[0].Dataset)
}

// sentence is an error with its hint, for one line of a table.
func sentence(err error) string {
	if hint := trade.HintOf(err); hint != "" {
		return oneLine(err) + "; hint: " + hint
	}
	return oneLine(err)
}

func (p *program) examineDisk() finding {
	folder := p.lakeDir
	for folder != "" && folder != filepath.Dir(folder) {
		if _, err := os.Stat(folder); err == nil {
			break
		}
		folder = filepath.Dir(folder)
	}
	free, err := freeBytes(folder)
	if err != nil {
		return finding{"disk", err.Error(), true}
	}
	return finding{"disk", fmt.Sprintf("%d MB free", free>>20), free < leastFree}
}
