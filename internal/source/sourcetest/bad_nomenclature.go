package sourcetest

const (
	codesName   = "product_codes_HS17_V202201.csv"
	codesHeader = "code,description\n"
	codesFirst  = "010121,Horses\n"
	taxHeader   = "020|20220811|0000|\r\n"
)

// BadNomenclature returns tables of names of goods that no import may accept.
func BadNomenclature() []BadFile {
	var all []BadFile
	for _, part := range [][]BadFile{badNames(), badTaxFiles(), badNomenclatureFiles()} {
		all = append(all, part...)
	}
	return all
}

// badNames are tables in which the second of two rows is at fault.
func badNames() []BadFile {
	row := func(name, text string, words ...string) BadFile {
		return BadFile{"nomenclature: " + name, 3, words, content(codesHeader + codesFirst + text + "\n"), codesName}
	}
	return []BadFile{
		row("no code", ",Horses", "the row has no code"),
		row("code in words", "horses,Horses", "the row has no code"),
		row("code with a sign", "0101.29,Horses", "the row has no code"),
		row("code of 11 digits", "01012900000,Horses", "the row has no code"),
		row("zero byte", "0101\x0029,Horses", "the row has no code"),
		row("lost leading zero", "10129,Horses", "lost its leading zero"),
		row("no name", "010129,", "has no name"),
		row("a code with two names", "010121,Donkeys", "with another name"),
		row("heading of another edition", "240411,Nicotine", "H5 has no heading 2404"),
		row("heading that is not", "7701,Nothing", "H5 has no heading 7701"),
		row("long row", "010129,Horses,more", "3 fields, not 2"),
		row("cut line", "010129", "1 fields, not 2"),
		row("open quotation mark", `010129,"Horses`, "quotation marks"),
	}
}

// badTaxFiles are those of the tax service.
func badTaxFiles() []BadFile {
	file := func(name string, line int, text string, words ...string) BadFile {
		return BadFile{"nomenclature: " + name, line, words, content(text), "TNVED3.TXT"}
	}
	const good = "01|01|X|01.01.2002|31.12.2006|\r\n"
	return []BadFile{
		file("lines of no kind", 2, taxHeader+"what|ever\r\n", "neither of sections"),
		file("a year for a date", 3, taxHeader+good+"01|02|X|2002||\r\n", "not a date such as 01.01.2022"),
		file("field missing", 3, taxHeader+good+"01|02|X|01.01.2002|\r\n", "fields, not"),
		file("heading in words", 3, taxHeader+good+"01|two|X|01.01.2002||\r\n", "the row has no code"),
		file("heading without a name", 3, taxHeader+good+"01|02||01.01.2002||\r\n", "has no name"),
		file("no lines", 1, taxHeader, "has no rows"),
		{"nomenclature: section that is not", 3, []string{"the row has no code"},
			content(taxHeader + "01|X|notes|01.01.2002||\r\n99|X|notes|01.01.2002||\r\n"), "TNVED1.TXT"},
		{"nomenclature: ten digits of which one is lost", 3, []string{"fields"},
			content(taxHeader + "01|01|210000|X|01.01.2002||\r\n01|01|X|01.01.2002||\r\n"), "TNVED4.TXT"},
	}
}

// badNomenclatureFiles are refused as a whole or for their first line.
func badNomenclatureFiles() []BadFile {
	file := func(name, file string, line int, text string, words ...string) BadFile {
		return BadFile{"nomenclature: " + name, line, words, content(text), file}
	}
	packed := packedText(codesHeader + codesFirst)
	return []BadFile{
		file("column missing", codesName, 1, "code,text\n010121,Horses\n", "those of no nomenclature"),
		file("no header", codesName, 1, codesFirst+codesFirst, "those of no nomenclature"),
		file("header only", codesName, 1, codesHeader, "has no rows"),
		file("all editions in one", "cmd_hs.csv", 0, "id,text,parent,isLeaf\n01,Animals,TOTAL,0\n", "all editions together"),
		file("empty", codesName, 0, "", "the file is empty"),
		file("web page", codesName, 0, "<!DOCTYPE html><html><body>404</body></html>", "a web page (HTML)"),
		file("UTF-16", codesName, 0, "\xff\xfec\x00o\x00d\x00e\x00", "UTF-16"),
		file("cut JSON", "h5.json", 0, `{"more":false,"results":[{"id":"01","parent":"#","isLeaf":"0"`, "the JSON is damaged"),
		file("JSON without codes", "h5.json", 0, `{"results":[],"isLeaf":0,"parent":0}`, "has no rows"),
		file("cut archive", "h5.csv.gz", 0, packed[:len(packed)-9], "truncated or damaged"),
		file("PNG image", codesName, 0, "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "a PNG image"),
	}
}
