// Package baci reads BACI, CEPII's reconciled data of world trade by pair and HS
// product: the zip as CEPII ships it, the CSV file of each year, and extracts of
// these under other names.
//
// A file has the columns t (year), i (exporter), j (importer), k (six digits of
// HS, often without leading zeros), v (thousand current US dollars, FOB) and q
// (tonnes, NA where unknown). Economies are numeric codes; CEPII's table
// country_codes gives the alpha-3 codes, and oborot's own table stands behind it.
//
// Source: Gaulier, G. and Zignago, S. (2010), BACI: International Trade Database
// at the Product-Level, CEPII Working Paper 2010-23.
package baci

import (
	"bytes"
	"strings"

	"github.com/oborot/oborot/internal/source"
	"github.com/oborot/oborot/trade"
)

// thousandUSD is the only unit of v that the format knows.
const thousandUSD = "thousand-usd"

// Format returns the description of BACI for the list of formats.
func Format() source.Format {
	return source.Format{
		Kind:      "baci",
		Title:     "BACI: world trade by pair and HS product, reconciled by CEPII",
		Recognise: recognise,
		Describe:  describe,
	}
}

func licence() trade.Licence {
	return trade.Licence{
		Name:        "Etalab Open Licence 2.0",
		URL:         "https://www.etalab.gouv.fr/licence-ouverte-open-licence/",
		Attribution: "CEPII, BACI (Gaulier and Zignago, 2010)",
	}
}

// recognise says why a file looks like BACI. It is generous: a file that is named
// like BACI's or has its columns under another separator is taken, so that the
// reader can say what is wrong with it.
func recognise(name string, head []byte) string {
	parsed, ok := parseName(name)
	switch {
	case isProductCodes(name): // the nomenclature that comes with BACI
		return ""
	case ok && parsed.revision != "":
		return "it is named like a BACI file of HS" + parsed.revision
	case isSide(name):
		return "it is named like one of BACI's code tables"
	case bytes.HasPrefix(head, []byte("PK\x03\x04")) && zipOfBACI(head):
		return "the first file in the archive is named like one of BACI"
	case source.ContentOf(head) == source.Text && hasColumns(head):
		return "it has BACI's columns " + strings.Join(columns[:], ",")
	}
	return ""
}

// zipOfBACI looks at the name of the first member, which stands in clear text
// after the first 30 bytes.
func zipOfBACI(head []byte) bool {
	first := bytes.ToLower(head[min(len(head), 30):min(len(head), 100)])
	for _, begin := range []string{"baci_hs", "country_codes_v", "product_codes_hs"} {
		if bytes.Contains(first, []byte(begin)) {
			return true
		}
	}
	return false
}
