// Command bench measures oborot against the peers and limits that its issues
// name, side by side in one run, and prints tables for docs/performance.md.
//
//	bench -oborot bin/oborot [-world DIR] [-years 10] [-only import|sources|query|indicators|complexity|dependence]
//	bench fts FILE ROWS      writes a file of Russian customs with so many rows
//	bench comtrade FILE ROWS writes a table of UN Comtrade with so many rows
//
// Without -world it writes a synthetic world of so many years first, 525 MB each,
// into the system's temporary folder, and leaves it there for the next run.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
)

// options are what the person asked for.
type options struct {
	oborot string // the binary under test
	world  string // folder of the synthetic world
	work   string // folder for lakes and the peer's files
	years  int
	only   string
	runs   int
}

func main() {
	if len(os.Args) > 1 && os.Args[1] == "peer" {
		exit(peer(os.Args[2], os.Args[3]))
	}
	if len(os.Args) > 2 && os.Args[1] == "timed" {
		exit(timed(os.Args[2], os.Args[3:]))
	}
	if len(os.Args) == 4 && os.Args[1] == "fts" {
		rows, err := strconv.Atoi(os.Args[3])
		exit(errors.Join(err, writeFTS(os.Args[2], rows)))
	}
	if len(os.Args) == 4 && os.Args[1] == "comtrade" {
		rows, err := strconv.Atoi(os.Args[3])
		exit(errors.Join(err, writeComtrade(os.Args[2], rows)))
	}
	var o options
	flag.StringVar(&o.oborot, "oborot", "bin/oborot", "the binary under test")
	flag.StringVar(&o.world, "world", filepath.Join(os.TempDir(), "oborot-world"), "folder of the synthetic world")
	flag.StringVar(&o.work, "work", filepath.Join(os.TempDir(), "oborot-bench"), "folder for lakes and files")
	flag.IntVar(&o.years, "years", 10, "years of the synthetic world")
	flag.StringVar(&o.only, "only", "", "import, sources, query, indicators, or of these complexity or dependence; empty: all")
	flag.IntVar(&o.runs, "runs", 3, "runs of each import, of which the median is shown")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	exit(run(ctx, o))
}

func exit(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
	os.Exit(0)
}

func run(ctx context.Context, o options) error {
	files, err := worldFiles(ctx, o)
	if err != nil {
		return err
	}
	fmt.Printf("%d processors, %s; %d year files of the synthetic world\n", runtime.NumCPU(), runtime.Version(), len(files))
	for _, part := range []struct {
		name, within string
		run          func(context.Context, options, []string) error
	}{
		{"import", "", benchImport}, {"sources", "", benchSources}, {"query", "", benchQuery},
		{"complexity", "indicators", benchIndicators}, {"dependence", "indicators", benchDependence},
	} {
		if o.only != "" && o.only != part.name && o.only != part.within {
			continue
		}
		if err := part.run(ctx, o, files); err != nil {
			return err
		}
	}
	return nil
}

// worldFiles returns the newest years of the world, making it where it is not
// there.
func worldFiles(ctx context.Context, o options) ([]string, error) {
	find := func() ([]string, error) {
		files, err := filepath.Glob(filepath.Join(o.world, "BACI_HS17_Y*.csv"))
		slices.Sort(files)
		return files, err
	}
	files, err := find()
	if err != nil {
		return nil, err
	}
	if len(files) < o.years {
		if _, err := measure(ctx, o.oborot, "demo", "--scale", "world", "--years", fmt.Sprint(o.years), "-o", o.world); err != nil {
			return nil, err
		}
		if files, err = find(); err != nil {
			return nil, err
		}
	}
	if len(files) < o.years {
		return nil, fmt.Errorf("%s holds %d year files, %d are needed", o.world, len(files), o.years)
	}
	return files[len(files)-o.years:], nil
}
