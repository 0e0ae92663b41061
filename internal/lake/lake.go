package lake

import (
	"context"
	"path/filepath"
	"sync"
	"time"

	"github.com/apache/iceberg-go/catalog"

	"github.com/oborot/oborot/trade"
)

// Options say how a lake is opened.
type Options struct {
	Writer  Writer        // writes Parquet; nil where nothing will be imported
	Wait    time.Duration // how long to wait for the lake lock; 0 stands for a minute
	Version string        // of the program, kept beside what it writes
}

// Lake is one lake on a local folder. It may be used by many goroutines, and the
// folder by many processes at once.
type Lake struct {
	root    string // absolute, free of symbolic links where the lake exists
	writer  Writer
	wait    time.Duration
	version string
	catalog catalog.Catalog
	reached func(step string) // tests kill the process here; nil otherwise

	mu       sync.Mutex
	latest   *metadata       // the table as last read
	contents map[int64]*held // by snapshot; a snapshot never changes
}

// Open opens the lake in a folder. A folder that is missing or empty is an empty
// lake, made when the first import begins. It returns an error of kind
// trade.Usage for a folder that is no lake, for a lake written by a newer
// version, and for one that was moved or copied.
func Open(_ context.Context, dir string, o Options) (*Lake, error) {
	root, err := locate(dir)
	if err != nil {
		return nil, err
	}
	if err := checkMarker(root, true); err != nil {
		return nil, err
	}
	return newLake(root, o)
}

func newLake(root string, o Options) (*Lake, error) {
	if o.Wait <= 0 {
		o.Wait = time.Minute
	}
	catalog, err := openCatalog(root)
	if err != nil {
		return nil, err
	}
	return &Lake{
		root: root, writer: o.Writer, wait: o.Wait, version: o.Version,
		catalog: catalog, contents: map[int64]*held{},
	}, nil
}

// Dir returns the absolute path of the lake.
func (l *Lake) Dir() string { return l.root }

func (l *Lake) path(parts ...string) string {
	return filepath.Join(append([]string{l.root}, parts...)...)
}

// step marks a point at which the death of the process must do no harm.
func (l *Lake) step(name string) {
	if l.reached != nil {
		l.reached(name)
	}
}

// Create makes the folder a lake, if it is not one yet.
func (l *Lake) Create(ctx context.Context) error {
	if l.exists() {
		return l.makeFolders()
	}
	if err := checkEmptyOrLake(l.root); err != nil {
		return err
	}
	if err := makeFolder(l.root); err != nil {
		return err
	}
	return l.locked(ctx, "making the lake", func() error {
		if err := writeMarker(l.root, l.version); err != nil {
			return err
		}
		if err := l.makeFolders(); err != nil {
			return err
		}
		return l.createTable(ctx, Flows)
	})
}

func (l *Lake) makeFolders() error {
	for _, folder := range []string{ledgerFolder, stagingFolder, quarantineFolder} {
		if err := makeFolder(l.path(folder)); err != nil {
			return err
		}
	}
	return nil
}

// exists tells whether the lake is whole: marker and table.
func (l *Lake) exists() bool {
	return checkMarker(l.root, false) == nil && l.tableExists(Flows)
}

// requireWriter refuses imports into a lake opened without a writer.
func (l *Lake) requireWriter() error {
	if l.writer == nil {
		return trade.Errorf(trade.Internal, "the lake %s was opened without a writer", l.root)
	}
	return nil
}
