package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/oborot/oborot/internal/output"
	"github.com/oborot/oborot/trade"
)

// streams are what the program sees of the world besides files.
type streams struct {
	in       io.Reader
	out, err io.Writer
	env      func(name string) string
}

// run is the whole program. It returns the exit code.
func run(ctx context.Context, args []string, s streams) int {
	p := &program{streams: s}
	root := p.command()
	root.SetArgs(args)
	err := root.ExecuteContext(ctx)
	if err != nil && ctx.Err() != nil {
		err = interrupted(err)
	}
	if err != nil {
		report(s.err, err, p.errorsAsJSON(args))
	}
	return exitCode(err)
}

// interrupted names what Ctrl-C does to an error, unless that says more itself.
func interrupted(err error) error {
	if _, ok := errors.AsType[*trade.Error](err); ok && !errors.Is(err, context.Canceled) {
		return err
	}
	return trade.Errorf(trade.Internal, "interrupted")
}

// exitCodes is the text of help. The codes are those of exitCode.
const exitCodes = `  0  done
  1  internal error, or interrupted
  2  usage, or something unknown was named
  3  a file was refused; nothing was stored
  4  no data to answer with; the reason is said
  5  a conflict with another process remained after retries
  6  a check found something
`

func exitCode(err error) int {
	if err == nil {
		return 0
	}
	switch trade.KindOf(err) {
	case trade.Usage:
		return 2
	case trade.BadInput:
		return 3
	case trade.NoData:
		return 4
	case trade.Conflict:
		return 5
	case trade.Finding:
		return 6
	}
	return 1
}

// kindWord is the word of errors in JSON.
func kindWord(k trade.Kind) string {
	switch k {
	case trade.Usage:
		return "usage"
	case trade.BadInput:
		return "bad_input"
	case trade.NoData:
		return "no_data"
	case trade.Conflict:
		return "conflict"
	case trade.Finding:
		return "finding"
	}
	return "internal"
}

// report writes an error for the reader of stderr.
func report(w io.Writer, err error, asJSON bool) {
	if asJSON {
		reportJSON(w, err)
		return
	}
	fmt.Fprintln(w, oneLine(err))
	if hint := trade.HintOf(err); hint != "" {
		fmt.Fprintln(w, "hint: "+hint)
	}
}

func reportJSON(w io.Writer, err error) {
	var shape struct {
		Error struct {
			Kind    string `json:"kind"`
			Message string `json:"message"`
			Hint    string `json:"hint"`
			File    string `json:"file"`
			Line    int    `json:"line"`
		} `json:"error"`
	}
	e := &shape.Error
	e.Kind, e.Message, e.Hint = kindWord(trade.KindOf(err)), oneLine(err), trade.HintOf(err)
	if known, ok := errors.AsType[*trade.Error](err); ok {
		e.File, e.Line = known.File, known.Line
	}
	out := json.NewEncoder(w)
	out.SetEscapeHTML(false)
	if out.Encode(shape) != nil {
		fmt.Fprintln(w, oneLine(err))
	}
}

// oneLine is the sentence of an error. Errors that carry no sentence for the
// person are named as what they are.
func oneLine(err error) string {
	text := strings.Join(strings.Fields(err.Error()), " ")
	if _, ok := errors.AsType[*trade.Error](err); !ok {
		text = "internal error: " + text
	}
	return text
}

// errorsAsJSON tells whether errors are wanted as JSON, also when the command
// line itself could not be read.
func (p *program) errorsAsJSON(args []string) bool {
	if p.format != "" {
		return p.format == output.JSON
	}
	if slices.Contains(args, "--format=json") || p.env("OBOROT_FORMAT") == "json" {
		return true
	}
	at := slices.Index(args, "--format")
	return at >= 0 && at+1 < len(args) && args[at+1] == "json"
}
