package nomenclature

import (
	"cmp"
	"context"
	"regexp"
	"slices"
	"strings"

	"github.com/oborot/oborot/internal/reference"
	"github.com/oborot/oborot/internal/source"
	"github.com/oborot/oborot/trade"
)

// describe makes one load of each file.
func describe(ctx context.Context, r source.Request) ([]source.Load, error) {
	if err := source.CheckList(r, true); err != nil {
		return nil, err
	}
	var loads []source.Load
	for _, path := range r.Paths {
		file, err := source.Open(path)
		if err != nil {
			return nil, err
		}
		hashed, err := file.Hash(ctx)
		if err != nil {
			return nil, err
		}
		t, err := readTable(ctx, file)
		if err != nil {
			return nil, err
		}
		t.file = hashed
		if err := t.identify(r, file.Name); err != nil {
			return nil, err
		}
		loads = append(loads, t.load(r))
	}
	return loads, source.Distinct(loads)
}

var (
	inName   = regexp.MustCompile(`(?i)(?:^|[^a-z0-9])(h[0-6]|s[1-4]|hs_?(?:19|20)?\d\d)(?:[^0-9a-z]|$)`)
	release  = regexp.MustCompile(`(?i)_v(\d{6}[a-z]?)(?:[^a-z0-9]|$)`)
	combined = regexp.MustCompile(`(?i)^(cmd_)?(hs|ss)\.(csv|json)`)
	inTotal  = regexp.MustCompile(`(?i)\ball (h[0-6]|s[1-4]) commodities`)
)

// identify finds out which nomenclature the codes are of: what the person says, what
// the layout says, what the name of the file says, what the table calls its total,
// or the edition of the Harmonised System with just these headings. It also names
// list and release.
func (t *table) identify(r source.Request, name string) error {
	if combined.MatchString(name) {
		return trade.Errorf(trade.BadInput, "the file holds the codes of all editions together, whatever its total says").At(t.path, 0).
			WithHint("import the tables of single editions, such as cmd_h5.csv")
	}
	n := cmp.Or(r.Nomenclature, t.n)
	if m := inName.FindStringSubmatch(name); n == "" && m != nil {
		n, _ = trade.ParseNomenclature(m[1])
	}
	for _, e := range t.entries {
		if m := inTotal.FindStringSubmatch(e.english); n == "" && m != nil {
			n, _ = trade.ParseNomenclature(m[1])
		}
	}
	if n == "" && t.russian() {
		n = trade.TNVED
	}
	if t.n = cmp.Or(n, t.edition()); t.n == "" {
		return trade.Errorf(trade.Usage, "it is not clear which nomenclature the codes are of").At(t.path, 0).
			WithHint("say it: --nomenclature H0 to H6, TNVED, CN, or S1 to S4")
	}
	if m := release.FindStringSubmatch(name); m != nil && t.release == "" {
		t.release = strings.ToLower(m[1])
	}
	if strings.Contains(strings.ToLower(name), "product_codes") {
		t.name = "baci"
		t.origin = trade.Origin{Publisher: "CEPII", Licence: trade.Licence{Name: "Etalab Open Licence 2.0",
			URL: "https://www.etalab.gouv.fr/licence-ouverte-open-licence/", Attribution: "CEPII, BACI (Gaulier and Zignago, 2010)"}}
	}
	return nil
}

func (t *table) russian() bool {
	return slices.ContainsFunc(t.entries, func(e entry) bool { return e.russian != "" })
}

// edition returns the edition of the Harmonised System that differs least from the
// headings of the table, empty if two differ alike or all differ in more than a
// twentieth.
func (t *table) edition() trade.Nomenclature {
	have := map[trade.Product]bool{}
	for _, e := range t.entries {
		if isCode(e.code) && len(e.code) >= 4 {
			have[trade.Product(e.code).At(4)] = true
		}
	}
	headings := reference.Headings()
	best, least, tie := trade.Nomenclature(""), len(have)/20, false
	for edition := '0'; edition <= '6'; edition++ {
		n := trade.Nomenclature("H" + string(edition))
		differ := 0
		for _, h := range headings {
			if reference.HasHeading(h, n) != have[h] {
				differ++
			}
		}
		switch {
		case differ < least:
			best, least, tie = n, differ, false
		case differ == least:
			tie = true
		}
	}
	if tie {
		return ""
	}
	return best
}

func (t *table) load(r source.Request) source.Load {
	o := t.origin
	o.Dataset, o.Release = r.Dataset, cmp.Or(r.Release, t.release, source.UnknownRelease)
	o.Files = []trade.SourceFile{t.file}
	if o.Dataset == "" {
		o.Dataset = "nomenclature-" + strings.ToLower(string(t.n))
		if t.name != "" {
			o.Dataset += "-" + t.name
		}
	}
	im := trade.Import{Origin: o, Nomenclature: t.n, Tolerate: r.Tolerate}
	return source.Load{Import: im, Read: func(ctx context.Context, sink source.Sink, only []int) ([]trade.Account, error) {
		if only != nil && len(only) == 0 {
			return nil, nil
		}
		list, rows := t.list()
		list.Origin = o
		return source.Keep(ctx, sink, list, r.Tolerate, rows)
	}}
}

// list makes the list of the entries.
func (t *table) list() (trade.List, *source.ListRows) {
	account := source.NewListRows(t.path, t.file)
	for range t.above {
		account.Format("header")
	}
	var text [7][]string
	seen := map[[3]string]entry{}
	for _, e := range t.entries {
		e.judge(t.n)
		key := [3]string{e.code, e.validFrom, e.end}
		held, any := seen[key]
		switch {
		case e.format != "":
			account.Format(e.format)
			continue
		case any && held.english == e.english && held.russian == e.russian:
			account.Format("duplicate")
			continue
		case any && e.fault == "":
			e.fault = "the code " + e.code + " stands in the table before with another name"
		}
		if e.fault != "" {
			account.SetAside(e.line, e.text, e.fault)
			continue
		}
		seen[key] = e
		for i, word := range []string{string(t.n), e.code, e.above(), e.english, e.russian, e.validFrom, e.end} {
			text[i] = append(text[i], word)
		}
		account.Store()
	}
	names, _ := trade.ListColumns(trade.Nomenclatures)
	l := trade.List{Table: trade.Nomenclatures}
	for i, name := range names {
		l.Columns = append(l.Columns, trade.ListColumn{Name: name, Text: text[i]})
	}
	return l, account
}

// judge finds the fault of an entry in a nomenclature.
func (e *entry) judge(n trade.Nomenclature) {
	code := trade.Product(e.code)
	edition := n != trade.TNVED && n != trade.CN && n.Harmonised()
	switch {
	case e.fault != "" || e.format != "":
	case code == trade.AllProducts:
		e.format = "total"
	case !isCode(e.code):
		e.fault = "the row has no code"
	case e.english == "" && e.russian == "":
		e.fault = "the code " + e.code + " has no name"
	case n.Harmonised() && len(code) == 5 && code[0] <= '9':
		e.fault = "the code " + e.code + " has five digits: it has lost its leading zero"
	case edition && len(code) >= 4 && code.Chapter() < "98" && !reference.HasHeading(code.At(4), n):
		e.fault = string(n) + " has no heading " + string(code.At(4))
	}
}

// above returns the code that the entry stands below: as the table says, else the
// code less two digits. Chapters stand below no code unless the table says one.
func (e *entry) above() string {
	switch {
	case e.parent == string(trade.AllProducts) || e.parent == "#":
		return ""
	case e.parent != "":
		return e.parent
	case len(e.code) >= 4 && isCode(e.code) && e.code[0] <= '9':
		return e.code[:len(e.code)-2]
	}
	return ""
}
