package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

//go:generate go run . help-doc -o ../../docs/cli.md

// helpDocCommand writes docs/cli.md; a test compares the two.
func (p *program) helpDocCommand() *cobra.Command {
	return &cobra.Command{
		Use:    "help-doc",
		Hidden: true,
		Args:   words(0, 0),
		RunE: func(c *cobra.Command, _ []string) error {
			if p.flags.output == "" {
				return writeHelpDoc(p.out, c.Root())
			}
			return writeAside(p.flags.output, func(w io.Writer) error { return writeHelpDoc(w, c.Root()) })
		},
	}
}

func writeHelpDoc(w io.Writer, root *cobra.Command) error {
	var out strings.Builder
	out.WriteString("# Command line\n\nThis page is written by `make generate` from the commands themselves.\n\n")
	out.WriteString(strings.TrimSuffix(root.Long, "Exit codes:\n"+exitCodes) + "## Exit codes\n\n" + indented(exitCodes) + "\n## Flags of every command\n\n")
	writeFlags(&out, root.PersistentFlags())
	for _, c := range root.Commands() {
		writeCommand(&out, c)
	}
	_, err := io.WriteString(w, strings.TrimRight(out.String(), "\n")+"\n")
	return err
}

func writeCommand(out *strings.Builder, c *cobra.Command) {
	if c.Hidden || c.Name() == "help" || c.Name() == "completion" {
		return
	}
	fmt.Fprintf(out, "## %s\n\n    %s\n\n%s\n\n", c.CommandPath(), strings.TrimSuffix(c.UseLine(), " [flags]"), description(c))
	writeFlags(out, c.LocalNonPersistentFlags())
	if c.Example != "" {
		fmt.Fprintf(out, "Examples:\n\n%s\n", indented(c.Example))
	}
	for _, sub := range c.Commands() {
		writeCommand(out, sub)
	}
}

func description(c *cobra.Command) string {
	if c.Long != "" {
		return c.Short + ".\n\n" + c.Long
	}
	return c.Short + "."
}

// indented makes a block of code.
func indented(text string) string {
	return "  " + strings.ReplaceAll(strings.TrimSuffix(text, "\n"), "\n", "\n  ") + "\n"
}

func writeFlags(out *strings.Builder, flags *pflag.FlagSet) {
	var lines []string
	flags.VisitAll(func(f *pflag.Flag) {
		if f.Hidden || f.Name == "help" {
			return
		}
		name := "--" + f.Name
		if f.Shorthand != "" {
			name = "-" + f.Shorthand + ", " + name
		}
		if value, _ := pflag.UnquoteUsage(f); value != "" {
			name += " " + value
		}
		lines = append(lines, fmt.Sprintf("- `%s`: %s", name, f.Usage))
	})
	if len(lines) > 0 {
		out.WriteString(strings.Join(lines, "\n") + "\n\n")
	}
}
