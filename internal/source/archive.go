package source

import (
	"archive/zip"
	"compress/flate"
	"errors"
	"io"
	"path"
	"strings"

	"github.com/oborot/oborot/trade"
)

// OpenZip opens a zip archive. A truncated or otherwise damaged archive and an
// office document are BadInput errors.
func OpenZip(file string) (*zip.ReadCloser, error) {
	archive, err := zip.OpenReader(file)
	if errors.Is(err, zip.ErrFormat) {
		return nil, trade.Errorf(trade.BadInput,
			"the zip archive is truncated or damaged: the directory at its end is missing").
			At(file, 0).WithHint("download it again and compare its size with the publisher's")
	}
	if err != nil {
		return nil, openError(file, err)
	}
	for _, member := range archive.File {
		if member.Name == "xl/workbook.xml" {
			archive.Close()
			return nil, File{Path: file, Content: Workbook}.Expect(Text, Zip)
		}
	}
	return archive, nil
}

// Members returns the files in an archive, without folders and without what
// operating systems leave behind.
func Members(archive *zip.Reader) []*zip.File {
	var members []*zip.File
	for _, m := range archive.File {
		hidden := strings.HasPrefix(m.Name, "__MACOSX/") || strings.HasPrefix(path.Base(m.Name), ".")
		if !m.FileInfo().IsDir() && !hidden {
			members = append(members, m)
		}
	}
	return members
}

// encrypted is the bit of a member's flags that says a password is needed.
const encrypted = 0x1

// OpenMember opens one file of the archive for reading; file names the archive in
// errors. Protected members and unusual compression are BadInput errors.
func OpenMember(file string, member *zip.File) (io.ReadCloser, error) {
	where := file + "/" + member.Name
	if member.Flags&encrypted != 0 {
		return nil, trade.Errorf(trade.BadInput, "the zip archive is protected by a password").At(where, 0).
			WithHint("unpack it with the password and import the CSV files")
	}
	reader, err := member.Open()
	if errors.Is(err, zip.ErrAlgorithm) {
		return nil, trade.Errorf(trade.BadInput, "the zip archive uses the compression method %d, which is not read",
			member.Method).At(where, 0).WithHint("unpack it and import the CSV files")
	}
	if err != nil {
		return nil, ReadError(where, err)
	}
	return reader, nil
}

// archiveDamage returns in words what is wrong with an archive, empty when the
// error is another.
func archiveDamage(err error) string {
	var corrupt flate.CorruptInputError
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF):
		return "the file is truncated: its data ends too early"
	case errors.Is(err, zip.ErrChecksum):
		return "the zip archive is damaged: a checksum does not match"
	case errors.Is(err, zip.ErrFormat), errors.As(err, &corrupt):
		return "the zip archive is damaged"
	}
	return ""
}
