package sdmx

import (
	"slices"
	"strings"

	"github.com/oborot/oborot/internal/source/tabular"
	"github.com/oborot/oborot/trade"
)

// layout says where a table has what, -1 for what it lacks.
type layout struct {
	header                       tabular.Header // without labels
	flow, action                 int            // the dataflow, and what is to be done with the row
	reporter, partner, product   int
	direction, indicator         int
	frequency, period, value     int
	unit, power, status, secrecy int // power is UNIT_MULT, secrecy CONF_STATUS
	update                       int
	labelled                     bool // cells are "code: label"
	fixed                        []int
	fixedTo                      []string // what the fixed columns hold in the first row
	agency, dataflow, released   string
}

// Names of columns that are no dimensions of trade, wherever they stand.
var attributes = []string{
	"STRUCTURE", "STRUCTURE_NAME", "SERIES_KEY", "OBS_KEY", "KEY", "LAST_UPDATE", "TITLE", "TITLE_COMPL", "TIME_FORMAT", "DECIMALS",
	"UNIT_MULT", "SCALE", "UNIT_MEASURE", "CURRENCY", "UNIT", "OBS_STATUS", "OBS_FLAG", "CONF_STATUS", "OBS_CONF", "ACTION", "FREQ", "FREQUENCY",
	"COLLECTION", "OBS_PRE_BREAK", "OBS_COM", "COMMENT_OBS", "COMMENT_TS", "SOURCE_AGENCY", "BASE_PER", "REF_PERIOD_DETAIL", "TIME_PER_COLLECT",
}

func layoutOf(t tabular.Table) (*layout, error) {
	l := &layout{header: make(tabular.Header, len(t.Header))}
	for i, name := range t.Header {
		l.header[i] = codeIn(name)
		l.labelled = l.labelled || strings.Contains(name, ":")
	}
	if bracket := strings.IndexByte(l.header[0], '['); bracket > 0 {
		l.header[0] = l.header[0][:bracket]
	}
	l.dropLabels()
	h := l.header
	l.flow, l.action = h.Column("STRUCTURE_ID", "DATAFLOW"), h.Column("ACTION")
	l.reporter = h.Column("REPORTER", "REF_AREA", "COUNTRY", "REPORTING_COUNTRY", "REPORTER_COUNTRY", "GEO")
	l.partner = h.Column("PARTNER", "COUNTERPART_AREA", "COUNTERPART_COUNTRY", "COUNTERPART_REF_AREA", "PARTNER_COUNTRY", "COUNTERPART", "VIS_AREA")
	l.product = h.Column("PRODUCT", "PRODUCT_NC", "COMMODITY", "COMMODITY_CODE", "PRODUCT_CODE", "CMD_CODE", "CN", "HS")
	l.direction = h.Column("FLOW", "TRADE_FLOW", "TRADE_FLOW_CODE", "FLOW_CODE", "DIRECTION", "STK_FLOW")
	l.indicator = h.Column("INDICATORS", "INDICATOR", "MEASURE")
	l.frequency, l.period, l.value = h.Column("FREQ", "FREQUENCY"), h.Column("TIME_PERIOD", "TIME"), h.Column("OBS_VALUE")
	l.unit, l.power = h.Column("UNIT_MEASURE", "CURRENCY", "UNIT"), h.Column("UNIT_MULT", "SCALE")
	l.status, l.secrecy = h.Column("OBS_STATUS", "OBS_FLAG"), h.Column("CONF_STATUS", "OBS_CONF")
	l.update = h.Column("LAST_UPDATE")
	if err := l.check(t); err != nil {
		return nil, err
	}
	l.fix(t)
	return l, nil
}

func (l *layout) check(t tabular.Table) error {
	if version(l.header) == 0 {
		return headerFault(t, "this is not SDMX-CSV: the first column is neither DATAFLOW nor STRUCTURE")
	}
	for _, needed := range []struct {
		at   int
		name string
	}{
		{l.reporter, "REF_AREA (or REPORTER)"}, {l.partner, "COUNTERPART_AREA (or PARTNER)"}, {max(l.direction, l.indicator), "TRADE_FLOW (or FLOW, INDICATOR)"},
		{l.period, "TIME_PERIOD"}, {l.value, "OBS_VALUE"},
	} {
		if needed.at < 0 {
			return headerFault(t, "the column "+needed.name+" is missing: the first line has "+listed(l.header))
		}
	}
	for i, name := range l.header {
		if first := l.header.Column(name); name != "" && first < i {
			return headerFault(t, "the column "+name+" is there twice")
		}
	}
	return nil
}

func headerFault(t tabular.Table, reason string) error {
	return trade.Errorf(trade.BadInput, "%s", reason).At(t.Where, 1).
		WithHint("give merchandise trade by partner as SDMX-CSV; for another table write a mapping: oborot import mapped --guess FILE")
}

// listed names the columns.
func listed(h tabular.Header) string {
	const most = 12
	names := slices.Clone(h[:min(len(h), most)])
	for i, n := range names {
		if len(n) > 30 {
			names[i] = n[:30] + "..."
		}
	}
	return strings.ToValidUTF8(strings.Join(names, ", "), "?")
}

// dropLabels takes the names from the columns that hold labels of the codes in the
// column before them: where STRUCTURE_NAME is there, all columns behind ACTION come
// in such pairs.
func (l *layout) dropLabels() {
	action := l.header.Column("ACTION")
	if !l.header.Has("STRUCTURE_NAME") || action < 0 {
		return
	}
	for i := action + 2; i < len(l.header); i += 2 {
		l.header[i] = ""
	}
}

// fix finds the columns that may have one value only: the dataflow, and dimensions
// that are not known. They stand before the value; what comes behind is remarks.
func (l *layout) fix(t tabular.Table) {
	for i, name := range l.header {
		known := slices.Contains([]int{l.reporter, l.partner, l.product, l.direction, l.indicator, l.frequency, l.period, l.unit}, i)
		if known || i >= l.value && i != l.flow || name == "" || isAttribute(name) {
			continue
		}
		l.fixed = append(l.fixed, i)
		value := ""
		if len(t.First) > 0 {
			value = l.code(t.First[0][i])
		}
		l.fixedTo = append(l.fixedTo, value)
	}
	if len(t.First) == 0 {
		return
	}
	first := t.First[0]
	l.agency, l.dataflow = dataflowOf(first[l.flow])
	if l.update >= 0 {
		l.released = dateOf(first[l.update])
	}
	if at := slices.Index(l.fixed, l.flow); at >= 0 {
		l.fixedTo[at] = first[l.flow]
	}
}

func isAttribute(name string) bool {
	return tabular.Header(attributes).Column(name) >= 0
}

// code is the code in a cell.
func (l *layout) code(cell string) string {
	if l.labelled {
		return codeIn(cell)
	}
	return cell
}

// dataflowOf reads AGENCY:ID(VERSION), which a name may follow.
func dataflowOf(cell string) (agency, id string) {
	agency, rest, ok := strings.Cut(cell, ":")
	if !ok {
		agency, rest = "", cell
	}
	id, _, _ = strings.Cut(rest, "(")
	return strings.TrimSpace(agency), strings.TrimSpace(id)
}

// dateOf reads Eurostat's time of the last update, 16/07/26 11:00:00, as a date.
func dateOf(cell string) string {
	if len(cell) < 8 || cell[2] != '/' || cell[5] != '/' {
		return ""
	}
	return "20" + cell[6:8] + "-" + cell[3:5] + "-" + cell[:2]
}
