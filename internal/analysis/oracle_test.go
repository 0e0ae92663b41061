package analysis

import (
	"slices"
	"testing"

	"github.com/oborot/oborot/internal/cube"
	"github.com/oborot/oborot/internal/reference"
	"github.com/oborot/oborot/trade"
)

// naive sums the rows of a world between two sides in a span, by the plainest
// possible loop: the oracle of account, structure and flows where nothing is
// hidden. ok is false when no row has a value.
func naive(w *world, from, to reference.Side, span trade.Period, product trade.Product) (sum int64, ok bool) {
	for _, r := range w.rows {
		match := slices.Contains(from.Members, r.Exporter) && slices.Contains(to.Members, r.Importer) &&
			span.Contains(r.Period) && (product == "" || r.Product == product)
		if match && !r.Flags.Has(trade.FlagTotal) && r.ValueUSD.Known() {
			sum, ok = sum+r.ValueUSD.Thousandths, true
		}
	}
	return sum, ok
}

// complete returns a random world in which absence is zero.
func complete(t *testing.T, seed uint64) *world {
	w := randomWorld(t, seed)
	w.held[0].AbsentIsZero = true
	return w
}

func TestAgainstPlainSums(t *testing.T) {
	t.Parallel()
	for seed := range uint64(10) {
		w := complete(t, seed)
		for _, pair := range sides(t) {
			args := Arguments{A: pair[0], B: pair[1], Periods: periods(t, "2021,2022Q1,2022-07")}
			a := answer(t, w, "account", args)
			s := answer(t, w, "structure", args)
			for i, p := range args.Periods {
				exports, _ := naive(w, pair[0], pair[1], p, "")
				imports, _ := naive(w, pair[1], pair[0], p, "")
				before, _ := naive(w, pair[0], pair[1], p.Back(1), "")
				if now := at(t, a, i, "exports_usd").Amount; now.Known() && now.Thousandths != exports {
					t.Errorf("world %d: exports are %v, plainly %d", seed, now, exports)
				}
				if turnover := at(t, a, i, "turnover_usd").Amount; turnover.Known() && turnover.Thousandths != exports+imports {
					t.Errorf("world %d: turnover is %v, plainly %d", seed, turnover, exports+imports)
				}
				if growth := at(t, a, i, "exports_growth").Ratio; growth.Status == trade.OK {
					wantRatio(t, a, i, "exports_growth", float64(exports)/float64(before)-1)
				}
			}
			checkGoods(t, seed, w, pair, s)
		}
	}
}

func checkGoods(t *testing.T, seed uint64, w *world, pair [2]reference.Side, s *Result) {
	t.Helper()
	for i := range s.Rows {
		from, to := pair[0], pair[1]
		if at(t, s, i, "direction").Text == "imports" {
			from, to = to, from
		}
		span := periods(t, at(t, s, i, "period").Text)[0]
		good := trade.Product(at(t, s, i, "product").Text)
		sum, ok := naive(w, from, to, span, good)
		if got := at(t, s, i, "value_usd").Amount; got.Known() && got.Thousandths != sum || ok && !got.Known() {
			t.Errorf("world %d: %s of %v is %v, plainly %d", seed, good, span, got, sum)
		}
	}
}

// TestFlowsAgainstPlainSums adds up every cell of flows by another route.
func TestFlowsAgainstPlainSums(t *testing.T) {
	t.Parallel()
	for seed := range uint64(10) {
		w := complete(t, seed)
		r := answer(t, w, "flows", Arguments{By: words("exporter,importer,product,period"), Periods: periods(t, "2020,2021H1")})
		for i := range r.Rows {
			one := func(field string) reference.Side {
				return reference.Side{Members: []trade.Economy{trade.Economy(at(t, r, i, field).Text)}}
			}
			span := periods(t, at(t, r, i, "period").Text)[0]
			sum, ok := naive(w, one("exporter"), one("importer"), span, trade.Product(at(t, r, i, "product").Text))
			if got := at(t, r, i, "value_usd").Amount; ok != got.Known() || ok && got.Thousandths != sum {
				t.Errorf("world %d, row %d: %v, plainly %d", seed, i, got, sum)
			}
		}
	}
}

// TestMirroredQuestions: with reconciled figures A's exports to B are B's imports
// from A.
func TestMirroredQuestions(t *testing.T) {
	t.Parallel()
	for seed := range uint64(6) {
		w := complete(t, seed)
		for _, pair := range sides(t) {
			there := answer(t, w, "account", Arguments{A: pair[0], B: pair[1]})
			back := answer(t, w, "account", Arguments{A: pair[1], B: pair[0]})
			for i := range there.Rows {
				for field, mirror := range map[string]string{"exports_usd": "imports_usd", "turnover_usd": "turnover_usd",
					"imports_usd_base": "exports_usd_base"} {
					if x, y := at(t, there, i, field).Amount, at(t, back, i, mirror).Amount; x != y {
						t.Errorf("world %d: %s %v there, %s %v back", seed, field, x, mirror, y)
					}
				}
			}
		}
	}
}

// TestRoundingScalesWithRows: a total published in dollars and two rows may differ
// by three half-dollars; only what is more is hidden.
func TestRoundingScalesWithRows(t *testing.T) {
	t.Parallel()
	const published = 6_000_579_000
	for excess, want := range map[int64]string{1_500: "6000577.5", 1_501: "6000579"} {
		w := totalled(t, nil)
		p := periods(t, "2021-01")[0]
		w.rows = slices.DeleteFunc(w.rows, func(r cube.Row) bool { return r.Period == p })
		w.add("national", p, "BLR", "AUT", "8704", published-1_000_000-excess, reportedBy(trade.ByExporter))
		w.add("national", p, "BLR", "AUT", "0406", 1_000_000, reportedBy(trade.ByExporter))
		w.add("national", p, "BLR", "AUT", trade.AllProducts, published, reportedBy(trade.ByExporter))
		r := answer(t, w, "account", Arguments{A: find(t, "BLR"), B: find(t, "AUT"), Periods: []trade.Period{p}})
		wantAmount(t, r, 0, "exports_usd", want)
	}
}

func TestTopSparesWhatIsHidden(t *testing.T) {
	t.Parallel()
	const named = 6_000_579_000
	w := totalled(t, map[string]int64{"2021-01": named + 7_000, "2021-02": named + 7_000})
	r := answer(t, w, "structure", Arguments{A: find(t, "BLR"), B: find(t, "AUT"), Top: 1, Periods: periods(t, "2021-01..2021-02")})
	for i, want := range []string{"8704", hidden, other} {
		if got := at(t, r, i, "product").Text; got != want {
			t.Errorf("row %d is %s, want %s", i, got, want)
		}
	}
	wantAmount(t, r, 1, "value_usd", "14")
}

func TestRanksLeaveTheOwnSideOut(t *testing.T) {
	t.Parallel()
	w := vector(t)
	w.add("toy", periods(t, "2021")[0], "AUT", "BEL", "8704", 900_000, nil)
	args := Arguments{A: group3("BA", "BLR", "BEL"), B: find(t, "AUT"), Periods: periods(t, "2021"), Rank: true}
	r := answer(t, w, "account", args)
	wantAmount(t, r, 0, "rank_turnover", "1")
	wantAmount(t, r, 0, "partners", "2") // Austria and Switzerland; Belgium is of the group
}

func TestSeriesWithNamedBase(t *testing.T) {
	t.Parallel()
	args := Arguments{A: find(t, "BLR"), B: find(t, "AUT"), Series: "month", Periods: periods(t, "2021Q2"), Compare: periods(t, "2021Q1")}
	r := answer(t, gaps(t), "account", args)
	for i, growth := range []float64{3, 1.5, 1} { // 4/1, 5/2, 6/3
		wantRatio(t, r, i, "imports_growth", growth)
	}
	args.Compare = periods(t, "2021H1")
	_, err := ask(gaps(t).asker(), "account", args)
	wantError(t, err, trade.Usage, "differ in length")
}

func TestLevelOfTwoDatasets(t *testing.T) {
	t.Parallel()
	w := &world{}
	for i, reporter := range []trade.Reporter{trade.ByExporter, trade.ByImporter} {
		w.cover([]string{"coarse", "fine"}[i], []trade.Economy{"AUT"}, months(t, "2021"), func(c *trade.Coverage) {
			c.AbsentIsZero, c.Reporter, c.Digits = false, reporter, []int{2, 6}[i]
			if reporter == trade.ByExporter {
				c.Exporters = []trade.Economy{"BLR"}
			} else {
				c.Importers = []trade.Economy{"BLR"}
			}
		})
	}
	p := months(t, "2021")[0]
	w.add("coarse", p, "BLR", "AUT", "87", 1000, reportedBy(trade.ByExporter))
	w.add("fine", p, "AUT", "BLR", "870410", 2000, reportedBy(trade.ByImporter))
	r := answer(t, w, "structure", Arguments{A: find(t, "BLR"), B: find(t, "AUT"), Periods: periods(t, "2021")})
	for i, direction := range []string{"exports", "imports"} {
		if at(t, r, i, "direction").Text != direction || at(t, r, i, "product").Text != "87" {
			t.Errorf("row %d: %s %s", i, at(t, r, i, "direction").Text, at(t, r, i, "product").Text)
		}
	}
	wantNote(t, r, "come from different datasets")
	if r.Reports["coarse"] != "exports: as reported by Belarus" || r.Reports["fine"] != "imports: as reported by Belarus" {
		t.Errorf("reports %v", r.Reports)
	}
}

func TestOriginsOfSeveralImports(t *testing.T) {
	t.Parallel()
	w := &world{}
	for i, year := range []string{"2019", "2020", "2021"} {
		w.cover("toy", []trade.Economy{"BLR", "AUT"}, months(t, year), func(c *trade.Coverage) {
			c.Origin.Files = []trade.SourceFile{{Name: []string{"x", "y", "z"}[i]}}
		})
	}
	r := answer(t, w, "account", Arguments{A: find(t, "BLR"), B: find(t, "AUT"), Periods: periods(t, "2021")})
	if len(r.Origins) != 1 || len(r.Origins[0].Files) != 2 || r.Origins[0].Files[0].Name != "y" {
		t.Errorf("2021 against 2020 comes from %v", r.Origins)
	}
	wantAmount(t, r, 0, "turnover_usd", "0")
	wantStatus(t, r, 0, "coverage", trade.Undefined)
}

// TestWorldOfAGroupHasNoTotal: the world's total of a member holds trade within
// the group, so it says nothing of what the group hides.
func TestWorldOfAGroupHasNoTotal(t *testing.T) {
	t.Parallel()
	w := &world{}
	w.reportsOf(t, "a", map[trade.Economy]string{"BLR": "2021-01", "KAZ": "2021-01"}, "AUT")
	jan := months(t, "2021-01")[0]
	w.add("a", jan, "BLR", "KAZ", "8704", 5_000_001, reportedBy(trade.ByExporter))
	w.add("a", jan, "BLR", "AUT", "8704", 3_000_001, reportedBy(trade.ByExporter))
	w.add("a", jan, "BLR", trade.World, trade.AllProducts, 8_000_002, reportedBy(trade.ByExporter))
	args := Arguments{A: group3("BK", "BLR", "KAZ"), B: find(t, "WLD")}
	wantAmount(t, answer(t, w, "account", args), 0, "exports_usd", "3000.001")
	args.A = find(t, "BLR")
	wantAmount(t, answer(t, w, "account", args), 0, "exports_usd", "8000.002")
}
