package reference_test

import (
	"fmt"
	"slices"
	"strconv"
	"testing"

	"github.com/oborot/oborot/internal/reference"
	"github.com/oborot/oborot/trade"
)

func TestAreaKindOf(t *testing.T) {
	t.Parallel()
	for e, want := range map[trade.Economy]reference.AreaKind{
		"BLR": reference.Country, "HKG": reference.Country, "SUN": reference.Former, "BLX": reference.Former, "DE1": reference.Former,
		"XKX": reference.Territory, "XAB": reference.Territory, "RU-PRI": reference.Region, "US-CA": reference.Region, "GB-NIR": reference.Region,
		"S19": reference.Special, "XBU": reference.Special, "XFZ": reference.Special, "XNS": reference.Special, "XHS": reference.Special,
		"EUN": reference.Aggregate, "XAS": reference.Aggregate, "XEX": reference.Aggregate, "WLD": reference.WholeWorld,
		"QQQ": reference.UnknownPlace, "RU-XXX": reference.UnknownPlace, "": reference.UnknownPlace,
	} {
		if got := reference.AreaKindOf(e); got != want {
			t.Errorf("AreaKindOf(%s) = %q, want %q", e, got, want)
		}
	}
	for _, e := range reference.Economies() {
		if reference.AreaKindOf(e) != reference.Country {
			t.Errorf("%s is a %s", e, reference.AreaKindOf(e))
		}
	}
}

func TestValidity(t *testing.T) {
	t.Parallel()
	for e, want := range map[trade.Economy][2]int{
		"SUN": {0, 1991}, "CSK": {0, 1992}, "SSD": {2011, 0}, "SDN": {2011, 0}, "SD1": {0, 2011}, "ANT": {1986, 2010}, "SCG": {1992, 2006},
		"YUG": {0, 1991}, "SRB": {2006, 0}, "BLR": {1992, 0}, "BLX": {0, 1998}, "BEL": {1999, 0}, "FRA": {}, "S19": {}, "RU-PRI": {}, "QQQ": {},
	} {
		if from, to := reference.Validity(e); from != want[0] || to != want[1] {
			t.Errorf("Validity(%s) = %d, %d; want %v", e, from, to, want)
		}
	}
}

// The years are those of UN Comtrade's lists, but for the codes below.
func TestValidityAgreesWithComtrade(t *testing.T) {
	t.Parallel()
	exceptions := map[string]string{
		"810": "the USSR ends in 1990 there; it was dissolved in December 1991",
		"254": "a code of ISO today, counted with France since 1997", "312": "the same", "638": "the same",
		"175": "the same since 2014", "850": "counted with the USA since 1981",
		"356": "India has two numeric codes", "699": "the same", "842": "so has the USA", "975": "ASEAN is an aggregate",
	}
	for _, file := range []string{"partner.csv", "reporter.csv"} {
		eachRow(t, testdata(t, "comtrade-ref", file), []string{"id", "entry_year", "exit_year"}, func(v []string) {
			number, _ := strconv.Atoi(v[0])
			e, _ := reference.Numeric(number)
			from, to := reference.Validity(e)
			first, _ := strconv.Atoi(v[1])
			if first <= 1901 {
				first = 0
			}
			last, _ := strconv.Atoi(v[2])
			if _, excepted := exceptions[v[0]]; excepted {
				return
			}
			if both := slices.Contains([]string{"251", "250", "380", "381", "578", "579", "756", "757"}, v[0]); both {
				first, last = 0, 0
			}
			if from != first || to != last {
				t.Errorf("%s: %s (%s) is %d to %d there, %d to %d here", file, v[0], e, first, last, from, to)
			}
		})
	}
}

func TestSuccessorsAndPredecessors(t *testing.T) {
	t.Parallel()
	for e, want := range map[trade.Economy]string{
		"SUN": "[ARM AZE BLR EST GEO KAZ KGZ LTU LVA MDA RUS TJK TKM UKR UZB]", "CSK": "[CZE SVK]", "SD1": "[SDN SSD]", "BLR": "[]",
	} {
		if got := fmt.Sprint(reference.Successors(e)); got != want {
			t.Errorf("Successors(%s) = %s, want %s", e, got, want)
		}
	}
	for e, want := range map[trade.Economy]string{"BLR": "[SUN]", "SSD": "[SD1]", "DEU": "[DDR DE1]", "FRA": "[]"} {
		if got := fmt.Sprint(reference.Predecessors(e)); got != want {
			t.Errorf("Predecessors(%s) = %s, want %s", e, got, want)
		}
	}
}

// A successor is an economy that is shown when the former one no longer is.
func TestSuccessorsFollow(t *testing.T) {
	t.Parallel()
	former := 0
	for code := range 1000 {
		e, _ := reference.Numeric(code)
		after := reference.Successors(e)
		_, end := reference.Validity(e)
		if len(after) > 0 {
			former++
			if end == 0 || reference.AreaKindOf(e) != reference.Former {
				t.Errorf("%s has successors and no end", e)
			}
		}
		for _, s := range after {
			from, to := reference.Validity(s)
			// The Federal Republic and the union of two went into SCG in 1992, Aruba left in 1986.
			if reference.AreaKindOf(s) == reference.UnknownPlace || to != 0 && to <= end || from > end+10 {
				t.Errorf("%s ends in %d, its successor %s is shown %d to %d", e, end, s, from, to)
			}
		}
	}
	if former < 25 {
		t.Errorf("%d former economies have successors", former)
	}
}

func TestStandIn(t *testing.T) {
	t.Parallel()
	if area, ok := reference.StandIn("TWN"); !ok || area != "S19" {
		t.Errorf("StandIn(TWN) = %s, %v", area, ok)
	}
	if area, ok := reference.StandIn("CHN"); ok || area != "" {
		t.Errorf("StandIn(CHN) = %s, %v", area, ok)
	}
}
