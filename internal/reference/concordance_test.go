package reference

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/oborot/oborot/trade"
)

// table makes a correlation of lines such as "A B 1:n 0.3": codes, relationship,
// weight; two words are a pair without weight.
func correlation(name string, from, to trade.Nomenclature, lines ...string) trade.List {
	names, _ := trade.ListColumns(trade.Correlations)
	l := trade.List{Origin: trade.Origin{Dataset: name}, Table: trade.Correlations, Columns: make([]trade.ListColumn, len(names))}
	for i, n := range names {
		l.Columns[i].Name = n
	}
	for _, line := range lines {
		f := strings.Fields(line)
		weight := -1.0
		if len(f) > 2 {
			fmt.Sscan(f[2], &weight)
		}
		for i, word := range []string{string(from), string(to), f[0], f[1], ""} {
			l.Columns[i].Text = append(l.Columns[i].Text, word)
		}
		l.Columns[5].Numbers = append(l.Columns[5].Numbers, weight)
	}
	return l
}

func enumeration(n trade.Nomenclature, codes ...string) trade.List {
	names, _ := trade.ListColumns(trade.Nomenclatures)
	l := trade.List{Origin: trade.Origin{Dataset: "nomenclature"}, Table: trade.Nomenclatures}
	for _, name := range names {
		column := trade.ListColumn{Name: name, Text: make([]string, len(codes))}
		switch name {
		case "nomenclature":
			for i := range column.Text {
				column.Text[i] = string(n)
			}
		case "code":
			column.Text = codes
		}
		l.Columns = append(l.Columns, column)
	}
	return l
}

func concordance(t testing.TB, lists ...trade.List) *Concordance {
	t.Helper()
	c, err := NewConcordance(lists)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func between(t testing.TB, c *Concordance, from, to trade.Nomenclature, w Weighting) *Converter {
	t.Helper()
	k, err := c.Between(from, to, w)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// known values by code; "?" is missing, "x" suppressed.
func values(t testing.TB, words ...string) map[trade.Product]trade.Amount {
	t.Helper()
	all := map[trade.Product]trade.Amount{}
	for _, w := range words {
		code, value, _ := strings.Cut(w, "=")
		switch value {
		case "?":
			all[trade.Product(code)] = trade.Absent(trade.Missing)
		case "x":
			all[trade.Product(code)] = trade.Absent(trade.Suppressed)
		default:
			n, err := trade.ParseThousandths(value)
			if err != nil {
				t.Fatal(err)
			}
			all[trade.Product(code)] = trade.Of(n)
		}
	}
	return all
}

// written writes parts as code=amount[low,high], kept ones with a star.
func written(c Conversion) string {
	var words []string
	for _, p := range c.Parts {
		star := ""
		if p.Kept {
			star = "*"
		}
		words = append(words, fmt.Sprintf("%s%s=%v[%v,%v]", star, p.Product, p.Amount, p.Low, p.High))
	}
	return strings.Join(words, " ")
}

// small is a correlation with every kind of group: 1:1, 1:n, n:1, n:m and a weight
// of zero.
func small() trade.List {
	return correlation("correlation-h4-h5-weights", "H4", "H5",
		"010121 010121 1", "010129 010129 1", "010130 010130 1", "010190 010190 1", "010221 010221 1", "010229 010229 1", "010231 010231 1",
		"870310 870311 0.25", "870310 870312 0.75", // 1:n within a heading
		"870410 870510 1", "870420 870510 1", // n:1
		"870610 870610 0.5", "870610 870710 0.5", "870620 870610 0", "870620 870710 1", // n:m
		"870810 870810 0", "870810 870820 0", // all weights zero
	)
}

// TestConversionByHand: numbers worked out by hand.
func TestConversionByHand(t *testing.T) {
	t.Parallel()
	c := concordance(t, small())
	for name, test := range map[string]struct {
		in     []string
		digits int
		want   string
		basis  Basis
	}{
		"1:1":                                    {[]string{"010121=5"}, 6, "010121=5[5,5]", Basis{Value: 5000}},
		"1:n":                                    {[]string{"870310=10"}, 6, "870311=2.5[0,10] 870312=7.5[0,10]", Basis{Value: 10000, Split: 10000, Table: 10000}},
		"1:n within a heading is no split there": {[]string{"870310=10"}, 4, "8703=10[10,10]", Basis{Value: 10000}},
		"n:1":                                    {[]string{"870410=1", "870420=2"}, 6, "870510=3[3,3]", Basis{Value: 3000}},
		"n:m":                                    {[]string{"870610=10", "870620=1"}, 6, "870610=5[0,10] 870710=6[1,11]", Basis{Value: 11000, Split: 10000, Table: 10000}},
		"largest remainder, ties by code": {[]string{"870610=0.001"}, 6, "870610=0.001[0,0.001] 870710=0[0,0.001]",
			Basis{Value: 1, Split: 1, Table: 1}},
		"below zero":          {[]string{"870310=-0.005"}, 6, "870311=-0.001[-0.005,0] 870312=-0.004[-0.005,0]", Basis{Value: 5, Split: 5, Table: 5}},
		"all weights zero":    {[]string{"870810=3"}, 6, "870810=1.5[0,3] 870820=1.5[0,3]", Basis{Value: 3000, Split: 3000, Equal: 3000}},
		"longer codes":        {[]string{"8704101011=1", "8704109900=2"}, 6, "870510=3[3,3]", Basis{Value: 3000}},
		"not there":           {[]string{"999999=1", "271000=2"}, 6, "*271000=2[2,2] 999999=1[1,1]", Basis{Value: 3000, Kept: 2000}},
		"hidden stays":        {[]string{"87XX=4", "87XX20=1"}, 6, "87XX=4[4,4] 87XX20=1[1,1]", Basis{}},
		"hidden below":        {[]string{"8704XX=4", "8703XX=1", "870410XXXX=2"}, 4, "8703=1[1,1] 8705=6[6,6]", Basis{Value: 7000}},
		"hidden wholly":       {[]string{"XXXXXXXXXX=4"}, 4, "XXXX=4[4,4]", Basis{}},
		"absent survives":     {[]string{"870310=x", "010121=?"}, 6, "010121=missing[missing,missing] 870311=suppressed[suppressed,suppressed] 870312=suppressed[suppressed,suppressed]", Basis{}},
		"known wins":          {[]string{"870410=x", "870420=2"}, 6, "870510=2[2,2]", Basis{Value: 2000}},
		"heading of one":      {[]string{"8703=2"}, 6, "8703=2[2,2]", Basis{Value: 2000}},
		"heading that splits": {[]string{"8706=2"}, 6, "*8706=2[2,2]", Basis{Value: 2000, Kept: 2000}},
		"heading to chapter":  {[]string{"8706=2"}, 2, "87=2[2,2]", Basis{Value: 2000}},
		"chapter":             {[]string{"01=2"}, 4, "01=2[2,2]", Basis{Value: 2000}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := between(t, c, "H4", "H5", "").Convert(values(t, test.in...), test.digits)
			if written(got) != test.want || got.Basis != test.basis {
				t.Errorf("got %s %+v\nwant %s %+v", written(got), got.Basis, test.want, test.basis)
			}
		})
	}
}

// TestTableOfPairs: weights win over pairs, a pair beside weights is possible and
// counts in the bounds, equal weights can be asked for.
func TestTableOfPairs(t *testing.T) {
	t.Parallel()
	law := concordance(t, correlation("pairs", "H0", "H1", "271000 271000", "010121 010129", "010130 010190"),
		correlation("weights", "H0", "H1", "271000 271000 0.2", "271000 271029 0.8", "010121 010121 1", "010111 010119 1"))
	// A weight beside the pairs of its code is dropped; a code without pairs keeps its
	// weights.
	if got := written(between(t, law, "H0", "H1", "").Convert(values(t, "271000=1", "010121=1", "010111=1"), 6)); got != "010119=1[1,1] 010129=1[1,1] 271000=1[1,1]" {
		t.Errorf("beside the pairs: %s", got)
	}
	pairs := correlation("correlation-h4-h5", "H4", "H5", "870310 870311", "870310 870312", "870310 870390", "870410 870510", "870430 870510", "870430 870511")
	c := concordance(t, pairs, small())
	in := values(t, "870310=12", "870430=1")
	for w, want := range map[Weighting]string{
		TableWeights: "870311=3[0,12] 870312=9[0,12] 870390=0[0,12] 870510=0.5[0,1] 870511=0.5[0,1]",
		EqualWeights: "870311=4[0,12] 870312=4[0,12] 870390=4[0,12] 870510=0.5[0,1] 870511=0.5[0,1]",
	} {
		got := between(t, c, "H4", "H5", w).Convert(in, 6)
		if written(got) != want {
			t.Errorf("%s: %s\nwant %s", w, written(got), want)
		}
		if equal := map[Weighting]int64{TableWeights: 1000, EqualWeights: 13000}[w]; got.Basis.Equal != equal || got.Basis.Split != 13000 {
			t.Errorf("%s: %+v", w, got.Basis)
		}
	}
	// Pairs lead back too; weights do not, where there are pairs.
	back := between(t, c, "H5", "H4", "").Convert(values(t, "870510=3", "870311=1"), 6)
	if got := written(back); got != "870310=1[1,1] 870410=1.5[0,3] 870430=1.5[0,3]" || back.Basis.Equal != 3000 {
		t.Errorf("back: %s %+v", got, back.Basis)
	}
}

// TestCodesThatListsDoNotName: a list of changes alone leaves the other codes as
// they are, if the other edition has them.
func TestCodesThatListsDoNotName(t *testing.T) {
	t.Parallel()
	changes := correlation("changes", "H4", "H6", "870310 870311 0.5", "870310 870312 0.5", "870390 870312 1")
	in := values(t, "040610=1", "870390=1", "854212=1", "271000=1")
	// Without code lists the heading decides: all four headings are in HS 2022.
	got := between(t, concordance(t, changes), "H4", "H6", "").Convert(in, 6)
	if want := "040610=1[1,1] 271000=1[1,1] 854212=1[1,1] 870312=1[1,1]"; written(got) != want {
		t.Errorf("by headings: %s", written(got))
	}
	// 2848 (phosphides) is in HS 2012 and not in HS 2022.
	got = between(t, concordance(t, changes), "H4", "H6", "").Convert(values(t, "284800=1", "2848=1"), 6)
	if written(got) != "*2848=1[1,1] *284800=1[1,1]" || !slices.Equal(got.Kept, []trade.Product{"2848", "284800"}) {
		t.Errorf("gone: %s %v", written(got), got.Kept)
	}
	whole := enumeration("H6", "04", "0406", "040610", "870311", "870312", "854212")
	got = between(t, concordance(t, whole, changes), "H4", "H6", "").Convert(in, 6)
	if want := "040610=1[1,1] *271000=1[1,1] 854212=1[1,1] 870312=1[1,1]"; written(got) != want {
		t.Errorf("by a nomenclature: %s", written(got))
	}
	// A list that lacks most codes that tables name is no list of all codes.
	part := enumeration("H6", "040610", "870312")
	got = between(t, concordance(t, part, changes), "H4", "H6", "").Convert(in, 6)
	if want := "040610=1[1,1] 271000=1[1,1] 854212=1[1,1] 870312=1[1,1]"; written(got) != want {
		t.Errorf("by a part of a nomenclature: %s", written(got))
	}
	// Weights of trade that was reported under codes of no edition are dropped.
	strange := correlation("strange", "H4", "H6", "870310 870311 0.5", "870310 870312 0.25", "870310 870399 0.25", "870390 870398 1")
	more := enumeration("H6", "870311", "870312", "870390")
	for i := range 30 {
		more.Columns[1].Text = append(more.Columns[1].Text, fmt.Sprintf("8501%02d", i))
		strange = joined(strange, correlation("", "H4", "H6", fmt.Sprintf("8501%02d 8501%02d 1", i, i)))
	}
	more = enumeration("H6", more.Columns[1].Text...)
	got = between(t, concordance(t, more, strange), "H4", "H6", "").Convert(values(t, "870310=3", "870390=1"), 6)
	if want := "870311=2[0,3] 870312=1[0,3] 870390=1[1,1]"; written(got) != want {
		t.Errorf("with strange codes: %s", written(got))
	}
	// A code of the Harmonised System is none of SITC.
	sitc := correlation("sitc", "H4", "S3", "870310 7812 1")
	got = between(t, concordance(t, sitc), "H4", "S3", "").Convert(in, 0)
	if got.Basis.Kept != got.Basis.Value {
		t.Errorf("to SITC: %s", written(got))
	}
}

// joined puts the rows of two lists into one.
func joined(a, b trade.List) trade.List {
	for i, c := range b.Columns {
		a.Columns[i].Text, a.Columns[i].Numbers = append(a.Columns[i].Text, c.Text...), append(a.Columns[i].Numbers, c.Numbers...)
	}
	return a
}

func TestPaths(t *testing.T) {
	t.Parallel()
	chain := []trade.List{
		correlation("a", "H3", "H4", "870310 870310", "870310 870320"),
		correlation("b", "H4", "H5", "870310 870330 0.4", "870310 870340 0.6", "870320 870340 1"),
		correlation("c", "H5", "H6", "870330 870330", "870340 870350", "870340 870390"),
	}
	c := concordance(t, chain...)
	k := between(t, c, "H3", "H6", "")
	got := k.Convert(values(t, "870310=10"), 6)
	// 0.5*0.4 to 870330; the rest, 0.8, in halves.
	if written(got) != "870330=2[0,10] 870350=4[0,10] 870390=4[0,10]" || got.Basis.Equal != 10_000 {
		t.Errorf("%s %+v", written(got), got.Basis)
	}
	if !slices.Equal(k.Tables, []string{"a", "b", "c"}) {
		t.Errorf("tables %v", k.Tables)
	}
	direct := concordance(t, append(chain, correlation("d", "H3", "H6", "870310 870330 1"))...)
	if k := between(t, direct, "H3", "H6", ""); !slices.Equal(k.Tables, []string{"d"}) {
		t.Errorf("a direct table is not preferred: %v", k.Tables)
	}
	_, err := c.Between("H3", "S3", "")
	if trade.KindOf(err) != trade.NoData || !strings.Contains(trade.HintOf(err), "oborot import correlation FILE") {
		t.Errorf("%v [%s]", err, trade.HintOf(err))
	}
	bad := small()
	bad.Columns = bad.Columns[:3]
	if _, err := NewConcordance([]trade.List{bad}); trade.KindOf(err) != trade.Internal {
		t.Errorf("a list without weights is taken: %v", err)
	}
	for _, weight := range []string{"NaN", "+Inf", "1e9"} {
		if _, err := NewConcordance([]trade.List{correlation("x", "H4", "H5", "010121 010121 "+weight)}); trade.KindOf(err) != trade.Internal {
			t.Errorf("the weight %s is taken: %v", weight, err)
		}
	}
}

func TestEditionOf(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		n    trade.Nomenclature
		year int
		want trade.Nomenclature
	}{
		{"TNVED", 2000, "H1"}, {"TNVED", 2011, "H3"}, {"TNVED", 2012, "H4"}, {"TNVED", 2016, "H4"}, {"TNVED", 2017, "H5"}, {"TNVED", 2021, "H5"},
		{"TNVED", 2022, "H6"}, {"CN", 2024, "H6"}, {"H4", 2022, "H4"}, {"S3", 1990, "S3"},
	} {
		if got := EditionOf(c.n, c.year); got != c.want {
			t.Errorf("%s %d is %s, want %s", c.n, c.year, got, c.want)
		}
	}
}
