package tabular

import (
	"errors"
	"io"
	"path"

	"github.com/bodgit/sevenzip"
	"github.com/oborot/oborot/internal/source"
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
	for _, m := range archive.File {
		if m.FileInfo().IsDir() {
			continue
		}
		places = append(places, place{
			where: file + "/" + m.Name, name: path.Base(m.Name), size: int64(m.UncompressedSize),
			open: func() (io.ReadCloser, error) { return openSevenZipped(file, m.Name) },
		})
	}
	return places, nil
}

func openSevenZip(file string) (*sevenzip.ReadCloser, error) {
	archive, err := sevenzip.OpenReader(file)
	if err == nil {
		return archive, nil
	}
	if locked := new(sevenzip.ReadError); errors.As(err, &locked) && locked.Encrypted {
		return nil, trade.Errorf(trade.BadInput, "the 7z archive is protected by a password").At(file, 0).
			WithHint("unpack it with the password and import the table itself")
	}
	return nil, trade.Errorf(trade.BadInput, "the 7z archive is truncated or damaged: %w", err).At(file, 0).
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
		err = trade.Errorf(trade.BadInput, "the 7z archive is damaged: %w", err).At(z.where, 0).WithHint("download it again")
	}
	return n, err
}

// Close closes both.
func (z sevenZipped) Close() error { return errors.Join(z.ReadCloser.Close(), z.archive.Close()) }

func openSevenZipped(file, member string) (io.ReadCloser, error) {
	archive, err := openSevenZip(file)
	if err != nil {
		return nil, err
	}
	for _, m := range archive.File {
		if m.Name != member {
			continue
		}
		reader, err := m.Open()
		if err != nil {
			return nil, errors.Join(source.ReadError(file+"/"+member, err), archive.Close())
		}
		return sevenZipped{reader, archive, file + "/" + member}, nil
	}
	archive.Close()
	return nil, trade.Errorf(trade.BadInput, "the file is no longer in the archive").At(file+"/"+member, 0).
		WithHint("do not change files while they are imported")
}
