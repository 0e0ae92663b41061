package main

import (
	"fmt"
	"runtime/debug"

	"github.com/spf13/cobra"
)

// version is set by the linker in `make build`.
var version string

// programVersion is the version of the build, else of the module where `go
// install` knows it.
func programVersion() string {
	if version != "" {
		return version
	}
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		return info.Main.Version
	}
	return "unknown"
}

func (p *program) versionCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print the version",
		Args:  words(0, 0),
		RunE: func(*cobra.Command, []string) error {
			_, err := fmt.Fprintln(p.out, "oborot", programVersion())
			return err
		},
	}
}
