package main

import (
	"errors"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/oborot/oborot/internal/output"
	"github.com/oborot/oborot/trade"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"golang.org/x/term"
)

// program is one call of oborot.
type program struct {
	streams
	flags struct {
		lake, format, output, language, asOf, groups string
		explain, bom, wide                           bool
	}
	format   output.Format // empty until the settings are known
	language trade.Language
	lakeDir  string        // empty where the person has no home and names no lake
	wait     time.Duration // for the lake lock

	groupsFile string // of the person's own groups, empty if there is none
}

// command builds the tree of commands.
func (p *program) command() *cobra.Command {
	root := &cobra.Command{
		Use:   "oborot",
		Short: "Trade between two economies, worked out from customs files",
		Long: "oborot turns customs files into a bilateral account: how much two economies trade, how it changed, and what moved.\n" +
			"Economies and products are codes (BLR, RU-PRI, 8704) or names in English or Russian.\n\nExit codes:\n" + exitCodes,
		Args:                       cobra.ArbitraryArgs,
		SilenceErrors:              true,
		SilenceUsage:               true,
		SuggestionsMinimumDistance: 2,
		PersistentPreRunE:          func(*cobra.Command, []string) error { return p.settle() },
		RunE:                       group,
	}
	root.CompletionOptions.DisableDefaultCmd = true
	root.Version = programVersion()
	root.SetVersionTemplate("oborot {{.Version}}\n")
	root.SetOut(p.out)
	root.SetErr(p.err)
	root.SetIn(p.in)
	root.SetFlagErrorFunc(func(c *cobra.Command, err error) error {
		return flagError(err).WithHint("%s --help", c.CommandPath())
	})
	root.SetHelpCommand(helpCommand())
	p.addGlobalFlags(root)
	root.AddCommand(
		p.importCommand(), p.fetchCommand(), p.datasetsCommand(), p.snapshotsCommand(), p.lakeCommand(),
		p.accountCommand(), p.structureCommand(), p.flowsCommand(), p.auditCommand(), p.findCommand(),
		p.specialisationCommand(), p.compareCommand(), p.pricesCommand(),
		p.complexityCommand(), p.spaceCommand(), p.dependenceCommand(),
		p.demoCommand(), p.doctorCommand(), p.versionCommand(), p.helpDocCommand(),
	)
	return root
}

func (p *program) addGlobalFlags(root *cobra.Command) {
	f := root.PersistentFlags()
	f.SortFlags = false
	f.StringVar(&p.flags.lake, "lake", "", "folder of the lake (or OBOROT_LAKE; default: in your data folder)")
	f.StringVar(&p.flags.format, "format", "", "table, csv, json, xlsx, parquet or md (or OBOROT_FORMAT; default: what the ending of -o says, else table)")
	f.StringVarP(&p.flags.output, "output", "o", "", "write to this file; it appears whole or not at all")
	f.StringVar(&p.flags.language, "lang", "", "en or ru (or OBOROT_LANG; default: by the locale)")
	f.StringVar(&p.flags.groups, "groups", "", "a file of your own groups of economies (or OBOROT_GROUPS)")
	f.StringVar(&p.flags.asOf, "as-of", "", "answer from an older state: a snapshot, DATASET@RELEASE, or a date")
	f.BoolVar(&p.flags.explain, "explain", false, "print the SQL that is run to stderr")
	f.BoolVar(&p.flags.bom, "bom", false, "begin csv with the byte order mark that Excel wants")
	f.BoolVar(&p.flags.wide, "wide", false, "show every column and whole names in tables for people")
	placeholders(f, map[string]string{"lake": "DIR", "format": "FORMAT", "output": "FILE", "lang": "LANGUAGE", "groups": "FILE", "as-of": "STATE"})
}

// placeholder is a flag whose value has a name in help.
type placeholder struct {
	pflag.Value
	name string
}

// Type is what help shows as the value.
func (n placeholder) Type() string { return n.name }

// placeholders names the values of flags.
func placeholders(flags *pflag.FlagSet, names map[string]string) {
	for flag, name := range names {
		f := flags.Lookup(flag)
		f.Value, f.DefValue = placeholder{f.Value, name}, strings.Trim(f.DefValue, "[]")
	}
}

// flagError words what is wrong with a flag. What the library says of a word that is no
// number is for programmers.
func flagError(err error) *trade.Error {
	wrong, ok := errors.AsType[*pflag.InvalidValueError](err)
	fault, isNumber := errors.AsType[*strconv.NumError](err)
	if !ok || !isNumber {
		return trade.Errorf(trade.Usage, "%s", err.Error())
	}
	kind := "a whole number"
	switch fault.Func {
	case "ParseFloat":
		kind = "a number"
	case "ParseBool":
		kind = "true or false"
	}
	if errors.Is(fault, strconv.ErrRange) {
		return trade.Errorf(trade.Usage, "%s is too large for --%s", wrong.GetValue(), wrong.GetFlag().Name)
	}
	return trade.Errorf(trade.Usage, "--%s takes %s, and %q is none", wrong.GetFlag().Name, kind, wrong.GetValue())
}

// group runs a command that only holds others: without words it helps, an
// unknown word is an error that names the nearest.
func group(c *cobra.Command, args []string) error {
	if len(args) == 0 {
		return c.Help()
	}
	err := trade.Errorf(trade.Usage, "%q is not a command of %s", args[0], c.CommandPath())
	if near := c.SuggestionsFor(args[0]); len(near) > 0 {
		return err.WithHint("did you mean %s", strings.Join(prefixed(c.CommandPath()+" ", near), " or "))
	}
	return err.WithHint("%s --help", c.CommandPath())
}

// helpCommand is cobra's, but an unknown word is an error.
func helpCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "help [COMMAND]",
		Short: "Help about a command",
		RunE: func(c *cobra.Command, args []string) error {
			found, rest, err := c.Root().Find(args)
			if err != nil || len(rest) > 0 {
				return group(c.Root(), args)
			}
			return found.Help()
		},
	}
}

func prefixed(prefix string, words []string) []string {
	var list []string
	for _, w := range words {
		list = append(list, prefix+w)
	}
	return list
}

// words checks how many words stand behind a command; most below 0 is any number.
func words(least, most int) cobra.PositionalArgs {
	return func(c *cobra.Command, args []string) error {
		if len(args) >= least && (most < 0 || len(args) <= most) {
			return nil
		}
		return trade.Errorf(trade.Usage, "%s takes %s, %d given", c.CommandPath(), counted(least, most), len(args)).
			WithHint("%s", c.UseLine())
	}
}

func counted(least, most int) string {
	numbers := []string{"no", "one", "two", "three"}
	switch {
	case most == 0:
		return "no words"
	case least == most && least == 1:
		return "one word"
	case least == most:
		return numbers[least] + " words"
	case most < 0:
		return "at least " + numbers[least]
	}
	return numbers[least] + " to " + numbers[most] + " words"
}

// terminal returns the file descriptor of a stream if a person sits behind it.
func terminal(stream any) (fd int, is bool) {
	file, ok := stream.(*os.File)
	if !ok {
		return 0, false
	}
	fd = int(file.Fd())
	return fd, term.IsTerminal(fd)
}

// isOneOf checks a word of a flag against its choices; empty is allowed.
func isOneOf(flag, word string, choices ...string) error {
	if word == "" || slices.Contains(choices, word) {
		return nil
	}
	return trade.Errorf(trade.Usage, "%q is not a choice of --%s", word, flag).
		WithHint("choose one of %s", strings.Join(choices, ", "))
}
