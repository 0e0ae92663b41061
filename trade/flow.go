package trade

// Flow is the kind of a movement of goods. Sums take General.
type Flow string

// The kinds of flow.
const (
	General  Flow = "general"
	ReExport Flow = "re-export"
	ReImport Flow = "re-import"
)

// Direction is a flow as seen from the first-named economy of a pair.
type Direction string

// The two directions.
const (
	Exports Direction = "exports"
	Imports Direction = "imports"
)

// Reporter is the side whose customs published a figure.
type Reporter string

// The reporters: either side, or a publisher that reconciled both reports.
const (
	ByExporter Reporter = "exporter"
	ByImporter Reporter = "importer"
	Reconciled Reporter = "reconciled"
)

// Valuation says up to which border freight and insurance are in the value.
type Valuation string

// The usual valuations.
const (
	FOB Valuation = "FOB"
	CIF Valuation = "CIF"
)

// Flags are the marks of one observation.
type Flags uint32

// The bits of Flags.
const (
	FlagEstimated         Flags = 1 << iota // the publisher estimated the value
	FlagSuppressed                          // the publisher hides the good, the partner or the value
	FlagMissing                             // the publisher says that there is no figure
	FlagTotal                               // partner World or product TOTAL: not summed with flows
	FlagDemo                                // synthetic, no publisher at all
	FlagNetEstimated                        // the publisher estimated the net mass: value by mass says nothing
	FlagQuantityEstimated                   // the publisher estimated the quantity
)

// Has tells whether all bits of mark are set.
func (f Flags) Has(mark Flags) bool { return f&mark == mark }
