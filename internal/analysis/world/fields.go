package world

import (
	"github.com/oborot/oborot/internal/analysis"
	"github.com/oborot/oborot/trade"
)

func field(name string, k analysis.Kind, english, russian string) analysis.Field {
	return analysis.Field{Name: name, Kind: k, Title: trade.Name{English: english, Russian: russian}}
}

func forPeople(name, english, russian string) analysis.Field {
	f := field(name, analysis.Text, english, russian)
	f.ForPeople = true
	return f
}

// The fields that several questions share.
var (
	yearField        = field("year", analysis.Count, "Year", "Год")
	economyField     = field("economy", analysis.Text, "Code", "Код")
	economyNameField = forPeople("economy_name", "Economy", "Экономика")
	productField     = field("product", analysis.Text, "Code", "Код")
	productNameField = forPeople("name", "Goods", "Товар")
	valueField       = field("value_usd", analysis.Money, "Value", "Стоимость")
	shareField       = field("share", analysis.Fraction, "Share", "Доля")
)

func textCell(s string) analysis.Cell           { return analysis.Cell{Text: s} }
func countCell(n int) analysis.Cell             { return analysis.Cell{Number: int64(n)} }
func moneyCell(thousandths int64) analysis.Cell { return analysis.Cell{Amount: trade.Of(thousandths)} }
func ratioCell(r trade.Ratio) analysis.Cell     { return analysis.Cell{Ratio: r} }

// indexCell is a value that a formula may not have.
func indexCell(x float64, ok bool) analysis.Cell {
	if !ok {
		return ratioCell(trade.Ratio{Status: trade.Undefined})
	}
	return ratioCell(trade.Ratio{Number: x})
}

// shareCell is a part of a whole.
func shareCell(part, whole int64) analysis.Cell {
	return ratioCell(trade.Quotient(trade.Of(part), trade.Of(whole)))
}
