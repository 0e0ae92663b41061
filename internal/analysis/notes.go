package analysis

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/oborot/oborot/internal/reference"
	"github.com/oborot/oborot/trade"
)

// say writes a sentence in the language of the answer.
func (a Arguments) say(n trade.Name, args ...any) string {
	return fmt.Sprintf(n.In(a.Language), args...)
}

func (q *inquiry) note(n trade.Name, args ...any) {
	q.notes = append(q.notes, q.args.say(n, args...))
}

// title is the line above an answer: the pair and the subject.
func (q *inquiry) title(subject trade.Name) string {
	names := trade.Name{English: "%s with %s: %s", Russian: "%s — %s: %s"}
	return q.args.say(names, q.name(q.pair.a), q.name(q.pair.b), subject.In(q.args.Language))
}

func (q *inquiry) name(s reference.Side) string { return s.Name.In(q.args.Language) }

// noteSources says which direction has no source, and whose report each of the
// others is.
func (q *inquiry) noteSources() {
	legs := q.pair.legs()
	for i, s := range q.chosen.sources {
		if s == nil {
			q.note(trade.Name{
				English: "No dataset that answers here holds %s; turnover and balance are not known without them.",
				Russian: "В отвечающих наборах данных нет: %s; без этого оборот и сальдо неизвестны.",
			}, q.args.word(legs[i].direction))
		}
	}
	q.reportPair()
	q.noteChoice()
}

// reportPair says whose report the figures of each dataset are, by direction if
// that is not the same for both.
func (q *inquiry) reportPair() {
	legs, sources := q.pair.legs(), q.chosen.sources
	var words [2]string
	for i, s := range sources {
		if s != nil {
			words[i] = q.reportedBy(s, legs[i])
		}
	}
	alone := sources[0] == nil || sources[1] == nil
	alike := alone || sources[0].dataset == sources[1].dataset && words[0] == words[1]
	for i, s := range sources {
		switch {
		case s == nil:
		case alike:
			q.report(s.dataset, words[i])
		default:
			q.report(s.dataset, q.args.word(legs[i].direction)+": "+words[i])
		}
	}
}

// report adds to what is said of a dataset, each word once.
func (q *inquiry) report(dataset, words string) {
	if q.reports == nil {
		q.reports = map[string]string{}
	}
	switch said := q.reports[dataset]; {
	case said == "":
		q.reports[dataset] = words
	case !strings.Contains(said, words):
		q.reports[dataset] = said + ", " + words
	}
}

// reportedBy says whose report a direction is.
func (q *inquiry) reportedBy(s *source, l leg) string {
	reported := trade.Name{English: "as reported by %s", Russian: "по отчёту стороны %s"}
	switch s.reporter {
	case trade.ByExporter:
		return q.args.say(reported, q.name(l.exporter))
	case trade.ByImporter:
		return q.args.say(reported, q.name(l.importer))
	}
	return q.args.say(reconciled)
}

var reconciled = trade.Name{English: "reconciled", Russian: "согласованные данные"}

var directionWords = map[trade.Direction]trade.Name{
	trade.Exports: {English: "exports", Russian: "экспорт"},
	trade.Imports: {English: "imports", Russian: "импорт"},
}

func (a Arguments) word(d trade.Direction) string { return directionWords[d].In(a.Language) }

// noteChoice says where the choice of a source went beyond the plain case.
func (q *inquiry) noteChoice() {
	q.noteMirror()
	said := map[string]bool{}
	for _, s := range q.chosen.sources {
		if s == nil {
			continue
		}
		if !said[s.dataset] {
			q.noteDataset(s)
		}
		said[s.dataset] = true
	}
	x, m := q.chosen.sources[0], q.chosen.sources[1]
	if x != nil && m != nil && x.dataset != m.dataset {
		q.noteDifference(x.last().Origin.Publisher != m.last().Origin.Publisher)
	}
	if len(q.chosen.others) > 0 {
		q.note(trade.Name{
			English: "Also able to answer: %s (--dataset).",
			Russian: "Могли бы ответить также: %s (--dataset).",
		}, strings.Join(q.chosen.others, ", "))
	}
}

// noteDifference says that the two directions are of different datasets.
func (q *inquiry) noteDifference(publishers bool) {
	if publishers {
		q.note(trade.Name{
			English: "The two directions come from different datasets; the balance compares figures of different publishers.",
			Russian: "Направления взяты из разных наборов данных; сальдо сравнивает данные разных публикаторов.",
		})
		return
	}
	q.note(trade.Name{
		English: "The two directions come from different datasets of one publisher, which the balance compares.",
		Russian: "Направления взяты из разных наборов данных одного публикатора, сальдо сравнивает их.",
	})
}

// noteMirror says which directions are read from the report of the other side.
func (q *inquiry) noteMirror() {
	var mirrored []string
	for i, s := range q.chosen.sources {
		if s != nil && s.mirror && q.args.Reporter == "" {
			mirrored = append(mirrored, q.args.word(q.pair.legs()[i].direction))
		}
	}
	if len(mirrored) > 0 {
		q.note(trade.Name{
			English: "%s are taken from the report of the other side, %s: %s has no report that covers them.",
			Russian: "%s: по отчёту другой стороны (%s), так как подходящего отчёта стороны %s нет.",
		}, capital(q.args.both(mirrored)), q.name(q.pair.b), q.name(q.pair.a))
	}
}

// both joins one direction or two.
func (a Arguments) both(directions []string) string {
	return strings.Join(directions, a.say(trade.Name{English: " and ", Russian: " и "}))
}

// noteDataset says what a dataset does not cover.
func (q *inquiry) noteDataset(s *source) {
	record := s.last()
	if record.Enterprises {
		q.note(trade.Name{
			English: "%s is by enterprise and covers a part of trade.",
			Russian: "%s ведётся по предприятиям и охватывает часть торговли.",
		}, s.dataset)
	}
	if s.totals {
		q.note(trade.Name{
			English: "The figures of %s are published totals, not sums over partners and goods.",
			Russian: "Данные %s — опубликованные итоги, а не суммы по партнёрам и товарам.",
		}, s.dataset)
	}
	world := isWorld(q.pair.a) || isWorld(q.pair.b)
	if world && record.Regions && !ofRegions(q.pair.a) && !ofRegions(q.pair.b) {
		q.note(trade.Name{
			English: "%s holds trade with regions only: this is not the trade with the whole world.",
			Russian: "%s содержит торговлю только с регионами: это не торговля со всем миром.",
		}, s.dataset)
	}
	for _, m := range s.standing {
		q.noteStandIn(s, m)
	}
	if len(s.unknown) > 0 {
		q.note(trade.Name{
			English: "%s does not hold these members, which are left out: %s.",
			Russian: "%s не содержит этих участников, они не учтены: %s.",
		}, s.dataset, codes(s.unknown))
	}
}

// notePair says what was taken out of a group.
func (q *inquiry) notePair() {
	if len(q.pair.left) > 0 {
		q.note(trade.Name{
			English: "%s is counted without %s, which the other side is, holds or belongs to.",
			Russian: "%s учитывается без %s: это пересекается с другой стороной.",
		}, q.name(q.pair.from), codes(q.pair.left))
	}
	for _, s := range [][2]reference.Side{{q.pair.a, q.pair.b}, {q.pair.b, q.pair.a}} {
		if isWorld(s[0]) && len(s[1].Members) > 1 {
			q.note(trade.Name{
				English: "Trade among the members of %s is left out.",
				Russian: "Взаимная торговля участников (%s) не учтена.",
			}, q.name(s[1]))
		}
	}
}

// notePartial says which months stand for a period that is not wholly covered,
// once where both directions read the same.
func (q *inquiry) notePartial() {
	for _, r := range q.rows {
		var directions, covered []string
		for leg, c := range r.cuts {
			if q.args.Partial && q.chosen.sources[leg] != nil && len(without(r.period, c.now)) > 0 {
				directions = append(directions, q.args.word(q.pair.legs()[leg].direction))
				covered = append(covered, q.coverage(r.period, c.now))
			}
		}
		if len(covered) == 2 && covered[0] == covered[1] {
			directions, covered = []string{q.args.both(directions)}, covered[:1]
		}
		for i := range covered {
			q.note(trade.Name{English: "Partial (%s): %s %s", Russian: "Неполные данные (%s): %s %s"},
				r.period.In(q.args.Language), directions[i], covered[i])
		}
	}
}

// coverage says what is read of a period.
func (q *inquiry) coverage(p trade.Period, now []trade.Period) string {
	if len(now) == 0 {
		return q.args.say(trade.Name{English: "are not covered.", Russian: "— нет данных."})
	}
	return q.args.say(trade.Name{
		English: "are read for %s, not for %s. The base is cut to the same months.",
		Russian: "— учтено за %s; нет данных за %s. База взята за те же месяцы.",
	}, q.args.inWords(now), q.args.inWords(without(p, now)))
}

// inWords lists spans for people.
func (a Arguments) inWords(spans []trade.Period) string {
	return trade.PeriodsIn(listed(spans), a.Language)
}

// noteUnknown says how many rows are not in the sums because their value is not
// published.
func (q *inquiry) noteUnknown() {
	if q.unknown > 0 {
		q.note(trade.Name{
			English: "Rows without a published value, not in the sums: %s.",
			Russian: "Строк без опубликованной стоимости, не вошедших в суммы: %s.",
		}, strconv.FormatInt(q.unknown, 10))
	}
}

// capital makes the first letter of a word a capital one.
func capital(word string) string {
	letters := []rune(word)
	return strings.ToUpper(string(letters[:1])) + string(letters[1:])
}
