package main

import (
	"context"
	"fmt"
	"io"
	"slices"

	"github.com/oborot/oborot/internal/source"
	"github.com/oborot/oborot/internal/source/mapped"
	"github.com/oborot/oborot/trade"
)

// mappedKind is the format whose files are described by a mapping.
const mappedKind = "mapped"

// withKind puts the kind before the files where a mapping says what it is.
func (o importFlags) withKind(args []string) []string {
	named := slices.ContainsFunc(formats(), func(f source.Format) bool { return f.Kind == args[0] })
	if o.mapping == "" || named {
		return args
	}
	return append([]string{mappedKind}, args...)
}

// checkMapping refuses a mapping for files of a kind whose columns are known.
func (o importFlags) checkMapping(groups []formatGroup) error {
	at := slices.IndexFunc(groups, func(g formatGroup) bool { return g.format.Kind != mappedKind })
	if o.mapping == "" || at < 0 {
		return nil
	}
	return trade.Errorf(trade.Usage, "--mapping is for tables of no known kind, and the kind %s is named", groups[at].format.Kind).
		WithHint("leave one of them out: oborot import FILE --mapping %s", o.mapping)
}

// guessMapping writes a first mapping for a file, to the standard output or to the
// file of -o.
func (p *program) guessMapping(ctx context.Context, args []string) error {
	if args[0] == mappedKind {
		args = args[1:]
	}
	if len(args) != 1 {
		return trade.Errorf(trade.Usage, "--guess takes one file, %d given", len(args)).
			WithHint("oborot import mapped --guess FILE -o FILE.mapping.yaml")
	}
	text, err := mapped.Guess(ctx, args[0])
	if err != nil {
		return err
	}
	if p.flags.output != "" {
		return writeAside(p.flags.output, func(w io.Writer) error {
			_, err := io.WriteString(w, text)
			return err
		})
	}
	_, err = io.WriteString(p.out, text)
	return writingFailed("the standard output", err)
}

// readOtherwise tells where a file that is held was read by another mapping than the
// one that is asked for now: its bytes are the same, its figures may not be.
func readOtherwise(f trade.SourceFile, asked trade.Import, held trade.Origin) []string {
	now, then := mapped.ReadBy(asked.Notes), mapped.ReadBy(held.Notes)
	if now == "" || now == then {
		return nil
	}
	return []string{fmt.Sprintf("%s is held as another mapping read it; for it to be read anew: oborot datasets remove %s, then import it again",
		f.Name, held.Dataset)}
}
