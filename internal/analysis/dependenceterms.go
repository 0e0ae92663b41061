package analysis

import (
	"github.com/oborot/oborot/internal/reference"
	"github.com/oborot/oborot/trade"
)

// DependenceTerms are what the question of dependence leaves to the person. The zero
// value stands for GeoDep's criteria on imports, with a floor.
type DependenceTerms struct {
	Rule     string          // geodep, commission or merics; empty: geodep
	Reading  string          // of persistence: a, two years of three, or b, the last of them too; empty: a
	Side     string          // imports, or exports: dependence on customers; empty: imports
	Floor    *int64          // least trade of a good in a year, in whole US dollars; nil: 10,000
	Headroom float64         // share by which other suppliers can sell more when one is lost, 1 at most
	Few      *int            // merics: at most so many other exporters are few; nil: five
	Members  bool            // the members of a group one by one, not as one importer
	Bloc     reference.Side  // a further group that counts as one importer and one exporter
	Third    reference.Side  // economies whose share is told together, as third countries
	Goods    []trade.Product // a list of goods, by the beginnings of their codes; empty: all
	All      bool            // list the goods without a dependence too
	Summary  bool            // a row for each year and rule in place of goods

	// Lists are the lists of economies among the sides under the words that they were
	// asked for with: EU27,USA in place of 28 codes.
	Lists []reference.Side
}
