package source

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/oborot/oborot/trade"
)

// headBytes is how much of a file is looked at before it is read: enough to see
// that its second line ends, so that a file of one endless line is refused
// before it is hashed.
const headBytes = 1<<20 + 64<<10

// File is a file of the person's that exists and is not empty.
type File struct {
	Path    string // as given
	Name    string // without the folders
	Size    int64  // bytes
	Head    []byte // the first bytes, all of them in a small file
	Content Content
}

// Open looks at a file. A missing file is a Usage error; a folder, an empty file
// and what is no regular file are BadInput.
func Open(path string) (File, error) {
	file, err := os.Open(path)
	if err != nil {
		return File{}, openError(path, err)
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return File{}, ReadError(path, err)
	}
	if err := regular(path, info); err != nil {
		return File{}, err
	}
	head := make([]byte, min(info.Size(), headBytes))
	if _, err := io.ReadFull(file, head); err != nil {
		return File{}, ReadError(path, err)
	}
	return File{path, filepath.Base(path), info.Size(), head, ContentOf(head)}, nil
}

func openError(path string, err error) error {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return trade.Errorf(trade.Usage, "there is no such file").At(path, 0).
			WithHint("check the spelling: ls %s", filepath.Dir(path))
	case errors.Is(err, fs.ErrPermission):
		return trade.Errorf(trade.Usage, "the file may not be read").At(path, 0).
			WithHint("ask for the right to read it: ls -l %s", path)
	}
	return ReadError(path, err)
}

func regular(path string, info fs.FileInfo) error {
	switch {
	case info.IsDir():
		return trade.Errorf(trade.BadInput, "this is a directory, not a file").At(path, 0).
			WithHint("name the files in it: oborot import %s", filepath.Join(path, "*.csv"))
	case !info.Mode().IsRegular():
		return trade.Errorf(trade.BadInput, "this is no regular file, and an import reads its files twice").At(path, 0).
			WithHint("save the data to a file first")
	case info.Size() == 0:
		return trade.Errorf(trade.BadInput, "the file is empty").At(path, 0).
			WithHint("download it again")
	}
	return nil
}

// Expect returns a BadInput error that says what the file really is, unless it
// is one of the contents wanted.
func (f File) Expect(want ...Content) error {
	if slices.Contains(want, f.Content) {
		return nil
	}
	words := make([]string, len(want))
	for i, w := range want {
		words[i] = string(w)
	}
	return trade.Errorf(trade.BadInput, "the file is %s, not %s", f.Content, strings.Join(words, " or ")).
		At(f.Path, 0).WithHint("%s", f.Content.advice())
}

// Hash reads the whole file and returns its name, size and SHA-256.
func (f File) Hash(ctx context.Context) (trade.SourceFile, error) {
	file, err := os.Open(f.Path)
	if err != nil {
		return trade.SourceFile{}, openError(f.Path, err)
	}
	defer file.Close()
	sum := sha256.New()
	size, err := io.CopyBuffer(sum, cancellable{ctx, file}, make([]byte, 1<<20))
	if err != nil {
		return trade.SourceFile{}, ReadError(f.Path, err)
	}
	return trade.SourceFile{Name: f.Name, SHA256: hex.EncodeToString(sum.Sum(nil)), Bytes: size}, nil
}

// cancellable makes reading end when the context does.
type cancellable struct {
	ctx    context.Context
	reader io.Reader
}

// Read reads unless the context is done.
func (c cancellable) Read(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.reader.Read(p)
}

// ReadError is an error met while reading a file, in words: a damaged archive is
// BadInput, anything else a failing machine. A cancelled context stays as it is.
func ReadError(path string, err error) error {
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	if _, ok := errors.AsType[*trade.Error](err); ok {
		return err
	}
	if reason := archiveDamage(err); reason != "" {
		return trade.Errorf(trade.BadInput, "%s (%w)", reason, err).At(path, 0).WithHint("download it again")
	}
	return trade.Errorf(trade.Internal, "reading failed: %w", err).At(path, 0).
		WithHint("check the disk and try again")
}
