package analysis

// QualityTerms are what the split of two-way trade by unit values leaves to the person.
// The zero value stands for the reciprocal band of 0.15 and an overlap of 0.1.
type QualityTerms struct {
	Band      string   // reciprocal or symmetric; empty: reciprocal
	Tolerance *float64 // how far unit values may lie apart and count as alike; nil: 0.15
	Overlap   *float64 // part of the larger flow above which the smaller makes trade two-way; nil: 0.1
}
