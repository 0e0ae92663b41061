// Package engine is who answers: DuckDB inside the process, over the Parquet
// files that the lake names. It also writes and merges those files for the lake.
// It is the only room with cgo; it knows the question (package cube), not the
// lake, which it meets through the interface Files.
package engine
