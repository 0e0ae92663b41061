package main

import (
	"cmp"
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/oborot/oborot/internal/reference"
	"github.com/oborot/oborot/internal/source/fetch"
	"github.com/oborot/oborot/trade"
	"github.com/spf13/cobra"
)

type fetchFlags struct {
	dir       string
	only      bool // download and do not import
	edition   string
	release   string
	reporter  string
	partner   string
	period    []string
	frequency string
	flow      string
	commodity string
	importing importFlags
}

func (p *program) fetchCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "fetch",
		Short: "Download publishers' files and load them",
		Long: "fetch downloads files from their publishers and imports them. A download that breaks off goes on where it stopped at the\n" +
			"next call; a file that is there already is not downloaded again.",
		Args: cobra.ArbitraryArgs,
		RunE: group,
	}
	c.AddCommand(p.fetchBACICommand(), p.fetchComtradeCommand())
	return c
}

// add adds what all publishers share.
func (o *fetchFlags) add(p *program, c *cobra.Command) {
	f := c.Flags()
	f.StringVar(&o.dir, "dir", "", "folder of the downloads (default: downloads beside the lake)")
	f.BoolVar(&o.only, "no-import", false, "download only")
	placeholders(f, map[string]string{"dir": "DIR"})
	p.addWait(c)
}

func (p *program) fetchBACICommand() *cobra.Command {
	var o fetchFlags
	c := &cobra.Command{
		Use:     "baci",
		Short:   "A release of BACI from CEPII",
		Long:    "baci downloads one edition of the Harmonised System in one release of BACI: a zip of up to 3 GB.",
		Example: "  oborot fetch baci --edition HS17 --release 202501",
		Args:    words(0, 0),
		RunE:    func(c *cobra.Command, _ []string) error { return p.fetchBACI(c.Context(), o) },
	}
	f := c.Flags()
	f.StringVar(&o.edition, "edition", "HS17", "HS92, HS96, HS02, HS07, HS12, HS17 or HS22; earlier editions have longer series")
	f.StringVar(&o.release, "release", "", "release, such as 202501")
	placeholders(f, map[string]string{"edition": "EDITION", "release": "RELEASE"})
	o.add(p, c)
	return c
}

func (p *program) fetchComtradeCommand() *cobra.Command {
	var o fetchFlags
	c := &cobra.Command{
		Use:   "comtrade",
		Short: "Figures of UN Comtrade from its interface",
		Long: "comtrade asks the interface of UN Comtrade, with the key in " + fetch.KeyVariable + "; without one an answer has at most\n" +
			"500 rows. An answer that would be cut is asked for in smaller parts.",
		Example: "  oborot fetch comtrade --reporter BLR --partner RUS --period 2019..2021\n" +
			"  oborot fetch comtrade --reporter BLR,KAZ --period 2021-01..2021-09 --frequency M --product AG2",
		Args: words(0, 0),
		RunE: func(c *cobra.Command, _ []string) error { return p.fetchComtrade(c.Context(), o) },
	}
	f := c.Flags()
	f.StringVar(&o.reporter, "reporter", "", "economies whose reports are wanted, with commas between them")
	f.StringVar(&o.partner, "partner", "", "their partners, with commas between them (default: all, and World)")
	f.StringSliceVar(&o.period, "period", nil, "years or months, such as 2019..2021")
	f.StringVar(&o.frequency, "frequency", "A", "A for years, M for months")
	f.StringVar(&o.flow, "flow", "M,X", "M imports, X exports, RM re-imports, RX re-exports")
	f.StringVar(&o.commodity, "product", "AG6", "AG2, AG4 or AG6 for all of so many digits, TOTAL, or HS codes with commas between them")
	placeholders(f, map[string]string{"reporter": "ECONOMY,..", "partner": "ECONOMY,..", "period": "PERIOD,..", "frequency": "A|M", "flow": "FLOW,..", "product": "PRODUCTS"})
	o.add(p, c)
	return c
}

// fetcher makes the client that downloads for this call.
func (p *program) fetcher(o fetchFlags, bar *progress) *fetch.Client {
	dir := o.dir
	if dir == "" {
		dir = filepath.Join(filepath.Dir(p.lakeDir), "downloads")
	}
	said := func(sentence string) {
		bar.finish()
		fmt.Fprintln(p.err, sentence)
	}
	return &fetch.Client{Dir: dir, Agent: "oborot/" + programVersion(), Progress: bar.step, Said: said}
}

func (p *program) fetchBACI(ctx context.Context, o fetchFlags) error {
	bar := &progress{p: p}
	path, err := p.fetcher(o, bar).BACI(ctx, cmp.Or(p.env("OBOROT_BACI_URL"), fetch.BACIAddress), o.edition, o.release)
	bar.finish()
	if err != nil {
		return err
	}
	return p.fetched(ctx, "baci", []string{path}, o)
}

func (p *program) fetchComtrade(ctx context.Context, o fetchFlags) error {
	request := fetch.ComtradeRequest{
		Address: p.env("OBOROT_COMTRADE_URL"), Key: strings.TrimSpace(p.env(fetch.KeyVariable)), Frequency: strings.ToUpper(o.frequency),
		Flows: list(strings.ToUpper(o.flow)), Commodity: strings.ToUpper(strings.ReplaceAll(o.commodity, " ", "")),
	}
	own, err := p.ownGroups()
	if err != nil {
		return err
	}
	if request.Reporters, err = comtradeCodes(o.reporter, own); err != nil {
		return err
	}
	if request.Partners, err = comtradeCodes(o.partner, own); err != nil {
		return err
	}
	if request.Periods, err = comtradePeriods(o.period, request.Frequency); err != nil {
		return err
	}
	bar := &progress{p: p}
	paths, err := p.fetcher(o, bar).Comtrade(ctx, request)
	bar.finish()
	if err != nil {
		return err
	}
	return p.fetched(ctx, "comtrade", paths, o)
}

// fetched imports what was downloaded, or says where it is.
func (p *program) fetched(ctx context.Context, kind string, paths []string, o fetchFlags) error {
	if o.only {
		for _, path := range paths {
			fmt.Fprintln(p.out, path)
		}
		return nil
	}
	return p.importFiles(ctx, append([]string{kind}, paths...), o.importing)
}

func list(words string) []string {
	var all []string
	for word := range strings.SplitSeq(words, ",") {
		if word = strings.TrimSpace(word); word != "" {
			all = append(all, word)
		}
	}
	return all
}

// comtradeCodes finds economies and groups; the members of a group are asked for
// one by one.
func comtradeCodes(words string, own []reference.Side) ([]int, error) {
	var codes []int
	for _, word := range list(words) {
		side, err := reference.FindSide(word, own...)
		if err != nil {
			return nil, err
		}
		members := side.Members
		if len(members) == 0 {
			members = []trade.Economy{trade.Economy(side.Code)}
		}
		for _, e := range members {
			code, ok := reference.ComtradeCode(e)
			if !ok {
				return nil, trade.Errorf(trade.Usage, "UN Comtrade has no figures of %s", e).WithHint("name a country: regions do not report to it")
			}
			if !slices.Contains(codes, code) {
				codes = append(codes, code)
			}
		}
	}
	return codes, nil
}

// comtradePeriods lists the years or months of periods.
func comtradePeriods(words []string, frequency string) ([]string, error) {
	asked, err := periods(words)
	if err != nil {
		return nil, err
	}
	var all []string
	for _, span := range asked {
		if frequency == "A" && (span.First.Month() != 1 || span.Months%12 != 0) {
			return nil, trade.Errorf(trade.Usage, "%s are not whole years", span).WithHint("name years, or ask for months: --frequency M")
		}
		for m := span.First; m < span.First+trade.Month(span.Months); m++ {
			text := fmt.Sprintf("%d%02d", m.Year(), m.Month())
			if frequency == "A" {
				text = fmt.Sprint(m.Year())
			}
			if !slices.Contains(all, text) {
				all = append(all, text)
			}
		}
	}
	return all, nil
}
