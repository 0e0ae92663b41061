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

// ReadGoods reads a person's own list of goods: codes of the Harmonised System or of a
// nomenclature that extends it, one a line, or a column of a text table (code, product,
// hs, hs6, tnved, cn8, cmdcode, код, тнвэд, код тн вэд; else the first). A code stands for all that begin with it.
// Lines that begin with # are comments. Errors name the file and the line.
func ReadGoods(file string, r io.Reader) ([]trade.Product, error) {
	words, err := ownList{file, "goods", []string{"code", "product", "hs", "hs6", "tnved", "cn8", "cmdcode", "код", "тнвэд", "тн вэд", "код тнвэд", "код тн вэд"}}.read(r)
	if err != nil {
		return nil, err
	}
	var goods []trade.Product
	for _, w := range words {
		p, err := trade.ParseProduct(w.text)
		switch {
		case err == nil && p == trade.AllProducts:
			err = trade.Errorf(trade.Usage, "%s is no good", p)
		case err == nil && len(p)%2 == 1:
			err = trade.Errorf(trade.Usage, "%s has %d digits", p, len(p)).WithHint("codes have 2, 4, 6, 8 or 10 digits; put back a leading zero that is lost")
		}
		if err != nil {
			return nil, w.at(file, err)
		}
		goods = append(goods, p)
	}
	slices.Sort(goods)
	return slices.Compact(goods), nil
}

// ReadEconomies reads a person's own list of economies, as ReadGoods reads goods (columns
// economy, code, country, iso3, страна, код). They are codes or names; a group stands for its members.
// The side is named after the file and has the code THIRD.
func ReadEconomies(file string, r io.Reader, own ...Side) (Side, error) {
	words, err := ownList{file, "economies", []string{"economy", "code", "country", "iso3", "страна", "код", "код страны"}}.read(r)
	if err != nil {
		return Side{}, err
	}
	list := Side{Code: "THIRD", Group: true, Name: trade.Name{English: "Third countries", Russian: "Третьи страны"}}
	for _, w := range words {
		s, err := findOne(w.text, own)
		if err == nil && len(s.Members) == 0 {
			err = trade.Errorf(trade.Usage, "the world cannot be on a list of economies").WithHint("name economies or groups")
		}
		if err != nil {
			return Side{}, w.at(file, err)
		}
		list.Members = append(list.Members, s.Members...)
	}
	slices.Sort(list.Members)
	list.Members = slices.Compact(list.Members)
	return list, checkApart(list.Members)
}

// ownList is a file of codes or names, one a line.
type ownList struct {
	file    string
	what    string   // goods
	columns []string // names of the column that has them, in small letters
}

// ownWord is a cell of a list.
type ownWord struct {
	text string
	line int
}

func (w ownWord) at(file string, err error) error {
	if wrong, ok := errors.AsType[*trade.Error](err); ok {
		return wrong.At(file, w.line)
	}
	return err
}

// read reads the cells of the column. A first line that names it is a heading.
func (l ownList) read(r io.Reader) ([]ownWord, error) {
	data, err := io.ReadAll(r)
	if err != nil {
		return nil, trade.Errorf(trade.Usage, "the list of %s cannot be read: %w", l.what, err).At(l.file, 0)
	}
	text := strings.TrimPrefix(string(data), "\ufeff")
	if !utf8.ValidString(text) {
		return nil, trade.Errorf(trade.Usage, "the list of %s is not in UTF-8", l.what).At(l.file, 0).WithHint("save the file as UTF-8")
	}
	table := csv.NewReader(strings.NewReader(text))
	table.Comma, table.Comment, table.FieldsPerRecord, table.LazyQuotes = separator(text), '#', -1, true
	words, err := l.cells(table)
	if err == nil && len(words) == 0 {
		err = trade.Errorf(trade.Usage, "the list of %s is empty", l.what).At(l.file, 0).WithHint("write one a line, or name a column %s", l.columns[0])
	}
	return words, err
}

func (l ownList) cells(table *csv.Reader) ([]ownWord, error) {
	var words []ownWord
	column := -1
	for {
		row, err := table.Read()
		if errors.Is(err, io.EOF) {
			return words, nil
		}
		if wrong, ok := errors.AsType[*csv.ParseError](err); ok {
			return nil, trade.Errorf(trade.Usage, "the line cannot be read: %w", wrong.Err).At(l.file, wrong.Line)
		}
		line, _ := table.FieldPos(0)
		if column < 0 {
			column = max(0, slices.IndexFunc(row, l.isHeading))
			if l.isHeading(row[column]) {
				continue
			}
		}
		if column < len(row) {
			if cell := strings.TrimSpace(row[column]); cell != "" {
				words = append(words, ownWord{cell, line})
			}
		}
	}
}

func (l ownList) isHeading(cell string) bool {
	return slices.Contains(l.columns, strings.ToLower(strings.Join(strings.Fields(cell), " ")))
}
