package trade

// Licence says under which terms a publisher's figures may be used.
type Licence struct {
	Name        string `json:"name"`
	URL         string `json:"url,omitempty"`
	NoRedistrib bool   `json:"no_redistribution,omitempty"` // the publisher forbids passing the data on
	Attribution string `json:"attribution,omitempty"`       // how the publisher wants to be named
}

// SourceFile names one file that figures came from.
type SourceFile struct {
	Name   string `json:"name"`
	SHA256 string `json:"sha256"`
	Bytes  int64  `json:"bytes"`
}

// Origin says where a number comes from.
type Origin struct {
	Dataset   string       `json:"dataset"`
	Release   string       `json:"release"`
	Publisher string       `json:"publisher"`
	Licence   Licence      `json:"licence"`
	Valuation string       `json:"valuation,omitempty"` // FOB, CIF, or both, as shown beside the numbers
	Synthetic bool         `json:"synthetic,omitempty"` // invented for demonstration: no real figures
	Notes     []string     `json:"notes,omitempty"`     // what a reader must know, such as the rates used
	Files     []SourceFile `json:"files"`
}
