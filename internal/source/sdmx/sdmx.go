// Package sdmx reads merchandise trade in SDMX-CSV, versions 1.0 (the first column
// is DATAFLOW) and 2.0 (STRUCTURE, STRUCTURE_ID, ACTION), as Eurostat, the IMF, the
// OECD and others publish it, with codes or with codes and labels.
//
// The format says how a cell is written, not what a column is called. Columns are
// known by the names in use (REF_AREA or REPORTER, COUNTERPART_AREA or PARTNER,
// ...). A dimension that is not known may have one value only: rows of several
// values would be parts of one figure, or count it twice.
//
// A row is one figure. Where an indicator tells values from quantities, quantities
// are left out and accounted. Values in another currency than US dollars are
// converted by imported lists of rates, as package tabular says.
//
// Datasets are named by dataflow, frequency and level: sdmx-ds-045409-a-cn8,
// sdmx-imts-m-total. Imports valued FOB beside imports CIF are a dataset of their
// own.
//
// Sources: the SDMX-CSV field guides (https://github.com/sdmx-twg/sdmx-csv) and the
// SDMX code lists CL_OBS_STATUS 2.2, CL_CONF_STATUS 1.3, CL_UNIT_MULT 1.1.
package sdmx

import (
	"bytes"
	"strings"

	"github.com/oborot/oborot/internal/source"
	"github.com/oborot/oborot/internal/source/tabular"
)

// Format returns the description of SDMX-CSV for the list of formats.
func Format() source.Format {
	return source.Format{
		Kind: "sdmx", Title: "SDMX-CSV 1.0 and 2.0 of merchandise trade: Eurostat, IMF, OECD and others",
		Recognise: recognise, Describe: describe,
	}
}

// recognise goes by the first columns. Rates of exchange are another format's.
func recognise(_ string, head []byte) string {
	if content := source.ContentOf(head); content != source.Text && content != source.Gzip {
		return ""
	}
	h := firstNames(source.Beginning(head))
	if h.Has("CURRENCY_DENOM") {
		return ""
	}
	switch version(h) {
	case 1:
		return "it is SDMX-CSV 1.0: its first column is DATAFLOW"
	case 2:
		return "it is SDMX-CSV 2.0: its first columns are STRUCTURE and STRUCTURE_ID"
	}
	return ""
}

// version is that of SDMX-CSV, 0 for another format. In 2.0 the first name may tell
// the sign between values of one cell: STRUCTURE[;].
func version(h tabular.Header) int {
	if len(h) == 0 {
		return 0
	}
	first, _, _ := strings.Cut(strings.ToUpper(h[0]), "[")
	switch {
	case first == "DATAFLOW":
		return 1
	case first == "STRUCTURE" && h.Has("STRUCTURE_ID"):
		return 2
	}
	return 0
}

// firstNames splits the first line by the separator behind its first name.
func firstNames(head []byte) tabular.Header {
	line, _, _ := bytes.Cut(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")), []byte("\n"))
	separator := ","
	if at := bytes.IndexAny(line, ",;\t|"); at >= 0 {
		separator = string(line[at])
	}
	if bytes.HasPrefix(line, []byte("STRUCTURE[")) {
		if _, rest, ok := bytes.Cut(line, []byte("]")); ok && len(rest) > 0 {
			separator = string(bytes.TrimLeft(rest, `"`)[:1])
		}
	}
	var h tabular.Header
	for _, name := range strings.Split(string(line), separator) {
		h = append(h, codeIn(strings.Trim(name, " \"\r")))
	}
	return h
}

// codeIn cuts the label off a code: "FREQ: Frequency" is FREQ.
func codeIn(cell string) string {
	code, _, _ := strings.Cut(cell, ":")
	return strings.TrimSpace(code)
}
