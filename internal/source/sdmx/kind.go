package sdmx

import (
	"fmt"

	"github.com/oborot/oborot/internal/source/tabular"
	"github.com/oborot/oborot/trade"
)

// kind puts together what flow, indicator and unit say.
func (d *decoder) kind(r *tabular.Row) (flowKind, *tabular.Fault) {
	l := d.layout
	kind := flowKind{flow: trade.General}
	if l.direction >= 0 {
		direction := tabular.Looked(d.flows, d.code(r, l.direction), known(flowOf))
		if !direction.ok {
			return kind, d.fault(r, l.direction, "is not a flow (such as M, X, 1, 2)", 0)
		}
		kind = direction.is
	}
	for _, column := range [2]int{l.indicator, l.unit} {
		if column < 0 {
			continue
		}
		find, all, what := flowOf, d.flows, "is not an indicator of trade in goods that is known"
		if column == l.unit {
			find, all, what = unitOf, d.units, "is neither a currency nor a unit of quantity that is known"
		}
		more := tabular.Looked(all, d.code(r, column), known(find))
		if !more.ok && (column == l.indicator || d.g.unit.currency == "") {
			return kind, d.fault(r, column, what, 0)
		}
		kind = kind.with(more.is)
	}
	if d.g.unit.currency != "" && kind.left == "" {
		kind.currency, kind.shift = d.g.unit.currency, d.g.unit.shift
	}
	return d.complete(r, kind)
}

// with adds what another column says.
func (k flowKind) with(more flowKind) flowKind {
	if more.left != "" {
		k.left = more.left
	}
	if more.imports || more.exports {
		k.imports, k.exports, k.flow = more.imports, more.exports, more.flow
	}
	if more.valuation != "" {
		k.valuation = more.valuation
	}
	if more.currency != "" {
		k.currency, k.shift = more.currency, more.shift
	}
	return k
}

// complete adds the power of ten and the customary valuation.
func (d *decoder) complete(r *tabular.Row, kind flowKind) (flowKind, *tabular.Fault) {
	l := d.layout
	power := tabular.Looked(d.powers, d.code(r, l.power), known(powerOf))
	switch {
	case kind.left != "":
		return kind, d.left(kind.left)
	case !kind.imports && !kind.exports:
		return kind, d.fault(r, max(l.direction, l.indicator), "does not say whether it is imports or exports", 0)
	case kind.currency == "":
		return kind, d.because(l.value, "the row does not say its currency; name it: --unit USD")
	case !power.ok:
		return kind, d.fault(r, l.power, "is not a power of ten", 0)
	case power.is != 0 && kind.shift != 0 && d.g.unit.currency == "":
		return kind, d.fault(r, l.power, fmt.Sprintf("and %s %q both scale the value", l.header.Name(l.unit), clipped(r.Field(l.unit))), 0)
	case d.g.unit.currency == "":
		kind.shift += power.is
	}
	if kind.valuation == "" {
		kind.valuation = trade.FOB
		if kind.imports {
			kind.valuation = trade.CIF
		}
	}
	return kind, nil
}

// moneyOf is what indicator and unit say, for a look at the first rows; fault is
// not empty where a code is not known.
func (g *importing) moneyOf(l *layout, indicator, unit string) (kind flowKind, fault string) {
	if l.indicator >= 0 {
		more, ok := flowOf(indicator)
		if !ok {
			return kind, "indicator"
		}
		kind = kind.with(more)
	}
	if l.unit >= 0 {
		more, ok := unitOf(unit)
		if !ok && g.unit.currency == "" {
			return kind, "unit"
		}
		kind = kind.with(more)
	}
	if g.unit.currency != "" {
		kind.currency = g.unit.currency
	}
	return kind, ""
}
