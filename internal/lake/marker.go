package lake

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/oborot/oborot/trade"
)

// format is the number of the format of lakes that this program reads and writes.
const format = 1

const (
	markerFile       = "oborot-lake.json"
	ledgerFolder     = "ledger"
	stagingFolder    = "staging"
	quarantineFolder = "quarantine"
)

// marker is the file that makes a folder a lake.
type marker struct {
	Format    int       `json:"format"`
	CreatedBy string    `json:"created_by"`
	Created   time.Time `json:"created"`
	Path      string    `json:"path"` // where the lake lies; its tables name their files by it
}

// locate returns the absolute path of a folder, free of symbolic links as far as
// it exists, and the path of its marker where that names the same folder.
func locate(dir string) (string, error) {
	if dir == "" {
		return "", trade.Errorf(trade.Usage, "no folder is named for the lake").WithHint("use --lake DIR")
	}
	root, err := filepath.Abs(dir)
	if err != nil {
		return "", trade.Errorf(trade.Internal, "the folder %s cannot be found: %w", dir, err)
	}
	if real, err := filepath.EvalSymlinks(root); err == nil {
		root = real
	}
	if strings.ContainsAny(root, "%#?") || strings.Contains(root, "://") {
		return "", trade.Errorf(trade.Usage, "a lake cannot lie in %s, its path holds one of %% # ?", root).
			WithHint("choose a folder without these characters")
	}
	if m, err := readMarker(root); err == nil && m != nil && sameFolder(root, m.Path) {
		root = m.Path
	}
	return root, nil
}

func sameFolder(a, b string) bool {
	one, err := os.Stat(a)
	if err != nil {
		return false
	}
	other, err := os.Stat(b)
	return err == nil && os.SameFile(one, other)
}

// readMarker returns the marker of a folder, nil if there is none.
func readMarker(root string) (*marker, error) {
	data, err := os.ReadFile(filepath.Join(root, markerFile))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, trade.Errorf(trade.Internal, "the lake %s cannot be read: %w", root, err)
	}
	var m marker
	if err := json.Unmarshal(data, &m); err != nil || m.Format < 1 {
		return nil, trade.Errorf(trade.Usage, "%s is not the marker of a lake", filepath.Join(root, markerFile))
	}
	return &m, nil
}

// checkMarker returns what forbids to use the folder: other contents, a newer
// format, another place than the lake was made for. A missing or empty folder
// passes if mayBeEmpty.
func checkMarker(root string, mayBeEmpty bool) error {
	m, err := readMarker(root)
	if err != nil {
		return err
	}
	if m == nil {
		err := checkEmpty(root, mayBeEmpty)
		if err == nil {
			return nil
		}
		// What the folder holds may be a lake that another process began since.
		if m, _ = readMarker(root); m == nil {
			return err
		}
	}
	if m.Format > format {
		return trade.Errorf(trade.Usage, "the lake %s was written by a newer oborot (%s, format %d); this one reads format %d",
			root, m.CreatedBy, m.Format, format).WithHint("install oborot %s or later", m.CreatedBy)
	}
	if m.Path != root {
		return trade.Errorf(trade.Usage, "the lake %s was moved or copied from %s", root, m.Path).
			WithHint("oborot lake relocate --lake %s", root)
	}
	return nil
}

func checkEmpty(root string, mayBeEmpty bool) error {
	entries, err := os.ReadDir(root)
	switch {
	case errors.Is(err, fs.ErrNotExist) && mayBeEmpty:
		return nil
	case err != nil:
		return trade.Errorf(trade.Usage, "the folder %s cannot be read: %w", root, err)
	}
	foreign := slices.IndexFunc(entries, func(e fs.DirEntry) bool {
		return !strings.HasPrefix(e.Name(), "oborot") && e.Name() != "lost+found"
	})
	if foreign >= 0 {
		return trade.Errorf(trade.Usage, "%s is not a lake, it holds other things such as %s", root, entries[foreign].Name()).
			WithHint("name an empty or new folder with --lake")
	}
	if !mayBeEmpty {
		return fmt.Errorf("%s is not a lake yet", root)
	}
	return nil
}

// writeMarker makes the folder a lake.
func writeMarker(root, version string) error {
	if err := checkEmptyOrLake(root); err != nil {
		return err
	}
	m := marker{Format: format, CreatedBy: version, Created: time.Now().UTC().Truncate(time.Second), Path: root}
	if held, err := readMarker(root); err == nil && held != nil {
		m.CreatedBy, m.Created = held.CreatedBy, held.Created
	}
	return writeJSON(filepath.Join(root, markerFile), m)
}

func checkEmptyOrLake(root string) error {
	if m, err := readMarker(root); err != nil || m != nil {
		return err
	}
	return checkEmpty(root, true)
}
