package world

import (
	"fmt"

	"github.com/oborot/oborot/trade"
)

// levelled adds the level of goods to a title, such as HS4.
func (b *basis) levelled(title trade.Name) trade.Name {
	english, russian := fmt.Sprintf("HS%d", b.digits), fmt.Sprintf("%d знаков ГС", b.digits)
	if b.digits == complexityLevel || b.digits == 2 {
		russian = fmt.Sprintf("%d знака ГС", b.digits)
	}
	if !b.nomenclature.Harmonised() {
		english, russian = fmt.Sprintf("codes of %d digits", b.digits), fmt.Sprintf("знаков в кодах: %d", b.digits)
	}
	return trade.Name{English: title.English + ", " + english, Russian: title.Russian + ", " + russian}
}

// sayLevel notes why goods are coarser than the dataset has them, where the person left
// that open.
func (q *complexities) sayLevel() {
	finest := 0
	for _, r := range q.records {
		finest = max(finest, r.Digits)
	}
	if q.asked != 0 || finest <= q.digits {
		return
	}
	q.note(trade.Name{
		English: "Goods have %d digits, as in published rankings of complexity; --level 6 takes finer ones, which specialisation and compare " +
			"do by themselves.",
		Russian: "Товары — по %d знакам, как в публикуемых рейтингах сложности; --level 6 берёт более подробные, как это делают " +
			"specialisation и compare.",
	}, q.digits)
}
