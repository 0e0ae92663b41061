package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/oborot/oborot/internal/cube"
	"github.com/oborot/oborot/trade"
)

func TestFilters(t *testing.T) {
	t.Parallel()
	got, err := filters([]string{`enterprise=Plant "Kozlov", Minsk|Other,product=8704|0406.10`, "importer=Россия|KAZ", "exporter=EAEU"})
	want := []cube.Filter{
		{Column: cube.Enterprise, Values: []string{`Plant "Kozlov", Minsk`, "Other"}},
		{Column: cube.Product, Values: []string{"8704", "040610"}},
		{Column: cube.Importer, Values: []string{"RUS", "KAZ"}},
		{Column: cube.Exporter, Values: []string{"ARM", "BLR", "KAZ", "KGZ", "RUS"}},
	}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, %v", got, err)
	}
	for _, bad := range []string{"colour=red", "product", "=8704", "exporter=Nowhereland"} {
		if _, err := filters([]string{bad}); trade.KindOf(err) != trade.Usage || trade.HintOf(err) == "" {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

// FuzzFilters checks that what is accepted filters columns of flows by values.
func FuzzFilters(f *testing.F) {
	for _, seed := range []string{"year=2021", "exporter=EAEU|BLR", "product=87,04", ",", "=", "unit=a=b|,,|", "importer=\xff"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		list, err := filters([]string{text})
		if err != nil {
			if trade.KindOf(err) != trade.Usage {
				t.Errorf("%q: %v", text, err)
			}
			return
		}
		for _, one := range list {
			if !slices.Contains(cube.Columns(), one.Column) || len(one.Values) == 0 {
				t.Errorf("%q is read as %v", text, one)
			}
		}
	})
}

func TestTolerance(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]float64{"": 0, "2%": 0.02, "0.02": 0.02, " 100 %": 1, "1": 1, "0": nothingAside} {
		if got, err := tolerance(text); got != want || err != nil {
			t.Errorf("%q: got %v, %v", text, got, err)
		}
	}
	for _, bad := range []string{"two", "-1%", "101%", "1.5", "NaN", "Inf", "%"} {
		if _, err := tolerance(bad); trade.KindOf(err) != trade.Usage {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

func FuzzTolerance(f *testing.F) {
	for _, seed := range []string{"2%", "0.02", "NaN", "1e-400", "0x1p-2", "%%"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if x, err := tolerance(text); err == nil && !(x >= 0 && x <= 1) {
			t.Errorf("%q is read as %v", text, x)
		}
	})
}

func TestSpans(t *testing.T) {
	t.Parallel()
	for want, years := range map[string][]int{
		"": nil, "2021": {2021}, "2019..2021": {2019, 2020, 2021}, "2012 2014..2015 2017": {2012, 2014, 2015, 2017},
	} {
		if got := spans(years); got != want {
			t.Errorf("%v: got %q, want %q", years, got, want)
		}
	}
}

func TestDuckVersion(t *testing.T) {
	t.Parallel()
	for bindings, want := range map[string]string{"v0.10506.0": "1.5.6", "v0.10412.3": "1.4.12", "v1.2": "v1.2", "(devel)": "(devel)"} {
		if got := duckVersion(bindings); got != want {
			t.Errorf("%s: got %s, want %s", bindings, got, want)
		}
	}
}

// TestExitCodes checks that every kind of error has the code that help promises.
func TestExitCodes(t *testing.T) {
	t.Parallel()
	for code, err := range []error{
		nil, errors.New("boom"), trade.Errorf(trade.Usage, "x"), trade.Errorf(trade.BadInput, "x"),
		trade.Errorf(trade.NoData, "x"), trade.Errorf(trade.Conflict, "x"), trade.Errorf(trade.Finding, "x"),
	} {
		if got := exitCode(fmt.Errorf("wrapped: %w", err)); err != nil && got != code {
			t.Errorf("%v: exit code %d, want %d", err, got, code)
		}
		if !strings.Contains(exitCodes, fmt.Sprintf("  %d  ", code)) {
			t.Errorf("help does not name exit code %d", code)
		}
	}
	if exitCode(nil) != 0 {
		t.Error("success is not 0")
	}
}

func TestReport(t *testing.T) {
	t.Parallel()
	known := trade.Errorf(trade.BadInput, "the value is <many>").At("a.csv", 7).WithHint("write digits")
	for _, c := range []struct {
		err    error
		asJSON bool
		want   string
	}{
		{known, false, "a.csv, line 7: the value is <many>\nhint: write digits\n"},
		{errors.New("first\nsecond"), false, "internal error: first second\n"},
		{known, true, `{"error":{"kind":"bad_input","message":"a.csv, line 7: the value is <many>","hint":"write digits","file":"a.csv","line":7}}` + "\n"},
		{errors.New("boom"), true, `{"error":{"kind":"internal","message":"internal error: boom","hint":"","file":"","line":0}}` + "\n"},
	} {
		var out bytes.Buffer
		report(&out, c.err, c.asJSON)
		if out.String() != c.want {
			t.Errorf("got %q, want %q", out.String(), c.want)
		}
	}
}

func TestLanguage(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		word   string
		locale map[string]string
		want   trade.Language
	}{
		{"", nil, trade.English},
		{"", map[string]string{"LANG": "ru_RU.UTF-8"}, trade.Russian},
		{"", map[string]string{"LANG": "ru_RU.UTF-8", "LC_ALL": "C"}, trade.English},
		{"", map[string]string{"LANG": "de_DE.UTF-8", "LC_MESSAGES": "ru_BY"}, trade.Russian},
		{"en", map[string]string{"LANG": "ru_RU.UTF-8"}, trade.English},
		{"RU", nil, trade.Russian},
	} {
		p := &program{streams: streams{env: func(name string) string { return c.locale[name] }}}
		if got, err := p.findLanguage(c.word); got != c.want || err != nil {
			t.Errorf("%q with %v: got %s, %v", c.word, c.locale, got, err)
		}
	}
}

// TestWriteAside checks that a failing writer leaves the file that was there and
// nothing else.
func TestWriteAside(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path := filepath.Join(dir, "a.csv")
	if err := os.WriteFile(path, []byte("old"), 0o600); err != nil {
		t.Fatal(err)
	}
	p := &program{streams: streams{out: &bytes.Buffer{}, err: &bytes.Buffer{}}, format: "yaml"}
	p.flags.output = path
	if err := p.deliver(datasetsResult(1, nil)); err == nil {
		t.Error("an unknown format was written")
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	if old, err := os.ReadFile(path); len(entries) != 1 || string(old) != "old" || err != nil {
		t.Errorf("%v is left, holding %q, %v", entries, old, err)
	}
}

// TestHelpDocIsCurrent compares docs/cli.md with the commands; `make generate`
// writes it anew.
func TestHelpDocIsCurrent(t *testing.T) {
	t.Parallel()
	want, err := os.ReadFile(filepath.Join("..", "..", "docs", "cli.md"))
	if err != nil {
		t.Fatal(err)
	}
	if _, got, _ := called(t, "help-doc"); got != string(want) {
		t.Error("docs/cli.md is not what the commands say; run `make generate`")
	}
}
