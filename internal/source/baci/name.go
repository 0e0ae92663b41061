package baci

import (
	"path"
	"regexp"
	"strconv"
	"strings"

	"github.com/oborot/oborot/trade"
)

// fileName is what the name of a file says; empty parts are not said.
type fileName struct {
	revision string // of the HS: 92, 96, 02, 07, 12, 17, 22
	release  string // 202501
	year     int    // of all rows, in names of CEPII's own form
}

var (
	revisionPattern = regexp.MustCompile(`(?i)(?:^|[^a-z0-9])hs_?(?:19|20)?(\d\d)(?:[^0-9]|$)`)
	releasePattern  = regexp.MustCompile(`(?i)_v(\d{6}[a-z]?)(?:[^a-z0-9]|$)`)
	yearPattern     = regexp.MustCompile(`(?i)^baci_hs\d\d_y(\d{4})(?:_v\d{6}[a-z]?)?\.csv$`)
)

// parseName reads names such as BACI_HS17_Y2023_V202501.csv, BACI_HS17_V202501.zip
// and baci_hs92_2021_afg_zaf.csv. It returns false for a name without BACI in it.
func parseName(name string) (fileName, bool) {
	name = path.Base(name)
	if !strings.Contains(strings.ToLower(name), "baci") {
		return fileName{}, false
	}
	var parsed fileName
	if m := revisionPattern.FindStringSubmatch(name); m != nil {
		parsed.revision = m[1]
	}
	parsed.release = releaseOf(name)
	if m := yearPattern.FindStringSubmatch(name); m != nil {
		parsed.year, _ = strconv.Atoi(m[1])
	}
	return parsed, true
}

// releaseOf returns the release in a name: 202501 of country_codes_V202501.csv.
func releaseOf(name string) string {
	if m := releasePattern.FindStringSubmatch(name); m != nil {
		return strings.ToLower(m[1])
	}
	return ""
}

// isSide tells CEPII's code tables from data.
func isSide(name string) bool {
	return isCountryCodes(name) || isProductCodes(name)
}

func isProductCodes(name string) bool {
	return strings.Contains(strings.ToLower(path.Base(name)), "product_codes")
}

func isCountryCodes(name string) bool {
	return strings.HasPrefix(strings.ToLower(path.Base(name)), "country_codes")
}

// nomenclatureOf returns the nomenclature of a revision of the HS, two digits.
func nomenclatureOf(revision string) (trade.Nomenclature, error) {
	return trade.ParseNomenclature("HS" + revision)
}

// revisionOf returns the two digits that BACI uses for a revision of the HS.
func revisionOf(n trade.Nomenclature) string {
	digits := map[trade.Nomenclature]string{
		trade.HS1992: "92", trade.HS1996: "96", trade.HS2002: "02", trade.HS2007: "07",
		trade.HS2012: "12", trade.HS2017: "17", trade.HS2022: "22",
	}
	return digits[n]
}
