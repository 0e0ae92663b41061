package audit

// InSlices is the question with another number of rows read at once.
var InSlices = inSlices
