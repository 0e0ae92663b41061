package analysis

import "github.com/oborot/oborot/trade"

// Kind says what a field holds and so how it is shown.
type Kind uint8

// The kinds of field.
const (
	Text     Kind = iota // codes, names, words
	Money                // Cell.Amount, whole units of the currency in the field's name
	Mass                 // Cell.Amount, kilograms
	Quantity             // Cell.Amount, other units
	Count                // Cell.Number
	Fraction             // Cell.Ratio; 0.8 is shown to people as +80% (growth) or 80% (share)
	Multiple             // Cell.Ratio; 7.4 times
	Points               // Cell.Ratio; percentage points
	Span                 // Cell.Text; codes of periods with commas between them, shown to people in words
	Index                // Cell.Ratio; a number without unit, shown to people with three decimals
)

// Field is a column of an answer. Name is the stable snake_case name of JSON,
// csv and parquet; Title heads tables for people. Signed fractions are growth. A
// field for people, such as the name beside a code, is in no format for programs.
type Field struct {
	Name      string
	Title     trade.Name
	Kind      Kind
	Signed    bool
	ForPeople bool
}

// Cell is one value; the field's kind says which member holds it.
type Cell struct {
	Text   string
	Number int64
	Amount trade.Amount
	Ratio  trade.Ratio
}

// Result is an answer with all that is needed to trace it.
type Result struct {
	Question  string
	Method    string
	Arguments map[string]any // what was asked, and what was chosen where the person left it open
	Snapshot  int64
	Origins   []trade.Origin
	Reports   map[string]string // by dataset: whose report its figures are, in the language asked for
	Notes     []string          // sentences a reader must see, in the language asked for
	Title     string            // one line for people, in the language asked for
	Fields    []Field
	Rows      [][]Cell
}
