package indicator

import "fmt"

// ItemError says which item of a list is at fault, by its index counted from 0, so
// that a caller can name the product or partner.
type ItemError struct {
	Index  int
	Reason string
}

// Error returns the place and the reason as one sentence.
func (e *ItemError) Error() string { return fmt.Sprintf("item %d: %s", e.Index, e.Reason) }
