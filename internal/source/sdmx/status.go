package sdmx

import (
	"bytes"

	"github.com/oborot/oborot/trade"
)

// statusOf reads OBS_STATUS: capital letters are those of SDMX, small ones those of
// Eurostat, of which there may be several. Missing is a figure that is not there,
// suppressed one that is hidden.
func statusOf(code []byte) (flags trade.Flags) {
	for _, c := range code {
		switch c {
		case 'E', 'F', 'I', 'e', 'f', 'i', 's':
			flags |= trade.FlagEstimated
		case 'L', 'M', 'O', 'H':
			flags |= trade.FlagMissing
		case 'Q', 'c':
			flags |= trade.FlagSuppressed
		}
	}
	return flags
}

// isSecret reads CONF_STATUS: F is free, and so is what says nothing.
func isSecret(code []byte) bool {
	return len(code) > 0 && code[0] != 'F' && code[0] != '_'
}

// isAbsent tells a cell that holds no figure.
func isAbsent(value []byte) bool {
	switch string(value) {
	case "", "NaN", ":", ":c", ": c", "#N/A", "-", "..":
		return true
	}
	return false
}

// hides tells a mark of a hidden figure in the value's own cell.
func hides(value []byte) bool {
	return bytes.HasPrefix(value, []byte(":")) && bytes.HasSuffix(value, []byte("c"))
}
