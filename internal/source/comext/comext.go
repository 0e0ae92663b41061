// Package comext reads the bulk files of Eurostat's Comext: goods trade of the
// members of the European Union by product of the Combined Nomenclature, partner
// and month, in the layout in use (REPORTER, ..., VALUE_EUR) and in the former one
// (DECLARANT, ..., VALUE_IN_EUROS), as text or in a 7z archive.
//
// Values are euros. They are kept, and converted to US dollars by imported lists of
// rates: the mean of the month where there is one.
//
// A row is a part of a figure: what entered or left under one statistical procedure
// (1 normal, 2 inward and 3 outward processing, 9 not from customs declarations),
// and for hidden goods one of several. Parts are summed, so that a figure is whole
// trade.
//
// Goods that a member hides are in rows whose product has letters in place of
// digits: 39XXXXXX, 010121XX, 99RRR100. They are what is missing in the other rows
// of the chapter, not a sum of them, and are kept, flagged suppressed; any letter
// becomes X. Northern Ireland and the rest of the United Kingdom (XI, XU; trade
// types L and M) are inside GB and left out.
//
// Datasets are named by frequency and level: comext-m-cn8, comext-a-cn8 (files of
// month 52 hold the year), and comext-m-cn2, cn4, cn6 where a download holds sums.
// Rows of product TOTAL go to the finest level, like those of hidden goods.
package comext

import (
	"regexp"

	"github.com/oborot/oborot/internal/source"
	"github.com/oborot/oborot/internal/source/tabular"
	"github.com/oborot/oborot/trade"
)

// Format returns the description of Comext for the list of formats.
func Format() source.Format {
	return source.Format{
		Kind: "comext", Title: "Eurostat Comext: bulk files of EU trade by CN8 (needs rates of the euro)",
		Recognise: recognise, Describe: describe,
	}
}

func licence() trade.Licence {
	return trade.Licence{
		Name: "CC BY 4.0", URL: "https://ec.europa.eu/eurostat/help/copyright-notice",
		Attribution: "Eurostat, Comext",
	}
}

// bulkName matches full_v2_202403.7z, full201503.7z, nc201501.7z and
// full_partxixu_v2_202403.7z, which has the rows of the United Kingdom only.
var bulkName = regexp.MustCompile(`(?i)^(full|nc)(_partxixu)?(_v2)?_?[12]\d{3}(0[1-9]|1[0-2]|52)\.(7z|zip|dat|csv|gz)$`)

// recognise goes by the name of a bulk file, else by the columns.
func recognise(name string, head []byte) string {
	if bulkName.MatchString(name) {
		return "it is named like a bulk file of Eurostat's Comext"
	}
	if content := source.ContentOf(head); content != source.Text && content != source.Gzip {
		return ""
	}
	switch h := tabular.FirstNames(source.Beginning(head)); {
	case newColumns(h):
		return "its columns are those of Eurostat's Comext: REPORTER, PRODUCT_NC, FLOW, VALUE_EUR"
	case oldColumns(h):
		return "its columns are those of Eurostat's former Comext files: DECLARANT_ISO, PRODUCT_NC, FLOW, VALUE_IN_EUROS"
	}
	return ""
}

func newColumns(h tabular.Header) bool { return h.Has("REPORTER", "PRODUCT_NC", "FLOW", "VALUE_EUR") }

func oldColumns(h tabular.Header) bool {
	return h.Has("DECLARANT_ISO", "PRODUCT_NC", "FLOW", "VALUE_IN_EUROS")
}
