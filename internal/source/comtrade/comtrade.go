// Package comtrade reads goods trade of UN Comtrade: answers of its API (JSON),
// tables with the 47 columns of the API under any spelling (primaryValue,
// primary_value) and any part of them, the 35 columns of the former site, and the
// tab-separated bulk files.
//
// A row is one figure of one reporter: period, flow, partner, good, and what it was
// broken down by (second partner, customs procedure, mode of transport). Only rows
// over all of a breakdown are kept, because the others are inside them; the same
// holds for parts of a flow, such as domestic exports. Re-exports and re-imports are
// parts of exports and imports too, kept under flows of their own.
//
// Datasets are named by frequency, classification and level: comtrade-a-hs6,
// comtrade-m-hs2, comtrade-a-s3-5. In "hs" the figures are in the edition of the
// Harmonised System in which the reporter sent them; figures that the UN converted
// to another edition are datasets of their own, comtrade-a-h3-6, since their codes
// are the same and their goods are not. What a union reports beside its members is
// apart as well: comtrade-a-hs6-unions.
//
// Rows of product TOTAL are a dataset of their own, comtrade-a-total, because they
// are the total of every level, and because downloads seldom hold all goods: a
// total among the goods that were asked for would make all others look as if the
// reporter hid them. Who has downloaded all goods of a level with their totals can
// say --dataset, and both go into that dataset. Rows of partner World are in the
// dataset of their level, as totals.
//
// Sources: UN Comtrade's data items and code lists
// (https://comtradeapi.un.org/files/v1/app/reference), and International
// Merchandise Trade Statistics: Compilers Manual, Revision 1 (UNSD).
package comtrade

import (
	"regexp"

	"github.com/oborot/oborot/internal/source"
	"github.com/oborot/oborot/internal/source/tabular"
	"github.com/oborot/oborot/trade"
)

// Format returns the description of UN Comtrade for the list of formats.
func Format() source.Format {
	return source.Format{
		Kind:      "comtrade",
		Title:     "UN Comtrade: goods trade as countries reported it, from the API, the site or bulk files",
		Recognise: recognise,
		Describe:  describe,
	}
}

func licence() trade.Licence {
	return trade.Licence{
		Name:        "UN Comtrade, policy on use and re-dissemination",
		URL:         "https://uncomtrade.org/docs/policy-on-use-and-re-dissemination/",
		NoRedistrib: true,
		Attribution: "United Nations, UN Comtrade database",
	}
}

// bulkName matches COMTRADE-FINAL-CM504200003H1[2023-01-03]: goods, frequency,
// reporter, period, classification, and the date of release.
var bulkName = regexp.MustCompile(`(?i)^COMTRADE-[A-Z]+-[CS][AM]\d{3}(\d{4}|\d{6})([A-Z][0-9A-Z])(?:\[(\d{4}-\d{2}-\d{2})\])?`)

// releaseOf returns the date in the name of a bulk file, empty if there is none.
func releaseOf(name string) string {
	if m := bulkName.FindStringSubmatch(name); m != nil {
		return m[3]
	}
	return ""
}

// recognise says why a file looks like one of UN Comtrade. It goes by the columns;
// bulk files, which are compressed, by the name.
func recognise(name string, head []byte) string {
	if bulkName.MatchString(name) {
		return "it is named like a bulk file of UN Comtrade"
	}
	switch source.ContentOf(head) {
	case source.JSON:
		return recogniseAnswer(head)
	case source.Text:
		return recogniseHeader(tabular.FirstNames(head))
	}
	return ""
}

// ofTheAPI are columns that no other publisher calls so. A table that has most of
// them is taken even if it lacks one that is needed, which is then said.
var ofTheAPI = []string{"reporterCode", "partnerCode", "partner2Code", "flowCode", "cmdCode", "classificationCode", "customsCode",
	"motCode", "qtyUnitCode", "netWgt", "primaryValue", "aggrLevel", "refPeriodId"}

func recogniseHeader(h tabular.Header) string {
	has := 0
	for _, name := range ofTheAPI {
		if h.Has(name) {
			has++
		}
	}
	switch {
	case 2*has > len(ofTheAPI):
		return "most of its columns are those of UN Comtrade's API, such as cmdCode, partner2Code, motCode"
	case h.Has("cmdCode", "primaryValue") && (h.Has("flowCode") || h.Has("flowDesc")) &&
		(h.Has("partnerCode") || h.Has("partnerISO")):
		return "its columns are among those of UN Comtrade's API: cmdCode, primaryValue, a flow and a partner"
	case h.Has("Trade Flow Code", "Reporter Code", "Partner Code", "Commodity Code"):
		return "its columns are those of UN Comtrade's former site: Trade Flow Code, Reporter Code, Commodity Code"
	}
	return ""
}
