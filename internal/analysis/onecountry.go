package analysis

import (
	"slices"
	"strings"

	"github.com/oborot/oborot/internal/cube"
	"github.com/oborot/oborot/internal/reference"
	"github.com/oborot/oborot/trade"
)

// oneCountry joins the two reports of each dataset that the customs of one country
// publishes, by itself or by its regions: they tell of its exports and of its
// imports, and no flow is in both.
func oneCountry(all []source) []source {
	var joint []source
	for len(all) > 0 {
		n := slices.IndexFunc(all, func(s source) bool { return s.dataset != all[0].dataset })
		if n < 0 {
			n = len(all)
		}
		ofDataset := all[:n]
		all = all[n:]
		if country := reportingCountry(ofDataset); country != "" {
			ofDataset = oneForAll(slices.Clone(ofDataset))
			ofDataset[0].country = country
		}
		joint = append(joint, ofDataset...)
	}
	return joint
}

// reportingCountry returns the country of all that report in the sources of a
// dataset, if both reports are there and it is one.
func reportingCountry(ofDataset []source) trade.Economy {
	var countries []trade.Economy
	seen := map[trade.Reporter]bool{}
	for _, s := range ofDataset {
		seen[s.reporter] = true
		for _, c := range s.records {
			reporting := c.Exporters
			if s.reporter == trade.ByImporter {
				reporting = c.Importers
			}
			for _, e := range reporting {
				if country := reference.CountryOf(e); !slices.Contains(countries, country) {
					countries = append(countries, country)
				}
			}
		}
	}
	if len(seen) != 2 || seen[trade.Reconciled] || len(countries) != 1 || ofDataset[0].totals {
		return ""
	}
	return countries[0]
}

// noteOtherReports says that a dataset holds the reports of the other side too,
// which are not added because both sides may report one flow.
func (t *tabulation) noteOtherReports(f feed) {
	if t.paired || f.source.reporter == "" || f.source.reporter == trade.Reconciled || t.filter(cube.Reporter) != nil {
		return
	}
	other := trade.ByImporter
	if f.source.reporter == trade.ByImporter {
		other = trade.ByExporter
	}
	for _, s := range t.held.series() {
		if s.dataset == f.source.dataset && s.reporter == other && s.totals == f.source.totals {
			t.note(trade.Name{
				English: "%s holds reports of exporters and of importers; only those of the %s are added here, because both sides may report one " +
					"flow. --by reporter shows both.",
				Russian: "В %s есть отчёты экспортёров и импортёров; здесь сложены только отчёты %s, потому что об одном потоке могут сообщать " +
					"обе стороны. Обе показывает --by reporter.",
			}, f.source.dataset, t.args.say(map[trade.Reporter]trade.Name{
				trade.ByExporter: {English: "exporters", Russian: "экспортёров"}, trade.ByImporter: {English: "importers", Russian: "импортёров"},
			}[f.source.reporter]))
			return
		}
	}
}

// notePartYears says which years of an answer by year are covered in part, where the
// question left the periods open: a part must not be read as a fall.
func (t *tabulation) notePartYears(f feed) {
	if !t.groups(cube.Year) || t.groups(cube.Month) || t.groups(cube.Quarter) || len(t.asked) > 0 {
		return
	}
	var parts []string
	for _, year := range yearsOf(f.source.pieces) {
		lacking := without(trade.Year(year), f.source.pieces)
		if len(lacking) == 0 {
			continue
		}
		var held []trade.Period
		for _, p := range f.source.pieces {
			if p.First.Year() <= year && (p.First+trade.Month(p.Months)-1).Year() >= year {
				held = append(held, trade.Span(max(p.First, trade.MonthOf(year, 1)), min(p.First+trade.Month(p.Months)-1, trade.MonthOf(year, 12))))
			}
		}
		parts = append(parts, t.args.inWords(joined(sorted(held))))
	}
	if len(parts) > 0 {
		t.note(trade.Name{
			English: "Not whole years: %s has only %s.", Russian: "Неполные годы: в %s есть только %s.",
		}, f.source.dataset, strings.Join(parts, "; "))
	}
}
