package comtrade_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/oborot/oborot/internal/source"
	"github.com/oborot/oborot/internal/source/comtrade"
	"github.com/oborot/oborot/internal/source/sourcetest"
	"github.com/oborot/oborot/trade"
)

// imported reads files as an import does and returns what came to the sink.
func imported(r source.Request) (*sourcetest.Sink, []trade.Account, error) {
	ctx := context.Background()
	r.Progress = func(source.Step) {}
	loads, err := comtrade.Format().Describe(ctx, r)
	if err != nil {
		return nil, nil, err
	}
	sink := &sourcetest.Sink{}
	var accounts []trade.Account
	for _, l := range loads {
		more, err := l.Read(ctx, sink, nil)
		if err != nil {
			return sink, nil, err
		}
		accounts = append(accounts, more...)
	}
	return sink, accounts, nil
}

func mustImport(t *testing.T, r source.Request) (*sourcetest.Sink, []trade.Account) {
	t.Helper()
	sink, accounts, err := imported(r)
	if err != nil {
		t.Fatalf("%v (%s)", err, trade.HintOf(err))
	}
	return sink, accounts
}

// write makes a file of the test.
func write(t testing.TB, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// accounted writes the accounts of a sink, a line for each file and dataset; files
// of which a dataset has nothing are left out.
func accounted(sink *sourcetest.Sink) []string {
	var lines []string
	for _, im := range sink.Imports {
		for _, f := range im.Account.Files {
			if f.Read.Rows == 0 {
				continue
			}
			line := fmt.Sprintf("%s %s %s", f.Name, im.Import.Dataset, im.Import.Nomenclature)
			for _, part := range []struct {
				name  string
				tally trade.Tally
			}{{"flows", f.Stored}, {"totals", f.Totals}, {"aside", f.SetAside}} {
				if part.tally.Rows > 0 {
					line += fmt.Sprintf(" %s %d %d", part.name, part.tally.Rows, part.tally.Value)
				}
			}
			for _, kind := range kinds(f.Format) {
				line += fmt.Sprintf(" [%s] %d %d", kind, f.Format[kind].Rows, f.Format[kind].Value)
			}
			lines = append(lines, line)
		}
	}
	slices.Sort(lines)
	return lines
}

func kinds(m map[string]trade.Tally) []string {
	var keys []string
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

func wantAccount(t *testing.T, sink *sourcetest.Sink, want ...string) {
	t.Helper()
	slices.Sort(want)
	if got := accounted(sink); !slices.Equal(got, want) {
		t.Errorf("the account is\n  %s\nwant\n  %s", strings.Join(got, "\n  "), strings.Join(want, "\n  "))
	}
}

func wantNote(t *testing.T, accounts []trade.Account, note string) {
	t.Helper()
	for _, a := range accounts {
		for _, n := range a.Notes {
			if strings.Contains(n, note) {
				return
			}
		}
	}
	t.Errorf("no note says %q: %q", note, accounts[0].Notes)
}

// observations lists what is stored in a dataset.
func observations(sink *sourcetest.Sink, dataset string) []trade.Observation {
	var all []trade.Observation
	for _, im := range sink.Imports {
		if dataset == "" || im.Import.Dataset == dataset {
			all = append(all, im.Observations...)
		}
	}
	return all
}

// one returns the only observation.
func one(t *testing.T, sink *sourcetest.Sink) trade.Observation {
	t.Helper()
	all := observations(sink, "")
	if len(all) != 1 {
		t.Fatalf("%d observations, want one: %v", len(all), accounted(sink))
	}
	return all[0]
}
