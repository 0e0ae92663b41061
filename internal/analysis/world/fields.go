package world

import (
	"github.com/oborot/oborot/internal/analysis"
	"github.com/oborot/oborot/trade"
)

// The fields that several questions share.
var (
	yearField        = analysis.NewField("year", analysis.Count, "Year", "Год")
	economyField     = analysis.NewField("economy", analysis.Text, "Code", "Код")
	economyNameField = analysis.NewFieldForPeople("economy_name", "Economy", "Экономика")
	productField     = analysis.NewField("product", analysis.Text, "Code", "Код")
	productNameField = analysis.NewFieldForPeople("name", "Goods", "Товар")
	valueField       = analysis.NewField("value_usd", analysis.Money, "Value", "Стоимость")
	shareField       = analysis.NewField("share", analysis.Fraction, "Share", "Доля")
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
