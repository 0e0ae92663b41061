package sourcetest

import (
	"bytes"
	"compress/gzip"
	"errors"
	"strings"
	"unicode/utf16"
)

const (
	comtradeName   = "TradeData.csv"
	comtradeHeader = "typeCode,freqCode,period,reporterCode,flowCode,partnerCode,partner2Code,classificationCode,cmdCode,customsCode,motCode," +
		"qtyUnitCode,qty,netWgt,primaryValue\n"
	comtradeFirst  = "C,A,2021,112,M,643,0,H5,040610,C00,0,8,300,300,1250.5\n"
	comtradeSecond = "C,A,2021,112,M,643,0,H5,040620,C00,0,8,100,100,400\n"
	comtradeRecord = `{"freqCode":"A","period":"2021","reporterCode":112,"flowCode":"M","partnerCode":643,"classificationCode":"H5",` +
		`"cmdCode":"040610","primaryValue":1250.5}`
)

// BadComtrade returns files of UN Comtrade that no import may accept.
func BadComtrade() []BadFile {
	var all []BadFile
	for _, part := range [][]BadFile{badComtradeRows(), badComtradeTables(), badComtradeContents(), badAnswers()} {
		all = append(all, part...)
	}
	return all
}

// badComtradeRows are files in which one row of three is at fault.
func badComtradeRows() []BadFile {
	row := func(name, text string, words ...string) BadFile {
		return BadFile{"comtrade: " + name, 3, words, content(comtradeHeader + comtradeFirst + text + "\n" + comtradeSecond), comtradeName}
	}
	good := func(changes ...string) string {
		return strings.NewReplacer(changes...).Replace("C,A,2021,112,M,643,0,H5,080810,C00,0,8,200,200,777.5")
	}
	return []BadFile{
		row("text in the value", good("777.5", "many"), `primaryValue "many" is not a number`),
		row("negative value", good("777.5", "-777.5"), `primaryValue "-777.5" is negative`),
		row("no value", good("777.5", ""), "there is no value in primaryValue"),
		row("value too large", good("777.5", "98765432109876543210"), "too large to be held"),
		row("not a number", good("777.5", "inf"), `primaryValue "inf" is not a number`),
		row("decimal comma in quotes", good("777.5", `"777,5"`), "a comma where the decimal point belongs"),
		row("decimal comma bare", good("777.5", "777,5"), "16 fields instead of 15"),
		row("NUL in the value", good("777.5", "77\x007.5"), "is not a number"),
		row("text in the mass", good("200,777.5", "heavy,777.5"), `netWgt "heavy" is not a number`),
		row("unknown reporter", good("112", "998"), `the code "998" in reporterCode`),
		row("unknown partner", good("643", "998"), `the code "998" in partnerCode`),
		row("letters for a number", good("643", "RUS"), `the code "RUS" in partnerCode`),
		row("the world reports", good("112", "0"), "the world is no reporter"),
		row("unknown flow", good(",M,", ",Q,"), `the flow "Q" is unknown`),
		row("bad month", good("A,2021", "M,202113"), `period "202113"`),
		row("month of an annual file", good("2021", "202103"), `freqCode "A" does not fit the period "202103"`),
		row("year 20211", good("2021", "20211"), `period "20211"`),
		row("product in words", good("080810", "apples"), `cmdCode "apples" is not the code of a good`),
		row("national tariff line", good("080810", "0808108010"), "is a national tariff line"),
		row("no product", good("080810", ""), "is empty"),
		row("services among goods", good("C,A", "X,A"), `typeCode "X" is not goods`),
		row("missing field", good(",777.5", ""), "14 fields instead of 15"),
		row("open quotation mark", good("080810", `"080810`), "quotation mark"),
		row("other figures of a flow", "C,A,2021,112,M,643,0,H5,040610,C00,0,8,300,300,999", "line 2 has other figures for the same flow"),
	}
}

// badComtradeTables are refused for their first line, or for what all rows are.
func badComtradeTables() []BadFile {
	table := func(name string, line int, text string, words ...string) BadFile {
		return BadFile{"comtrade: " + name, line, words, content(text), comtradeName}
	}
	without := func(column string) string { return strings.Replace(comtradeHeader, column, "other", 1) + comtradeFirst }
	return []BadFile{
		table("no value column", 1, strings.Replace(without("primaryValue"), "other", "isAggregate,cifvalue", 1), "the column primaryValue is missing"),
		table("no partner column", 1, without("partnerCode"), "the column partnerCode (or partnerISO) is missing"),
		table("no flow column", 1, without("flowCode"), "the column flowCode (or flowDesc) is missing"),
		table("no period column", 1, without("period"), "the column period (or refYear) is missing"),
		table("a column twice", 1, strings.Replace(comtradeHeader, "motCode", "net_wgt", 1)+comtradeFirst, "the column netWgt is there twice"),
		table("services", 0, comtradeHeader+strings.Replace(comtradeFirst, "C,A", "S,A", 1), "trade in services"),
		table("BEC", 0, comtradeHeader+strings.Replace(comtradeFirst, "H5", "B4", 1), `the classification "B4"`),
		table("EBOPS", 0, comtradeHeader+strings.Replace(comtradeFirst, "H5", "EB02", 1), `the classification "EB02"`),
		table("cut in the last row", 3, comtradeHeader+comtradeFirst+"C,A,2021,112,M,643,0,H5,0406", "breaks off in the middle of a row"),
	}
}

// badComtradeContents are no tables at all, under a name that looks right.
func badComtradeContents() []BadFile {
	bulk := "COMTRADE-FINAL-CA112202100H5[2023-01-03]"
	file := func(name, text, as string, words ...string) BadFile {
		return BadFile{"comtrade: " + name, 0, words, content(text), as}
	}
	packed := packedText(comtradeHeader + strings.Repeat(comtradeFirst, 2000))
	wide := new(strings.Builder)
	wide.WriteString("\xff\xfe")
	for _, unit := range utf16.Encode([]rune(comtradeHeader + comtradeFirst)) {
		wide.Write([]byte{byte(unit), byte(unit >> 8)})
	}
	return []BadFile{
		{"comtrade: no header", 1, []string{"the column period (or refYear) is missing", "C, A, 2021"}, content(comtradeFirst + comtradeSecond), bulk + ".txt"},
		file("empty", "", bulk+".txt", "the file is empty"),
		file("web page", "<!DOCTYPE html>\n<html><body>503</body></html>\n", bulk+".txt", "a web page (HTML)"),
		file("UTF-16", wide.String(), bulk+".txt", "UTF-16"),
		file("PNG image", "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01", bulk+".txt", "a PNG image"),
		file("random bytes", strings.Repeat("\x00\x9c\x17\xe2\x00\x01\xff", 200), bulk+".txt", "a binary file"),
		file("cut gzip", packed[:len(packed)/2], bulk+".gz", "truncated"),
	}
}

// packedText is a text in a gzip.
func packedText(text string) string {
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	_, err := w.Write([]byte(text))
	if err = errors.Join(err, w.Close()); err != nil {
		panic(err) // memory does not fail to be written
	}
	return out.String()
}

// badAnswers are answers of the API that hold no data, or not all of it.
func badAnswers() []BadFile {
	answer := func(name string, line int, text string, words ...string) BadFile {
		return BadFile{"comtrade: " + name, line, words, content(text), "answer.json"}
	}
	return []BadFile{
		answer("rate limit", 0, `{ "statusCode": 429, "message": "Rate limit is exceeded. Try again in 2 seconds." }`, "Rate limit is exceeded"),
		answer("no key", 0, `{ "statusCode": 401, "message": "Access denied due to missing subscription key." }`, "Access denied"),
		answer("an error", 0, `{"elapsedTime":"0.1 secs","count":0,"data":[],"error":"too many records"}`, "too many records"),
		answer("cut answer", 1, `{"elapsedTime":"0.1 secs","count":2,"data":[`+comtradeRecord[:90], "the JSON breaks off"),
		answer("fewer records than said", 0, `{"elapsedTime":"0.1 secs","count":2,"data":[`+comtradeRecord+`],"error":""}`, "2 records, and it has 1"),
		answer("record without a good", 1, `[`+strings.Replace(comtradeRecord, `"cmdCode":"040610"`, `"cmdCode":null,"isLeaf":true`, 1)+`]`, "is empty"),
	}
}
