// Package tabular takes publishers' tables to the lake. It finds the tables in a
// file (separated text in several encodings, dBase, Excel, Parquet, alone or in
// an archive), cuts them into rows, lets the decoder of a format say what each
// row means, sorts the rows into the datasets they belong to and keeps the
// account of every file.
//
// A format says how to recognise and describe its files, and gives a Decoder for
// a table; everything between the bytes and trade.Batch is here, so that speed,
// balance and the treatment of repeated rows are the same for all of them.
package tabular
