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
	reliedByMerics  = 0.3    // or from which, by that rule
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
		if t.Summary && *choice.word != "" && choice.flag != "side" {
			return trade.Errorf(trade.Usage, "a summary has every rule and reading").WithHint("leave out --%s, or --summary", choice.flag)
		}
		if *choice.word == "" {
			*choice.word = choice.choices[0]
		}
		if !slices.Contains(choice.choices, *choice.word) {
			return trade.Errorf(trade.Usage, "%q is not a choice of --%s", *choice.word, choice.flag).
				WithHint("choose one of %s", strings.Join(choice.choices, ", "))
		}
	}
	q.direction = trade.Direction(t.Side)
	if reading := args.Dependence.Reading; reading != "" && t.Rule != ruleGeoDep {
		return trade.Errorf(trade.Usage, "the rule %s is one of a single year and has no reading", t.Rule).
			WithHint("leave out --reading, or use --rule geodep")
	}
	if err := q.checkForm(args); err != nil {
		return err
	}
	if err := q.settleNumbers(args.Top); err != nil {
		return err
	}
	switch {
	case t.Rule != ruleGeoDep && q.direction == trade.Exports:
		return trade.Errorf(trade.Usage, "the rule %s is one of imports", t.Rule).WithHint("leave out --side exports, or use --rule geodep")
	case t.Rule == ruleMerics && q.partner.Code == "":
		return trade.Errorf(trade.Usage, "the rule merics judges the dependence on one partner").WithHint("add --on PARTNER")
	}
	return nil
}

// checkForm refuses what the form of the answer would not heed.
func (q *dependences) checkForm(args analysis.Arguments) error {
	t, one := q.terms, args.A.Code != ""
	switch {
	case t.Summary && !one:
		return trade.Errorf(trade.Usage, "a summary is of one economy").WithHint("name the economy; without one, all importers are listed")
	case t.All && (!one || t.Summary):
		return trade.Errorf(trade.Usage, "--all lists the goods of an economy, and none are listed here").
			WithHint("name an economy, without --summary")
	case t.Headroom != 0 && (!one || t.Summary):
		return trade.Errorf(trade.Usage, "--headroom is about the goods of an economy, and none are listed here").
			WithHint("name an economy, without --summary")
	case len(t.Third.Members) > 0 && (!one || t.Summary):
		return trade.Errorf(trade.Usage, "--third tells a share of each good, and no goods are listed here").
			WithHint("name an economy, without --summary; or use --bloc GROUP for economies that count as one")
	case t.Members && !one:
		return trade.Errorf(trade.Usage, "--members is about a group, and none is named").WithHint("name a group such as EU27")
	case t.Members && !args.A.Group:
		return trade.Errorf(trade.Usage, "%s is no group and has no members", args.A.Name.English).WithHint("leave out --members")
	case t.Few != nil && t.Rule != ruleMerics && !(t.Summary && q.partner.Code != ""):
		return trade.Errorf(trade.Usage, "--few is a word of the rule merics").WithHint("leave it out, or use --rule merics --on PARTNER")
	}
	return nil
}

func (q *dependences) settleNumbers(top int) error {
	t := &q.terms
	if t.Floor == nil {
		floor := int64(dependenceFloor)
		t.Floor = &floor
	}
	if t.Few == nil {
		few := fewExporters
		t.Few = &few
	}
	switch {
	case *t.Floor < 0 || *t.Floor > math.MaxInt64/1000:
		return trade.Errorf(trade.Usage, "the floor is %d US dollars", *t.Floor).WithHint("use --floor 0 for none")
	case math.IsNaN(t.Headroom) || t.Headroom < 0 || t.Headroom > 1:
		return trade.Errorf(trade.Usage, "--headroom %v is not a share from 0 to 1", t.Headroom).WithHint("write 0.3 or 30%% for 30%%")
	case *t.Few < 1:
		return trade.Errorf(trade.Usage, "--few %d is not a number of exporters", *t.Few).WithHint("use --few from 1")
	case top < 0:
		return trade.Errorf(trade.Usage, "the number of rows to show is %d", top).WithHint("use --top from 1, or leave it out to see all")
	}
	q.rule.Floor = dollars(*t.Floor)
	return nil
}

// useWords puts the lists of economies under the words that they were asked for with.
func (q *dependences) useWords(args *analysis.Arguments) {
	for _, s := range []*reference.Side{&args.A, &q.partner, &q.terms.Bloc, &q.terms.Third} {
		for _, l := range q.terms.Lists {
			if s.Group && strings.Contains(s.Code, ",") && slices.Equal(s.Members, l.Members) {
				s.Code, s.Name = l.Code, l.Name
			}
		}
	}
	args.B = q.partner
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
}

func (q *dependences) addBloc(s reference.Side) {
	known := slices.ContainsFunc(q.blocs, func(b reference.Side) bool { return b.Code == s.Code })
	if s.Group && !known && !isRegional(s) {
		q.blocs = append(q.blocs, s)
	}
}

// askedSide is a side with the word of the command line that names it.
type askedSide struct {
	reference.Side
	flag string // empty for the economy itself
}

// asked is the side in words.
func (s askedSide) asked() string {
	what := s.Code
	if !s.Group {
		what = s.Name.English
	}
	if s.flag == "" {
		return what
	}
	return what + " (" + s.flag + ")"
}

// checkSides refuses economies that would be counted twice.
func (q *dependences) checkSides() error {
	var asked []askedSide
	for _, s := range q.importers {
		asked = append(asked, askedSide{Side: s})
	}
	asked = append(asked, askedSide{q.partner, "--on"}, askedSide{q.terms.Bloc, "--bloc"}, askedSide{q.terms.Third, "--third"})
	for _, s := range asked {
		if s.Code == string(trade.World) {
			return trade.Errorf(trade.Usage, "dependence is one of an economy on others, and the world has none").
				WithHint("name an economy or a group")
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
func apart(s, o askedSide) error {
	if s.Code == o.Code {
		return nil
	}
	for _, pair := range [][2]askedSide{{s, o}, {o, s}} {
		for _, e := range pair[0].Members {
			if pair[1].Includes(e) {
				return overlap(s, o, e)
			}
		}
	}
	return nil
}

// overlap says who is in two sides, in the order in which they were asked for.
func overlap(s, o askedSide, e trade.Economy) error {
	err := trade.Errorf(trade.Usage, "%s is in both %s and %s", reference.EconomyName(e).English, s.asked(), o.asked())
	switch {
	case !s.Group && o.Group:
		err = trade.Errorf(trade.Usage, "%s is a member of %s", s.asked(), o.asked())
	case s.Group && !o.Group:
		err = trade.Errorf(trade.Usage, "%s is a member of %s", o.asked(), s.asked())
	}
	return err.WithHint("name sides that have no economy in common")
}

// describe puts the terms into the arguments of the result.
func (q *dependences) describe() {
	t, a := q.terms, q.arguments
	a["rule"], a["side"], a["floor_usd"] = t.Rule, t.Side, *t.Floor
	switch t.Rule {
	case ruleGeoDep:
		a["reading"], a["window"], a["years_needed"] = t.Reading, 1+q.back(), q.rule.Years
		a["hhi_above"], a["world_hhi_above"], a["ratio_above"] = q.rule.ImportHHI, q.rule.WorldHHI, q.rule.OverExports
	case ruleCommission:
		a["hhi_above"], a["outside_above"], a["ratio_above"] = 0.4, 0.5, 1.0
	case ruleMerics:
		a["few"], a["ratio_above"], a["partner_from"], a["exporters_from"] = *t.Few, 2.0, reliedByMerics, 0.01
	}
	if q.partner.Code != "" && t.Rule != ruleMerics {
		a["partner_above"] = relied
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
	what = q.levelled(q.valued(what))
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
