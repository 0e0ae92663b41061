// Package reference says what codes mean: economies, regions of countries, groups
// of economies, the numeric codes of publishers, and goods of the Harmonised
// System, each with a short English and Russian name. It finds a code from what a
// person types and suggests the nearest names when there is none.
//
// FindSide and FindProduct take a code, or a whole name in any grammatical form,
// for meant. Catalogue.Find searches less strictly, best first, also in the names of
// goods that were imported.
//
// A Concordance converts amounts between nomenclatures by imported correlation
// tables.
//
// The tables are embedded text files (see data/README.md) that are read at the
// first use.
package reference
