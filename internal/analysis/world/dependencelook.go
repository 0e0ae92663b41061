package world

import (
	"cmp"
	"sync"

	"github.com/oborot/oborot/indicator"
	"github.com/oborot/oborot/trade"
)

// lastLook looks at every good once more, when it is known which are depended on: it adds
// up from whom these are bought, and measures losses and networks of the goods that are
// listed, which of all goods would take long and much memory.
func (y *dependenceYear) lastLook(lists []*goodsList) error {
	wanted, listing := make([][]*goodsList, len(y.products)), make([][]*goodsList, len(y.products))
	for _, l := range lists {
		l.bought = map[string]int64{}
		for _, k := range l.dependent {
			wanted[k] = append(wanted[k], l)
		}
		for _, k := range l.listed() {
			listing[k] = append(listing[k], l)
		}
	}
	y.networks = make([]indicator.SupplyNetwork, len(y.products))
	var mu sync.Mutex
	var failure error
	err := indicator.EachProduct(y.flows, y.grouping, func(p *indicator.ProductTrade) {
		for _, l := range wanted[p.Product] {
			suppliers, values := l.importer.suppliers(p)
			mu.Lock()
			for i, s := range suppliers {
				l.bought[l.supplier(s)] += values[i]
			}
			mu.Unlock()
		}
		if len(listing[p.Product]) == 0 {
			return
		}
		y.networks[p.Product], _ = p.Network()
		if err := lose(p, listing[p.Product]); err != nil {
			mu.Lock()
			failure = err
			mu.Unlock()
		}
	})
	if err = cmp.Or(err, failure); err != nil {
		return trade.Errorf(trade.Internal, "the flows of %d cannot be judged: %w", y.year, err)
	}
	return nil
}

// lose finds with whom each importer loses most of a good.
func lose(p *indicator.ProductTrade, lists []*goodsList) error {
	knockouts, err := p.Knockouts(lists[0].terms.Headroom)
	if err != nil {
		return err
	}
	for _, l := range lists {
		d := &l.details[p.Product]
		if d.listedDetail == nil {
			d.listedDetail = &listedDetail{}
		}
		d.worst, d.lost = knockouts.WorstOf(l.importer.suppliers(p))
	}
	return nil
}
