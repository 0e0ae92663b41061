package sourcetest

import (
	"os"
	"strings"
)

// The table and the mapping that the bad files of the format mapped are made of.
const (
	mappedName   = "ministry.csv"
	mappingEnd   = ".mapping.yaml"
	mappedHeader = "month,partner,flow,code,usd,kg,plant\n"
	mappedGood   = "2021-01,Russia,X,870410,1250.5,300,Plant\n2021-02,KAZ,M,040610,7.25,,Dairy\n"
	mappedText   = `dataset: ministry
period: {column: month}
reporter: BLR
partner: {column: partner}
direction: {column: flow, export: X, import: M}
product: {column: code, nomenclature: HS2017, digits: 6}
value: {column: usd, unit: usd}
net: {column: kg, unit: kg}
enterprise: plant
`
)

// BadMapped returns the corpus of the format mapped: a table with its mapping beside
// it, either of which is at fault.
func BadMapped() []BadFile {
	var all []BadFile
	for _, part := range [][]BadFile{badMappedRows(), badMappedTables(), badMappings()} {
		all = append(all, part...)
	}
	return all
}

// withMapping writes a table and a mapping beside it.
func withMapping(table, mapping string) func(string) error {
	return func(path string) error {
		if err := os.WriteFile(path+mappingEnd, []byte(mapping), 0o644); err != nil {
			return err
		}
		return content(table)(path)
	}
}

// badMappedRows are tables in which the last row of three is at fault.
func badMappedRows() []BadFile {
	row := func(name, text string, words ...string) BadFile {
		return BadFile{name, 4, words, withMapping(mappedHeader+mappedGood+text+"\n", mappedText), mappedName}
	}
	return []BadFile{
		row("text in the value", "2021-01,RUS,X,870421,many,1,P", `usd "many" is not a number`),
		row("text in the mass", "2021-01,RUS,X,870421,1,heavy,P", `kg "heavy" is not a number`),
		row("not a number", "2021-01,RUS,X,870421,NaN,1,P", `usd "NaN" is not a number`),
		row("empty value", "2021-01,RUS,X,870421,,1,P", "there is no usd"),
		row("decimal comma", `2021-01,RUS,X,870421,"1,5",1,P`, "a comma where the decimal point belongs"),
		row("grouped by commas", `2021-01,RUS,X,870421,"1,500.25",1,P`, "a comma where the decimal point belongs"),
		row("negative value", "2021-01,RUS,X,870421,-5,1,P", `usd "-5" is negative`),
		row("negative mass", "2021-01,RUS,X,870421,5,-1,P", `kg "-1" is negative`),
		row("too large", "2021-01,RUS,X,870421,1e30,1,P", `usd "1e30" is not a number`),
		row("zero byte", "2021-01,RUS,X,870421,1\x00,1,P", "is not a number"),
		row("unknown country", "2021-01,Atlantis,X,870421,1,1,P", `partner "Atlantis" is not a known economy`),
		row("no country", "2021-01,,X,870421,1,1,P", "there is no partner"),
		row("group of countries", "2021-01,EAEU,X,870421,1,1,P", `partner "EAEU" is a group of economies`),
		row("unmapped direction", "2021-01,RUS,E,870421,1,1,P", `flow "E" is not in the mapping's direction`),
		row("month 13", "2021-13,RUS,X,870421,1,1,P", `month "2021-13" is not a period`),
		row("month in words of no language", "Brumaire 2021,RUS,X,870421,1,1,P", `month "Brumaire 2021" is not a period`),
		row("a year among months", "2021,RUS,X,870421,1,1,P", "the row covers 2021", "periods of 1 months"),
		row("no period", ",RUS,X,870421,1,1,P", "there is no month"),
		row("product in words", "2021-01,RUS,X,trucks,1,1,P", `code "trucks" is not a product code`),
		row("product of another level", "2021-01,RUS,X,8704,1,1,P", `code "8704" has 4 digits`),
		row("chapter that is not", "2021-01,RUS,X,770410,1,1,P", "the Harmonised System has no chapter 77"),
		row("no product", "2021-01,RUS,X,,1,1,P", "there is no code"),
		row("no enterprise", "2021-01,RUS,X,870421,1,1,", "there is no plant"),
		row("short row", "2021-01,RUS,X,870421,1,1", "6 fields"),
		row("long row", "2021-01,RUS,X,870421,1,1,P,more", "8 fields"),
		row("the same key again", "2021-01,Russia,X,870410,9,300,Plant", "line 2"),
	}
}

// badMappedTables are refused as a whole.
func badMappedTables() []BadFile {
	table := func(name string, line int, text string, words ...string) BadFile {
		return BadFile{name, line, words, withMapping(text, mappedText), mappedName}
	}
	return []BadFile{
		{"trade with itself", 3, []string{"both sides of the flow are BLR"}, withMapping("from,to,usd\nBY,RU,1\nBY,Belarus,1\n",
			"dataset: x\nexporter: {column: from}\nimporter: {column: to}\nreported_by: exporter\nperiod: 2021\nproduct: TOTAL\nvalue: {column: usd, unit: usd}\n"), mappedName},
		table("column missing", 1, strings.Replace(mappedHeader, ",usd", ",eur", 1)+mappedGood, `there is no column "usd"`, "names for value"),
		table("other table", 1, "t,i,j,k,v,q\n2021,112,643,870410,1,1\n", "there is no column"),
		table("empty table", 0, "", "the file is empty"),
		table("web page as a table", 0, "<!DOCTYPE html>\n<html></html>\n", "a web page (HTML)"),
		table("JSON as a table", 0, `{"error": 1}`+"\n", "JSON"),
		table("cut workbook", 0, "PK\x03\x04\x14\x00\x00\x00\x08\x00"+strings.Repeat("\x00", 16)+"\x13\x00\x00\x00[Content_Types].xml", ""),
	}
}

// badMappings are good tables with a bad mapping; the mapping is the file at fault.
func badMappings() []BadFile {
	spoiled := func(name string, line int, from, to string, words ...string) BadFile {
		return BadFile{name, line, words, withMapping(mappedHeader+mappedGood, strings.Replace(mappedText, from, to, 1)), mappedName}
	}
	return []BadFile{
		spoiled("mapping that is no YAML", 2, "period: {column: month}", "period: {column: month", "the mapping is not YAML"),
		spoiled("empty mapping", 0, mappedText, "\n", "the mapping says nothing"),
		spoiled("unknown key of a mapping", 7, "unit: usd", "untis: usd", "value has no key untis"),
		spoiled("unknown unit of a mapping", 7, "unit: usd", "unit: dozen", `the unit "dozen" of value is not known`),
		spoiled("unknown economy of a mapping", 3, "BLR", "Atlantis", `"Atlantis" is not a known economy`),
		spoiled("mapping without direction", 1, "direction: {column: flow, export: X, import: M}\n", "", "does not say the direction"),
		spoiled("mapping without period", 1, "period: {column: month}\n", "", "a mapping needs a period"),
		spoiled("mapping with a list for a word", 9, "enterprise: plant", "enterprise: [plant]", "is one word or number, not a list"),
	}
}
