package analysis

import (
	"slices"
	"strconv"
	"strings"

	"github.com/oborot/oborot/internal/cube"
	"github.com/oborot/oborot/internal/reference"
	"github.com/oborot/oborot/trade"
)

var (
	lowField  = NewField("value_usd_low", Money, "At least", "Не менее")
	highField = NewField("value_usd_high", Money, "At most", "Не более")
)

// boundFields are the columns that a converted answer has in addition.
func (q *inquiry) boundFields() []Field {
	if q.translation == nil {
		return nil
	}
	return []Field{lowField, highField}
}

// boundCells are the cells of boundFields.
func (q *inquiry) boundCells(b bounds) []Cell {
	if q.translation == nil {
		return nil
	}
	return amountCells(b.low, b.high)
}

// tighten narrows the bounds of the parts of a direction by each other, since they
// add up to it: with W its value, L_k and H_k the bounds of part k,
//
//	low_k = max(L_k, W - sum of H_j over j != k), high_k = min(H_k, W - sum of L_j over j != k)
//
// It matters for sums of many parts, such as the goods beyond the asked number.
// Directions in which something is not known stay as they are. Where goods were
// filtered W is no more certain than its parts, and this does not hold.
func tighten(items []item) {
	type sums struct{ whole, low, high trade.Amount }
	of := map[trade.Direction]sums{}
	for _, it := range items {
		s := of[it.direction]
		of[it.direction] = sums{s.whole.Plus(it.now), s.low.Plus(it.within.low), s.high.Plus(it.within.high)}
	}
	for i := range items {
		b, s := &items[i].within, of[items[i].direction]
		if !s.whole.Known() || !s.low.Known() || !s.high.Known() {
			continue
		}
		least, most := s.whole.Minus(s.high.Minus(b.high)), s.whole.Minus(s.low.Minus(b.low))
		b.low, b.high = trade.Of(max(b.low.Thousandths, least.Thousandths)), trade.Of(min(b.high.Thousandths, most.Thousandths))
	}
}

// noteTranslation says on what a conversion of goods rests.
func (q *inquiry) noteTranslation() {
	t := q.translation
	switch {
	case t == nil:
	case len(t.from) == 0:
		q.note(trade.Name{
			English: "All goods are published in %s; nothing was converted.",
			Russian: "Все товары опубликованы в %s; пересчёт не понадобился.",
		}, t.to)
	default:
		q.noteSplit(t)
		q.noteKept(t)
	}
}

func (q *inquiry) noteSplit(t *translation) {
	from := strings.Join(texts(t.from), ", ")
	if t.basis.Split == 0 {
		q.note(trade.Name{
			English: "Goods are converted from %s to %s; no value rests on a code that became several.",
			Russian: "Товары пересчитаны из %s в %s; кодов, распавшихся на несколько, нет.",
		}, from, t.to)
		return
	}
	q.note(trade.Name{
		English: "Goods are converted from %s to %s. Codes that became several hold %s of the converted value; they are divided by %s. " +
			"value_usd_low and value_usd_high are the bounds this leaves.",
		Russian: "Товары пересчитаны из %s в %s. На коды, распавшиеся на несколько, приходится %s пересчитанной стоимости; они разделены %s. " +
			"Границы неопределённости — value_usd_low и value_usd_high.",
	}, from, t.to, q.percent(t.basis.Split, t.basis.Value), q.weightWords(t.basis))
	if len(t.learned) > 0 {
		q.note(trade.Name{
			English: "Weights from own data: %s.",
			Russian: "Веса по собственным данным: %s.",
		}, strings.Join(t.learned, "; "))
	}
}

// weightWords names the weights of a split with their shares of the converted
// value.
func (q *inquiry) weightWords(b reference.Basis) string {
	var words []string
	for _, w := range []struct {
		part  int64
		words trade.Name
	}{
		{b.Own, trade.Name{English: "weights from own data (%s)", Russian: "по собственным данным (%s)"}},
		{b.Table, trade.Name{English: "the weights of the table (%s)", Russian: "по весам таблицы (%s)"}},
		{b.Equal, trade.Name{English: "equal weights (%s)", Russian: "поровну (%s)"}},
	} {
		if w.part > 0 {
			words = append(words, q.args.say(w.words, q.percent(w.part, b.Value)))
		}
	}
	return strings.Join(words, ", ")
}

// toldCodes is how many codes a note names.
const toldCodes = 5

func (q *inquiry) noteKept(t *translation) {
	if len(t.kept) == 0 {
		return
	}
	kept := slices.Sorted(slices.Values(texts(t.kept)))
	more := ""
	if len(kept) > toldCodes {
		more = q.args.say(trade.Name{English: " and %d more", Russian: " и ещё %d"}, len(kept)-toldCodes)
	}
	q.note(trade.Name{
		English: "Not converted, left under the code they came with: %s%s (%s of the converted value); nothing in %s stands for them.",
		Russian: "Не пересчитаны и оставлены под прежним кодом: %s%s (%s пересчитанной стоимости); в %s им ничего не соответствует.",
	}, strings.Join(kept[:min(len(kept), toldCodes)], ", "), more, q.percent(t.basis.Kept, t.basis.Value), t.to)
}

// percent writes a share for people.
func (q *inquiry) percent(part, whole int64) string {
	share := 0.0
	if whole > 0 {
		share = 100 * float64(part) / float64(whole)
	}
	text := strconv.FormatFloat(share, 'f', 1, 64)
	if part > 0 && text == "0.0" {
		text = "<0.1"
	}
	if q.args.Language == trade.Russian {
		return strings.Replace(text, ".", ",", 1) + " %"
	}
	return text + "%"
}

// describe says what was converted, for programs. Shares are of the converted value.
func (t *translation) describe() map[string]any {
	share := func(part int64) float64 { return trade.Quotient(trade.Of(part), trade.Of(t.basis.Value)).Number }
	return map[string]any{
		"from": texts(t.from), "to": string(t.to), "tables": t.tables, "value_usd": float64(t.basis.Value) / 1000,
		"split_share": share(t.basis.Split), "own_share": share(t.basis.Own), "table_share": share(t.basis.Table),
		"equal_share": share(t.basis.Equal), "not_converted_share": share(t.basis.Kept),
	}
}

// describeTranslation adds what was converted, if anything was.
func (q *inquiry) describeTranslation(args map[string]any) {
	if q.translation != nil && len(q.translation.from) > 0 {
		args["conversion"] = q.translation.describe()
	}
}

// tables are the origins of the tables that a conversion followed.
func (q *inquiry) tables() []trade.Origin {
	if q.translation == nil {
		return nil
	}
	var all []trade.Origin
	for _, l := range q.translation.lists {
		if slices.Contains(q.translation.tables, l.Origin.Dataset) {
			all = append(all, l.Origin)
		}
	}
	return all
}

// nomenclatureOf returns the nomenclature by which a good of the answer is named.
func (q *inquiry) nomenclatureOf(p trade.Product, published trade.Nomenclature) trade.Nomenclature {
	if q.translation == nil || slices.ContainsFunc(q.translation.kept, func(k trade.Product) bool { return k.At(len(p)) == p }) &&
		!reference.HasHeading(p.At(4), q.translation.to) {
		return published
	}
	return q.translation.to
}

// edited is a nomenclature with the spans that an answer reads in it.
type edited struct {
	nomenclature trade.Nomenclature
	spans        []trade.Period
}

// editions lists the nomenclatures that the spans of a source are published in, the
// first by time first. TN VED and CN are the edition of the year.
func (s *source) editions(spans []trade.Period, all []edited) []edited {
	for _, c := range s.behind(spans) {
		for _, p := range inside(pieces(c), spans) {
			n := reference.EditionOf(c.Nomenclature, p.First.Year())
			at := slices.IndexFunc(all, func(e edited) bool { return e.nomenclature == n })
			if at < 0 {
				at = len(all)
				all = append(all, edited{nomenclature: n})
			}
			all[at].spans = append(all[at].spans, p)
		}
	}
	return all
}

// noteEditions warns where the goods of an answer are in several nomenclatures:
// codes changed between them.
func (q *inquiry) noteEditions(products bool, all []edited) {
	if len(all) < 2 || q.args.Nomenclature != "" || !products && q.args.named(cube.Product) == nil {
		return
	}
	latest := all[0].nomenclature
	words := q.editionWords(all)
	for _, e := range all {
		if e.nomenclature.Harmonised() {
			latest = e.nomenclature
		}
	}
	q.note(trade.Name{
		English: "Goods are in different nomenclatures: %s. Codes changed between them, so changes of single goods across the revision may " +
			"be no changes of trade; --nomenclature %s converts them.",
		Russian: "Товары — в разных номенклатурах: %s. Коды между ними менялись, поэтому изменения отдельных товаров через границу " +
			"пересмотра могут не означать изменений торговли; --nomenclature %s пересчитывает их.",
	}, words, latest)
}

// noteMatched warns where goods are compared by their codes across a revision.
func (q *inquiry) noteMatched(all []edited) {
	if len(all) < 2 {
		return
	}
	q.note(trade.Name{
		English: "Goods are in different nomenclatures: %s. They are compared by their codes, some of which mean other goods after the " +
			"revision, so that a change of goods reads as a price; compare periods of one edition, or a coarser --level.",
		Russian: "Товары — в разных номенклатурах: %s. Они сопоставлены по кодам, часть которых после пересмотра означает другие товары, и " +
			"смена товаров выглядит как цена; сравнивайте периоды одной редакции или более крупный уровень (--level).",
	}, q.editionWords(all))
}

// editionWords names nomenclatures with their spans, and puts them in order.
func (q *inquiry) editionWords(all []edited) string {
	var words []string
	slices.SortFunc(all, func(a, b edited) int { return strings.Compare(string(a.nomenclature), string(b.nomenclature)) })
	for _, e := range all {
		words = append(words, q.args.say(trade.Name{English: "%s for %s", Russian: "%s за %s"}, e.nomenclature,
			q.args.inWords(joined(sorted(e.spans)))))
	}
	return strings.Join(words, "; ")
}
