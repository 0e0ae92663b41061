package mapped

import (
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/oborot/oborot/internal/source/tabular"
	"github.com/oborot/oborot/trade"
)

// mapping says what a table holds: one document of a mapping file.
type mapping struct {
	name      string // of the mapping file, or of a shipped mapping
	line      int    // where the document begins
	files     []string
	dataset   string
	release   string
	publisher string
	licence   trade.Licence
	notes     []string

	options tabular.Options
	decimal byte   // 0: as the table suggests
	json    string // keys, parted by points, that lead to the list in a JSON document

	period     periodSpec
	sides      sidesSpec
	direction  directionSpec
	product    productSpec
	value      valueSpec
	net        amountSpec
	quantity   amountSpec
	unit       string // of the quantity, where fixed
	unitColumn string
	enterprise string // column
	flags      flagsSpec
	where      []filter
	mode       trade.Mode
	repeats    trade.Repeats
	absent     bool // absence is zero
	valuation  [2]trade.Valuation
	assumed    bool // nobody said the valuation
}

// filter keeps the rows that have one of some words in a column.
type filter struct {
	column string
	words  []string
}

// flagsSpec is a column of marks with the words that stand for each.
type flagsSpec struct {
	column                         string
	estimated, suppressed, missing []string
	unless                         []string // any other word means estimated; nil: not so
	always                         trade.Flags
}

// parse reads the documents of a mapping file.
func parse(name, text string) ([]*mapping, error) {
	r := &reading{file: name}
	var all []*mapping
	for _, s := range r.documents(text) {
		all = append(all, s.mapping())
	}
	if r.err != nil {
		return nil, r.err
	}
	return all, nil
}

func (s section) mapping() *mapping {
	s.only("for", "dataset", "release", "publisher", "licence", "notes", "file", "period", "reporter", "partner",
		"region", "exporter", "importer", "direction", "reported_by", "product", "value", "net", "quantity",
		"enterprise", "flags", "where", "mode", "repeats", "absent_is_zero", "valuation")
	m := &mapping{
		name: s.r.file, line: s.line, files: s.list("for"),
		dataset: s.text("dataset"), release: s.text("release"), publisher: s.text("publisher"),
		licence: s.licence(), notes: s.list("notes"),
		enterprise: s.text("enterprise"), absent: s.yes("absent_is_zero"),
		mode:    trade.Mode(s.choice("mode", string(trade.Merge), string(trade.Replace))),
		repeats: trade.Repeats(s.choice("repeats", string(trade.SetAsideRepeats), string(trade.SumRepeats))),
	}
	for _, pattern := range m.files {
		if _, err := path.Match(pattern, ""); err != nil {
			s.r.fail(s.lineOf("for"), "for is not a pattern of file names: %q", pattern).Hint = "write a name, or one with * for any letters, such as trade_*.csv"
		}
	}
	s.checkDataset(m.dataset)
	s.file(m)
	m.period = s.period()
	m.product = s.product()
	m.direction = s.direction()
	m.sides = s.sides(m.direction)
	s.amounts(m)
	s.flagsAndFilters(m)
	s.valuations(m)
	s.directions(m)
	return m
}

// datasetForm is what names of datasets look like.
var datasetForm = regexp.MustCompile(`^[a-z0-9][a-z0-9._-]*$`)

func (s section) checkDataset(name string) {
	if name != "" && !datasetForm.MatchString(name) {
		s.r.fail(s.lineOf("dataset"), "%q is not a name of a dataset", name).Hint =
			"use small Latin letters, digits and hyphens, such as ministry-2024"
	}
}

func (s section) licence() trade.Licence {
	l, _ := s.below("licence", "name")
	l.only("name", "url", "no_redistribution", "attribution")
	return trade.Licence{
		Name: l.text("name"), URL: l.text("url"),
		NoRedistrib: l.yes("no_redistribution"), Attribution: l.text("attribution"),
	}
}

// charsets are the encodings that text may have besides UTF-8, by the names that
// people use for them.
var charsets = map[string]string{
	"": "", "utf8": "", "iso88591": "ISO-8859-1", "latin1": "ISO-8859-1",
	"windows1251": "windows-1251", "cp1251": "windows-1251", "ibm866": "IBM866", "cp866": "IBM866", "koi8r": "KOI8-R",
}

func (s section) file(m *mapping) {
	f, ok := s.below("file", "")
	if !ok {
		return
	}
	f.only("separator", "charset", "decimal", "sheet", "skip", "columns", "json")
	m.json = f.text("json")
	m.options = tabular.Options{Sheet: f.text("sheet"), Skip: f.integer("skip"), Columns: f.list("columns")}
	m.options.Separator = f.oneByte("separator", map[string]byte{
		"comma": ',', ",": ',', "semicolon": ';', ";": ';', "tab": '\t', "\t": '\t', "pipe": '|', "|": '|'})
	m.decimal = f.oneByte("decimal", map[string]byte{"point": '.', ".": '.', "comma": ',', ",": ','})
	charset := strings.NewReplacer("-", "", "_", "", " ", "").Replace(strings.ToLower(f.text("charset")))
	known, ok := charsets[charset]
	if !ok {
		f.r.fail(f.lineOf("charset"), "the charset %q is not known", f.text("charset")).Hint =
			"use UTF-8, ISO-8859-1, windows-1251, IBM866 or KOI8-R"
	}
	m.options.Charset = known
}

// oneByte reads a sign by itself or by its name.
func (s section) oneByte(key string, known map[string]byte) byte {
	text := s.text(key)
	if text == "" {
		return 0
	}
	sign, ok := known[text]
	if !ok {
		var words []string
		for word := range known {
			if len(word) > 1 {
				words = append(words, word)
			}
		}
		slices.Sort(words)
		s.r.fail(s.lineOf(key), "%s is %s, not %q", s.full(key), strings.Join(words, " or "), text)
	}
	return sign
}

func (s section) flagsAndFilters(m *mapping) {
	f, ok := s.below("flags", "always")
	f.only("column", "estimated", "estimated_unless", "suppressed", "missing", "always")
	m.flags = flagsSpec{column: f.text("column"), estimated: f.list("estimated"),
		suppressed: f.list("suppressed"), missing: f.list("missing"), unless: f.list("estimated_unless")}
	if f.choice("always", "estimated") != "" {
		m.flags.always = trade.FlagEstimated
	}
	if ok && m.flags.column == "" && m.flags.always == 0 {
		s.r.fail(f.line, "flags names no column")
	}
	if where, ok := s.below("where", ""); ok {
		for _, p := range where.pairs {
			m.where = append(m.where, filter{p.key, where.list(p.key)})
		}
	}
}

// valuations fills in what the convention says: exports free on board, imports with
// freight and insurance.
func (s section) valuations(m *mapping) {
	m.valuation = [2]trade.Valuation{trade.FOB, trade.CIF}
	v, ok := s.below("valuation", "both")
	m.assumed = !ok
	v.only("both", "exports", "imports")
	if both := v.text("both"); both != "" {
		m.valuation = [2]trade.Valuation{trade.Valuation(both), trade.Valuation(both)}
	}
	for i, key := range []string{"exports", "imports"} {
		if word := v.text(key); word != "" {
			m.valuation[i] = trade.Valuation(word)
		}
	}
}

// fits tells whether the mapping is meant for a file.
func (m *mapping) fits(name string) bool {
	return len(m.files) == 0 || slices.ContainsFunc(m.files, func(pattern string) bool {
		ok, err := path.Match(pattern, name)
		return ok && err == nil
	})
}
