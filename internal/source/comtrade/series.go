package comtrade

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/oborot/oborot/internal/source"
	"github.com/oborot/oborot/internal/source/tabular"
	"github.com/oborot/oborot/trade"
)

// seriesKey is what tells the datasets of UN Comtrade apart.
type seriesKey struct {
	nomenclature trade.Nomenclature
	months       int
	level        int  // digits of the good; 0 for TOTAL
	converted    bool // by the UN, from another edition of the Harmonised System
	union        bool // a side reports for others that report as well
}

// series names the dataset; nothing for a row of which too little is known.
func (k seriesKey) series() tabular.Series {
	if k.months == 0 {
		return tabular.Series{}
	}
	frequency, level := "a", "total"
	if k.months == 1 {
		frequency = "m"
	}
	if k.level > 0 {
		level = strconv.Itoa(k.level)
	}
	switch {
	case k.converted || !k.nomenclature.Harmonised():
		level = strings.ToLower(k.nomenclature.String()) + "-" + level
	case k.level > 0:
		level = "hs" + level
	}
	name := "comtrade-" + frequency + "-" + level
	if k.union {
		name += "-unions"
	}
	return tabular.Series{Dataset: name, Nomenclature: k.nomenclature, Digits: k.level, Months: k.months}
}

// seriesNames remembers the series, of which a file has few.
type seriesNames struct {
	last  seriesKey
	at    tabular.Series
	known map[seriesKey]tabular.Series
}

func (s *seriesNames) of(k seriesKey) tabular.Series {
	if k == s.last {
		return s.at
	}
	if s.known == nil {
		s.known = map[seriesKey]tabular.Series{}
	}
	found, ok := s.known[k]
	if !ok {
		found = k.series()
		s.known[k] = found
	}
	s.last, s.at = k, found
	return found
}

const (
	publisher = "UN Comtrade"
	valuation = "imports CIF, exports FOB"
)

// naming completes the imports of a request.
type naming struct {
	request source.Request
	release string
	notes   []string

	mu     sync.Mutex
	levels []string // the datasets met, but for those that differ in the edition only
}

// describe completes what is known of a series.
func (n *naming) describe(s tabular.Series) (trade.Import, error) {
	name, err := n.name(s)
	if err != nil {
		return trade.Import{}, err
	}
	return trade.Import{
		Origin: trade.Origin{
			Dataset: name, Release: n.release, Publisher: publisher, Licence: licence(),
			Valuation: valuation, Notes: n.notes,
		},
		Nomenclature: s.Nomenclature, Digits: s.Digits, Months: s.Months,
		Mode: cmp.Or(n.request.Mode, trade.Merge), Repeats: trade.SetAsideRepeats, Tolerate: n.request.Tolerate,
	}, nil
}

// name is the person's word for the dataset, unless rows of different levels would
// meet in it. Totals go with whatever level there is.
func (n *naming) name(s tabular.Series) (string, error) {
	if n.request.Dataset == "" {
		return s.Dataset, nil
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	if s.Digits > 0 && s.Dataset != "" && !slices.Contains(n.levels, s.Dataset) {
		n.levels = append(n.levels, s.Dataset)
	}
	if len(n.levels) > 1 {
		slices.Sort(n.levels)
		return "", trade.Errorf(trade.Usage, "the files hold several datasets, %s, which cannot be one dataset %s",
			strings.Join(n.levels, " and "), n.request.Dataset).
			WithHint("leave --dataset out, and each gets its own name")
	}
	return n.request.Dataset, nil
}
