// Package cube is the question: which rows of the table of facts, grouped by
// what, summing what. It turns a Query into SQL text, and answers it by itself
// from rows in memory; the engine that reads the lake must agree with that
// reference.
package cube
