package lake

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"github.com/oborot/oborot/trade"
)

// diskError says in one sentence what the machine refused.
func diskError(doing string, err error) error {
	if err == nil {
		return nil
	}
	if errors.Is(err, syscall.ENOSPC) {
		return trade.Errorf(trade.Internal, "the disk is full: %s: %w", doing, err).
			WithHint("free some space and try again; the lake is as it was")
	}
	return trade.Errorf(trade.Internal, "%s: %w", doing, err)
}

func makeFolder(path string) error {
	return diskError("the folder "+path+" cannot be made", os.MkdirAll(path, 0o755))
}

// writeJSON writes a file aside, syncs it and renames it into place.
func writeJSON(path string, value any) error {
	data, err := json.Marshal(value)
	if err != nil {
		return trade.Errorf(trade.Internal, "%s cannot be written: %w", path, err)
	}
	aside := path + ".new"
	err = writeSynced(aside, append(data, '\n'))
	if err == nil {
		err = os.Rename(aside, path)
	}
	if err == nil {
		err = syncPath(filepath.Dir(path))
	}
	return diskError(path+" cannot be written", err)
}

func writeSynced(path string, data []byte) error {
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	_, err = file.Write(data)
	return errors.Join(err, file.Sync(), file.Close())
}

// syncPath makes a file, or the names in a folder, survive a loss of power.
func syncPath(path string) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(file.Sync(), file.Close())
}

// removeFile removes a file that need not be there.
func removeFile(path string) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}
