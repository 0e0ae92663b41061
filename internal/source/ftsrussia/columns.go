package ftsrussia

import (
	"fmt"
	"strings"

	"github.com/oborot/oborot/internal/source/tabular"
	"github.com/oborot/oborot/trade"
)

// role is what a column says.
type role int

const (
	direction role = iota
	period
	partner
	product
	unit
	value
	net
	quantity
	region
	district
	roles // how many there are
)

// names are those of the columns: in the Russian file, in the English file, and
// spelled out.
var names = [roles][]string{
	direction: {"napr", "direction", "направление"},
	period:    {"period", "период"},
	partner:   {"nastranapr", "strana", "country", "страна"},
	product:   {"tnved", "hs", "тнвэд", "код тн вэд"},
	unit:      {"edizm", "um", "едизм", "ед. изм."},
	value:     {"stoim", "value", "стоим", "стоимость"},
	net:       {"netto", "netweight", "нетто", "вес нетто"},
	quantity:  {"kol", "quantity", "кол", "количество"},
	region:    {"region", "регион"},
	district:  {"region_s", "регион_с", "фед. округ"},
}

// detailed is the column of the partner's own code of eight digits in mirror files
// that pad it to ten in the column of products.
const detailed = "tnved8"

// mirrored are columns that only mirror files have.
var mirrored = []string{"edizm_iso", "tnved2", "tnved4", "tnved6", detailed}

// columns are the places of the columns of one table, -1 for one that is not there.
type columns struct {
	at     [roles]int
	layout layout
	header tabular.Header
}

// resolve finds the columns by their names.
func resolve(t tabular.Table) (columns, error) {
	c := columns{header: t.Header}
	for r := range roles {
		c.at[r] = t.Header.Column(names[r]...)
		if err := once(t, r); err != nil {
			return c, err
		}
	}
	if err := c.complete(t); err != nil {
		return c, err
	}
	c.layout = national
	if c.at[region] >= 0 {
		c.layout = regional
	}
	for _, name := range mirrored {
		if c.layout == national && t.Header.Has(name) {
			c.layout = mirror
		}
	}
	if at := t.Header.Column(detailed); c.layout == mirror && at >= 0 {
		c.at[product] = at
	}
	return c, nil
}

// complete checks that no column is missing.
func (c columns) complete(t tabular.Table) error {
	var missing []string
	for r := range region {
		if c.at[r] < 0 {
			missing = append(missing, names[r][0])
		}
	}
	if len(missing) == 0 {
		return nil
	}
	if _, ok := directions[strings.ToUpper(t.Header.Name(0))]; ok {
		return trade.Errorf(trade.BadInput, "there is no line of column names: the first line is data").At(t.Where, 1).
			WithHint("put the line of names above it: napr,period,strana,tnved,edizm,stoim,netto,kol,region,region_s")
	}
	words := "the column " + missing[0] + " is"
	if len(missing) > 1 {
		words = "the columns " + strings.Join(missing, ", ") + " are"
	}
	return trade.Errorf(trade.BadInput, "%s missing; the columns are %s", words, short(strings.Join(t.Header, ", "))).At(t.Where, 1).
		WithHint("give the file as the customs service ships it, or describe its columns: oborot import mapped --guess FILE")
}

// once checks that a column is there no more than once.
func once(t tabular.Table, r role) error {
	var have []string
	for i := range t.Header {
		if t.Header[i:i+1].Column(names[r]...) == 0 {
			have = append(have, t.Header[i])
		}
	}
	if len(have) < 2 {
		return nil
	}
	return trade.Errorf(trade.BadInput, "the columns %s say the same", strings.Join(have, " and ")).At(t.Where, 1).
		WithHint("leave the one that counts and take out the other")
}

// unread says which columns are not read, empty if all are.
func (c columns) unread(t tabular.Table) string {
	var list []string
	for i, name := range t.Header {
		known := false
		for r := range roles {
			known = known || t.Header[i:i+1].Column(names[r]...) == 0
		}
		if !known && i != c.at[product] {
			list = append(list, name)
		}
	}
	if len(list) == 0 {
		return ""
	}
	return fmt.Sprintf("%s: columns beside those of the layout are not read: %s", t.Name, strings.Join(list, ", "))
}

// short cuts a text for a message.
func short(text string) string {
	const most = 150
	letters := []rune(text)
	if len(letters) <= most {
		return text
	}
	return string(letters[:most]) + "..."
}
