package world

import (
	"strconv"
	"strings"

	"github.com/oborot/oborot/trade"
)

// peopled keeps the economies of a panel whose population is known, and returns it.
func (q *complexities) peopled(p *panel) (*panel, []int64, error) {
	keep := make([]bool, len(p.Economies))
	var people []int64
	var lacking []string
	for i, e := range p.Economies {
		n, known := q.sample.inhabitants(e, p.Year)
		if keep[i] = known && n > 0; keep[i] {
			people = append(people, n)
			continue
		}
		lacking = append(lacking, string(e))
	}
	q.note(trade.Name{
		English: "M is made from exports per head: 1 where they are at least %s times those of all economies compared together. RCA is " +
			"Balassa's as ever.",
		Russian: "M — по экспорту на душу населения: 1, если он не ниже среднего по всем сравниваемым экономикам, умноженного на %s. RCA — по " +
			"Балаше, как всегда.",
	}, q.number(q.rule.threshold))
	if len(lacking) == 0 {
		return p, people, nil
	}
	if len(people) == 0 {
		return nil, nil, trade.Errorf(trade.NoData, "the file of population has none of the economies compared in %d", p.Year).
			WithHint("write a csv with the columns economy, year, population; economies are codes or names")
	}
	kept := p.only(keep, everything(len(p.Products)))
	q.note(trade.Name{
		English: "%d: economies without a population in the file, left out: %d (%s), %s of the exports.",
		Russian: "%d: экономики, населения которых нет в файле, не учтены: %d (%s); это %s экспорта.",
	}, p.Year, len(lacking), fewOf(lacking), q.percent(p.total()-kept.total(), p.total()))
	kept.uncut = p.full()
	return kept, people, nil
}

// refuseProjection refuses to set against the world by exports per head what has no
// population of its own in it.
func (q *complexities) refuseProjection() error {
	if !q.rule.perHead {
		return nil
	}
	return trade.Errorf(trade.Usage, "%s (%s) is projected on the world by RCA, and has no place where M is made from exports per head",
		q.args.A.Name.English, q.args.A.Code).WithHint("leave out --presence population, or name an economy of the sample")
}

// number writes a number with the digits that it has.
func (b *basis) number(x float64) string {
	text := strconv.FormatFloat(x, 'f', -1, 64)
	if b.args.Language == trade.Russian {
		return strings.Replace(text, ".", ",", 1)
	}
	return text
}
