package reference

import (
	"embed"
	"fmt"
	"iter"
	"strings"

	"github.com/oborot/oborot/trade"
)

//go:embed data/*.tsv
var embedded embed.FS

// rows yields the fields of each line of an embedded table after its heading
// line. A line with another number of fields is a defect of the build, so it
// panics; the tests read every table.
func rows(table string, fields int) iter.Seq[[]string] {
	text, err := embedded.ReadFile("data/" + table + ".tsv")
	if err != nil {
		panic("reference: " + err.Error())
	}
	return func(yield func([]string) bool) {
		number := 0
		for line := range strings.Lines(string(text)) {
			number++
			row := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
			if len(row) != fields {
				panic(fmt.Sprintf("reference: %s.tsv, line %d: %d fields, want %d", table, number, len(row), fields))
			}
			if number > 1 && !yield(row) {
				return
			}
		}
	}
}

// list splits a field of several words; an empty field holds none.
func list(field string) []string {
	if field == "" {
		return nil
	}
	return strings.Split(field, ";")
}

func economies(field string) []trade.Economy {
	var all []trade.Economy
	for _, code := range list(field) {
		all = append(all, trade.Economy(code))
	}
	return all
}
