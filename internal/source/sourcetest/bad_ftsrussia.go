package sourcetest

import (
	"fmt"
	"os"
	"strings"
)

const (
	ftsName    = "DATTSVT.csv"
	ftsHeader  = "napr\tperiod\tnastranapr\ttnved\tedizm\tStoim\tNetto\tKol\tRegion\tRegion_s\n"
	ftsRow     = "\"ИМ\"\t\"01/2021\"\t\"BY\"\t\"0406101000\"\t\"\"\t\"1250,5\"\t\"31,25\"\t\"0\"\t\"05000 - ПРИМОРСКИЙ КРАЙ\"\t\"08-ДАЛЬНЕВОСТОЧНЫЙ\"\n"
	ftsCountry = "NAPR,PERIOD,STRANA,TNVED,EDIZM,STOIM,NETTO,KOL\n"
)

// BadFTSRussia returns files in the layout of Russian customs that no import may
// accept.
func BadFTSRussia() []BadFile {
	var all []BadFile
	for _, part := range [][]BadFile{badFTSRows(), badFTSNational(), badFTSHeaders(), badFTSText(), badFTSArchives()} {
		all = append(all, part...)
	}
	return all
}

// badFTSRows are files in which one row of three is at fault.
func badFTSRows() []BadFile {
	row := func(name, text string, words ...string) BadFile {
		text = strings.ReplaceAll(text, " | ", "\t")
		return BadFile{"ftsrussia: " + name, 3, words, content(ftsHeader + ftsRow + text + "\n" + strings.Replace(ftsRow, "01/", "02/", 1)), ftsName}
	}
	return []BadFile{
		row("text in the value", "ИМ | 01/2021 | BY | 8704210000 |  | много | 1 | 0 | 05000 - X | 08", `Stoim "много" is not a number`),
		row("text in the mass", "ИМ | 01/2021 | BY | 8704210000 |  | 1 | heavy | 0 | 05000 - X | 08", `Netto "heavy" is not a number`),
		row("text in the quantity", "ИМ | 01/2021 | BY | 8704210000 |  | 1 | 1 | few | 05000 - X | 08", `Kol "few" is not a number`),
		row("negative value", "ИМ | 01/2021 | BY | 8704210000 |  | -5,0 | 1 | 0 | 05000 - X | 08", `Stoim "-5,0" is negative`),
		row("no value", "ИМ | 01/2021 | BY | 8704210000 |  |  | 1 | 0 | 05000 - X | 08", "there is no value"),
		row("value beyond all bounds", "ИМ | 01/2021 | BY | 8704210000 |  | 99999999999999999999 | 1 | 0 | 05000 - X | 08", "is not a number that can be held"),
		row("not a number", "ИМ | 01/2021 | BY | 8704210000 |  | NaN | 1 | 0 | 05000 - X | 08", `"NaN" is not a number`),
		row("decimal point among commas", "ИМ | 01/2021 | BY | 8704210000 |  | 1250.5 | 1 | 0 | 05000 - X | 08", "a point where the other numbers have a decimal comma"),
		row("zero byte", "ИМ | 01/2021 | BY | 8704210000 |  | 1\x002 | 1 | 0 | 05000 - X | 08", "is not a number"),
		row("transit", "ТР | 01/2021 | BY | 8704210000 |  | 1 | 1 | 0 | 05000 - X | 08", `napr "ТР" is neither exports`),
		row("month 13", "ИМ | 13/2021 | BY | 8704210000 |  | 1 | 1 | 0 | 05000 - X | 08", `period "13/2021" is not a month`),
		row("a quarter", "ИМ | 2021Q1 | BY | 8704210000 |  | 1 | 1 | 0 | 05000 - X | 08", `period "2021Q1" is not a month`),
		row("year 20211", "ИМ | 01/20211 | BY | 8704210000 |  | 1 | 1 | 0 | 05000 - X | 08", `"01/20211" is not a month`),
		row("unknown country", "ИМ | 01/2021 | Q9 | 8704210000 |  | 1 | 1 | 0 | 05000 - X | 08", `the country code "Q9" is unknown`),
		row("name of a country", "ИМ | 01/2021 | Беларусь | 8704210000 |  | 1 | 1 | 0 | 05000 - X | 08", `the country code "Беларусь" is unknown`),
		row("no country", "ИМ | 01/2021 |  | 8704210000 |  | 1 | 1 | 0 | 05000 - X | 08", "the partner is not named"),
		row("name of a product", "ИМ | 01/2021 | BY | сыр |  | 1 | 1 | 0 | 05000 - X | 08", `"сыр" is not a product code`),
		row("product as a spreadsheet's number", "ИМ | 01/2021 | BY | 8,70421E+09 |  | 1 | 1 | 0 | 05000 - X | 08", "is not a product code"),
		row("product of 7 digits", "ИМ | 01/2021 | BY | 8704210 |  | 1 | 1 | 0 | 05000 - X | 08", "has not the length of the others"),
		row("chapter 00", "ИМ | 01/2021 | BY | 0004210000 |  | 1 | 1 | 0 | 05000 - X | 08", "no chapter 00"),
		row("region without code", "ИМ | 01/2021 | BY | 8704210000 |  | 1 | 1 | 0 | ПРИМОРЬЕ | 08", "does not begin with an OKATO code"),
		row("region that is none", "ИМ | 01/2021 | BY | 8704210000 |  | 1 | 1 | 0 | 99999 - X | 08", `the region "99999 - X"`),
		row("short row", "ИМ | 01/2021 | BY | 8704210000 |  | 1 | 1", "7 fields instead of 10"),
		row("long row", "ИМ | 01/2021 | BY | 8704210000 |  | 1 | 1 | 0 | 05000 - X | 08 | 9 | 9", "12 fields instead of 10"),
		row("quotation mark out of place", "\"ИМ\"х | 01/2021 | BY | 8704210000 |  | 1 | 1 | 0 | 05000 - X | 08", "a quotation mark is out of place"),
	}
}

// badFTSNational are bad files of the national layout, whose name tells the month.
func badFTSNational() []BadFile {
	const good = "ИМ,2021,BY,9403903000,,1526541.73,1045093.246,27\n"
	return []BadFile{
		{"ftsrussia: decimal comma in quotes", 3, []string{"a comma where the other numbers have a decimal point"},
			content(ftsCountry + good + "ЭК,2021,KZ,9504500002,796,\"38333,71\",235.313,495\n"), "2021-01.csv"},
		{"ftsrussia: decimal comma bare", 3, []string{"9 fields instead of 8"},
			content(ftsCountry + good + "ЭК,2021,KZ,9504500002,796,38333,71,235.313,495\n"), "2021-01.csv"},
		{"ftsrussia: another year in the name", 2, []string{"named for 2020-01, the row is of 2021"}, content(ftsCountry + good), "2020-01.csv"},
		{"ftsrussia: no month anywhere", 2, []string{"the rows name only the year 2021"}, content(ftsCountry + good), "customs.csv"},
		{"ftsrussia: a quarter in the name", 2, []string{"the rows name only the year 2021"}, content(ftsCountry + good), "2021_q1.csv"},
	}
}

// badFTSHeaders are refused for their first line.
func badFTSHeaders() []BadFile {
	head := func(name, text string, words ...string) BadFile {
		return BadFile{"ftsrussia: " + name, 1, words, content(text), ftsName}
	}
	return []BadFile{
		head("missing column", strings.Replace(ftsHeader, "Stoim\t", "", 1)+ftsRow, "the column stoim is missing", "tnved, edizm, Netto"),
		head("missing columns", strings.Replace(ftsHeader, "\tedizm\tStoim\tNetto\tKol", "", 1)+ftsRow, "the columns edizm, stoim, netto, kol are missing"),
		head("no line of names", ftsRow+ftsRow, "the first line is data"),
		head("two columns of values", strings.Replace(ftsHeader, "Netto", "value", 1)+ftsRow, "Stoim and value say the same"),
		head("another publisher's columns", "year;reporter;partner;amount\n2021;BLR;RUS;1\n", "missing; the columns are year, reporter"),
		head("empty first line", "\n"+ftsHeader+ftsRow, "the line of column names is empty"),
		head("old Macintosh line ends", strings.ReplaceAll(ftsHeader+ftsRow, "\n", "\r"), "carriage return"),
	}
}

// badFTSText are refused as a whole.
func badFTSText() []BadFile {
	whole := func(name string, make func(string) error, words ...string) BadFile {
		return BadFile{"ftsrussia: " + name, 0, words, make, ftsName}
	}
	const many = 3000
	var text strings.Builder
	for i := range many {
		fmt.Fprintf(&text, "ИМ\t01/2021\tBY\t%010d\t\t1\t1\t0\t05000 - X\t08\n", 1010000000+i)
	}
	return []BadFile{
		whole("empty", content(""), "the file is empty"),
		whole("header only", content(ftsHeader), "holds no rows"),
		whole("web page", content("<!DOCTYPE html><html><body>404</body></html>"), "a web page (HTML)"),
		whole("JSON", content(`{"error": "not found"}`), "JSON"),
		whole("UTF-16", content("\xff\xfen\x00a\x00p\x00r\x00"), "UTF-16 (little-endian)"),
		whole("PNG image", content("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"), "a PNG image"),
		whole("random bytes", content(strings.Repeat("\x00\x9c\x17\xe2\x00\x01\xff", 200)), "a binary file"),
		{"ftsrussia: cut line", many + 2, []string{"breaks off in the middle of a row"},
			content(ftsHeader + text.String() + "ИМ\t01/2021\tBY\t87042"), ftsName},
		{"ftsrussia: line of 64 MB", 2, []string{"longer than a million bytes"}, longLine(ftsHeader + strings.Repeat("ИМ", 1000)), ftsName},
	}
}

// badFTSArchives are archives and dBase files that cannot be read.
func badFTSArchives() []BadFile {
	table := DBase([]string{"NAPR", "PERIOD", "STRANA", "TNVED", "EDIZM", "STOIM", "NETTO", "KOL", "REGION", "REGION_S"},
		[][]string{{"ИМ", "01/2021", "BY", "0406101000", "", "1250,5", "31,25", "0", "05000 - X", "08"}, {"ИМ", "01/2021", "BY", "0406101000", "", "много", "1", "0", "05000 - X", "08"}})
	whole := archive(member{name: ftsName, text: ftsHeader + ftsRow})
	memo := []byte(string(table))
	memo[32+11] = 'M'
	file := func(name string, line int, data, under string, words ...string) BadFile {
		return BadFile{"ftsrussia: " + name, line, words, content(data), under}
	}
	return []BadFile{
		file("truncated zip", 0, whole[:len(whole)/2], "DATTSVT.zip", "truncated or damaged"),
		file("zip without a table", 0, archive(member{name: "readme.txt", text: "x"}), "DATTSVT.zip", "readme.txt"),
		file("zip with a bad row", 3, archive(member{name: ftsName, text: ftsHeader + ftsRow + strings.Replace(ftsRow, "1250,5", "x", 1)}), "DATTSVT.zip",
			`Stoim "x" is not a number`),
		file("zip with a web page", 0, archive(member{name: ftsName, text: "<html></html>"}), "DATTSVT.zip", "a web page (HTML)"),
		file("dBase cut short", 0, string(table[:len(table)-20]), "DATTSVT.dbf", "cut short", "2 records, and only 1 are whole"),
		file("dBase with notes", 0, string(memo), "DATTSVT.dbf", `the type 'M'`),
		file("dBase with a bad record", 2, string(table), "DATTSVT.dbf", `STOIM "много" is not a number`),
		{"ftsrussia: damaged gzip", 0, []string{"truncated"}, cutGzip(ftsHeader + ftsRow), "DATTSVT.csv.gz"},
	}
}

// cutGzip makes a gzip whose end is missing.
func cutGzip(text string) func(string) error {
	return func(path string) error {
		if err := compressed(text)(path); err != nil {
			return err
		}
		info, err := os.Stat(path)
		if err != nil {
			return err
		}
		return os.Truncate(path, info.Size()-12)
	}
}
