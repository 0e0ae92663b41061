package main

import (
	"io/fs"
	"os"
	"strings"

	"github.com/oborot/oborot/internal/analysis"
	"github.com/oborot/oborot/internal/reference"
	"github.com/oborot/oborot/trade"
	"github.com/spf13/cobra"
)

// dependenceFlags are the words of the command that are not yet terms of the question.
type dependenceFlags struct {
	terms            analysis.DependenceTerms
	on, bloc         string
	third, goodsFile string
	headroom         string
	floor            int64
	few              int
}

func (p *program) dependenceCommand() *cobra.Command {
	var q questionFlags
	var d dependenceFlags
	c := &cobra.Command{
		Use:   "dependence [ECONOMY]",
		Short: "On which goods, and on whom, an economy depends; without an economy, who depends most",
		Long: "dependence judges every good that an economy imports by the criteria of GeoDep (concentrated suppliers, a concentrated world,\n" +
			"imports above exports, in two years of three), of the European Commission or of MERICS, and lists those that meet them with the\n" +
			"leading supplier, and what is lost without the worst one. A group such as EU27 is one importer and one exporter; --members takes\n" +
			"its members one by one. A region such as RU-PRI is measured by its own dataset against the world. Without an economy all\n" +
			"importers are ranked by the share of dependent goods in value.",
		Example: "  oborot dependence BLR --top 20\n  oborot dependence EU27 --on CHN --period 2021 --reading b\n" +
			"  oborot dependence RU-PRI --goods strategic.csv --third G7 --all\n  oborot dependence BLR --period 2019..2021 --summary\n" +
			"  oborot dependence KAZ --side exports\n  oborot dependence --rule commission --top 30",
		Args: oneEconomy,
		RunE: func(c *cobra.Command, args []string) error { return p.askDependence(c, args, &q, &d) },
	}
	f := c.Flags()
	f.StringSliceVar(&q.period, "period", nil,
		"a year or a span of years, each judged with the two before it (default: the last that is covered)")
	f.StringVar(&q.dataset, "dataset", "", "the dataset of the world (default: the one in which most economies report)")
	f.IntVar(&q.level, "level", 0, "digits of product codes: 2, 4 or 6 (default: 6, or what the dataset has)")
	f.IntVar(&q.top, "top", 0, "at most so many goods, or economies (default: all)")
	f.StringVar(&d.on, "on", "", "keep dependences on this economy or group: more than half comes from it, for merics at least 30%")
	f.StringVar(&d.terms.Rule, "rule", "", "geodep, commission or merics (default: geodep)")
	f.StringVar(&d.terms.Reading, "reading", "", "a: two years of three, or b: the last of them too (default: a)")
	f.StringVar(&d.terms.Side, "side", "", "imports, or exports: the same of customers (default: imports)")
	f.Int64Var(&d.floor, "floor", 10_000, "do not judge a good traded for less in a year, in US dollars")
	f.StringVar(&d.headroom, "headroom", "", "share by which other suppliers can sell more when one is lost, such as 0.3 or 30% (default: 0)")
	f.IntVar(&d.few, "few", 0, "merics: at most so many other large exporters are few (default: 5)")
	f.BoolVar(&d.terms.Members, "members", false, "the members of a group one by one")
	f.StringVar(&d.bloc, "bloc", "", "a further group that counts as one importer and one exporter")
	f.StringVar(&d.third, "third", "", "a group, or a file of economies: their share together, as third countries")
	f.StringVar(&d.goodsFile, "goods", "", "codes of goods or their beginnings, or a file of them: only these are listed")
	f.BoolVar(&d.terms.All, "all", false, "list the goods without a dependence too")
	f.BoolVar(&d.terms.Summary, "summary", false, "a row for each year and rule in place of goods")
	placeholders(f, map[string]string{
		"period": "SPAN,..", "dataset": "DATASET", "level": "DIGITS", "top": "N", "on": "PARTNER", "rule": "RULE", "reading": "READING",
		"side":  "SIDE",
		"floor": "USD", "headroom": "SHARE", "few": "N", "bloc": "GROUP", "third": "GROUP|FILE", "goods": "CODE,..|FILE",
	})
	return c
}

// askDependence reads the person's lists and asks.
func (p *program) askDependence(c *cobra.Command, args []string, q *questionFlags, d *dependenceFlags) error {
	own, err := p.ownGroups()
	if err != nil {
		return err
	}
	if d.on != "" {
		if len(args) == 0 {
			args = []string{""}
		}
		args = append(args, d.on)
	}
	if err := d.settle(c, args, own); err != nil {
		return err
	}
	if d.bloc != "" {
		if d.terms.Bloc, err = reference.FindSide(d.bloc, own...); err != nil {
			return err
		}
	}
	if d.terms.Third, err = thirdCountries(d.third, own); err != nil {
		return err
	}
	if d.terms.Goods, err = ownGoods(d.goodsFile); err != nil {
		return err
	}
	q.dependence = d.terms
	return p.ask(c.Context(), "dependence", args, q)
}

// settle reads the words that are no files.
func (d *dependenceFlags) settle(c *cobra.Command, args []string, own []reference.Side) (err error) {
	d.terms.Floor = &d.floor
	if c.Flags().Changed("few") {
		d.terms.Few = &d.few
	}
	for _, word := range append([]string{d.bloc, d.third}, args...) {
		if list, ok := listAsked(word, own); ok {
			d.terms.Lists = append(d.terms.Lists, list)
		}
	}
	d.terms.Headroom, err = headroomOf(d.headroom)
	return err
}

// oneEconomy takes one word, and for two says where the partner goes.
func oneEconomy(c *cobra.Command, args []string) error {
	err := words(0, 1)(c, args)
	if err != nil && len(args) == 2 {
		return trade.Errorf(trade.Usage, "%w", err).WithHint("for dependence on a partner write %s %s --on %s", c.CommandPath(), args[0], args[1])
	}
	return err
}

// headroomOf reads 30% or 0.3.
func headroomOf(text string) (float64, error) {
	if text == "" {
		return 0, nil
	}
	return shareOf("headroom", text, "0.3 or 30% for 30%")
}

// listAsked is a list of economies and groups under the words that it was asked for
// with, which are shorter than its members.
func listAsked(word string, own []reference.Side) (reference.Side, bool) {
	list, err := reference.FindSide(word, own...)
	if err != nil || !list.Group || !strings.Contains(list.Code, ",") {
		return list, false
	}
	var codes, english, russian []string
	for part := range strings.SplitSeq(word, ",") {
		if part = strings.TrimSpace(part); part == "" {
			continue
		}
		s, err := reference.FindSide(part, own...)
		if err != nil {
			return list, false // a name that holds a comma
		}
		codes, english, russian = append(codes, s.Code), append(english, s.Name.English), append(russian, s.Name.Russian)
	}
	list.Code = strings.Join(codes, ",")
	list.Name = trade.Name{English: strings.Join(english, " + "), Russian: strings.Join(russian, " + ")}
	return list, true
}

// thirdCountries reads a file of economies, or finds a group.
func thirdCountries(word string, own []reference.Side) (reference.Side, error) {
	if word == "" {
		return reference.Side{}, nil
	}
	info, err := os.Stat(word)
	if err != nil || !info.Mode().IsRegular() {
		side, wrong := reference.FindSide(word, own...)
		if wrong != nil && err != nil {
			wrong = trade.Errorf(trade.Usage, "%w; there is no such file either", wrong).WithHint("%s", trade.HintOf(wrong))
		}
		return side, wrong
	}
	file, err := os.Open(word)
	if err != nil {
		return reference.Side{}, unreadable(word, err)
	}
	defer file.Close()
	return reference.ReadEconomies(word, file, own...)
}

// ownGoods reads a file of codes, or the codes themselves.
func ownGoods(path string) ([]trade.Product, error) {
	if path == "" {
		return nil, nil
	}
	file, err := os.Open(path)
	if err != nil && strings.Trim(path, "0123456789, ") == "" {
		return reference.ReadGoods("--goods", strings.NewReader(strings.ReplaceAll(path, ",", "\n")))
	}
	if err != nil {
		return nil, unreadable(path, err)
	}
	defer file.Close()
	return reference.ReadGoods(path, file)
}

func unreadable(path string, err error) error {
	if cause, ok := err.(*fs.PathError); ok {
		err = cause.Err
	}
	return trade.Errorf(trade.Usage, "the list cannot be read: %w", err).At(path, 0).
		WithHint("name a file with one code a line, or a csv with a column code")
}
