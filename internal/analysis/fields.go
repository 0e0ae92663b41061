package analysis

import "github.com/oborot/oborot/trade"

// NewField returns a field of an answer.
func NewField(name string, k Kind, english, russian string) Field {
	return Field{Name: name, Kind: k, Title: trade.Name{English: english, Russian: russian}}
}

// NewFieldForPeople returns a field of words beside a code, which programs do not get.
func NewFieldForPeople(name, english, russian string) Field {
	f := NewField(name, Text, english, russian)
	f.ForPeople = true
	return f
}

func growthField(name, english, russian string) Field {
	f := NewField(name, Fraction, english, russian)
	f.Signed = true
	return f
}

// The fields that several questions share.
var (
	periodField       = NewField("period", Span, "Period", "Период")
	baseField         = NewField("base_period", Span, "Against", "К периоду")
	directionField    = NewField("direction", Text, "Direction", "Направление")
	productField      = NewField("product", Text, "Code", "Код")
	nameField         = NewField("name", Text, "Goods", "Товар")
	partnerField      = NewField("partner", Text, "Partner code", "Код партнёра")
	partnerNameField  = NewField("partner_name", Text, "Partner", "Партнёр")
	valueField        = NewField("value_usd", Money, "Value", "Стоимость")
	shareField        = NewField("share", Fraction, "Share", "Доля")
	valueBaseField    = NewField("value_usd_base", Money, "Base", "База")
	growth            = growthField("growth", "Growth", "Рост")
	contributionField = NewField("contribution_pp", Points, "Contribution", "Вклад")
)

func textCell(s string) Cell         { return Cell{Text: s} }
func amountCell(a trade.Amount) Cell { return Cell{Amount: a} }
func ratioCell(r trade.Ratio) Cell   { return Cell{Ratio: r} }
func amountCells(all ...trade.Amount) []Cell {
	cells := make([]Cell, len(all))
	for i, a := range all {
		cells[i] = amountCell(a)
	}
	return cells
}

func ratioCells(all ...trade.Ratio) []Cell {
	cells := make([]Cell, len(all))
	for i, r := range all {
		cells[i] = ratioCell(r)
	}
	return cells
}
