package main

import (
	"fmt"
	"path/filepath"
	"time"

	"github.com/oborot/oborot/internal/source"
	"github.com/schollz/progressbar/v3"
)

// progress shows a bar on stderr when a person sits behind it, and nothing
// otherwise.
type progress struct {
	p    *program
	bar  *progressbar.ProgressBar
	file string
}

// step takes a message of progress.
func (g *progress) step(s source.Step) {
	if _, is := terminal(g.p.err); !is {
		return
	}
	if g.bar == nil || s.File != g.file {
		g.finish()
		g.file, g.bar = s.File, g.p.newBar(s.Of)
	}
	g.bar.Describe(fmt.Sprintf("%s  %d rows", filepath.Base(s.File), s.Rows))
	if g.bar.Set64(s.Bytes) != nil {
		g.finish()
	}
}

// newBar makes a bar of so many bytes, a spinner where they are not known.
func (p *program) newBar(bytes int64) *progressbar.ProgressBar {
	if bytes == 0 {
		bytes = -1
	}
	return progressbar.NewOptions64(bytes,
		progressbar.OptionSetWriter(p.err),
		progressbar.OptionShowBytes(true),
		progressbar.OptionSetPredictTime(true),
		progressbar.OptionThrottle(100*time.Millisecond),
		progressbar.OptionSetWidth(20),
		progressbar.OptionClearOnFinish(),
	)
}

// finish clears the line.
func (g *progress) finish() {
	if g.bar != nil {
		g.bar.Finish()
		g.bar = nil
	}
}
