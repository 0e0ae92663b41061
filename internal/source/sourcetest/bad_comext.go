package sourcetest

import "strings"

const (
	comextName   = "full_v2_202403.dat"
	comextPacked = "full_v2_202403.7z"
	comextHeader = "REPORTER,PARTNER,TRADE_TYPE,PRODUCT_NC,PRODUCT_SITC,PRODUCT_CPA21,PRODUCT_CPA22,PRODUCT_BEC,PRODUCT_BEC5," +
		"PRODUCT_SECTION,FLOW,STAT_PROCEDURE,SUPPL_UNIT,PERIOD,VALUE_EUR,VALUE_NAC,QUANTITY_KG,QUANTITY_SUPPL_UNIT\n"
	comextFirst  = "LT,BY,E,87041010,78219,2910,2910,521,411210,17,2,1,p/st,202403,1250500,1250500,31250,2\n"
	comextSecond = "LV,RU,E,04061030,02410,1051,1051,122,112200,01,1,1,NO_SU,202403,7250,7250,900,0\n"
)

// ComextRates is a file of rates that the files of Comext need: only with it held
// are they refused for what is wrong with them.
const ComextRates = "currency,period,usd\nEUR,2024-03,1.0872\n"

// BadComext returns files that no import of Eurostat's bulk files may accept, where
// the rates of March 2024 are held.
func BadComext() []BadFile {
	var all []BadFile
	for _, part := range [][]BadFile{badComextRows(), badComextHeaders(), badComextFiles()} {
		all = append(all, part...)
	}
	return all
}

// badComextRows are files in which one row of three is at fault.
func badComextRows() []BadFile {
	// Columns of the first good row are replaced.
	row := func(name string, column int, text string, words ...string) BadFile {
		fields := strings.Split(strings.TrimSpace(comextFirst), ",")
		fields[column] = text
		return BadFile{"comext: " + name, 4, words,
			content(comextHeader + comextFirst + comextSecond + strings.Join(fields, ",") + "\n"), comextName}
	}
	return []BadFile{
		row("unknown reporter", 0, "Q1", `REPORTER "Q1" is not a code of Eurostat's list of countries`),
		row("alpha-3 partner", 1, "BLR", `PARTNER "BLR" is not a code of Eurostat's list`),
		row("no partner", 1, "", `PARTNER "" is not a code`),
		row("trade type", 2, "X", `TRADE_TYPE "X" is not a trade type`),
		row("product in words", 3, "trucks", `PRODUCT_NC "trucks" is not a code of the Combined Nomenclature`),
		row("lost leading zero", 3, "4061030", `PRODUCT_NC "4061030" is not a code`),
		row("product of 10 digits", 3, "8704101000", `PRODUCT_NC "8704101000" is not a code`),
		row("third flow", 10, "3", `FLOW "3" is not a flow (1 import, 2 export)`),
		row("month 13", 13, "202413", `PERIOD "202413" is not a period`),
		row("period with a hyphen", 13, "2024-03", `PERIOD "2024-03" is not a period`),
		row("text in the value", 14, "many", `VALUE_EUR "many" is not a plain decimal number`),
		row("confidential mark in the value", 14, "c", `VALUE_EUR "c" is not a plain decimal number`),
		row("negative value", 14, "-5", `VALUE_EUR "-5" is negative`),
		row("not a number", 14, "NaN", `VALUE_EUR "NaN" is not a plain decimal number`),
		row("absurdly large value", 14, "999999999999999999", "VALUE_EUR"),
		row("text in the mass", 16, "heavy", `QUANTITY_KG "heavy" is not a plain decimal number`),
		row("negative mass", 16, "-1", `QUANTITY_KG "-1" is negative`),
		row("text in the quantity", 17, "two", `QUANTITY_SUPPL_UNIT "two" is not a plain decimal number`),
		row("zero byte", 14, "12\x0050", "VALUE_EUR"),
	}
}

// badComextHeaders are refused for their first line.
func badComextHeaders() []BadFile {
	head := func(name, text string, words ...string) BadFile {
		return BadFile{"comext: " + name, 1, words, content(text), comextName}
	}
	old := "DECLARANT,DECLARANT_ISO,PARTNER,PARTNER_ISO,TRADE_TYPE,PRODUCT_NC,FLOW,STAT_REGIME,SUPP_UNIT,PERIOD,VALUE_IN_EUROS,QUANTITY_IN_KG,SUP_QUANTITY\n"
	return []BadFile{
		head("missing value", strings.Replace(comextHeader, "VALUE_EUR,", "", 1)+comextFirst, "the column VALUE_EUR is missing"),
		head("missing product", strings.Replace(comextHeader, "PRODUCT_NC,", "CN,", 1)+comextFirst, "the column PRODUCT_NC is missing"),
		head("former layout without letters of the partner", strings.Replace(old, "PARTNER_ISO", "PARTNER_NAME", 1)+"1\n", "the column PARTNER_ISO is missing"),
		head("column there twice", strings.Replace(comextHeader, "VALUE_NAC", "VALUE_EUR", 1)+comextFirst, "the column VALUE_EUR is there twice"),
		head("no header", comextFirst+comextSecond, "the column REPORTER is missing"),
		head("another publisher's columns", "year,exporter,importer,dollars\n2021,BLR,RUS,1\n", "the column REPORTER is missing", "year, exporter, importer, dollars"),
	}
}

// badComextFiles are refused as a whole.
func badComextFiles() []BadFile {
	file := func(name, file string, line int, text string, words ...string) BadFile {
		return BadFile{"comext: " + name, line, words, content(text), file}
	}
	packed := ComextArchive()
	damaged := []byte(packed)
	damaged[120] ^= 0xff
	return []BadFile{
		file("missing field", comextName, 3, comextHeader+comextFirst+strings.Replace(comextSecond, ",900,0", ",900", 1), "17 fields"),
		file("cut line", comextName, 3, comextHeader+comextFirst+"LV,RU,E,0406", "the file breaks off in the middle of a row"),
		file("open quotation mark", comextName, 3, comextHeader+comextFirst+`LV,"RU,E,04061030`+"\n", "quotation mark"),
		file("a month without a rate", comextName, 0, comextHeader+strings.ReplaceAll(comextFirst, "202403", "202404"),
			"there is no rate of exchange of EUR for 2024-04"),
		file("a later month without a rate", comextName, 52, comextHeader+strings.Repeat(comextFirst, 50)+
			strings.ReplaceAll(comextFirst, "202403", "202404"), "there is no rate of exchange of EUR for 2024-04", "oborot import rates FILE"),
		file("empty", comextName, 0, "", "the file is empty"),
		file("web page", comextPacked, 0, "<!DOCTYPE html><html><body>404</body></html>", "a web page (HTML)"),
		file("UTF-16", comextName, 0, "\xff\xfeR\x00E\x00P\x00O\x00R\x00T\x00", "UTF-16"),
		file("cut archive", comextPacked, 0, packed[:len(packed)/2], "the 7z archive is truncated or damaged"),
		file("damaged archive", comextPacked, 0, string(damaged), "the 7z archive is", "damaged"),
		file("archive cut in its first bytes", comextPacked, 0, packed[:10], "the 7z archive is truncated or damaged"),
		file("JSON", comextName, 0, `{"error": "EXTRACTION_TOO_BIG"}`, "JSON"),
	}
}
