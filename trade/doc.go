// Package trade holds the words of merchandise trade statistics: who trades
// (Economy), what (Product in a Nomenclature), when (Period), in which
// direction (Flow, Direction), who says so (Reporter, Origin) and how much
// (Amount, Ratio). It also holds the small shapes in which the rooms of oborot
// hand things to each other: Observation, Bulk, Import, Batch, Coverage, Scope.
//
// The package imports the standard library only. Parsers judge form, not
// existence: whether a code is in use is a question for package reference.
//
// Glossary:
//
//	exporter, importer  the two sides of a flow; a region of a country may be either
//	reporter            the side whose customs published the figure, or reconciled
//	direction           a flow as seen from the first-named economy of a pair
//	turnover            exports plus imports of a pair
//	dataset             one publisher's series at one level of product, geography,
//	                    time and enterprise, such as baci-hs17
//	release             one edition of a dataset, such as 202501
//	total               a row with partner World or product TOTAL; never summed
//	hidden              what a publisher suppresses; a row of its own in an answer
package trade
