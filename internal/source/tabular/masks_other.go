//go:build !amd64

package tabular

// masksOf fills in the masks of whole blocks.
func masksOf(data []byte, separator byte, to []blockMasks) { masksPortable(data, separator, to) }
