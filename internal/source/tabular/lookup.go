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

// Codes remembers what codes mean. Short ones and numbers, which most are, are found
// by place: in columns that are in no order that takes a third of the time of a map.
type Codes[T any] struct {
	places   [][ways]codePlace
	meanings []T
	known    map[string]uint32
	find     func(string) T
}

type codePlace struct {
	packed uint64
	at     uint32
}

// NewCodes returns codes whose meaning is worked out where they are met first. size is
// about how many there are.
func NewCodes[T any](size int, find func(string) T) *Codes[T] {
	places := 64
	for places*ways < 2*size && places < mostCodes {
		places *= 2
	}
	return &Codes[T]{make([][ways]codePlace, places), nil, map[string]uint32{}, find}
}

// Look returns what a code means. It is good until the next call.
func (c *Codes[T]) Look(code []byte) *T {
	packed := packed(code)
	places := &c.places[(packed*hashFactor>>40)&uint64(len(c.places)-1)]
	if packed != 0 {
		for i := range places {
			if places[i].packed == packed {
				return &c.meanings[places[i].at]
			}
		}
	}
	if len(c.meanings) >= mostCodes {
		clear(c.known)
		clear(c.places)
		c.meanings = c.meanings[:0]
	}
	at := Looked(c.known, code, func(text string) uint32 {
		c.meanings = append(c.meanings, c.find(text))
		return uint32(len(c.meanings) - 1)
	})
	if packed != 0 {
		copy(places[1:], places[:ways-1])
		places[0] = codePlace{packed, at}
	}
	return &c.meanings[at]
}

// packed is a code as a number that no other code has, 0 where there is none: its
// bytes, up to seven of them, or its digits, up to sixteen.
func packed(code []byte) (n uint64) {
	const byBytes, byDigits = 1 << 56, 1 << 60
	length := uint64(len(code))
	switch {
	case length == 0 || length > 16:
		return 0
	case length < 8:
		for _, b := range code {
			n = n<<8 | uint64(b)
		}
		return length*byBytes | n
	}
	for _, b := range code {
		if b < '0' || b > '9' {
			return 0
		}
		n = n*10 + uint64(b-'0')
	}
	return (length-7)*byDigits | n
}
