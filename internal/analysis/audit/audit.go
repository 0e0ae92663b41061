package audit

import (
	"context"
	"slices"
	"strings"

	"github.com/oborot/oborot/internal/analysis"
	"github.com/oborot/oborot/internal/reference"
	"github.com/oborot/oborot/trade"
)

const (
	name   = "audit"
	method = "audit/1"
)

// The checks, as --check names them.
const (
	checkTotals     = "totals"
	checkMirrors    = "mirrors"
	checkPartial    = "partial"
	checkDuplicates = "duplicates"
	checkUnitValues = "unit-values"
)

// Checks lists the checks in the order of the answer.
func Checks() []string {
	return []string{checkTotals, checkMirrors, checkPartial, checkDuplicates, checkUnitValues}
}

// Questions lists the one question of this package. Its answer comes together with an
// error of kind trade.Finding when a check found something.
func Questions() []analysis.Question {
	return []analysis.Question{{
		Name:   name,
		Title:  trade.Name{English: "Checks on what was loaded", Russian: "Проверка загруженных данных"},
		Method: method,
		Answer: answer,
	}}
}

// inspection is one audit on its way to an answer.
type inspection struct {
	asker    analysis.Asker
	args     analysis.Arguments
	checks   []string
	datasets []*dataset
	outcomes []*outcome

	sliceRows int64 // see slices
}

// answer runs the checks that were asked for, all by default.
func answer(ctx context.Context, asker analysis.Asker, args analysis.Arguments) (*analysis.Result, error) {
	return inSlices(ctx, asker, args, sliceRows)
}

// inSlices runs the checks with so many rows at once.
func inSlices(ctx context.Context, asker analysis.Asker, args analysis.Arguments, rows int64) (*analysis.Result, error) {
	in := &inspection{asker: asker, args: args, sliceRows: rows}
	var err error
	if in.checks, err = chosen(args.Checks); err != nil {
		return nil, err
	}
	if d := args.Digits; d < 0 || d > 10 || d%2 != 0 {
		return nil, trade.Errorf(trade.Usage, "there is no level of goods with %d digits", d).WithHint("use --level 2, 4 or 6, or leave it out")
	}
	if err = in.hold(ctx); err != nil {
		return nil, err
	}
	run := map[string]func(context.Context) error{
		checkTotals: in.totals, checkMirrors: in.mirrors, checkPartial: in.partial,
	}
	for _, check := range in.checks {
		if f := run[check]; f != nil {
			if err := f(ctx); err != nil {
				return nil, err
			}
		}
	}
	if in.asks(checkDuplicates) || in.asks(checkUnitValues) {
		if err := in.rows(ctx); err != nil {
			return nil, err
		}
	}
	in.arrange()
	return in.result(), in.verdict()
}

func (in *inspection) asks(check string) bool { return slices.Contains(in.checks, check) }

// chosen reads the checks that a person named.
func chosen(words []string) ([]string, error) {
	var named []string
	for _, w := range words {
		w = strings.ToLower(strings.TrimSpace(w))
		if !slices.Contains(Checks(), w) {
			return nil, trade.Errorf(trade.Usage, "%q is not a check", w).WithHint("choose of %s", strings.Join(Checks(), ", "))
		}
		named = append(named, w)
	}
	if len(named) == 0 {
		return Checks(), nil
	}
	return slices.DeleteFunc(Checks(), func(c string) bool { return !slices.Contains(named, c) }), nil
}

// verdict is the error that goes with an answer in which something was found.
func (in *inspection) verdict() error {
	var found []string
	cases := int64(0)
	for _, o := range in.outcomes {
		if o.finding.found {
			cases += o.cases
			found = append(found, o.check)
		}
	}
	if cases == 0 {
		return nil
	}
	word := "cases"
	if cases == 1 {
		word = "case"
	}
	err := trade.Errorf(trade.Finding, "the audit found %d %s by %s", cases, word, strings.Join(slices.Compact(found), ", "))
	if in.args.Top == 0 {
		return err.WithHint("the worst of each kind is in the table; --top 20 lists single cases, --check and --dataset narrow them down")
	}
	return err.WithHint("`oborot flows --dataset DATASET --where exporter=..,importer=..,product=..` shows the figures behind a case")
}

// concerns tells whether a flow is of the pair that was asked for; World on a side
// stands for everybody.
func (in *inspection) concerns(exporter, importer trade.Economy) bool {
	a, b := members(in.args.A), members(in.args.B)
	is := func(side []trade.Economy, e trade.Economy) bool { return len(side) == 0 || slices.Contains(side, e) }
	return is(a, exporter) && is(b, importer) || is(a, importer) && is(b, exporter)
}

// members lists the economies of a side; none stands for everybody.
func members(s reference.Side) []trade.Economy {
	if s.Code == string(trade.World) {
		return nil
	}
	return s.Members
}
