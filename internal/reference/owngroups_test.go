package reference_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/oborot/oborot/internal/reference"
	"github.com/oborot/oborot/trade"
)

func TestReadGroups(t *testing.T) {
	t.Parallel()
	want := "NEIGHBOURS My neighbours/Мои соседи [KAZ RUS] true"
	for name, text := range map[string]string{
		"commas":      "code,english,russian,members\nNEIGHBOURS,My neighbours,Мои соседи,KAZ;RUS\n",
		"tabs":        "code\tenglish\trussian\tmembers\nNEIGHBOURS\tMy neighbours\tМои соседи\tRUS; Kazakhstan\n",
		"semicolons":  "Code;English;Russian;Members\r\nNEIGHBOURS;My neighbours;Мои соседи;\"KAZ;Россия\"\r\n",
		"byte order":  "\ufeffcode,english,russian,members\nNEIGHBOURS,My neighbours,Мои соседи,KAZ;RUS",
		"other order": "members,russian,code,english\n643;398,Мои соседи,NEIGHBOURS,My neighbours\n",
		"comment":     "code,english,russian,members\n# ours\n\nNEIGHBOURS,My neighbours,Мои соседи,KAZ;RUS;KAZ\n",
	} {
		groups, err := reference.ReadGroups("groups.csv", strings.NewReader(text))
		if err != nil || len(groups) != 1 {
			t.Errorf("%s: %v, %v", name, groups, err)
			continue
		}
		g := groups[0]
		if got := fmt.Sprintf("%s %s/%s %v %v", g.Code, g.Name.English, g.Name.Russian, g.Members, g.Group); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
}

func TestGroupsWithoutNamesAndOfGroups(t *testing.T) {
	t.Parallel()
	_, err := reference.ReadGroups("g", strings.NewReader("code,members\nEAST,RU-PRI;RU-SAK;ДФО\nMORE,EAST;EAEU\nBOTH,BLR;KAZ\nALL,BOTH;UZB\n"))
	if trade.KindOf(err) != trade.Usage || !strings.HasPrefix(err.Error(), "g, line 3: RU-AMU is a part of RUS") {
		t.Errorf("a region beside its country: %v", err)
	}
	groups, err := reference.ReadGroups("g", strings.NewReader("code,russian,members\nEAST,,ДФО\nBOTH,Пара,BLR;KAZ\nALL,,BOTH;UZB\n"))
	if err != nil || len(groups) != 3 {
		t.Fatal(groups, err)
	}
	if groups[0].Name != (trade.Name{English: "EAST", Russian: "EAST"}) || len(groups[0].Members) != 11 {
		t.Errorf("EAST = %+v", groups[0])
	}
	if groups[1].Name != (trade.Name{English: "BOTH", Russian: "Пара"}) {
		t.Errorf("BOTH = %+v", groups[1])
	}
	if !slices.Equal(groups[2].Members, []trade.Economy{"BLR", "KAZ", "UZB"}) {
		t.Errorf("ALL = %+v", groups[2])
	}
}

func TestFilesOfGroupsThatAreRefused(t *testing.T) {
	t.Parallel()
	head := "code,english,russian,members\n"
	for text, want := range map[string][2]string{
		"":                               {"groups.csv, line 1: the file of groups has no heading line", "begin the file"},
		"NEIGHBOURS,KAZ\n":               {"line 1: the file of groups has a column neighbours", "begin the file"},
		"code,english\nA,B\n":            {"line 1: the file of groups has no column members", "begin the file"},
		head + "FIRST,,,Kazahstan;RUS\n": {`groups.csv, line 2: "Kazahstan" is not a known economy`, "Kazakhstan (KAZ)"},
		head + "\nFIRST,,,Kazahstan\n":   {`line 3: "Kazahstan" is not a known economy`, "Kazakhstan (KAZ)"},
		head + "FIRST,,,\n":              {"line 2: FIRST has no members", "separate members with ;"},
		head + "FIRST,,\n":               {"line 2: the line cannot be read: wrong number of fields", "begin the file"},
		head + "FIRST,\"a,,KAZ\n":        {"the line cannot be read", "begin the file"},
		head + ",,,KAZ\n":                {`line 2: "" is not a code of a group`, "use letters"},
		head + "A;B,,,KAZ\n":             {`line 2: "A;B" is not a code`, "use letters"},
		head + "BLR,,,KAZ\n":             {"line 2: BLR is already Belarus (BLR)", "another word"},
		head + "X9,Belarus,,KAZ\n":       {"line 2: Belarus is already Belarus (BLR)", "another word"},
		head + "EAEU,,,KAZ\n":            {"line 2: EAEU is already EAEU (EAEU)", "another word"},
		head + "A9,,,KAZ\na9,,,RUS\n":    {"line 3: a9 is already A9 (A9)", "another word"},
		head + "A9,,,WLD;RUS\n":          {"line 2: the world cannot be a member", "WLD alone"},
		head + "A9,,,RUS;RU-PRI\n":       {"line 2: RU-PRI is a part of RUS", "name one of them"},
		"code,members\nA9,\xca\xc0\xc7":  {"groups.csv: the groups are not in UTF-8", "save the file as UTF-8"},
	} {
		_, err := reference.ReadGroups("groups.csv", strings.NewReader(text))
		if trade.KindOf(err) != trade.Usage || !strings.Contains(err.Error(), want[0]) || !strings.Contains(trade.HintOf(err), want[1]) {
			t.Errorf("%q: %v, hint %q; want %q", text, err, trade.HintOf(err), want)
		}
	}
	_, err := reference.ReadGroups("groups.csv", iotest.ErrReader(fmt.Errorf("a bad disk")))
	if err == nil || !strings.Contains(err.Error(), "a bad disk") {
		t.Errorf("a file that cannot be read: %v", err)
	}
}

func TestOwnGroupsAreFound(t *testing.T) {
	t.Parallel()
	own, err := reference.ReadGroups("g", strings.NewReader("code,english,russian,members\nNEIGHBOURS,My neighbours,Мои соседи,KAZ;RUS\n"))
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{"NEIGHBOURS", "neighbours", "My neighbours", "мои соседи"} {
		s, err := reference.FindSide(text, own...)
		if err != nil || s.Code != "NEIGHBOURS" {
			t.Errorf("FindSide(%q) = %+v, %v", text, s, err)
		}
		if _, err := reference.FindSide(text); err == nil {
			t.Errorf("%q is found without the file", text)
		}
	}
	s, _ := reference.FindSide("neighbours", own...)
	s.Members[0] = "USA"
	if own[0].Members[0] != "KAZ" {
		t.Error("changing an answer changed the group")
	}
	if s, err := reference.FindSide("BLR", own...); err != nil || s.Code != "BLR" {
		t.Errorf("BLR beside own groups = %+v, %v", s, err)
	}
	if s, err := reference.FindSide("neighbours,UZB", own...); err != nil || s.Code != "KAZ,RUS,UZB" {
		t.Errorf("a list with an own group = %+v, %v", s, err)
	}
	if _, err := reference.FindSide("neigbours", own...); !strings.Contains(trade.HintOf(err), "NEIGHBOURS") {
		t.Errorf("a slip: %v, %s", err, trade.HintOf(err))
	}
}

func FuzzReadGroups(f *testing.F) {
	for _, seed := range []string{
		"code,english,russian,members\nA9,,,KAZ;RUS\n", "code;members\nA9;\"KAZ;RUS\"", "code\tmembers\nA\tEAEU\nB\tA;UZB", "\ufeffcode,members\n#\n", "code,members\n\"", "",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		groups, err := reference.ReadGroups("f", strings.NewReader(text))
		if err != nil {
			if trade.KindOf(err) != trade.Usage || !strings.HasPrefix(err.Error(), "f") {
				t.Fatalf("%q: %v", text, err)
			}
			return
		}
		for _, g := range groups {
			found, err := reference.FindSide(g.Code, groups...)
			if err != nil || found.Code != g.Code || len(g.Members) == 0 || !slices.IsSorted(g.Members) || !g.Group {
				t.Fatalf("%q: %+v is found as %+v, %v", text, g, found, err)
			}
		}
	})
}
