package indicator

import (
	"fmt"
	"math"
)

// Criteria say which conditions of import dependence hold for one importer, product
// and year.
type Criteria uint8

// The conditions. The first three are GeoDep's.
const (
	ConcentratedImports Criteria = 1 << iota // C1: the HHI of suppliers is above its threshold
	ConcentratedWorld                        // C2: the HHI of world exports is above its threshold
	ImportsOverExports                       // C3: imports over exports are above their threshold
	BelowFloor                               // something is imported, and less than the floor
	Imported                                 // something is imported
	ObservedYear                             // the importer has figures for the year
)

const dependenceConditions = ConcentratedImports | ConcentratedWorld | ImportsOverExports

// Hold tells whether the three conditions hold on imports that reach the floor.
func (c Criteria) Hold() bool {
	return c&dependenceConditions == dependenceConditions && c&(BelowFloor|Imported|ObservedYear) == Imported|ObservedYear
}

// DependenceRule holds the thresholds. Indices and ratios must be above theirs, not at
// them, and are compared before rounding.
type DependenceRule struct {
	ImportHHI, WorldHHI float64
	OverExports         float64
	// Floor is the least imports of a product in a year, in thousandths of a US dollar:
	// one small consignment has one supplier, which says nothing.
	Floor int64
	// Years is in how many years of the window the conditions must hold, and how many
	// must be observed.
	Years int
}

// GeoDepRule returns the thresholds of Lefebvre and Wibaux (2024): both HHI above 0.4,
// imports above exports, in two years of three. The floor of 10,000 US dollars a year
// is not theirs; set it to 0 to compare with their files.
func GeoDepRule() DependenceRule {
	return DependenceRule{ImportHHI: 0.4, WorldHHI: 0.4, OverExports: 1, Floor: 10_000_000, Years: 2}
}

// check refuses a rule that would say yes or no to everything.
func (r DependenceRule) check() error {
	for _, x := range []struct {
		name  string
		value float64
	}{{"HHI of imports", r.ImportHHI}, {"HHI of the world", r.WorldHHI}, {"imports over exports", r.OverExports}} {
		if math.IsNaN(x.value) || math.IsInf(x.value, 0) || x.value < 0 {
			return fmt.Errorf("the threshold of %s is %v", x.name, x.value)
		}
	}
	if r.Floor < 0 || r.Years < 1 {
		return fmt.Errorf("a floor of %d and %d years", r.Floor, r.Years)
	}
	return nil
}

// Judge compares what an importer buys of a product in an observed year, and the HHI
// of world exports, with the thresholds. Where nothing is imported no condition holds:
// that is false, not missing. Where nothing is exported, imports exceed exports.
func (r DependenceRule) Judge(s Supply, worldHHI float64) Criteria {
	c := ObservedYear
	if s.Imports <= 0 {
		return c
	}
	c |= Imported
	if s.Imports < r.Floor {
		c |= BelowFloor
	}
	if s.HHI > r.ImportHHI {
		c |= ConcentratedImports
	}
	if worldHHI > r.WorldHHI {
		c |= ConcentratedWorld
	}
	if ratio, ok := s.OverExports(); !ok || ratio > r.OverExports {
		c |= ImportsOverExports
	}
	return c
}

// DependenceStatus says whether a dependence could be judged.
type DependenceStatus string

// The statuses.
const (
	DependenceJudged       DependenceStatus = ""             // both readings have a meaning
	DependenceInsufficient DependenceStatus = "insufficient" // too few observed years: neither yes nor no
)

// Dependence is the fourth criterion, persistence, in its two readings. Both are false
// where the status is DependenceInsufficient.
type Dependence struct {
	Status DependenceStatus
	// Observed and Held count the years of the window: with figures, and with the
	// conditions met.
	Observed, Held int
	// InWindow: the conditions hold in enough years of the window, whichever these are
	// (the text of the database).
	InWindow bool
	// InWindowAndLast: they hold in the last year too (the application beside the
	// database counts products so).
	InWindowAndLast bool
}

// Persists judges the years of a window, the last one last; GeoDep's has three. Years
// that are not observed count as years in which nothing holds. With fewer observed
// years than the rule asks for, the status is DependenceInsufficient.
func (r DependenceRule) Persists(window []Criteria) Dependence {
	var d Dependence
	for _, year := range window {
		if year&ObservedYear != 0 {
			d.Observed++
		}
		if year.Hold() {
			d.Held++
		}
	}
	if len(window) == 0 || d.Observed < r.Years {
		d.Status = DependenceInsufficient
		return d
	}
	d.InWindow = d.Held >= r.Years
	d.InWindowAndLast = d.InWindow && window[len(window)-1].Hold()
	return d
}

// ReliesOn tells whether more than a share of imports comes from one partner. A product
// with a dependence is a bilateral dependence on the partner with a share above 0.5
// (the application beside GeoDep).
func ReliesOn(fromPartner, imports int64, share float64) bool {
	part, ok := quotient(float64(fromPartner), float64(imports))
	return ok && part > share
}

// Exposure is how much of what an importer buys in a year it depends on. Values are
// thousandths of a US dollar.
type Exposure struct {
	Products, DependentProducts, DroppedProducts int   // imported, dependent, below the floor
	Value, DependentValue, DroppedValue          int64 // their imports
}

// InValue returns the imports of dependent products over all imports. It has no value
// where nothing is imported.
func (e Exposure) InValue() (share float64, ok bool) {
	return quotient(float64(e.DependentValue), float64(e.Value))
}

// InCount returns dependent products over imported products, those below the floor
// among them. It has no value where nothing is imported.
func (e Exposure) InCount() (share float64, ok bool) {
	return quotient(float64(e.DependentProducts), float64(e.Products))
}
