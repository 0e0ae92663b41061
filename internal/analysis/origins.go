package analysis

import "github.com/oborot/oborot/trade"

// OriginsOf returns the origins of records, those of the same dataset and release
// joined with the files of both.
func OriginsOf(records []trade.Coverage) []trade.Origin {
	var all []trade.Origin
	for _, c := range records {
		all = append(all, c.Origin)
	}
	return merged(all)
}
