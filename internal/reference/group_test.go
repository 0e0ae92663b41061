package reference_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/oborot/oborot/internal/reference"
	"github.com/oborot/oborot/trade"
)

func side(t *testing.T, text string) reference.Side {
	t.Helper()
	s, err := reference.FindSide(text)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestTerms(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		group, member, since, until string
	}{
		{"EAEU", "KGZ", "2015-08", ""},
		{"EAEU", "ARM", "2015-01", ""},
		{"EU27", "HRV", "2013-07", ""},
		{"EU27", "POL", "2004-05", ""},
		{"EU28", "GBR", "1973-01", "2020-01"},
		{"BRICS", "ZAF", "2010-12", ""},
		{"CIS", "AZE", "1993-09", ""},
		{"FD-FAREAST", "RU-BU", "2018-11", ""},
	} {
		terms := side(t, c.group).Terms
		i := slices.IndexFunc(terms, func(m reference.Term) bool { return m.Member == trade.Economy(c.member) })
		if i < 0 || terms[i].Since.String() != c.since || terms[i].Until != 0 != (c.until != "") || c.until != "" && terms[i].Until.String() != c.until {
			t.Errorf("%s in %s: %v, want %s to %q", c.member, c.group, terms, c.since, c.until)
		}
	}
}

func TestTermsAreThoseOfMembers(t *testing.T) {
	t.Parallel()
	counts := map[string]int{
		"EAEU": 5, "CIS": 9, "EU27": 27, "EU28": 28, "EU15": 15, "BRICS": 10, "G7": 7, "ASEAN": 11, "FD-CENTRAL": 18, "FD-NORTHWEST": 11,
		"FD-SOUTH": 8, "FD-NCAUCASUS": 7, "FD-VOLGA": 14, "FD-URAL": 6, "FD-SIBERIA": 10, "FD-FAREAST": 11,
	}
	for group, count := range counts {
		s := side(t, group)
		if len(s.Members) != count || !s.Group || !slices.IsSorted(s.Members) {
			t.Errorf("%s has the members %v, want %d", group, s.Members, count)
		}
		for _, m := range s.Members {
			if reference.EconomyName(m).English == string(m) && m != "USA" {
				t.Errorf("%s has the member %s, which has no name", group, m)
			}
		}
		for _, m := range s.Terms {
			if !slices.Contains(s.Members, m.Member) || m.Until != 0 && m.Until < m.Since {
				t.Errorf("%s: %+v", group, m)
			}
		}
	}
}

// The federal districts hold every region of the customs' list once.
func TestFederalDistrictsHoldAllRegions(t *testing.T) {
	t.Parallel()
	of := map[trade.Economy]string{}
	for _, group := range []string{"FD-CENTRAL", "FD-NORTHWEST", "FD-SOUTH", "FD-NCAUCASUS", "FD-VOLGA", "FD-URAL", "FD-SIBERIA", "FD-FAREAST"} {
		for _, m := range side(t, group).Members {
			if other := of[m]; other != "" {
				t.Errorf("%s is in %s and %s", m, other, group)
			}
			of[m] = group
		}
	}
	for _, e := range append(reference.Regions("RUS"), "XR-35", "XR-67") {
		if of[e] == "" {
			t.Errorf("%s is in no federal district", e)
		}
	}
	if len(of) != 85 || of["RU-PRI"] != "FD-FAREAST" || of["RU-MOW"] != "FD-CENTRAL" {
		t.Errorf("%d regions are in districts", len(of))
	}
}

func TestGroupsAreFoundByTheirNames(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"Дальневосточный федеральный округ": "FD-FAREAST", "ДФО": "FD-FAREAST", "Дальний Восток": "FD-FAREAST", "Far Eastern Federal District": "FD-FAREAST",
		"БРИКС": "BRICS", "brics+": "BRICS", "EU-28": "EU28", "ЕС-15": "EU15", "G7": "G7", "АСЕАН": "ASEAN", "EU27_2020": "EU27",
	} {
		if s, err := reference.FindSide(text); err != nil || s.Code != want {
			t.Errorf("FindSide(%q) = %s, %v; want %s", text, s.Code, err, want)
		}
	}
}

func TestListsAreGroups(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"KGZ,BLR,KAZ":            "BLR,KAZ,KGZ Belarus, Kazakhstan, Kyrgyzstan / Беларусь, Казахстан, Киргизия",
		"Беларусь, Казахстан":    "BLR,KAZ Belarus, Kazakhstan / Беларусь, Казахстан",
		"EAEU, UZB":              "ARM,BLR,KAZ,KGZ,RUS,UZB ARM, BLR, KAZ, KGZ, RUS, UZB / ARM, BLR, KAZ, KGZ, RUS, UZB",
		"RU-PRI,Сахалин":         "RU-PRI,RU-SAK Primorsky Krai, Sakhalin Oblast / Приморский край, Сахалинская область",
		"BLR,belarus,":           "BLR Belarus / Беларусь",
		"Other Asia, nes":        "S19 Other Asia, nes / Прочая Азия",
		"Korea, Republic of":     "KOR South Korea / Южная Корея",
		"Korea, Republic of,BLR": "",
	} {
		s, err := reference.FindSide(text)
		got := s.Code + " " + s.Name.English + " / " + s.Name.Russian
		if want == "" {
			if trade.KindOf(err) != trade.Usage || trade.HintOf(err) == "" {
				t.Errorf("FindSide(%q) = %s, %v; want an error with a hint", text, got, err)
			}
			continue
		}
		if err != nil || got != want {
			t.Errorf("FindSide(%q) = %s, %v; want %s", text, got, err, want)
		}
		if s.Group != (len(s.Members) > 1) || !slices.IsSorted(s.Members) {
			t.Errorf("FindSide(%q) = %+v", text, s)
		}
	}
}

func TestListsThatCannotBeSummed(t *testing.T) {
	t.Parallel()
	for text, words := range map[string][2]string{
		"BLR,Kazahstan":  {`"Kazahstan" is not a known economy`, "Kazakhstan (KAZ)"},
		"RUS,RU-PRI":     {"RU-PRI is a part of RUS and would be counted twice", "name one of them"},
		"EAEU,RU-PRI":    {"RU-PRI is a part of RUS", "name one of them"},
		"BLR,World":      {"the world cannot be a member", "WLD alone"},
		"qqqqqq,zzzzzzz": {`"qqqqqq,zzzzzzz" is not a known economy`, "use an ISO code"},
	} {
		_, err := reference.FindSide(text)
		if trade.KindOf(err) != trade.Usage || !strings.Contains(err.Error(), words[0]) || !strings.Contains(trade.HintOf(err), words[1]) {
			t.Errorf("FindSide(%q): %v, hint %q; want %q", text, err, trade.HintOf(err), words)
		}
	}
}
