package comtrade

import (
	"fmt"
	"strings"

	"github.com/oborot/oborot/internal/source/tabular"
	"github.com/oborot/oborot/trade"
)

// columns holds where a table has what, -1 for what it lacks.
type columns struct {
	kind, frequency, period, year, month     int
	reporter, reporterISO                    int
	partner, partnerISO, partner2            int
	flow, class, original, product           int
	customs, transport                       int
	unit, unitName, quantity, mass           int
	quantityEstimated, massEstimated, legacy int
	cif, fob, value                          int
	reported, aggregate                      int
}

// columnsOf finds the columns by the names of the API, else by those of the former
// site.
func columnsOf(h tabular.Header) columns {
	return columns{
		kind: h.Column("typeCode"), frequency: h.Column("freqCode"),
		period: h.Column("period"), year: h.Column("refYear", "Year"), month: h.Column("refMonth"),
		reporter: h.Column("reporterCode"), reporterISO: h.Column("reporterISO"),
		partner: h.Column("partnerCode"), partnerISO: h.Column("partnerISO"),
		partner2: h.Column("partner2Code", "2nd Partner Code"),
		flow:     h.Column("flowCode", "Trade Flow Code", "flowDesc", "Trade Flow"),
		class:    h.Column("classificationCode", "Classification"), original: h.Column("isOriginalClassification"),
		product: h.Column("cmdCode", "Commodity Code"),
		customs: h.Column("customsCode", "Customs Proc. Code"), transport: h.Column("motCode", "Mode of Transport Code"),
		unit: h.Column("qtyUnitCode"), unitName: h.Column("qtyUnitAbbr", "Qty Unit"), quantity: h.Column("qty"),
		mass:              h.Column("netWgt", "Netweight (kg)"),
		quantityEstimated: h.Column("isQtyEstimated"), massEstimated: h.Column("isNetWgtEstimated"),
		legacy:   h.Column("legacyEstimationFlag", "Flag"),
		cif:      h.Column("cifvalue", "CIF Trade Value (US$)", "CIF Trade Value"),
		fob:      h.Column("fobvalue", "FOB Trade Value (US$)", "FOB Trade Value"),
		value:    h.Column("primaryValue", "Trade Value (US$)", "Trade Value"),
		reported: h.Column("isReported"), aggregate: h.Column("isAggregate"),
	}
}

const hintHeader = "give the file as UN Comtrade ships it, with the line of column names"

// checkHeader returns an error that names a column which is missing, or is there
// twice.
func checkHeader(t tabular.Table) error {
	c := columnsOf(t.Header)
	for _, needed := range []struct {
		there bool
		names string
	}{
		{c.period >= 0 || c.year >= 0, "period (or refYear)"},
		{c.reporter >= 0 || c.reporterISO >= 0, "reporterCode (or reporterISO)"},
		{c.partner >= 0 || c.partnerISO >= 0, "partnerCode (or partnerISO)"},
		{c.flow >= 0, "flowCode (or flowDesc)"},
		{c.product >= 0, "cmdCode"},
		{c.value >= 0, "primaryValue"},
	} {
		if !needed.there {
			return trade.Errorf(trade.BadInput, "the column %s is missing: the first line has %s", needed.names, listed(t.Header)).
				At(t.Where, 1).WithHint(hintHeader)
		}
	}
	return checkTwice(t)
}

// checkTwice refuses a table in which two columns share a name: one of them would
// be read in silence.
func checkTwice(t tabular.Table) error {
	for i, name := range t.Header {
		if first := t.Header.Column(name); name != "" && first < i {
			return trade.Errorf(trade.BadInput, "the column %s is there twice, as columns %d and %d", name, first+1, i+1).
				At(t.Where, 1).WithHint("leave out the one that is not UN Comtrade's")
		}
	}
	return nil
}

// listed names the first columns of a table.
func listed(h tabular.Header) string {
	const most = 6
	if len(h) == 0 {
		return "no names"
	}
	text := strings.Join(h[:min(len(h), most)], ", ")
	if len(h) > most {
		text += fmt.Sprintf(" and %d more", len(h)-most)
	}
	return text
}
