package comext

import (
	"slices"
	"strings"

	"github.com/oborot/oborot/internal/source/tabular"
	"github.com/oborot/oborot/trade"
)

// columns holds where a table has what, -1 for what it lacks.
type columns struct {
	reporter, partner, kind int // kind is the trade type
	product, flow, period   int
	value, mass             int
	unit, quantity          int
}

func columnsOf(h tabular.Header) columns {
	return columns{
		reporter: h.Column("REPORTER", "DECLARANT_ISO"), partner: h.Column("PARTNER_ISO", "PARTNER"), kind: h.Column("TRADE_TYPE"),
		product: h.Column("PRODUCT_NC"), flow: h.Column("FLOW"), period: h.Column("PERIOD"),
		value: h.Column("VALUE_EUR", "VALUE_IN_EUROS"), mass: h.Column("QUANTITY_KG", "QUANTITY_IN_KG"),
		unit: h.Column("SUPPL_UNIT", "SUPP_UNIT"), quantity: h.Column("QUANTITY_SUPPL_UNIT", "SUP_QUANTITY"),
	}
}

// checkHeader returns an error that names a column which is missing or there twice.
func checkHeader(t tabular.Table) error {
	c := columnsOf(t.Header)
	old := t.Header.Has("DECLARANT_ISO")
	for _, needed := range []struct {
		at            int
		name, oldName string
	}{
		{c.reporter, "REPORTER", "DECLARANT_ISO"}, {c.partner, "PARTNER", "PARTNER_ISO"}, {c.product, "PRODUCT_NC", "PRODUCT_NC"},
		{c.flow, "FLOW", "FLOW"}, {c.period, "PERIOD", "PERIOD"}, {c.value, "VALUE_EUR", "VALUE_IN_EUROS"},
	} {
		name := needed.name
		if old {
			name = needed.oldName
		}
		if needed.at < 0 || old && t.Header.Column(name) < 0 {
			return headerFault(t, "the column "+name+" is missing: the first line has "+listed(t.Header))
		}
	}
	for i, name := range t.Header {
		if first := t.Header.Column(name); name != "" && first < i {
			return headerFault(t, "the column "+name+" is there twice")
		}
	}
	return nil
}

func headerFault(t tabular.Table, reason string) error {
	return trade.Errorf(trade.BadInput, "%s", reason).At(t.Where, 1).
		WithHint("give the file as Eurostat ships it, comma separated with its line of column names")
}

// listed names the first columns.
func listed(h tabular.Header) string {
	const most = 6
	names := slices.Clone(h[:min(len(h), most)])
	for i, n := range names {
		if len(n) > 30 {
			names[i] = n[:30] + "..."
		}
	}
	if len(h) > most {
		return strings.ToValidUTF8(strings.Join(names, ", "), "?") + " and others"
	}
	return strings.ToValidUTF8(strings.Join(names, ", "), "?")
}
