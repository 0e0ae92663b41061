package rates

import (
	"cmp"
	"context"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/oborot/oborot/internal/source"
	"github.com/oborot/oborot/trade"
)

// ecb is the name of the list of the European Central Bank.
const ecb = "rates-ecb"

// describe makes a load of each file.
func describe(ctx context.Context, r source.Request) ([]source.Load, error) {
	if err := source.CheckList(r, false); err != nil {
		return nil, err
	}
	if r.Dataset != "" && len(r.Paths) > 1 {
		return nil, trade.Errorf(trade.Usage, "%d files cannot be one list %s", len(r.Paths), r.Dataset).
			WithHint("leave --dataset out, or import them one by one")
	}
	var loads []source.Load
	for _, path := range r.Paths {
		load, err := describeFile(ctx, r, path)
		if err != nil {
			return nil, err
		}
		loads = append(loads, load)
	}
	return loads, source.Distinct(loads)
}

func describeFile(ctx context.Context, r source.Request, path string) (source.Load, error) {
	records, err := read(path)
	if err != nil {
		return source.Load{}, err
	}
	shape := shapeOf(records.header)
	means, err := shape.means(records)
	if err != nil {
		return source.Load{}, err
	}
	file, err := records.file.Hash(ctx)
	if err != nil {
		return source.Load{}, err
	}
	list := means.list(shape.origin(r, means, file))
	rows := means.rows(path, file)
	keep := func(ctx context.Context, sink source.Sink, only []int) ([]trade.Account, error) {
		if only != nil && len(only) == 0 {
			return nil, nil
		}
		return source.Keep(ctx, sink, list, r.Tolerate, rows)
	}
	return source.Load{Import: trade.Import{Origin: list.Origin, Mode: trade.Replace, Tolerate: r.Tolerate}, Read: keep}, nil
}

// means reads the rates of a layout.
func (s shape) means(r *records) (*means, error) {
	var m *means
	var err error
	switch s {
	case daily:
		m, err = readDaily(r)
	case portal:
		m, err = readPortal(r)
	case plain:
		m, err = readPlain(r)
	default:
		return nil, r.fault(1, "the columns are none of the layouts of rates: they begin with %s", source.FirstLine([]byte(strings.Join(r.header, ",")))).
			WithHint("give eurofxref-hist.csv of the ECB, or a table with the columns currency,period,usd")
	}
	if err != nil {
		return nil, err
	}
	if len(m.usd) == 0 {
		return nil, r.fault(0, "the file holds no mean rate of a whole month or year").
			WithHint("give a file that covers whole months, such as eurofxref-hist.csv")
	}
	return m, nil
}

// origin says where the rates come from.
func (s shape) origin(r source.Request, m *means, file trade.SourceFile) trade.Origin {
	origin := trade.Origin{Dataset: cmp.Or(r.Dataset, ecb), Files: []trade.SourceFile{file}, Notes: m.notes,
		Publisher: "European Central Bank", Release: cmp.Or(r.Release, m.release, source.UnknownRelease),
		Licence: trade.Licence{Name: "ECB free reuse", URL: "https://data.ecb.europa.eu/help/data-usage", Attribution: "European Central Bank: euro foreign exchange reference rates"}}
	if s == plain {
		origin.Dataset = cmp.Or(r.Dataset, listName(file.Name))
		origin.Publisher, origin.Licence = "not named by the file", trade.Licence{Name: "not named by the file"}
		if origin.Release == source.UnknownRelease {
			origin.Notes = append(origin.Notes, "the release is unknown: the file does not say it (--release names it)")
		}
	}
	return origin
}

var notInNames = regexp.MustCompile(`[^\p{L}\p{N}]+`)

// listName makes rates-bank of Bank.csv and of rates_bank.csv.
func listName(file string) string {
	base := strings.ToLower(strings.TrimSuffix(file, filepath.Ext(file)))
	base = strings.Trim(notInNames.ReplaceAllString(base, "-"), "-")
	base = strings.TrimPrefix(strings.TrimPrefix(base, "rates-"), "rates")
	return strings.TrimSuffix("rates-"+base, "-")
}
