package tabular

// mostCodes bounds what is remembered of the codes of a file of nonsense; no
// nomenclature has more.
const mostCodes = 1 << 17

// Looked returns what a code means, worked out where it is met first. Asking the map
// for the string of bytes takes no memory, and what find is given shares none with
// the row.
func Looked[T any](known map[string]T, code []byte, find func(string) T) T {
	if meaning, ok := known[string(code)]; ok {
		return meaning
	}
	text := string(code)
	meaning := find(text)
	if len(known) >= mostCodes {
		clear(known)
	}
	known[text] = meaning
	return meaning
}
