package source

import (
	"bytes"
	"os"
	"slices"
	"strings"

	"github.com/oborot/oborot/trade"
)

// recogniseBytes is how much of a file a format sees when it is to be recognised.
const recogniseBytes = 4096

// parquetEnd is how much of the end of a Parquet file a format sees: enough for the
// names of its columns.
const parquetEnd = 64 << 10

// Recognise finds the format of a file and says why it was taken. A file that is
// missing, empty, of no known format or of more than one is an error.
func Recognise(formats []Format, path string) (Format, string, error) {
	file, err := Open(path)
	if err != nil {
		return Format{}, "", err
	}
	head, err := file.inSight()
	if err != nil {
		return Format{}, "", err
	}
	var found []Format
	var why string
	for _, f := range formats {
		if reason := f.Recognise(file.Name, head); reason != "" {
			found, why = append(found, f), reason
		}
	}
	if len(found) == 1 {
		return found[0], why, nil
	}
	return Format{}, "", unrecognised(file, found, formats)
}

// inSight is what a format sees of a file: its beginning, and of a Parquet file,
// whose columns are named at the end, the end too.
func (f File) inSight() ([]byte, error) {
	head := f.Head[:min(len(f.Head), recogniseBytes)]
	if f.Content != Parquet || f.Size <= int64(len(head)) {
		return head, nil
	}
	file, err := os.Open(f.Path)
	if err != nil {
		return nil, openError(f.Path, err)
	}
	defer file.Close()
	end := make([]byte, min(f.Size, parquetEnd))
	if _, err := file.ReadAt(end, f.Size-int64(len(end))); err != nil {
		return nil, ReadError(f.Path, err)
	}
	return slices.Concat(head, end), nil
}

func unrecognised(file File, found, formats []Format) error {
	if len(found) > 1 {
		return trade.Errorf(trade.Usage, "the file looks like more than one format: %s", kinds(found, " and ")).
			At(file.Path, 0).WithHint("name the format: oborot import %s %s", found[0].Kind, file.Path)
	}
	if err := file.Expect(Text, Zip, Gzip, SevenZip, DBase, Workbook, Parquet, JSON); err != nil {
		return err
	}
	if file.Content == Zip {
		archive, err := OpenZip(file.Path)
		if err != nil {
			return err
		}
		archive.Close()
	}
	reason := "the format of the file is not recognised"
	if file.Content == Text {
		reason += ": it begins with " + FirstLine(file.Head)
	}
	err := trade.Errorf(trade.BadInput, "%s", reason).At(file.Path, 0)
	if slices.ContainsFunc(formats, func(f Format) bool { return f.Kind == "mapped" }) {
		return err.WithHint("if it is a table, describe its columns: oborot import mapped --guess %s; or name the format if you know it (%s)",
			file.Path, kinds(formats, ", "))
	}
	return err.WithHint("name the format if you know it (%s): oborot import KIND %s", kinds(formats, ", "), file.Path)
}

func kinds(formats []Format, between string) string {
	words := make([]string, len(formats))
	for i, f := range formats {
		words[i] = f.Kind
	}
	return strings.Join(words, between)
}

// FirstLine returns the first line of a text in quotes, cut where it is long.
func FirstLine(head []byte) string {
	line, _, _ := bytes.Cut(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")), []byte("\n"))
	const most = 60
	text := strings.ToValidUTF8(string(bytes.TrimRight(line[:min(len(line), most)], "\r")), "?")
	text = strings.Map(printable, text)
	if len(line) > most {
		text += "..."
	}
	return `"` + strings.ReplaceAll(text, `"`, "") + `"`
}

func printable(r rune) rune {
	if r < ' ' {
		return ' '
	}
	return r
}
