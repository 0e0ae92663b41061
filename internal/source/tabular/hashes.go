package tabular

import (
	"context"
	"encoding/hex"
	"errors"
	"hash"
	"sync"

	"github.com/oborot/oborot/trade"
)

// hashInBackground works out the hashes that are not known, and returns a
// function that waits for them.
func (g *reading) hashInBackground(only []int) (wait func() error) {
	var all sync.WaitGroup
	done, errs := make([]trade.SourceFile, len(only)), make([]error, len(only))
	for at, i := range only {
		if hashed := g.Inputs[i].Hashed; hashed != nil && !g.hashedByReading(at) {
			all.Go(func() { done[at], errs[at] = hashed() })
		}
	}
	return func() error {
		all.Wait()
		for at, f := range done {
			if f.SHA256 != "" {
				g.files[at] = f
			}
		}
		return errors.Join(errs...)
	}
}

// hashedByReading tells whether a file, by its place among those that are read, is hashed by
// reading it, so that its bytes need not be read twice.
func (g *reading) hashedByReading(file int) bool {
	in := g.Inputs[g.only[file]]
	return in.Hashed != nil && len(in.Tables) == 1 && in.Tables[0].hashed != nil
}

// openHashing returns how to read a table, and what to do when it was read to its end.
func (g *reading) openHashing(file int, t Table) (open func(context.Context) (rows, error), done func()) {
	var sum hash.Hash
	open = func(context.Context) (opened rows, err error) {
		opened, sum, err = t.hashed()
		return opened, err
	}
	return open, func() { g.files[file].SHA256 = hex.EncodeToString(sum.Sum(nil)) }
}

func (g *reading) stopHashing(only []int) {
	for _, i := range only {
		if stop := g.Inputs[i].stop; stop != nil {
			stop()
		}
	}
}

// unchanged checks that the files are those that were hashed and described.
func (g *reading) unchanged(only []int) error {
	for _, i := range only {
		checks := []func() error{g.Inputs[i].unchanged}
		for _, t := range g.Inputs[i].Tables {
			checks = append(checks, t.unchanged)
		}
		for _, check := range checks {
			if check == nil {
				continue
			}
			if err := check(); err != nil {
				return err
			}
		}
	}
	return nil
}
