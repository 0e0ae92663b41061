package cube

import (
	"fmt"
	"slices"
	"strings"

	"github.com/oborot/oborot/trade"
)

// Rollup returns the smallest rollup that answers the query: one that lacks a
// column which the query does not look at.
func (q Query) Rollup() (r trade.Rollup, ok bool) {
	looks := slices.Concat(q.By, q.keys())
	for _, f := range q.Where {
		looks = append(looks, f.Column)
	}
	for _, r := range trade.Rollups() {
		if !slices.Contains(looks, Dimension(r)) {
			return r, true
		}
	}
	return "", false
}

// SQLOfRollup is SQL over a table expression with the columns of a rollup.
func (q Query) SQLOfRollup(from string) (Statement, error) {
	return q.statement(from, func(m Measure) string {
		if m == Rows {
			return "CAST(coalesce(sum(rows), 0) AS BIGINT)"
		}
		return fmt.Sprintf("CAST(coalesce(sum(%s_known), 0) AS BIGINT)", m)
	})
}

// SQLToRoll selects the rows of a rollup from a table expression with the columns
// of flows, in the order in which questions look for them.
func SQLToRoll(r trade.Rollup, from string) string {
	keys := rolledKeys(r)
	list := append(slices.Clone(keys), "CAST(count(*) AS BIGINT) AS rows")
	for _, m := range amounts() {
		list = append(list, fmt.Sprintf("CAST(sum(%s) AS DECIMAL(18, 3)) AS %s", m, m),
			fmt.Sprintf("CAST(count(%s) AS BIGINT) AS %s_known", m, m))
	}
	order := map[trade.Rollup]string{
		trade.WithoutProduct:  "exporter, importer",
		trade.WithoutImporter: "product, exporter",
		trade.WithoutExporter: "importer, product",
	}[r]
	return fmt.Sprintf("SELECT %s FROM %s GROUP BY %s ORDER BY %s, year, month, months",
		strings.Join(list, ", "), from, strings.Join(keys, ", "), order)
}

// SQLAsRolled selects the rows of flows as if they were those of a rollup, each
// standing for itself.
func SQLAsRolled(r trade.Rollup, from string) string {
	keys := rolledKeys(r)
	list := append(slices.Clone(keys), "CAST(1 AS BIGINT) AS rows")
	for _, m := range amounts() {
		list = append(list, string(m), fmt.Sprintf("CAST(%s IS NOT NULL AS BIGINT) AS %s_known", m, m))
	}
	return "SELECT " + strings.Join(list, ", ") + " FROM " + from
}

// rolledKeys lists the columns by which a rollup is grouped.
func rolledKeys(r trade.Rollup) []string {
	var keys []string
	for _, c := range trade.FlowColumns() {
		if c.Type != trade.AmountColumn && c.Name != string(r) {
			keys = append(keys, c.Name)
		}
	}
	return keys
}

func amounts() []Measure {
	return slices.DeleteFunc(Measures(), func(m Measure) bool { return m == Rows })
}
