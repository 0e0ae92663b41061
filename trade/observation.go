package trade

import "fmt"

// Observation is one published figure: a row of the table of facts.
type Observation struct {
	Period       Period
	Exporter     Economy
	Importer     Economy
	Product      Product
	Nomenclature Nomenclature
	Flow         Flow
	Reporter     Reporter
	Valuation    Valuation
	Value        Amount // as published, in Currency
	Currency     string // ISO 4217
	ValueUSD     Amount // current US dollars
	NetKg        Amount // kilograms
	Quantity     Amount // in Unit
	Unit         string // empty when no quantity is published
	Enterprise   string // empty unless the source is by enterprise
	Flags        Flags
}

// Check returns what is wrong with the form of the observation, nil if nothing:
// codes, span, and the rule that a value is absent only with a flag that says why.
func (o *Observation) Check() error {
	switch {
	case o.Period.Months < 1 || o.Period.Months > 12 || o.Period.First.Month()+o.Period.Months > 13:
		return fmt.Errorf("the period %v does not lie within one year", o.Period)
	case o.Exporter == "" || o.Importer == "":
		return fmt.Errorf("a side of the flow is not named")
	case o.Exporter == o.Importer && o.Exporter != World:
		return fmt.Errorf("%s trades with itself", o.Exporter)
	case o.Product == "":
		return fmt.Errorf("the product is not named")
	case !o.ValueUSD.Known() && !o.Flags.Has(FlagMissing) && !o.Flags.Has(FlagSuppressed):
		return fmt.Errorf("there is no value and no flag that says why")
	case o.total() != o.Flags.Has(FlagTotal):
		return fmt.Errorf("a row is flagged total if and only if it is one")
	}
	return nil
}

func (o *Observation) total() bool {
	return o.Product == AllProducts || o.Exporter == World || o.Importer == World
}
