package trade

// Scope pins what one question reads, so that all its queries see the same
// state: one snapshot of the lake, one dataset, some years.
type Scope struct {
	Snapshot int64  // 0: an empty lake
	Dataset  string // empty: every dataset (only where the question groups by it)
	Years    []int  // calendar years that can matter; empty: all. A hint for pruning only.
}

// Coverage says what one import brought that is still held: which economies
// reported which periods in a dataset. A dataset has one Coverage for each set of
// economies that reported the same periods.
type Coverage struct {
	Dataset      string       `json:"dataset"`
	Release      string       `json:"release"`
	Nomenclature Nomenclature `json:"nomenclature"`
	Digits       int          `json:"digits"`            // of the product codes; 0 if only totals
	Months       int          `json:"months"`            // length of its periods: 1, 3, 6, 12
	Regions      bool         `json:"regions,omitempty"` // one side is a region
	Enterprises  bool         `json:"enterprises,omitempty"`
	TotalsOnly   bool         `json:"totals_only,omitempty"` // all its rows have partner World or product TOTAL
	AbsentIsZero bool         `json:"absent_is_zero,omitempty"`
	Reporter     Reporter     `json:"reporter"`
	Exporters    []Economy    `json:"exporters"` // sorted; those who reported (Reporter exporter), else those named
	Importers    []Economy    `json:"importers"` // likewise
	Periods      []Period     `json:"periods"`   // sorted
	Origin       Origin       `json:"origin"`
}
