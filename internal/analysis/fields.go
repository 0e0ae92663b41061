package analysis

import "github.com/oborot/oborot/trade"

func field(name string, k Kind, english, russian string) Field {
	return Field{Name: name, Kind: k, Title: trade.Name{English: english, Russian: russian}}
}

func growthField(name, english, russian string) Field {
	f := field(name, Fraction, english, russian)
	f.Signed = true
	return f
}

// The fields that several questions share.
var (
	periodField       = field("period", Span, "Period", "Период")
	baseField         = field("base_period", Span, "Against", "К периоду")
	directionField    = field("direction", Text, "Direction", "Направление")
	productField      = field("product", Text, "Code", "Код")
	nameField         = field("name", Text, "Goods", "Товар")
	partnerField      = field("partner", Text, "Partner code", "Код партнёра")
	partnerNameField  = field("partner_name", Text, "Partner", "Партнёр")
	valueField        = field("value_usd", Money, "Value", "Стоимость")
	shareField        = field("share", Fraction, "Share", "Доля")
	valueBaseField    = field("value_usd_base", Money, "Base", "База")
	growth            = growthField("growth", "Growth", "Рост")
	contributionField = field("contribution_pp", Points, "Contribution", "Вклад")
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
