package source

import (
	"bytes"
	"unicode/utf8"
)

// Content says in words what the bytes of a file are, whatever its name says.
type Content string

// The contents that some format reads. Anything else is named in words, such as
// "a PNG image".
const (
	Text     Content = "plain text"
	JSON     Content = "JSON"
	Zip      Content = "a zip archive"
	Gzip     Content = "a gzip archive"
	Workbook Content = "an Excel workbook (xlsx)"
	SevenZip Content = "a 7z archive"
	Parquet  Content = "a Parquet file"
	DBase    Content = "a dBase table (dbf)"
)

const (
	webPage      Content = "a web page (HTML)"
	xmlDocument  Content = "an XML document"
	utf16Little  Content = "text in UTF-16 (little-endian)"
	utf16Big     Content = "text in UTF-16 (big-endian)"
	openDocument Content = "an OpenDocument file"
	officeFile   Content = "a Microsoft Office document"
	binary       Content = "a binary file of an unknown kind"
)

// magic lists how files of each kind begin; the first match counts.
var magic = []struct {
	begin   string
	content Content
}{
	{"PK\x03\x04", Zip},
	{"PK\x05\x06", Zip},
	{"\x1f\x8b", Gzip},
	{"\xff\xfe", utf16Little},
	{"\xfe\xff", utf16Big},
	{"\x89PNG\r\n\x1a\n", "a PNG image"},
	{"\xff\xd8\xff", "a JPEG image"},
	{"GIF8", "a GIF image"},
	{"%PDF-", "a PDF document"},
	{"BZh", "a bzip2 archive"},
	{"\xfd7zXZ\x00", "an xz archive"},
	{"7z\xbc\xaf\x27\x1c", SevenZip},
	{"(\xb5/\xfd", "a zstd archive"},
	{"Rar!\x1a", "a RAR archive"},
	{"PAR1", Parquet},
	{"SQLite format 3\x00", "an SQLite database"},
	{"\xd0\xcf\x11\xe0", "an old Excel or Office file (xls)"},
	{"<stata_dta>", "a Stata data file"},
	{"\x7fELF", "a program"},
}

// fewZeros: text may hold a zero byte by accident, in one row that is then at
// fault; binary files have more than one in so many bytes.
const fewZeros = 32

// ContentOf tells what a file is from its first bytes.
func ContentOf(head []byte) Content {
	for _, m := range magic {
		if bytes.HasPrefix(head, []byte(m.begin)) {
			if m.content == Zip {
				return zipContent(head)
			}
			return m.content
		}
	}
	if isDBase(head) {
		return DBase
	}
	sample := head[:min(len(head), 512)]
	if zeros := bytes.Count(sample, []byte{0}); zeros*fewZeros > len(sample) {
		return nulContent(sample)
	}
	return textContent(sample)
}

// isDBase tells a table of dBase III to IV and FoxPro by its header: a version, a
// date, and a list of fields of 32 bytes each that ends with a carriage return.
func isDBase(head []byte) bool {
	if len(head) < 65 || head[0]&0x07 != 3 && head[0] != 0x30 && head[0] != 0x31 {
		return false
	}
	length := int(head[8]) | int(head[9])<<8
	if head[2] < 1 || head[2] > 12 || head[3] < 1 || head[3] > 31 || length < 65 || length > len(head) {
		return false
	}
	for at := 32; at < length; at += 32 {
		if head[at] == '\r' {
			return true
		}
	}
	return false
}

// zipContent looks at the name of the first member, which stands in clear text
// behind the first 30 bytes: office documents are zip archives too.
func zipContent(head []byte) Content {
	if len(head) < 30 {
		return Zip
	}
	name := head[30:min(len(head), 30+64)]
	switch {
	case bytes.HasPrefix(name, []byte("xl/")):
		return Workbook
	case bytes.HasPrefix(name, []byte("mimetypeapplication/vnd.oasis")):
		return openDocument
	case bytes.HasPrefix(name, []byte("[Content_Types].xml")), bytes.HasPrefix(name, []byte("_rels/")),
		bytes.HasPrefix(name, []byte("docProps/")):
		if bytes.Contains(head, []byte("word/")) || bytes.Contains(head, []byte("ppt/")) {
			return officeFile
		}
		return Workbook
	}
	return Zip
}

// nulContent tells UTF-16 without a byte order mark from other binary data: in
// UTF-16 every second byte of plain Latin text is zero.
func nulContent(sample []byte) Content {
	var zeros [2]int
	for i, c := range sample {
		if c == 0 {
			zeros[i%2]++
		}
	}
	most := len(sample) * 9 / 20
	switch {
	case zeros[1] >= most && zeros[0] == 0:
		return utf16Little
	case zeros[0] >= most && zeros[1] == 0:
		return utf16Big
	}
	return binary
}

func textContent(sample []byte) Content {
	text := bytes.TrimSpace(bytes.TrimPrefix(sample, []byte("\xef\xbb\xbf")))
	lower := bytes.ToLower(text)
	switch {
	case bytes.HasPrefix(lower, []byte("<?xml")):
		return xmlDocument
	case bytes.HasPrefix(lower, []byte("<")):
		return webPage
	case bytes.HasPrefix(text, []byte("{")), bytes.HasPrefix(text, []byte("[")):
		return JSON
	case manyControls(sample):
		return binary
	}
	return Text
}

// manyControls tells data without zero bytes that is no text in any encoding.
func manyControls(sample []byte) bool {
	controls := 0
	for _, c := range sample {
		if c < 0x20 && c != '\n' && c != '\r' && c != '\t' && c != '\f' {
			controls++
		}
	}
	return controls*20 > len(sample) && !utf8.Valid(sample) || controls*5 > len(sample)
}

// advice is the next thing to do with a file of a content that is not read.
func (c Content) advice() string {
	switch c {
	case Gzip, "a bzip2 archive", "an xz archive", SevenZip, "a zstd archive", "a RAR archive":
		return "unpack it first and import what is inside"
	case utf16Little, utf16Big:
		return "save it as UTF-8: iconv -f UTF-16 -t UTF-8 FILE > NEW"
	case Workbook, openDocument, "an old Excel or Office file (xls)":
		return "save the sheet as CSV, comma separated, in UTF-8, or import the publisher's own file"
	case webPage:
		return "the download may have failed with an error page: open the file and download again"
	}
	return "give the file as its publisher ships it; oborot import --help names the formats"
}
