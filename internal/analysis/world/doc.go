// Package world holds the questions about many economies and products of a year.
//
//	basis   which dataset answers, and which years
//	panel   exports or imports of a year, economies by products
//	sample  which economies and products of a panel count
//	measure what is complex in a panel, or in a matrix from a file
//
// What a panel or a sample leaves out is said in a note, by number and value.
package world

import "github.com/oborot/oborot/internal/analysis"

// Questions lists the questions that this package answers.
func Questions() []analysis.Question {
	return []analysis.Question{questionSpecialisation, questionCompare, questionPrices, questionComplexity, questionSpace, questionDependence}
}
