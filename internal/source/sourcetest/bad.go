package sourcetest

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"unicode/utf16"
)

// BadFile is a file that no import of BACI may accept: nothing is stored, and the
// error is one sentence that holds the words, the line where one is at fault, and
// a hint.
type BadFile struct {
	Name  string                  // what is wrong with it; unique
	Line  int                     // at fault, 0 when no line is
	Words []string                // the sentence holds each of them
	make  func(path string) error // writes the file
	file  string                  // its name
}

// Make writes the file below a folder of the test and returns its path.
func (b BadFile) Make(folder string) (string, error) {
	path := filepath.Join(folder, b.file)
	return path, b.make(path)
}

const (
	csvName = "BACI_HS17_Y2021_V202501.csv"
	zipName = "BACI_HS17_V202501.zip"
	header  = "t,i,j,k,v,q\n"
	goodRow = "2021,112,643,870410,1250.5,       31.250\n"
	second  = "2021,112,643,40610,7.25,           NA\n"
)

// BadBACI returns the corpus, in which every file stands for a mistake of its own.
func BadBACI() []BadFile {
	var all []BadFile
	for _, part := range [][]BadFile{badRows(), badHeaders(), badText(), cutShort(), badBinaries(), badArchives()} {
		all = append(all, part...)
	}
	return all
}

// badRows are files in which one row of four is at fault, more than is tolerated.
func badRows() []BadFile {
	row := func(name, text string, words ...string) BadFile {
		return BadFile{name, 4, words, content(header + goodRow + second + text + "\n" +
			"2021,643,112,40610,3.5,1.0\n"), csvName}
	}
	return []BadFile{
		row("text in the value", "2021,112,643,870421,many,1.0", `v "many" is not a plain decimal number`),
		row("text in the mass", "2021,112,643,870421,1.0,heavy", `q "heavy" is not a plain decimal number`),
		row("text in the product", "2021,112,643,trucks,1.0,1.0", `k "trucks" is not a product code`),
		row("alpha-3 codes", "2021,BLR,RUS,870421,1.0,1.0", `i "BLR" is not a numeric country code`),
		row("negative value", "2021,112,643,870421,-5.0,1.0", `v "-5.0" is negative`),
		row("negative mass", "2021,112,643,870421,5.0,-1.0", `q "-1.0" is negative`),
		row("zero value", "2021,112,643,870421,0.000,1.0", "the value v is zero"),
		row("absent value", "2021,112,643,870421,NA,1.0", "there is no value v"),
		row("exponent", "2021,112,643,870421,1e5,1.0", `v "1e5" is not a plain decimal number`),
		row("decimal comma in quotes", `2021,112,643,870421,"1,5",1.0`, "a comma where the decimal point belongs"),
		row("decimal comma bare", "2021,112,643,870421,1,5,1.0", "7 fields instead of 6"),
		row("not a number", "2021,112,643,870421,NaN,1.0", `v "NaN" is not a plain decimal number`),
		row("infinity", "2021,112,643,870421,inf,1.0", `v "inf" is not a plain decimal number`),
		row("too many decimals", "2021,112,643,870421,0.1234567,1.0", "more than 6 decimals"),
		row("too large", "2021,112,643,870421,1234567890123,1.0", "too large to be held"),
		row("unknown exporter", "2021,998,643,870421,1.0,1.0", `the country code i "998" is unknown`),
		row("unknown importer", "2021,112,998,870421,1.0,1.0", `the country code j "998" is unknown`),
		row("exporter is importer", "2021,112,112,870421,1.0,1.0", "exporter and importer are the same economy"),
		row("year 0", "0,112,643,870421,1.0,1.0", `t "0" is not a year`),
		row("year 20211", "20211,112,643,870421,1.0,1.0", `t "20211" is not a year`),
		row("another year", "2020,112,643,870421,1.0,1.0", "named for the year 2021, the row is of 2020"),
		row("product of 7 digits", "2021,112,643,8704210,1.0,1.0", `k "8704210" is not a product code`),
		row("product of 4 digits", "2021,112,643,8704,1.0,1.0", "the HS has no chapter 00"),
		row("empty field", "2021,112,,870421,1.0,1.0", "there is no country code j"),
		row("missing field", "2021,112,643,870421,1.0", "5 fields instead of 6"),
		row("open quotation mark", `2021,112,643,870421,1.0,"1.0`, "a quotation mark is out of place"),
		row("duplicate row", strings.TrimSpace(goodRow), "year, pair and product are those of line 2"),
		row("zero byte", "2021,112,643,870421,1\x00.0,1.0", "is not a plain decimal number"),
	}
}

// badHeaders are refused for their first line.
func badHeaders() []BadFile {
	head := func(name, text string, words ...string) BadFile {
		return BadFile{name, 1, words, content(text), csvName}
	}
	semicolons := strings.NewReplacer(",", ";", ".", ",")
	return []BadFile{
		head("semicolons and decimal commas", semicolons.Replace(header+goodRow), "separated by semicolons", "t;i;j;k;v;q"),
		head("tabs", strings.ReplaceAll(header+goodRow, ",", "\t"), "separated by tabs"),
		head("missing column", "t,i,j,k,v\n2021,112,643,870410,1250.5\n", "the column q is missing", "t,i,j,k,v"),
		head("extra column", "t,i,j,k,v,q,note\n2021,112,643,870410,1250.5,1.0,x\n", "a column that BACI has not"),
		head("columns in another order", "i,j,t,k,v,q\n112,643,2021,870410,1250.5,1.0\n", "not in the order t,i,j,k,v,q"),
		head("no header", goodRow+second, "there is no header", "the first line is data"),
		head("Excel's separator line", "sep=;\n"+semicolons.Replace(header+goodRow), "Excel's", "sep=;"),
		head("another publisher's columns", "year,reporter,partner,value\n2021,BLR,RUS,1\n", "not BACI's header"),
		head("empty first line", "\n"+header+goodRow, "the first line is empty"),
		head("old Macintosh line ends", strings.ReplaceAll(header+goodRow, "\n", "\r"), "carriage return"),
		head("header only", header, "holds no rows"),
		head("header and blank lines", header+"\r\n\r\n", "holds no rows"),
	}
}

// badText are refused as a whole: wrong encoding, other text, endless lines.
func badText() []BadFile {
	return []BadFile{
		{"UTF-16 little-endian", 0, []string{"UTF-16 (little-endian)"}, content(inUTF16(false)), csvName},
		{"UTF-16 big-endian", 0, []string{"UTF-16 (big-endian)"}, content(inUTF16(true)), csvName},
		{"UTF-16 without a mark", 0, []string{"UTF-16 (little-endian)"}, content(inUTF16(false)[2:]), csvName},
		{"empty", 0, []string{"the file is empty"}, content(""), csvName},
		{"web page", 0, []string{"a web page (HTML)"},
			content("<!DOCTYPE html>\n<html><body>404 Not Found</body></html>\n"), csvName},
		{"JSON", 0, []string{"JSON"}, content(`{"error": "not found"}` + "\n"), csvName},
		{"XML", 0, []string{"an XML document"}, content(`<?xml version="1.0"?><Error/>` + "\n"), csvName},
		{"directory", 0, []string{"this is a directory"},
			func(path string) error { return os.Mkdir(path, 0o755) }, csvName},
		{"line of 1 GB at the beginning", 2, []string{"longer than 1 MiB"}, endless(header), csvName},
		{"line of 64 MB in the middle", 200_002, []string{"longer than 1 MiB"},
			longLine(header + manyRows(200_000)), csvName},
		{"first line of 1 GB", 1, []string{"longer than 64 KiB"}, endless(""), csvName},
	}
}

// cutShort are downloads that broke off in their last row, after so many good ones
// that one more would be tolerated.
func cutShort() []BadFile {
	const good = 5_000
	begin := header + manyRows(good)
	cut := func(name, text string) BadFile {
		return BadFile{name, good + 2, []string{"the file ends in the middle of a row"}, content(begin + text), csvName}
	}
	return []BadFile{
		cut("cut in the product", "2021,112,643,8704"),
		cut("cut behind the value", "2021,112,643,870421,1.5"),
		cut("cut before the mass", "2021,112,643,870421,1.5,   "),
		cut("cut behind the decimal point", "2021,112,643,870421,1.5,   2."),
		cut("cut in quotes", `2021,112,643,870421,1.5,"  2`),
		{"zip with a year cut short", good + 2, []string{"the file ends in the middle of a row", csvName},
			content(archive(member{name: csvName, text: begin + "2021,112,6"})), zipName},
	}
}

// badBinaries are files of other kinds under a name that looks right.
func badBinaries() []BadFile {
	return []BadFile{
		{"PNG image", 0, []string{"a PNG image"}, content("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01"), csvName},
		{"PDF document", 0, []string{"a PDF document"}, content("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"), csvName},
		{"old Excel workbook", 0, []string{"an old Excel"},
			content("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + strings.Repeat("\x00", 600)), csvName},
		{"Parquet", 0, []string{"a Parquet file"}, content("PAR1\x15\x04\x15\x00PAR1"), csvName},
		{"random bytes", 0, []string{"a binary file"}, content(strings.Repeat("\x00\x9c\x17\xe2\x00\x01\xff", 200)), csvName},
		{"gzip", 0, []string{"a gzip archive"}, compressed(header + goodRow), csvName + ".gz"},
		{"gzip named csv", 0, []string{"a gzip archive"}, compressed(header + goodRow), csvName},
	}
}

func content(text string) func(string) error {
	return func(path string) error { return os.WriteFile(path, []byte(text), 0o644) }
}

func manyRows(count int) string {
	var text strings.Builder
	for i := range count {
		fmt.Fprintf(&text, "2021,112,643,%06d,1.5,2.0\n", 10_000+i)
	}
	return text.String()
}

func inUTF16(bigEndian bool) string {
	var out bytes.Buffer
	for _, unit := range append([]uint16{0xfeff}, utf16.Encode([]rune(header+goodRow+second))...) {
		low, high := byte(unit), byte(unit>>8)
		if bigEndian {
			low, high = high, low
		}
		out.Write([]byte{low, high})
	}
	return out.String()
}

// endless makes a line of a gigabyte: some digits, then a hole in the file, which
// takes no space on the disk.
func endless(begin string) func(string) error {
	return func(path string) error {
		text := begin + strings.Repeat("2021", 1000)
		if err := content(text)(path); err != nil {
			return err
		}
		return os.Truncate(path, 1<<30)
	}
}

func longLine(begin string) func(string) error {
	return func(path string) error {
		if err := content(begin)(path); err != nil {
			return err
		}
		return os.Truncate(path, int64(len(begin))+64<<20)
	}
}

func compressed(text string) func(string) error {
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	_, err := w.Write([]byte(text))
	if err == nil {
		err = w.Close()
	}
	return func(path string) error {
		if err != nil {
			return err
		}
		return content(out.String())(path)
	}
}

// badArchives are zip files that cannot be read, or hold something else.
func badArchives() []BadFile {
	year := func(name string) member { return member{name: name, text: header + goodRow + second} }
	whole := archive(year("BACI_HS17_Y2021_V202501.csv"))
	return []BadFile{
		{"truncated zip", 0, []string{"truncated or damaged"}, content(whole[:len(whole)/2]), zipName},
		{"damaged zip", 0, []string{"damaged"}, content(damaged()), zipName},
		{"Excel workbook", 0, []string{"an Excel workbook"},
			content(archive(member{name: "[Content_Types].xml", text: "<Types/>"}, member{name: "xl/workbook.xml"})),
			"BACI_HS17_V202501.xlsx"},
		{"zip of something else", 0, []string{"no CSV file of BACI", "photo.jpg"},
			content(archive(member{name: "photo.jpg", text: "x"})), zipName},
		{"zip with code tables only", 0, []string{"no CSV file of BACI"},
			content(archive(member{name: "country_codes_V202501.csv", text: "country_code,country_iso3\n4,AFG\n"})), zipName},
		{"empty zip", 0, []string{"no CSV file of BACI", "nothing"}, content(archive()), zipName},
		{"zip with a password", 0, []string{"protected by a password"},
			content(archive(member{name: csvName, text: header, flags: 1})), zipName},
		{"zip with unknown compression", 0, []string{"compression method 99"},
			content(archive(member{name: csvName, text: header, method: 99})), zipName},
		{"zip with two revisions", 0, []string{"mixes two revisions of the HS, 17 and 22"},
			content(archive(year(csvName), year("BACI_HS22_Y2021_V202501.csv"))), zipName},
		{"zip with two releases", 0, []string{"mixes two releases, 202401b and 202501"},
			content(archive(year("BACI_HS17_Y2020_V202401b.csv"), year(csvName))), zipName},
		{"zip with a web page", 0, []string{"a web page (HTML)", csvName},
			content(archive(member{name: csvName, text: "<html></html>"})), zipName},
		{"zip with an empty year", 0, []string{"the file is empty", csvName},
			content(archive(member{name: csvName})), zipName},
		{"zip with a bad row", 4, []string{`v "x" is not a plain decimal number`, csvName},
			content(archive(member{name: csvName, text: header + goodRow + second + "2021,112,643,870421,x,1.0\n"})), zipName},
	}
}

// member is a file in an archive made for a test.
type member struct {
	name, text string
	flags      uint16
	method     uint16 // 0: deflate
}

// archive makes a zip. Members with flags or an odd method hold their text as it
// is: no reader comes as far as to unpack it.
func archive(members ...member) string {
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, m := range members {
		create, method := w.CreateHeader, zip.Deflate
		if m.flags != 0 || m.method != 0 {
			create, method = w.CreateRaw, m.method
		}
		entry, err := create(&zip.FileHeader{
			Name: m.name, Method: method, Flags: m.flags,
			CompressedSize64: uint64(len(m.text)), UncompressedSize64: uint64(len(m.text)),
		})
		if err == nil {
			_, err = entry.Write([]byte(m.text))
		}
		if err != nil {
			panic(err) // memory does not fail to be written
		}
	}
	if err := w.Close(); err != nil {
		panic(err)
	}
	return out.String()
}

// damaged is a zip with a byte changed in the middle of its only member, behind
// what is looked at before reading.
func damaged() string {
	whole := []byte(archive(member{name: csvName, text: header + manyRows(20_000)}))
	whole[len(whole)/2] ^= 0xff
	return string(whole)
}
