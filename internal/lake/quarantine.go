package lake

import (
	"encoding/csv"
	"errors"
	"os"
	"strconv"

	"github.com/oborot/oborot/trade"
)

// quarantine is the file of the rows that one import sets aside, made with the
// first of them.
type quarantine struct {
	path  string
	file  *os.File
	csv   *csv.Writer
	first string // where and why the first row was set aside
}

func (q *quarantine) add(file string, r trade.Rejection) error {
	if q.file == nil {
		if err := q.open(); err != nil {
			return diskError("the quarantine file "+q.path+" cannot be made", err)
		}
		q.first = trade.Errorf(trade.BadInput, "%s", r.Reason).At(file, r.Line).Error()
	}
	line := ""
	if r.Line > 0 {
		line = strconv.Itoa(r.Line)
	}
	err := q.csv.Write([]string{file, line, r.Column, r.Reason, r.Text})
	return diskError("the quarantine file "+q.path+" cannot be written", err)
}

func (q *quarantine) open() error {
	file, err := os.Create(q.path)
	if err != nil {
		return err
	}
	q.file, q.csv = file, csv.NewWriter(file)
	return q.csv.Write([]string{"file", "line", "column", "reason", "text"})
}

// used tells whether any row was set aside.
func (q *quarantine) used() bool { return q.csv != nil }

// close makes the file whole on disk; more rows may not follow.
func (q *quarantine) close() error {
	if q.file == nil {
		return nil
	}
	q.csv.Flush()
	err := errors.Join(q.csv.Error(), q.file.Sync(), q.file.Close())
	q.file = nil
	return diskError("the quarantine file "+q.path+" cannot be written", err)
}

// discard removes the file.
func (q *quarantine) discard() error {
	if !q.used() {
		return nil
	}
	return errors.Join(q.close(), removeFile(q.path))
}
