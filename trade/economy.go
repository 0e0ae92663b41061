package trade

import "strings"

// Economy is the code of a side of trade: an ISO 3166-1 alpha-3 code (BLR), an
// ISO 3166-2 code of a region (RU-PRI), one of oborot's documented own codes for
// areas that publishers report and ISO lacks (S19), or World.
type Economy string

// World is the partner of a total; it never takes part in a sum of flows.
const World Economy = "WLD"

// ParseEconomy reads a code as people type it, in either case and with spaces
// around it. It judges the form only. Names and two-letter codes are found by
// package reference.
func ParseEconomy(text string) (Economy, error) {
	code := strings.ToUpper(strings.TrimSpace(text))
	code = strings.NewReplacer("–", "-", "_", "-").Replace(code)
	if isCountryForm(code) || isRegionForm(code) {
		return Economy(code), nil
	}
	return "", Errorf(Usage, "%q is not the code of an economy", text).
		WithHint("use an ISO code such as BLR, or RU-PRI for a region")
}

// String returns the code.
func (e Economy) String() string { return string(e) }

// IsRegion tells whether the economy is a part of a country.
func (e Economy) IsRegion() bool { return isRegionForm(string(e)) }

// CountryCode returns the ISO 3166-1 alpha-2 prefix of a region (RU for RU-PRI)
// and an empty string for any other economy.
func (e Economy) CountryCode() string {
	if !e.IsRegion() {
		return ""
	}
	return string(e[:2])
}

func isCountryForm(code string) bool {
	return len(code) == 3 && isUpper(code[0]) && isUpperOrDigit(code[1]) && isUpperOrDigit(code[2])
}

func isRegionForm(code string) bool {
	if len(code) < 4 || len(code) > 6 || code[2] != '-' || !isUpper(code[0]) || !isUpper(code[1]) {
		return false
	}
	for i := 3; i < len(code); i++ {
		if !isUpperOrDigit(code[i]) {
			return false
		}
	}
	return true
}

func isUpper(c byte) bool        { return 'A' <= c && c <= 'Z' }
func isDigit(c byte) bool        { return '0' <= c && c <= '9' }
func isUpperOrDigit(c byte) bool { return isUpper(c) || isDigit(c) }
