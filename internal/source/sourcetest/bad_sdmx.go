package sourcetest

import "strings"

const (
	sdmxName   = "trade.csv"
	sdmxHeader = "STRUCTURE,STRUCTURE_ID,ACTION,REF_AREA,COUNTERPART_AREA,COMMODITY,TRADE_FLOW,TRANSPORT,FREQ,TIME_PERIOD,OBS_VALUE,UNIT_MEASURE,UNIT_MULT,OBS_STATUS,CONF_STATUS\n"
	sdmxFirst  = "dataflow,UNSD:DF_HS2017(1.0),I,BLR,RUS,870410,X,_T,A,2021,1250.5,USD,3,A,F\n"
	sdmxSecond = "dataflow,UNSD:DF_HS2017(1.0),I,BLR,KAZ,040610,X,_T,A,2021,7.25,USD,3,E,F\n"
)

// BadSDMX returns files that no import of SDMX-CSV may accept, where no rates are
// held.
func BadSDMX() []BadFile {
	var all []BadFile
	for _, part := range [][]BadFile{badSDMXRows(), badSDMXHeaders(), badSDMXFiles()} {
		all = append(all, part...)
	}
	return all
}

// badSDMXRows are files in which one row of three is at fault.
func badSDMXRows() []BadFile {
	row := func(name string, column int, text string, words ...string) BadFile {
		fields := strings.Split(strings.TrimSpace(sdmxFirst), ",")
		fields[column] = text
		return BadFile{"sdmx: " + name, 4, words, content(sdmxHeader + sdmxFirst + sdmxSecond + strings.Join(fields, ",") + "\n"), sdmxName}
	}
	return []BadFile{
		row("another dataflow", 1, "UNSD:DF_HS2022(1.0)", `another dataflow, "UNSD:DF_HS2022(1.0)"`),
		row("deletion", 2, "D", `ACTION "D" deletes what was sent before`),
		row("unknown action", 2, "Z", `ACTION "Z" is not an action`),
		row("unknown reporter", 3, "QQQ", `REF_AREA "QQQ" is not a code of a country`),
		row("name of a partner", 4, "Russia", `COUNTERPART_AREA "Russia" is not a code`),
		row("product in words", 5, "trucks", `COMMODITY "trucks" is not a product code`),
		row("product of 7 digits", 5, "8704101", `COMMODITY "8704101" is not a product code of H5`),
		row("unknown flow", 6, "transit", `TRADE_FLOW "transit" is not a flow`),
		row("second value of an unknown dimension", 7, "2", `TRANSPORT is "2" here and "_T" in the first row`),
		row("week", 9, "2021-W05", `TIME_PERIOD "2021-W05" is not a year`),
		row("month 13", 9, "2021-13", `TIME_PERIOD "2021-13" is not a year`),
		row("text in the value", 10, "many", `OBS_VALUE "many" is not a plain decimal number`),
		row("negative value", 10, "-5", `OBS_VALUE "-5" is negative`),
		row("infinity", 10, "Inf", `OBS_VALUE "Inf" is not a plain decimal number`),
		row("absurdly large value", 10, "9e17", "OBS_VALUE"),
		row("thousands grouped by points", 10, "1.250.500", `OBS_VALUE "1.250.500" is not a plain decimal number`),
		row("zero byte", 10, "1\x002", "OBS_VALUE"),
		row("unknown unit", 11, "euros", `UNIT_MEASURE "euros" is neither a currency nor a unit of quantity`),
		row("unknown power of ten", 12, "many", `UNIT_MULT "many" is not a power of ten`),
		row("power of ten said twice", 11, "MIO_USD", `UNIT_MULT "3" and UNIT_MEASURE "MIO_USD" both scale the value`),
	}
}

// badSDMXHeaders are refused for their first line.
func badSDMXHeaders() []BadFile {
	head := func(name, from, to string, words ...string) BadFile {
		return BadFile{"sdmx: " + name, 1, words, content(strings.Replace(sdmxHeader, from, to, 1) + sdmxFirst), sdmxName}
	}
	return []BadFile{
		head("no reporter", "REF_AREA", "WHO", "the column REF_AREA (or REPORTER) is missing"),
		head("no partner", "COUNTERPART_AREA", "ADJUSTMENT", "the column COUNTERPART_AREA (or PARTNER) is missing"),
		head("no flow", "TRADE_FLOW", "KIND", "the column TRADE_FLOW (or FLOW, INDICATOR) is missing"),
		head("no period", "TIME_PERIOD", "WHEN", "the column TIME_PERIOD is missing"),
		head("no value", "OBS_VALUE", "VALUE", "the column OBS_VALUE is missing"),
		head("column there twice", "CONF_STATUS", "OBS_VALUE", "the column OBS_VALUE is there twice"),
	}
}

// badSDMXFiles are refused as a whole.
func badSDMXFiles() []BadFile {
	file := func(name string, line int, text string, words ...string) BadFile {
		return BadFile{"sdmx: " + name, line, words, content(text), sdmxName}
	}
	return []BadFile{
		file("missing field", 3, sdmxHeader+sdmxFirst+strings.Replace(sdmxSecond, ",E,F", ",E", 1), "14 fields"),
		file("cut line", 3, sdmxHeader+sdmxFirst+"dataflow,UNSD:DF_H", "the file breaks off in the middle of a row"),
		file("open quotation mark", 3, sdmxHeader+sdmxFirst+`dataflow,"UNSD`+"\n", "quotation mark"),
		file("empty", 0, "", "the file is empty"),
		file("SDMX in XML", 0, `<?xml version="1.0"?><message:StructureSpecificData/>`, "an XML document"),
		file("SDMX in JSON", 0, `{"meta": {"schema": "sdmx-json"}}`, "JSON"),
		file("web page", 0, "<!DOCTYPE html><html><body>EXTRACTION_TOO_BIG</body></html>", "a web page (HTML)"),
		file("UTF-16", 0, "\xff\xfeD\x00A\x00T\x00A\x00", "UTF-16"),
		file("a later row in a currency without a rate", 52, sdmxHeader+strings.Repeat(sdmxFirst, 50)+
			strings.ReplaceAll(sdmxSecond, "USD", "CHF"), "there is no rate of exchange of CHF for 2021", "oborot import rates FILE"),
		file("all in a currency without a rate", 0, sdmxHeader+strings.ReplaceAll(sdmxFirst, "USD", "EUR"), "no rate of exchange of EUR for 2021"),
	}
}
