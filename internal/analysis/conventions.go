package analysis

import "github.com/oborot/oborot/trade"

// Conventions are what the questions about many economies and products leave to the
// person. The zero value stands for the conventions that each question names in its
// answer.
type Conventions struct {
	Sample     string       // population>=1000000,trade>=1000000000,product>=1000000; empty: everybody
	Population []Population // needed where the sample has a floor of population

	PopulationFile trade.SourceFile // that Population is from
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
