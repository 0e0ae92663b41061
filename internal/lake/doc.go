// Package lake keeps observations at rest: an Apache Iceberg table of Parquet
// files on a local folder, with a ledger of what is loaded. Any engine that reads
// Iceberg reads it too.
//
//	oborot-lake.json         what makes the folder a lake: format, version, where it is
//	oborot.lock, oborot.lock.json  the lake lock and who holds it
//	oborot/flows/            the table of facts: metadata/ and data/dataset=.../year=.../
//	oborot/rates/ ...        a table of lists each: metadata/ and data/list=.../
//	ledger/ID.json           what is loaded, after the commit of import or change ID
//	staging/ID, staging/ID.lock  files of an import that is under way
//	quarantine/ID.csv        rows that an import set aside
//
// One import, or several that one file brings, are one commit. It stages its files outside the lake lock; under the
// lock it re-reads the table and the ledger, merges, moves its files into the
// table's folder, writes its ledger and commits a snapshot whose summary names
// that ledger. What a killed import leaves behind is cleared by the next holder of
// the lock. Readers take no lock: snapshots are immutable.
//
// A list is a small table that is not flows. It lies in a table of its own, and the
// ledger says which snapshot of that table holds it: the state of the lake is that
// of the table of facts alone.
//
// The table is copy-on-write only: a file holds one dataset and one year, and a
// dataset-year that changes is written anew. A snapshot with delete files is
// refused, because the readers of single files would overlook them.
package lake
