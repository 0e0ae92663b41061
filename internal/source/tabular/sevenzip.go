package tabular

import (
	"errors"
	"io"
	"path"
	"strings"

	"github.com/bodgit/sevenzip"
	"github.com/oborot/oborot/trade"
)

// sevenZipPlaces returns the files in a 7z archive.
func sevenZipPlaces(file string) ([]place, error) {
	archive, err := openSevenZip(file)
	if err != nil {
		return nil, err
	}
	defer archive.Close()
	var places []place
	for at, m := range archive.File {
		// What operating systems leave behind is left out, as in a zip.
		if m.FileInfo().IsDir() || strings.HasPrefix(m.Name, "__MACOSX/") || strings.HasPrefix(path.Base(m.Name), ".") {
			continue
		}
		places = append(places, place{
			where: file + "/" + m.Name, name: path.Base(m.Name), size: int64(m.UncompressedSize),
			open: func() (io.ReadCloser, error) { return openSevenZipped(file, m.Name, at) },
		})
	}
	return places, nil
}

func openSevenZip(file string) (*sevenzip.ReadCloser, error) {
	archive, err := sevenzip.OpenReader(file)
	if err != nil {
		return nil, sevenZipError(file, err)
	}
	return archive, nil
}

// sevenZipError puts into words what is wrong with an archive.
func sevenZipError(where string, err error) error {
	if locked := new(sevenzip.ReadError); errors.As(err, &locked) && locked.Encrypted {
		return trade.Errorf(trade.BadInput, "the 7z archive is protected by a password").At(where, 0).
			WithHint("unpack it with the password and import the table itself")
	}
	if strings.Contains(err.Error(), "unsupported compression") { // the error is not exported
		return trade.Errorf(trade.BadInput, "the 7z archive is compressed in a way that is not read").At(where, 0).
			WithHint("unpack it and import the table itself")
	}
	return trade.Errorf(trade.BadInput, "the 7z archive is truncated or damaged: %w", err).At(where, 0).
		WithHint("download it again and compare its size with the publisher's")
}

// sevenZipped is a member that is being read, with its archive.
type sevenZipped struct {
	io.ReadCloser
	archive *sevenzip.ReadCloser
	where   string
}

// Read reads; damage is told in words.
func (z sevenZipped) Read(p []byte) (int, error) {
	n, err := z.ReadCloser.Read(p)
	if err != nil && err != io.EOF {
		err = sevenZipError(z.where, err)
	}
	return n, err
}

// Close closes both.
func (z sevenZipped) Close() error { return errors.Join(z.ReadCloser.Close(), z.archive.Close()) }

func openSevenZipped(file, member string, at int) (io.ReadCloser, error) {
	archive, err := openSevenZip(file)
	if err != nil {
		return nil, err
	}
	if at >= len(archive.File) || archive.File[at].Name != member {
		return nil, errors.Join(gone(file, member), archive.Close())
	}
	reader, err := archive.File[at].Open()
	if err != nil {
		return nil, errors.Join(sevenZipError(file+"/"+member, err), archive.Close())
	}
	return sevenZipped{reader, archive, file + "/" + member}, nil
}
