package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/oborot/oborot/internal/lake"
	"github.com/oborot/oborot/internal/source"
	"github.com/oborot/oborot/internal/source/baci"
	"github.com/oborot/oborot/internal/source/comext"
	"github.com/oborot/oborot/internal/source/comtrade"
	"github.com/oborot/oborot/internal/source/correlation"
	"github.com/oborot/oborot/internal/source/ftsrussia"
	"github.com/oborot/oborot/internal/source/mapped"
	"github.com/oborot/oborot/internal/source/nomenclature"
	"github.com/oborot/oborot/internal/source/rates"
	"github.com/oborot/oborot/internal/source/sdmx"
	"github.com/oborot/oborot/trade"
	"github.com/spf13/cobra"
)

// formats lists the publishers' formats that can be imported.
func formats() []source.Format {
	return []source.Format{
		baci.Format(), comtrade.Format(), ftsrussia.Format(), comext.Format(), sdmx.Format(),
		correlation.Format(), nomenclature.Format(), rates.Format(), mapped.Format(),
	}
}

type importFlags struct {
	dataset, release, nomenclature, tolerate, unit, mode, mapping string
	guess                                                         bool
}

func (p *program) importCommand() *cobra.Command {
	var o importFlags
	c := &cobra.Command{
		Use:   "import [KIND] FILE...",
		Short: "Load publishers' files into the lake",
		Long: "import reads files as their publishers ship them, checks every row, and makes all of them visible at once or none.\n" +
			"What a file brings (format, dataset, release, nomenclature) is inferred from its name and content where possible.\n" +
			"Rows that cannot be accepted go to a quarantine file; if they are more than 0.1% of rows or value, nothing is\n" +
			"stored. Files that are held already, byte for byte, are not read again.\n\nKinds: " + kindWords(),
		Example: "  oborot import BACI_HS17_V202501.zip\n  oborot import baci part.csv --dataset baci-hs17 --release 202501 --tolerate 2%",
		Args:    words(1, -1),
		RunE: func(c *cobra.Command, args []string) error {
			if o.guess {
				return p.guessMapping(c.Context(), args)
			}
			return p.importFiles(c.Context(), o.withKind(args), o)
		},
	}
	f := c.Flags()
	f.StringVar(&o.dataset, "dataset", "", "name of the dataset (default: inferred)")
	f.StringVar(&o.release, "release", "", "release of the dataset (default: inferred, else unknown)")
	f.StringVar(&o.nomenclature, "nomenclature", "", "H0 to H6, TNVED, CN, S1 to S4 (default: inferred)")
	f.StringVar(&o.tolerate, "tolerate", "", "share of rows or value that may be set aside, such as 2% (default: 0.1%)")
	f.StringVar(&o.unit, "unit", "", "unit of the values where the format allows several (default: the format's own)")
	f.StringVar(&o.mode, "mode", "", "replace whole dataset-years, or merge by key (default: the format's own)")
	f.StringVar(&o.mapping, "mapping", "", "file that describes the columns, or the name of a shipped one (default: FILE.mapping.yaml)")
	f.BoolVar(&o.guess, "guess", false, "write a first mapping for the file, to be looked over, and load nothing")
	placeholders(f, map[string]string{"mapping": "MAPPING", "dataset": "NAME", "release": "RELEASE", "nomenclature": "CODE", "tolerate": "SHARE", "unit": "UNIT", "mode": "MODE"})
	p.addWait(c)
	return c
}

// addWait adds the flag of commands that change the lake.
func (p *program) addWait(c *cobra.Command) {
	c.Flags().DurationVar(&p.wait, "wait", time.Minute, "how long to wait while another process changes the lake")
	placeholders(c.Flags(), map[string]string{"wait": "TIME"})
}

func kindWords() string {
	var list []string
	for _, f := range formats() {
		list = append(list, f.Kind+" ("+f.Title+")")
	}
	return strings.Join(list, "; ")
}

func (p *program) importFiles(ctx context.Context, args []string, o importFlags) (err error) {
	bar := &progress{p: p}
	defer bar.finish()
	var report importReport
	defer func() { err = report.unlessInterrupted(ctx, err) }()
	request, err := o.request(bar.step)
	if err != nil {
		return err
	}
	request.Lists, request.New = p.lists, p.isNew
	groups, err := groupByFormat(args)
	if err != nil {
		return err
	}
	if err := o.checkMapping(groups); err != nil {
		return err
	}
	report, err = p.importGroups(ctx, groups, request)
	bar.finish()
	if len(report.files) == 0 {
		return err
	}
	report.notes = slices.Concat(reasons(groups), report.notes, o.unheeded(report))
	// What was stored before another dataset failed is told before the failure.
	if delivered := p.deliver(report.result("import", args)); err == nil {
		err = delivered
	}
	return err
}

// unheeded says that files which are held already were not read anew by the options
// given.
func (o importFlags) unheeded(r importReport) []string {
	var given []string
	for _, option := range []struct{ name, value string }{{"--unit", o.unit}, {"--nomenclature", o.nomenclature}, {"--mode", o.mode}} {
		if option.value != "" {
			given = append(given, option.name)
		}
	}
	same := slices.ContainsFunc(r.files, func(f importedFile) bool { return f.Status == trade.ImportUnchanged && f.Read.Rows == 0 })
	if len(given) == 0 || !same {
		return nil
	}
	return []string{fmt.Sprintf("files that are unchanged were not read anew, so %s changes nothing of them: "+
		"oborot datasets remove DATASET and import them again", strings.Join(given, ", "))}
}

// importGroups imports lists first, because describing other files may need them:
// euros cannot be converted without rates.
func (p *program) importGroups(ctx context.Context, groups []formatGroup, request source.Request) (report importReport, err error) {
	var opened *store
	defer func() {
		if opened != nil {
			opened.close(&err)
		}
	}()
	for _, lists := range []bool{true, false} {
		loads, err := describeGroups(ctx, groups, lists, request)
		if err != nil || len(loads) == 0 {
			if err != nil {
				return report, err
			}
			continue
		}
		if opened == nil {
			if opened, err = p.openStore(ctx); err != nil {
				return report, err
			}
		}
		more, err := loadAll(ctx, opened.lake, loads)
		report.join(more)
		if err != nil {
			return report, err
		}
	}
	return report, nil
}

// describeGroups says what the files of lists bring, or those of flows.
func describeGroups(ctx context.Context, groups []formatGroup, lists bool, request source.Request) ([]source.Load, error) {
	var loads []source.Load
	for _, g := range groups {
		if g.format.Lists != lists {
			continue
		}
		request.Paths = g.paths
		more, err := g.format.Describe(ctx, request)
		if err != nil {
			return nil, err
		}
		loads = append(loads, more...)
	}
	return loads, nil
}

// reasons says what files were taken for, and why, where nobody named the kind.
func reasons(groups []formatGroup) []string {
	var notes []string
	for _, g := range groups {
		if g.why != "" {
			notes = append(notes, fmt.Sprintf("%s: taken for %s: %s", strings.Join(baseNames(g.paths), ", "), g.format.Kind, g.why))
		}
	}
	return notes
}

func baseNames(paths []string) []string {
	names := make([]string, len(paths))
	for i, path := range paths {
		names[i] = filepath.Base(path)
	}
	return names
}

func (o importFlags) request(step func(source.Step)) (source.Request, error) {
	r := source.Request{Dataset: o.dataset, Release: o.release, Unit: o.unit, Mode: trade.Mode(o.mode), Mapping: o.mapping, Progress: step}
	if err := isOneOf("mode", o.mode, string(trade.Replace), string(trade.Merge)); err != nil {
		return r, err
	}
	var err error
	if o.nomenclature != "" {
		if r.Nomenclature, err = trade.ParseNomenclature(o.nomenclature); err != nil {
			return r, err
		}
	}
	r.Tolerate, err = tolerance(o.tolerate)
	return r, err
}

// nothingAside stands for a tolerance of nothing, because 0 means the default:
// no file is so long that one of its rows is a smaller share.
const nothingAside = 1e-12

// tolerance reads 2% or 0.02.
func tolerance(text string) (float64, error) {
	if text == "" {
		return 0, nil
	}
	x, err := shareOf("tolerate", text, "2% or 0.02")
	return max(x, nothingAside), err
}

// shareOf reads a share, as a fraction or with a percent sign; such is an example.
func shareOf(flag, text, such string) (float64, error) {
	number, percent := strings.CutSuffix(strings.TrimSpace(text), "%")
	x, err := strconv.ParseFloat(strings.TrimSpace(number), 64)
	if percent {
		x /= 100
	}
	if err != nil || !(x >= 0 && x <= 1) {
		return 0, trade.Errorf(trade.Usage, "--%s %s is not a share from 0 to 1", flag, text).WithHint("write %s", such)
	}
	return x, nil
}

// formatGroup is the files of one format.
type formatGroup struct {
	format source.Format
	paths  []string
	why    string // the first of them was taken for the format; empty if the person says so
}

// groupByFormat takes the first word for a format if it is the word of one, and
// otherwise recognises each file.
func groupByFormat(args []string) ([]formatGroup, error) {
	known := formats()
	at := slices.IndexFunc(known, func(f source.Format) bool { return f.Kind == args[0] })
	if at >= 0 && len(args) == 1 {
		return nil, trade.Errorf(trade.Usage, "no file is named").WithHint("oborot import %s FILE", args[0])
	}
	if at >= 0 {
		return []formatGroup{{format: known[at], paths: args[1:]}}, nil
	}
	if err := checkKind(args); err != nil {
		return nil, err
	}
	var groups []formatGroup
	for _, path := range args {
		f, why, err := recogniseOne(known, path)
		if err != nil {
			return nil, err
		}
		at := slices.IndexFunc(groups, func(g formatGroup) bool { return g.format.Kind == f.Kind })
		if at < 0 {
			at = len(groups)
			groups = append(groups, formatGroup{format: f, why: why})
		}
		groups[at].paths = append(groups[at].paths, path)
	}
	return groups, nil
}

// recogniseOne finds the format of a file. A mapping beside it says that the person
// has described the file.
func recogniseOne(known []source.Format, path string) (source.Format, string, error) {
	if beside, ok := mapped.Beside(path); ok {
		return mapped.Format(), filepath.Base(beside) + " lies beside it", nil
	}
	return source.Recognise(known, path)
}

// checkKind refuses a first word that is neither a format nor a file: it was
// meant as a format.
func checkKind(args []string) error {
	if len(args) == 1 || strings.ContainsAny(args[0], `./\`) {
		return nil
	}
	if _, err := os.Stat(args[0]); !errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return trade.Errorf(trade.Usage, "there is no such file, and no such kind of file").At(args[0], 0).
		WithHint("the kinds are %s; or leave the kind out: oborot import %s", kindWords(), args[1])
}

// loadAll imports all loads at once, but for those of which one takes the place of
// another, and leaves out the files that are held already. On an error the report
// holds what was stored before.
func loadAll(ctx context.Context, l *lake.Lake, loads []source.Load) (importReport, error) {
	var r importReport
	var left []pendingLoad
	for _, load := range loads {
		only, err := r.leaveHeld(ctx, l, load.Import)
		if err != nil {
			return r, err
		}
		if len(only) > 0 {
			left = append(left, pendingLoad{load, only})
		}
	}
	for len(left) > 0 {
		group := left[:atOnce(left)]
		left = left[len(group):]
		all, err := (&together{lake: l}).read(ctx, group)
		for i, accounts := range all {
			for _, a := range accounts {
				r.add(group[i].Import.Origin, a)
			}
		}
		if err != nil {
			return r, err
		}
	}
	return r, nil
}

// pendingLoad is a load with the files of it that are not held yet.
type pendingLoad struct {
	source.Load
	only []int
}

// atOnce returns how many loads can be committed at once: two releases of one
// dataset follow each other, because the second takes the place of the first.
func atOnce(loads []pendingLoad) int {
	seen := map[string]bool{}
	for i, load := range loads {
		name := load.Import.Dataset
		if name != "" && seen[name] {
			return i
		}
		seen[name] = true
	}
	return len(loads)
}

// leaveHeld enters the files that are held already, under the datasets and
// releases under which they are, and returns the indexes of the others. A file
// that is held under another release than the one named is imported again.
func (r *importReport) leaveHeld(ctx context.Context, l *lake.Lake, im trade.Import) (only []int, err error) {
	release := im.Release
	if release == source.UnknownRelease {
		release = ""
	}
	for i, f := range im.Files {
		if f.SHA256 == "" {
			only = append(only, i) // new to the lake, and hashed while it is read
			continue
		}
		origins, err := l.Held(ctx, f.SHA256, im.Dataset, release)
		if err != nil {
			return nil, err
		}
		if len(origins) == 0 {
			only = append(only, i)
		}
		same := trade.FileAccount{SourceFile: f, Status: trade.ImportUnchanged}
		for _, o := range origins {
			r.add(o, trade.Account{Dataset: o.Dataset, Release: o.Release, Files: []trade.FileAccount{same}, Notes: readOtherwise(f, im, o)})
		}
	}
	return only, nil
}
