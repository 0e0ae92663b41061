package world

import (
	"math"
	"slices"
	"strings"

	"github.com/oborot/oborot/indicator"
	"github.com/oborot/oborot/internal/analysis"
	"github.com/oborot/oborot/internal/reference"
	"github.com/oborot/oborot/trade"
)

// The rules and readings, as --rule and --reading name them.
const (
	ruleGeoDep     = "geodep"
	ruleCommission = "commission"
	ruleMerics     = "merics"

	readingWindow = "a" // in two years of three
	readingLast   = "b" // the last of them among these
)

const (
	dependenceFloor = 10_000 // US dollars a year
	fewExporters    = 5      // MERICS publishes no figure
	relied          = 0.5    // share of a partner above which a dependence is one on it
)

// settleTerms puts defaults in place and refuses what has no meaning.
func (q *dependences) settleTerms(args analysis.Arguments) error {
	t := &q.terms
	for _, choice := range []struct {
		word    *string
		flag    string
		choices []string
	}{
		{&t.Rule, "rule", []string{ruleGeoDep, ruleCommission, ruleMerics}},
		{&t.Reading, "reading", []string{readingWindow, readingLast}},
		{&t.Side, "side", []string{string(trade.Imports), string(trade.Exports)}},
	} {
		if *choice.word == "" {
			*choice.word = choice.choices[0]
		}
		if !slices.Contains(choice.choices, *choice.word) {
			return trade.Errorf(trade.Usage, "%q is not a choice of --%s", *choice.word, choice.flag).
				WithHint("choose one of %s", strings.Join(choice.choices, ", "))
		}
	}
	q.direction = trade.Direction(t.Side)
	if err := q.settleNumbers(args.Top); err != nil {
		return err
	}
	switch {
	case t.Rule != ruleGeoDep && q.direction == trade.Exports:
		return trade.Errorf(trade.Usage, "the rule %s is one of imports", t.Rule).WithHint("leave out --side exports, or use --rule geodep")
	case t.Rule == ruleMerics && q.partner.Code == "":
		return trade.Errorf(trade.Usage, "the rule merics judges the dependence on one partner").WithHint("add --on PARTNER")
	case t.Summary && args.A.Code == "":
		return trade.Errorf(trade.Usage, "a summary is of one economy").WithHint("name the economy; without one, all importers are listed")
	}
	return nil
}

func (q *dependences) settleNumbers(top int) error {
	t := &q.terms
	if t.Floor == nil {
		floor := int64(dependenceFloor)
		t.Floor = &floor
	}
	if t.Few == 0 {
		t.Few = fewExporters
	}
	switch {
	case *t.Floor < 0 || *t.Floor > math.MaxInt64/1000:
		return trade.Errorf(trade.Usage, "the floor is %d US dollars", *t.Floor).WithHint("use --floor 0 for none")
	case math.IsNaN(t.Headroom) || t.Headroom < 0 || t.Headroom > 100:
		return trade.Errorf(trade.Usage, "the headroom is %v", t.Headroom).WithHint("use a share such as --headroom 0.2, a fifth more than now")
	case t.Few < 0:
		return trade.Errorf(trade.Usage, "%d exporters are few", t.Few).WithHint("use --few from 1")
	case top < 0:
		return trade.Errorf(trade.Usage, "the number of rows to show is %d", top).WithHint("use --top from 1, or leave it out to see all")
	}
	q.rule.Floor = dollars(*t.Floor)
	return nil
}

// settleSides says who imports and which groups count as one.
func (q *dependences) settleSides(args analysis.Arguments) {
	switch a := args.A; {
	case a.Code == "":
	case a.Group && q.terms.Members:
		for _, m := range a.Members {
			q.importers = append(q.importers, reference.Side{Code: string(m), Name: reference.EconomyName(m), Members: []trade.Economy{m}})
		}
	default:
		q.importers = []reference.Side{a}
		q.addBloc(a)
	}
	q.addBloc(q.partner)
	q.addBloc(q.terms.Bloc)
	q.addBloc(q.terms.Third)
}

func (q *dependences) addBloc(s reference.Side) {
	known := slices.ContainsFunc(q.blocs, func(b reference.Side) bool { return b.Code == s.Code })
	if s.Group && !known && !isRegional(s) {
		q.blocs = append(q.blocs, s)
	}
}

// checkSides refuses economies that would be counted twice.
func (q *dependences) checkSides() error {
	asked := slices.Concat(q.importers, []reference.Side{q.partner, q.terms.Bloc, q.terms.Third})
	for _, s := range asked {
		if s.Code == string(trade.World) {
			return trade.Errorf(trade.Usage, "dependence is one of an economy on others, and the world has none").WithHint("name an economy or a group")
		}
	}
	for i, s := range asked {
		for _, o := range asked[i+1:] {
			if s.Code != "" && s.Code == o.Code && i < len(q.importers) {
				return trade.Errorf(trade.Usage, "%s is on both sides", s.Name.English).WithHint("name two that lie apart")
			}
			if err := apart(s, o); err != nil {
				return err
			}
		}
	}
	return nil
}

// apart is an error where two different sides share an economy.
func apart(s, o reference.Side) error {
	if s.Code == o.Code {
		return nil
	}
	for _, e := range s.Members {
		if o.Includes(e) {
			return trade.Errorf(trade.Usage, "%s is a part of %s, which counts as one", e, o.Code).
				WithHint("name groups that lie apart, or use --members to see the members of a group one by one")
		}
	}
	for _, e := range o.Members {
		if s.Includes(e) {
			return trade.Errorf(trade.Usage, "%s is a part of %s, which counts as one", e, s.Code).
				WithHint("name groups that lie apart, or use --members to see the members of a group one by one")
		}
	}
	return nil
}

// describe puts the terms into the arguments of the result.
func (q *dependences) describe() {
	t, a := q.terms, q.arguments
	a["rule"], a["side"], a["floor_usd"] = t.Rule, t.Side, *t.Floor
	switch t.Rule {
	case ruleGeoDep:
		a["reading"], a["window"], a["years_needed"] = t.Reading, 1+q.back(), q.rule.Years
		a["hhi_above"], a["world_hhi_above"], a["ratio_above"] = q.rule.ImportHHI, q.rule.WorldHHI, q.rule.OverExports
	case ruleMerics:
		a["few"] = t.Few
	}
	set := func(name string, value any, given bool) {
		if given {
			a[name] = value
		}
	}
	set("economy", q.args.A.Code, q.args.A.Code != "")
	set("on", q.partner.Code, q.partner.Code != "")
	set("bloc", t.Bloc.Code, t.Bloc.Code != "")
	set("third", t.Third.Members, len(t.Third.Members) > 0)
	set("goods", t.Goods, len(t.Goods) > 0)
	set("members", true, t.Members)
	set("all", true, t.All)
	set("summary", true, t.Summary)
	set("headroom", t.Headroom, q.showsGoods())
}

// showsGoods tells whether the answer lists goods.
func (q *dependences) showsGoods() bool { return len(q.importers) > 0 && !q.terms.Summary }

// subject is the title of the answer.
func (q *dependences) subject() trade.Name {
	what := trade.Name{English: "dependence on imports", Russian: "зависимость от импорта"}
	if q.direction == trade.Exports {
		what = trade.Name{English: "dependence on export markets", Russian: "зависимость от рынков экспорта"}
	}
	if p := q.partner; p.Code != "" {
		what.English += ", on " + p.Name.English
		what.Russian += ", партнёр: " + p.Name.Russian
	}
	if a := q.args.A; a.Code != "" {
		return trade.Name{English: a.Name.English + ": " + what.English, Russian: a.Name.Russian + ": " + what.Russian}
	}
	return trade.Name{English: "All economies: " + what.English, Russian: "Все экономики: " + what.Russian}
}

// judged is the decision of a rule of one year.
func judged(observed, dependent bool) indicator.Dependence {
	d := indicator.Dependence{InWindow: dependent, InWindowAndLast: dependent}
	if !observed {
		d.Status = indicator.DependenceInsufficient
	}
	return d
}
