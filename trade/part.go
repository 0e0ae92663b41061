package trade

// Part names one dataset-year in one release, and the nomenclature of its rows:
// what one set of files of the table of facts holds.
type Part struct {
	Dataset      string
	Release      string
	Year         int
	Nomenclature Nomenclature
}

// Merged is what a merge of files did.
type Merged struct {
	Files    []File
	Replaced Tally       // held rows that gave way
	Kept     Tally       // held rows that stayed
	Repeats  []Rejection // staged rows set aside because an earlier one has their key
	Summed   int64       // staged rows that were added into another
}
