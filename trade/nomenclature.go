package trade

import (
	"slices"
	"strings"
)

// Nomenclature is the classification a product code belongs to, by its short
// code: H0 to H6 for the Harmonised System of 1992, 1996, 2002, 2007, 2012, 2017
// and 2022; TNVED for the commodity nomenclature of the EAEU; CN for the Combined
// Nomenclature of the EU; S1 to S4 for the revisions of SITC; SECTION for the sections
// of the Harmonised System, 01 to 21 in place of I to XXI; OWN for goods that a
// publisher groups in a way of its own, which the notes of the dataset explain.
type Nomenclature string

// The nomenclatures that oborot knows.
const (
	HS1992 Nomenclature = "H0"
	HS1996 Nomenclature = "H1"
	HS2002 Nomenclature = "H2"
	HS2007 Nomenclature = "H3"
	HS2012 Nomenclature = "H4"
	HS2017 Nomenclature = "H5"
	HS2022 Nomenclature = "H6"
	TNVED  Nomenclature = "TNVED"
	CN     Nomenclature = "CN"
	SITC1  Nomenclature = "S1"
	SITC2  Nomenclature = "S2"
	SITC3  Nomenclature = "S3"
	SITC4  Nomenclature = "S4"

	Sections  Nomenclature = "SECTION"
	OwnGroups Nomenclature = "OWN"
)

var harmonisedYears = []string{"1992", "1996", "2002", "2007", "2012", "2017", "2022"}

// ParseNomenclature reads a nomenclature as people write it: H5, HS17, HS2017,
// "HS 2017", TNVED, ТН ВЭД, CN, S3, SITC3.
func ParseNomenclature(text string) (Nomenclature, error) {
	code := strings.ToUpper(strings.Join(strings.Fields(text), ""))
	code = strings.NewReplacer("-", "", "_", "", "REV.", "", "REV", "").Replace(code)
	switch code {
	case "TNVED", "ТНВЭД", "ТНВЭДЕАЭС", "TNVEDEAEU":
		return TNVED, nil
	case "CN", "CN8":
		return CN, nil
	case "SECTION", "SECTIONS":
		return Sections, nil
	case "OWN":
		return OwnGroups, nil
	}
	if year, ok := strings.CutPrefix(code, "HS"); ok {
		if n, ok := harmonisedOf(year); ok {
			return n, nil
		}
	}
	code = strings.Replace(code, "SITC", "S", 1)
	if len(code) == 2 && (code[0] == 'H' && code[1] >= '0' && code[1] <= '6' ||
		code[0] == 'S' && code[1] >= '1' && code[1] <= '4') {
		return Nomenclature(code), nil
	}
	return "", Errorf(Usage, "%q is not a known nomenclature", text).
		WithHint("use H0 to H6 (or HS92 to HS22), TNVED, CN, or S1 to S4")
}

func harmonisedOf(year string) (Nomenclature, bool) {
	i := slices.IndexFunc(harmonisedYears, func(y string) bool { return year == y || year == y[2:] })
	if i < 0 {
		return "", false
	}
	return Nomenclature("H" + string(rune('0'+i))), true
}

// String returns the short code.
func (n Nomenclature) String() string { return string(n) }

// Harmonised tells whether the first six digits of the codes are those of the
// Harmonised System, so that chapters and headings mean the same goods.
func (n Nomenclature) Harmonised() bool {
	return n == TNVED || n == CN || len(n) == 2 && n[0] == 'H'
}
