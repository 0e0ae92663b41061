package world

import (
	"slices"

	"github.com/oborot/oborot/indicator"
	"github.com/oborot/oborot/internal/reference"
	"github.com/oborot/oborot/trade"
)

// dependenceDetail is what is said of one good of one importer beyond its supply. A
// ranking has one for each good of everybody, so it is small.
type dependenceDetail struct {
	dependent   bool // by a rule of one year
	fromPartner int64
	*listedDetail
}

// listedDetail is what only a list of goods shows.
type listedDetail struct {
	core      indicator.CoreDependency
	imbalance indicator.Imbalance
	fromThird int64
	worst     indicator.Knockout
	lost      bool // worst has a meaning
}

// detailer looks at every good of the world once and takes down what is asked for.
type detailer struct {
	q       *dependences
	year    *dependenceYear
	rule    string
	listed  bool                 // what only a list of goods shows too
	partner int                  // an actor, -1 for none
	third   []bool               // of each actor: it is one of the third countries
	details [][]dependenceDetail // of each importer and good
}

// detail takes down details of a year by a rule.
func (q *dependences) detail(y *dependenceYear, rule string, listed bool) ([][]dependenceDetail, error) {
	d := &detailer{q: q, year: y, rule: rule, listed: listed, partner: y.place(q.partner)}
	for _, code := range y.actors {
		d.third = append(d.third, memberIn(q.terms.Third, trade.Economy(code), y.year))
	}
	d.details = make([][]dependenceDetail, len(y.importers))
	for i := range d.details {
		d.details[i] = make([]dependenceDetail, len(y.products))
	}
	if rule == ruleGeoDep && q.partner.Code == "" && q.terms.Third.Code == "" {
		return d.details, nil // that rule rests on the criteria alone
	}
	if err := indicator.EachProduct(y.flows, y.grouping, d.see); err != nil {
		return nil, trade.Errorf(trade.Internal, "the flows of %d cannot be judged: %w", y.year, err)
	}
	return d.details, nil
}

// place is the actor of a side, -1 where none is named or it has no trade.
func (y *dependenceYear) place(s reference.Side) int {
	if s.Code == "" {
		return -1
	}
	return y.actor(s.Code)
}

// see is called from several goroutines, for another good each time.
func (d *detailer) see(p *indicator.ProductTrade) {
	for i, m := range d.year.importers {
		if m.criteria[p.Product]&indicator.Imported == 0 {
			continue
		}
		to := &d.details[i][p.Product]
		if d.listed {
			to.listedDetail = &listedDetail{}
		}
		d.parts(p, m, to)
		d.judge(p, m, to)
	}
}

// parts adds up what comes from the partner and from third countries.
func (d *detailer) parts(p *indicator.ProductTrade, m *importerYear, to *dependenceDetail) {
	partner := d.partner
	if m.own != nil && d.q.partner.Code != "" {
		partner = m.own.number(d.year.tradeYear, d.q.partner.Code)
	}
	suppliers, values := m.suppliers(p)
	for i, s := range suppliers {
		if int(s) == partner {
			to.fromPartner = values[i]
		}
		if d.listed && d.isThird(m, int(s)) {
			to.fromThird += values[i]
		}
	}
}

// isThird tells whether a supplier of an importer is one of the third countries.
func (d *detailer) isThird(m *importerYear, supplier int) bool {
	if supplier < len(d.third) {
		return d.third[supplier]
	}
	return memberIn(d.q.terms.Third, trade.Economy(m.own.supplier(d.year.tradeYear, supplier)), d.year.year)
}

// suppliers are those of the importer for a good, by its own dataset if it has one.
func (m *importerYear) suppliers(p *indicator.ProductTrade) ([]uint16, []int64) {
	switch {
	case m.own != nil:
		return m.own.suppliers[p.Product], m.own.values[p.Product]
	case m.actor < 0:
		return nil, nil
	}
	return p.Suppliers(m.actor)
}

// judge applies a rule of one year. An importer with figures of its own trades with
// nobody inside, and is none of the exporters of the world.
func (d *detailer) judge(p *indicator.ProductTrade, m *importerYear, to *dependenceDetail) {
	s, internal := m.supply(p), int64(0)
	if m.actor >= 0 {
		internal = p.Internal[m.actor]
	}
	var core indicator.CoreDependency
	var imbalance indicator.Imbalance
	large := m.criteria[p.Product]&indicator.BelowFloor == 0
	switch d.rule {
	case ruleCommission:
		core = indicator.CoreDependencyOf(s, internal)
		to.dependent = large && core.Dependent()
	case ruleMerics:
		if m.Code != d.q.partner.Code {
			imbalance = p.ImbalanceOf(s, to.fromPartner, *d.q.terms.Few, m.actor, d.partner)
			to.dependent = large && imbalance.Dependent()
		}
	}
	if d.listed {
		to.core, to.imbalance = core, imbalance
	}
}

// verdictsOf judges every good of one importer by a rule, in the memory of the verdicts
// before. A ranking asks for one importer after another: all verdicts together take as
// much memory as a third of a year of the world.
func (q *dependences) verdictsOf(
	verdicts []indicator.Dependence, y *dependenceYear, m *importerYear, rule string, details []dependenceDetail,
) []indicator.Dependence {
	verdicts = slices.Grow(verdicts[:0], len(y.products))[:len(y.products)]
	if rule == ruleGeoDep {
		return q.persistence(verdicts, y, m)
	}
	for k := range verdicts {
		verdicts[k] = judged(m.observed, details[k].dependent)
	}
	return verdicts
}

// detailsOf are those of one importer, nil where none were taken down.
func detailsOf(details [][]dependenceDetail, importer int) []dependenceDetail {
	if details == nil {
		return nil
	}
	return details[importer]
}

// keepReliant leaves of the dependences of an importer those on the partner, where one is
// named. The rule of MERICS looks at the partner itself.
func (q *dependences) keepReliant(m *importerYear, rule string, details []dependenceDetail, verdicts []indicator.Dependence) {
	if q.partner.Code == "" || rule == ruleMerics {
		return
	}
	for k := range verdicts {
		if !indicator.ReliesOn(details[k].fromPartner, m.imports[k], relied) {
			verdicts[k].InWindow, verdicts[k].InWindowAndLast = false, false
		}
	}
}
