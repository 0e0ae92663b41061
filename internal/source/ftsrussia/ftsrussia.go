// Package ftsrussia reads the foreign trade of Russia in the layout of its Federal
// Customs Service: one row for a direction, month, partner, product of the TN VED
// and unit of quantity.
//
// Three publications have that layout. The file by region (DATTSVT, separated by
// tabs or in dBase) has a region of Russia in each row. The national file has none,
// and its rows name only the year; the month is in the name of the file
// (2021-01.csv). Mirror files hold what the partners report of their trade with
// Russia, written in the same columns by others than the customs service; further
// columns (EDIZM_ISO, TNVED2...) tell them apart.
//
// Columns are found by their names, in the Russian or the English form, in any
// order and case. Values are current US dollars, exports FOB and imports CIF; mass
// is in kilograms. Codes of goods that the service hides are stored as published,
// in letters X, and flagged as suppressed.
package ftsrussia

import (
	"github.com/oborot/oborot/internal/source"
	"github.com/oborot/oborot/trade"
)

// The units of the column of values.
const (
	usd         = "usd"
	thousandUSD = "thousand-usd"
)

// Format returns the description of the layout for the list of formats.
func Format() source.Format {
	return source.Format{
		Kind:      "ftsrussia",
		Title:     "Russian customs: trade by month, partner and TN VED, national or by region",
		Recognise: recognise,
		Describe:  describe,
	}
}

// layout is a publication.
type layout int

const (
	regional layout = iota
	national
	mirror
)

// series is the beginning of the names of a layout's datasets.
func (l layout) series() string { return [...]string{"fts-region", "fts", "ru-mirror"}[l] }

// origin is what is known of a layout whatever the file.
func (l layout) origin() trade.Origin {
	if l == mirror {
		return trade.Origin{
			Publisher: "mirror figures: Russia's partners' reports, in the layout of the Federal Customs Service of Russia",
			Licence: trade.Licence{
				Name:        "not stated: ask whoever made the file before passing figures on",
				Attribution: "whoever made the file, and the statistics office of the partner",
			},
			Valuation: "imports CIF, exports FOB",
			Notes: []string{
				"these are not figures of Russian customs but what its partners report: Russia's exports are their imports, CIF, and its imports their exports, FOB",
				"codes beyond six digits are those of the partner's own nomenclature",
			},
		}
	}
	return trade.Origin{
		Publisher: "Federal Customs Service of Russia",
		Licence: trade.Licence{
			Name:        "terms of use of open data of the Russian Federation",
			URL:         "https://data.gov.ru/information-usage",
			Attribution: "Federal Customs Service of Russia (customs.gov.ru)",
		},
		Valuation: "imports CIF, exports FOB",
		Notes:     []string{"the Federal Customs Service stopped publishing this series in April 2022"},
	}
}
