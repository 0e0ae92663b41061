package reference

import (
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/oborot/oborot/trade"
)

// groupColumns are the columns of a file of groups; russian and english may be
// left out, one of them or both.
var groupColumns = []string{"code", "english", "russian", "members"}

const groupsHint = "begin the file with the line code,english,russian,members and separate members with ;"

// ReadGroups reads a person's own groups: a text table in UTF-8 with tabs, commas
// or semicolons between the columns code, english, russian and members, in any
// order. Members are economies, regions or groups, by code or name, with ; between
// them (in quotes where that separates the columns). The file is named in errors,
// with the line. An own group may not take the code or name of anything known.
func ReadGroups(file string, r io.Reader) ([]Side, error) {
	data, err := io.ReadAll(r)
	if err != nil {
		return nil, trade.Errorf(trade.Usage, "the groups cannot be read: %w", err).At(file, 0)
	}
	text := strings.TrimPrefix(string(data), "\ufeff")
	if !utf8.ValidString(text) {
		return nil, trade.Errorf(trade.Usage, "the groups are not in UTF-8").At(file, 0).WithHint("save the file as UTF-8")
	}
	table := groupTable{file: file, reader: csv.NewReader(strings.NewReader(text))}
	table.reader.Comma = separator(text)
	table.reader.Comment = '#'
	if err := table.readHeading(); err != nil {
		return nil, err
	}
	return table.readGroups()
}

// separator is what stands between the columns in the first line.
func separator(text string) rune {
	heading, _, _ := strings.Cut(text, "\n")
	for _, r := range "\t;," {
		if strings.ContainsRune(heading, r) {
			return r
		}
	}
	return ','
}

// groupTable is a file of groups that is being read.
type groupTable struct {
	file   string
	reader *csv.Reader
	at     map[string]int // of each column
	groups []Side
}

func (t *groupTable) readHeading() error {
	heading, err := t.reader.Read()
	if err != nil {
		return t.fault(1, "the file of groups has no heading line", groupsHint)
	}
	t.at = map[string]int{}
	for i, name := range heading {
		name = strings.ToLower(strings.TrimSpace(name))
		if !slices.Contains(groupColumns, name) {
			return t.fault(1, "the file of groups has a column "+name, groupsHint)
		}
		t.at[name] = i
	}
	for _, needed := range []string{"code", "members"} {
		if _, ok := t.at[needed]; !ok {
			return t.fault(1, "the file of groups has no column "+needed, groupsHint)
		}
	}
	return nil
}

func (t *groupTable) readGroups() ([]Side, error) {
	for {
		row, err := t.reader.Read()
		if errors.Is(err, io.EOF) {
			return t.groups, nil
		}
		if wrong, ok := errors.AsType[*csv.ParseError](err); ok {
			return nil, t.fault(wrong.Line, "the line cannot be read: "+wrong.Err.Error(), groupsHint)
		}
		line, _ := t.reader.FieldPos(0)
		g, err := t.group(row)
		if wrong, ok := errors.AsType[*trade.Error](err); ok {
			return nil, wrong.At(t.file, line)
		}
		t.groups = append(t.groups, g)
	}
}

// group reads one line.
func (t *groupTable) group(row []string) (Side, error) {
	field := func(column string) string {
		if i, ok := t.at[column]; ok {
			return strings.TrimSpace(row[i])
		}
		return ""
	}
	g := Side{Code: field("code"), Group: true}
	g.Name = trade.Name{English: field("english"), Russian: field("russian")}
	if g.Name.English == "" {
		g.Name.English = g.Code
	}
	if g.Name.Russian == "" {
		g.Name.Russian = g.Name.English
	}
	if err := t.checkWords(g); err != nil {
		return g, err
	}
	words := parts(field("members"), ";")
	if len(words) == 0 {
		return g, trade.Errorf(trade.Usage, "%s has no members", g.Code).WithHint("%s", groupsHint)
	}
	var err error
	g.Members, _, err = union(words, t.groups)
	return g, err
}

// checkWords refuses a group that could not be found or would hide something else.
func (t *groupTable) checkWords(g Side) error {
	if key(g.Code) == "" || strings.ContainsAny(g.Code, ",;|=") {
		return trade.Errorf(trade.Usage, "%q is not a code of a group", g.Code).WithHint("use letters and digits, such as NEIGHBOURS")
	}
	for _, word := range []string{g.Code, g.Name.English, g.Name.Russian} {
		taken, ok := findOwn(word, t.groups)
		if !ok {
			taken, ok = findExactly(word)
		}
		if ok {
			return trade.Errorf(trade.Usage, "%s is already %s (%s)", word, taken.Name.English, taken.Code).
				WithHint("choose another word for the group")
		}
	}
	return nil
}

func (t *groupTable) fault(line int, reason, hint string) error {
	return trade.Errorf(trade.Usage, "%s", reason).At(t.file, line).WithHint("%s", hint)
}
