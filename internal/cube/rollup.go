package cube

import (
	"fmt"
	"slices"
	"strings"

	"github.com/oborot/oborot/trade"
)

// Rollup returns the smallest rollup that answers the query: one that lacks a
// column which the query does not look at. Rollups hold the sums of dollars and
// kilograms only.
func (q Query) Rollup() (r trade.Rollup, ok bool) {
	for _, m := range q.amounts() {
		if !slices.Contains(rolledMeasures(), m) {
			return "", false
		}
	}
	looks := slices.Concat(q.By, q.keys())
	for _, f := range q.Where {
		looks = append(looks, f.Column)
	}
	for _, r := range trade.Rollups() {
		if slices.Contains(looks, Dimension(r.Lacks())) {
			continue
		}
		if r == trade.WithoutImporter && q.filters(Product) && !q.filters(Exporter) {
			return trade.WithoutImporterByProduct, true
		}
		return r, true
	}
	return "", false
}

func (q Query) filters(d Dimension) bool {
	return slices.ContainsFunc(q.Where, func(f Filter) bool { return f.Column == d })
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
// of flows, in the order in which questions look for them. constant holds, as
// literals, the columns that are the same in every row: grouping by them would
// cost most of the time and tell nothing.
func SQLToRoll(r trade.Rollup, from string, constant map[string]string) string {
	var list, groups []string
	for _, key := range rolledKeys(r) {
		if literal, ok := constant[key]; ok {
			list = append(list, literal+" AS "+key)
			continue
		}
		list, groups = append(list, key), append(groups, key)
	}
	list = append(list, "CAST(count(*) AS BIGINT) AS rows")
	for _, m := range rolledMeasures() {
		list = append(list, fmt.Sprintf("CAST(sum(%s) AS DECIMAL(18, 3)) AS %s", m, m),
			fmt.Sprintf("CAST(count(%s) AS BIGINT) AS %s_known", m, m))
	}
	order := map[trade.Rollup]string{
		trade.WithoutProduct:           "exporter, importer",
		trade.WithoutImporter:          "exporter, product",
		trade.WithoutImporterByProduct: "product, exporter",
		trade.WithoutExporter:          "importer, product",
	}[r]
	text := "SELECT " + strings.Join(list, ", ") + " FROM " + from
	if len(groups) > 0 {
		text += " GROUP BY " + strings.Join(groups, ", ")
	}
	return text + " ORDER BY " + order + ", year, month, months"
}

// SQLAsRolled selects the rows of flows as if they were those of a rollup, each
// standing for itself.
func SQLAsRolled(r trade.Rollup, from string) string {
	list := append(rolledKeys(r), "CAST(1 AS BIGINT) AS rows")
	for _, m := range rolledMeasures() {
		list = append(list, string(m), fmt.Sprintf("CAST(%s IS NOT NULL AS BIGINT) AS %s_known", m, m))
	}
	return "SELECT " + strings.Join(list, ", ") + " FROM " + from
}

// rolledKeys lists the columns by which a rollup is grouped.
func rolledKeys(r trade.Rollup) []string {
	var keys []string
	for _, c := range trade.FlowColumns() {
		if c.Type != trade.AmountColumn && c.Name != r.Lacks() {
			keys = append(keys, c.Name)
		}
	}
	return keys
}

// rolledMeasures are the amounts that rollups hold.
func rolledMeasures() []Measure { return []Measure{ValueUSD, NetKg} }
