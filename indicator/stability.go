package indicator

import (
	"fmt"
	"math"
	"slices"
)

// Ranking is an order of the same things by one method.
type Ranking struct {
	Method string
	Scores []float64 // more is better
	Ranks  []float64 // 1 is best, equal scores share the mean of their ranks
	Note   string    // what to know about the method's result; empty if nothing
}

// RankAgreement compares two rankings, by their positions in the list.
type RankAgreement struct {
	First, Second int
	Spearman      float64 // correlation of ranks, -1 to 1; meaningful when Defined
	Defined       bool    // false where one method gives all the same score
	LargestShift  float64 // of one thing's rank
}

// Stability shows how far the order depends on the method.
type Stability struct {
	Rankings   []Ranking
	Spread     []float64 // worst less best rank of each thing over the methods
	Agreements []RankAgreement
	Absent     []string // methods without a result, with the reason
}

// The methods that RankStability compares.
const (
	MethodEigen         = "eigen"
	MethodReflections   = "reflections"
	MethodFitness       = "fitness"
	MethodStableFitness = "stable fitness"
)

// RankStability ranks the economies of M by ECI, by reflections, by fitness and by
// its variant without degeneration, and compares the orders: a rank that moves far from
// method to method says little. A method whose result has no meaning is named as absent.
func (m *Presence) RankStability() (*Stability, error) {
	c, err := m.Complexity(ComplexityOptions{})
	if err != nil {
		return nil, err
	}
	reflections, err := m.Reflections(ReflectionsRule{})
	if err != nil {
		return nil, err
	}
	fitness, err := m.Fitness(FitnessRule{})
	if err != nil {
		return nil, err
	}
	stable, err := m.StableFitness(0)
	if err != nil {
		return nil, err
	}
	all := []Ranking{
		{Method: MethodEigen, Scores: c.ECI, Note: string(c.Status)},
		{Method: MethodReflections, Scores: reflections.EconomyScores},
		{Method: MethodFitness, Scores: fitness.Economies, Note: fitness.note()},
		{Method: MethodStableFitness, Scores: stable.Economies, Note: stable.note()},
	}
	return CompareRankings(all)
}

func (f *Fitness) note() string {
	note := string(f.Stop)
	if f.Stop == FitnessConverged {
		note = ""
	}
	if len(f.Vanishing) > 0 {
		note = fmt.Sprintf("%s, %d tend to 0", f.Stop, len(f.Vanishing))
	}
	return note
}

// CompareRankings ranks by the scores of each method and compares all pairs. A method
// without scores is listed as absent. The error names scores of another length or not finite.
func CompareRankings(methods []Ranking) (*Stability, error) {
	s := &Stability{}
	for _, r := range methods {
		if len(r.Scores) == 0 {
			s.Absent = append(s.Absent, fmt.Sprintf("%s: %s", r.Method, absenceReason(r.Note)))
			continue
		}
		if err := r.check(len(s.first(r).Scores)); err != nil {
			return nil, err
		}
		r.Ranks = complexityRanks(r.Scores)
		s.Rankings = append(s.Rankings, r)
	}
	s.spread()
	for i := range s.Rankings {
		for j := i + 1; j < len(s.Rankings); j++ {
			s.Agreements = append(s.Agreements, s.agreement(i, j))
		}
	}
	return s, nil
}

func absenceReason(note string) string {
	if note == "" {
		return "all scores are the same"
	}
	return note
}

func (s *Stability) first(otherwise Ranking) Ranking {
	if len(s.Rankings) > 0 {
		return s.Rankings[0]
	}
	return otherwise
}

func (r Ranking) check(length int) error {
	if len(r.Scores) != length {
		return fmt.Errorf("%s has %d scores, the others %d", r.Method, len(r.Scores), length)
	}
	for i, x := range r.Scores {
		if math.IsNaN(x) || math.IsInf(x, 0) {
			return fmt.Errorf("%s: score %d is no finite number", r.Method, i)
		}
	}
	return nil
}

func (s *Stability) spread() {
	if len(s.Rankings) == 0 {
		return
	}
	s.Spread = make([]float64, len(s.Rankings[0].Ranks))
	for i := range s.Spread {
		best, worst := math.Inf(1), 0.0
		for _, r := range s.Rankings {
			best, worst = min(best, r.Ranks[i]), max(worst, r.Ranks[i])
		}
		s.Spread[i] = worst - best
	}
}

func (s *Stability) agreement(i, j int) RankAgreement {
	a := RankAgreement{First: i, Second: j}
	first, second := s.Rankings[i].Ranks, s.Rankings[j].Ranks
	a.Spearman, a.Defined = complexityCorrelation(first, second)
	for k := range first {
		a.LargestShift = max(a.LargestShift, math.Abs(first[k]-second[k]))
	}
	return a
}

// complexityRanks ranks from the largest score, 1, down; ties share their mean rank.
func complexityRanks(scores []float64) []float64 {
	order := make([]int, len(scores))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int {
		switch {
		case scores[a] > scores[b]:
			return -1
		case scores[a] < scores[b]:
			return 1
		}
		return a - b
	})
	ranks := make([]float64, len(scores))
	for start := 0; start < len(order); {
		end := start
		for end < len(order) && scores[order[end]] == scores[order[start]] {
			end++
		}
		for _, i := range order[start:end] {
			ranks[i] = float64(start+end+1) / 2
		}
		start = end
	}
	return ranks
}
