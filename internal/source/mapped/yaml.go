package mapped

import (
	"cmp"
	"errors"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/oborot/oborot/trade"
	"go.yaml.in/yaml/v3"
)

// reading is the reading of one mapping file. The first fault is kept, so that
// the code that takes a mapping apart need not look after each step.
type reading struct {
	file string
	err  *trade.Error
}

// fail keeps a fault of a line, unless there is one already.
func (r *reading) fail(line int, format string, args ...any) *trade.Error {
	err := trade.Errorf(trade.BadInput, format, args...).At(r.file, line)
	if r.err == nil {
		r.err = err
		r.err.Hint = "docs/mappings.md describes every key; oborot import mapped --guess FILE writes a mapping to begin with"
	}
	return err
}

// pair is one key with what stands behind it.
type pair struct {
	key   string
	line  int
	value *yaml.Node
}

// section is a part of a mapping that consists of keys.
type section struct {
	r     *reading
	name  string // of the key that it stands behind, empty for the whole
	line  int
	pairs []pair
}

var yamlLine = regexp.MustCompile(`^yaml: (?:line (\d+): )?`)

// documents reads the documents of a file, which are parted by lines of three
// hyphens.
func (r *reading) documents(text string) []section {
	var all []section
	decoder := yaml.NewDecoder(strings.NewReader(text))
	for {
		var root yaml.Node
		err := decoder.Decode(&root)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			r.malformed(err)
			return nil
		}
		if len(root.Content) > 0 && root.Content[0].Tag != "!!null" {
			all = append(all, r.section("", root.Content[0]))
		}
	}
	if len(all) == 0 {
		r.fail(0, "the mapping says nothing")
	}
	return all
}

// malformed puts a complaint of the YAML library into words.
func (r *reading) malformed(err error) {
	text, line := err.Error(), 0
	if m := yamlLine.FindStringSubmatch(text); m != nil {
		line, _ = strconv.Atoi(m[1])
		text = text[len(m[0]):]
		// The library counts the lines of what it did not find from 0.
		if line > 0 && strings.HasPrefix(text, "did not find expected") {
			line++
		}
	}
	r.fail(line, "the mapping is not YAML: %s", text)
	r.err.Hint = "look at the indentation, the colons and the quotation marks of that line and the one above"
}

// section takes a node of keys apart. A key that stands there twice is a fault.
func (r *reading) section(name string, n *yaml.Node) section {
	s := section{r: r, name: name, line: n.Line}
	if n.Kind == yaml.AliasNode {
		n = n.Alias
	}
	if n.Kind != yaml.MappingNode {
		r.fail(n.Line, "%s is not a list of keys", cmp.Or(name, "the mapping"))
		return s
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key := n.Content[i]
		if slices.ContainsFunc(s.pairs, func(p pair) bool { return p.key == key.Value }) {
			r.fail(key.Line, "the key %s stands there twice", s.full(key.Value))
		}
		s.pairs = append(s.pairs, pair{key.Value, key.Line, n.Content[i+1]})
	}
	return s
}

// full is the name of a key with those it stands under.
func (s section) full(key string) string {
	if s.name == "" {
		return key
	}
	return s.name + "." + key
}

// only refuses every other key and names the nearest.
func (s section) only(known ...string) {
	for _, p := range s.pairs {
		if slices.Contains(known, p.key) {
			continue
		}
		where := "a mapping"
		if s.name != "" {
			where = s.name
		}
		s.r.fail(p.line, "%s has no key %s", where, p.key).Hint = asked(p.key, known)
	}
}

// asked is a hint that names the nearest of some words, or all of them.
func asked(word string, known []string) string {
	if near := nearest(word, known); near != "" {
		return "did you mean " + near + "?"
	}
	return "the keys are " + strings.Join(known, ", ")
}

// nearest returns the word most like another, empty if none is alike.
func nearest(word string, known []string) string {
	best, least := "", 1.0
	typed := []rune(strings.ToLower(word))
	for _, k := range known {
		other := []rune(strings.ToLower(k))
		d := float64(trade.Edits(typed, other)) / float64(max(len(typed), len(other), 1))
		if d < least {
			best, least = k, d
		}
	}
	if least > 0.5 {
		return ""
	}
	return best
}

// find returns what stands behind a key, nil if it is absent or left blank.
func (s section) find(key string) *yaml.Node {
	for _, p := range s.pairs {
		if p.key == key && p.value.Tag != "!!null" {
			if p.value.Kind == yaml.AliasNode {
				return p.value.Alias
			}
			return p.value
		}
	}
	return nil
}

// lineOf is the line of a key, else of the section.
func (s section) lineOf(key string) int {
	for _, p := range s.pairs {
		if p.key == key {
			return p.line
		}
	}
	return s.line
}

// text returns the one word or number behind a key, as it is written.
func (s section) text(key string) string {
	n := s.find(key)
	if n == nil {
		return ""
	}
	if n.Kind != yaml.ScalarNode {
		s.r.fail(n.Line, "%s is one word or number, not a list", s.full(key))
		return ""
	}
	return n.Value
}

// list returns the words behind a key, which may be one word.
func (s section) list(key string) []string {
	n := s.find(key)
	if n == nil {
		return nil
	}
	if n.Kind == yaml.ScalarNode {
		return []string{n.Value}
	}
	if n.Kind != yaml.SequenceNode {
		s.r.fail(n.Line, "%s is a list of words", s.full(key))
		return nil
	}
	var words []string
	for _, item := range n.Content {
		if item.Kind != yaml.ScalarNode {
			s.r.fail(item.Line, "%s is a list of words", s.full(key))
			continue
		}
		words = append(words, item.Value)
	}
	return words
}

// integer returns the whole number behind a key, 0 if it is absent.
func (s section) integer(key string) int {
	text := s.text(key)
	if text == "" {
		return 0
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 {
		s.r.fail(s.lineOf(key), "%s is a whole number, not %q", s.full(key), text)
	}
	return n
}

// yes returns the answer behind a key, no if it is absent.
func (s section) yes(key string) bool {
	switch text := s.text(key); strings.ToLower(text) {
	case "true", "yes":
		return true
	case "", "false", "no":
	default:
		s.r.fail(s.lineOf(key), "%s is true or false, not %q", s.full(key), text)
	}
	return false
}

// choice returns the word behind a key, which must be one of some.
func (s section) choice(key string, known ...string) string {
	text := s.text(key)
	if text != "" && !slices.Contains(known, text) {
		s.r.fail(s.lineOf(key), "%s is %s, not %q", s.full(key), strings.Join(known, " or "), text)
	}
	return text
}

// below returns the section behind a key, and whether there is one. A single word
// there stands for that word behind the key alone.
func (s section) below(key, alone string) (section, bool) {
	n := s.find(key)
	if n == nil {
		return section{r: s.r, name: s.full(key), line: s.line}, false
	}
	if n.Kind == yaml.ScalarNode && alone != "" {
		return section{s.r, s.full(key), n.Line, []pair{{alone, n.Line, n}}}, true
	}
	return s.r.section(s.full(key), n), true
}

// each calls with every key and the word behind it.
func (s section) each(take func(key, word string, line int)) {
	for _, p := range s.pairs {
		if p.value.Kind != yaml.ScalarNode {
			s.r.fail(p.value.Line, "%s is one word, not a list", s.full(p.key))
			continue
		}
		take(p.key, p.value.Value, p.line)
	}
}
