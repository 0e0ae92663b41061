package analysis

import "github.com/oborot/oborot/trade"

// Conventions are what the questions about many economies and products leave to the
// person. The zero value stands for the conventions that each question names in its
// answer.
type Conventions struct {
	Sample     string       // population>=1000000,trade>=1000000000,product>=1000000; empty: everybody
	Population []Population // needed where the sample has a floor of population, and for Presence by population

	PopulationFile trade.SourceFile // that Population is from
	GDP            []GDP            // complexity: for PRODY and EXPY; specialisation: for the contribution to the balance
	GDPFile        trade.SourceFile // that GDP is from
	Presence       string           // complexity: M by rca, or by exports per head of population; empty: rca
	Method         string           // complexity: eigen, reflections or fitness; empty: eigen
	Iterations     int              // of reflections and fitness; 0: the method's own number
	DDof           int              // of standard deviations: 0 population, 1 sample
	Threshold      float64          // of RCA; 0: 1
	Links          int              // space: at most so many beside the backbone; 0: as many as products
}

// Population is how many people live in an economy in a year.
type Population struct {
	Economy trade.Economy
	Year    int
	People  int64
}

// GDP is the gross domestic product of an economy in a year, in US dollars.
type GDP struct {
	Economy     trade.Economy
	Year        int
	PerHead     float64 // 0: not given
	Thousandths int64   // of the whole, in thousandths of a dollar; 0: not given
}
