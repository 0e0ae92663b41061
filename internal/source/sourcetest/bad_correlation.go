package sourcetest

import "strings"

const (
	weightsName   = "conversion_weights_H4_to_H5.csv"
	weightsHeader = "H4,H5,weight,group_id\n"
	weightsFirst  = "871190,871160,0.75,108\n"
)

// BadCorrelation returns tables of two nomenclatures that no import may accept: a pair
// that is read wrongly moves trade to other goods.
func BadCorrelation() []BadFile {
	var all []BadFile
	for _, part := range [][]BadFile{badWeights(), badCorrelationHeaders(), badCorrelationFiles()} {
		all = append(all, part...)
	}
	return all
}

// badWeights are tables in which the second of two rows is at fault.
func badWeights() []BadFile {
	row := func(name, text string, words ...string) BadFile {
		return BadFile{"correlation: " + name, 3, words, content(weightsHeader + weightsFirst + text + "\n"), weightsName}
	}
	return []BadFile{
		row("code in words", "horses,010121,1,1", `"horses" is not a code of H4`),
		row("code with a letter", "010121,01012A,1,1", `"01012A" is not a code of H5`),
		row("heading for a subheading", "0101,010121,1,1", `"0101" is not a code of H4`),
		row("code of a tariff", "010121,01012100,1,1", `"01012100" is not a code of H5`),
		row("no code on the left", ",010121,1,1", `"" is not a code of H4`),
		row("no code on the right", "010121,,1,1", `"" is not a code of H5`),
		row("zero byte", "0101\x0021,010121,1,1", "is not a code of H4"),
		row("weight in words", "010121,010121,all,1", `"all" is not a weight`),
		row("negative weight", "010121,010121,-0.5,1", `"-0.5" is not a weight`),
		row("weight above all", "010121,010121,101,1", `"101" is not a weight`),
		row("no weight", "010121,010121,,1", `"" is not a weight`),
		row("not a number", "010121,010121,NaN,1", `"NaN" is not a weight`),
		row("decimal comma", `010121,010121,"0,5",1`, `"0,5" is not a weight`),
		row("a pair with two weights", "871190,871160,0.5,108", "with another weight"),
		row("cut line", "010121,01", `"01" is not a code of H5`),
		row("long row", "010121,010121,1,1,more", "the row has 5 fields, not 4"),
		row("open quotation mark", `"010121,010121,1,1`, "quotation marks"),
	}
}

// badCorrelationHeaders are refused for their first line.
func badCorrelationHeaders() []BadFile {
	head := func(name, text string, words ...string) BadFile {
		return BadFile{"correlation: " + name, 1, words, content(text), weightsName}
	}
	const none = "no line names two nomenclatures"
	return []BadFile{
		head("one nomenclature", "H4,weight\n010121,1\n", none),
		head("one nomenclature twice", "H4,H4,weight\n010121,010121,1\n", none),
		head("an edition that is not", "H4,H9,weight\n010121,010121,1\n", none),
		head("no header", weightsFirst+weightsFirst, none),
		head("another publisher's columns", "year,exporter,importer,dollars\n2021,BLR,RUS,1\n", none),
		head("joint table without the older code", "code.after,Relationship,adjustment\n010121,1:1,2017 to 2012\n", none),
		{"correlation: joint table without a step", 2, []string{"no row names a step"},
			content("code.after,code.before,Relationship,adjustment\n010121,010121,1:1,later to earlier\n"), weightsName},
		head("header only", weightsHeader, "has no rows"),
	}
}

// badCorrelationFiles are refused as a whole.
func badCorrelationFiles() []BadFile {
	file := func(name, file, text string, words ...string) BadFile {
		return BadFile{"correlation: " + name, 0, words, content(text), file}
	}
	packed := packedText(weightsHeader + strings.Repeat(weightsFirst, 50))
	return []BadFile{
		file("empty", weightsName, "", "the file is empty"),
		file("web page", weightsName, "<!DOCTYPE html><html><body>404</body></html>", "a web page (HTML)"),
		file("UTF-16", weightsName, "\xff\xfeH\x004\x00,\x00H\x005\x00", "UTF-16"),
		file("JSON", weightsName, `{"H4": "010121"}`, ""),
		file("cut archive", weightsName+".gz", packed[:len(packed)-9], "truncated or damaged"),
		file("cut workbook", "HS2022toHS2017ConversionAndCorrelationTables.xlsx",
			"PK\x03\x04\x14\x00\x00\x00\x08\x00"+strings.Repeat("\x00", 16)+"\x13\x00\x00\x00[Content_Types].xml", "the workbook is damaged"),
	}
}
