package indicator_test

import (
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/oborot/oborot/indicator"
)

// TestRankingsByHand: orders a b c d and b a d c, and one with a tie of b and c; the ranks' squared
// differences are 4 of 60, so Spearman's coefficient is 1 - 6*4/60.
func TestRankingsByHand(t *testing.T) {
	t.Parallel()
	s, err := indicator.CompareRankings([]indicator.Ranking{
		{Method: "one", Scores: []float64{9, 7, 5, 1}},
		{Method: "two", Scores: []float64{.2, .3, -2, -1}},
		{Method: "three", Scores: []float64{3, 2, 2, 1}},
		{Method: "none", Note: "degenerate"},
		{Method: "flat", Scores: []float64{1, 1, 1, 1}},
	})
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range [][]float64{{1, 2, 3, 4}, {2, 1, 4, 3}, {1, 2.5, 2.5, 4}, {2.5, 2.5, 2.5, 2.5}} {
		if !slices.Equal(s.Rankings[i].Ranks, want) {
			t.Errorf("ranks of %s are %v", s.Rankings[i].Method, s.Rankings[i].Ranks)
		}
	}
	nearAll(t, "spread", s.Spread, []float64{1.5, 1.5, 1.5, 1.5}, 0)
	first := s.Agreements[0]
	near(t, "Spearman", first.Spearman, .6, 1e-15)
	if len(s.Agreements) != 6 || !first.Defined || first.LargestShift != 1 || s.Agreements[2].Defined {
		t.Errorf("%+v", s.Agreements)
	}
	if !slices.Equal(s.Absent, []string{"none: degenerate"}) {
		t.Errorf("absent %v", s.Absent)
	}
}

func TestRankStability(t *testing.T) {
	t.Parallel()
	w, _ := randomWorld(t, 30, 120, 6)
	s, err := presenceIn(t, w).RankStability()
	if err != nil {
		t.Fatal(err)
	}
	if len(s.Rankings) != 4 || len(s.Agreements) != 6 || len(s.Absent) != 0 {
		t.Fatalf("%d rankings, %d agreements, absent %v", len(s.Rankings), len(s.Agreements), s.Absent)
	}
	for _, r := range s.Rankings {
		sum := 0.0
		for _, rank := range r.Ranks {
			sum += rank
		}
		near(t, "sum of ranks by "+r.Method, sum, 465, 0)
	}
	// The two forms of one idea agree more than the two ideas.
	if a := s.Agreements[5]; a.Spearman < .9 || a.First != 2 || a.Second != 3 {
		t.Errorf("fitness and its variant agree by %+v", a)
	}
}

func TestRankStabilityNamesWhatIsAbsent(t *testing.T) {
	t.Parallel()
	s, err := presenceOf(t, "1100", "1000", "0011").RankStability()
	if err != nil {
		t.Fatal(err)
	}
	if len(s.Rankings) != 3 || !slices.Equal(s.Absent, []string{"eigen: disconnected"}) {
		t.Errorf("%d rankings, absent %v", len(s.Rankings), s.Absent)
	}
	s, err = presenceOf(t, toyM...).RankStability()
	if err != nil || !strings.Contains(s.Rankings[2].Note, "2 tend to 0") {
		t.Errorf("%+v, %v", s, err)
	}
}

func TestCompareRankingsRefuses(t *testing.T) {
	t.Parallel()
	for _, bad := range [][]float64{{1}, {1, math.NaN()}, {1, math.Inf(1)}} {
		_, err := indicator.CompareRankings([]indicator.Ranking{{Method: "good", Scores: []float64{1, 2}}, {Method: "bad", Scores: bad}})
		if err == nil || !strings.HasPrefix(err.Error(), "bad") {
			t.Errorf("%v: %v", bad, err)
		}
	}
}
