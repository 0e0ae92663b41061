package tabular

import (
	"fmt"

	"github.com/oborot/oborot/trade"
)

// OwnGoods is the partner of a row whose partner is the reporter itself: goods of
// its own that came back. They are inside the published total of the world, so that
// partners add up to it only with them.
const OwnGoods trade.Economy = "XOG"

// Partner returns the partner as it is stored: OwnGoods where it is the reporter.
func Partner(reporter, partner trade.Economy) trade.Economy {
	if partner == reporter && partner != trade.World {
		return OwnGoods
	}
	return partner
}

// OwnGoodsNote says in the account how many rows are own goods.
func OwnGoodsNote(rows int64) string {
	return fmt.Sprintf("rows of own goods that came back to the reporter: %d; they are kept with %s as the partner", rows, OwnGoods)
}
