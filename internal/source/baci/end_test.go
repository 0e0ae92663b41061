package baci_test

import (
	"testing"

	"github.com/oborot/oborot/internal/source"
)

// A last row that is whole needs no line end, by itself and in a zip; a wrong one
// that is whole is set aside as any other.
func TestLastLineWithoutLineEnd(t *testing.T) {
	t.Parallel()
	const name = "BACI_HS17_Y2023_V202501.csv"
	for _, test := range []struct {
		last     string
		rejected int
	}{
		{"2023,4,24,570110,1.5,  2.5", 0},
		{"2023,4,24,570110,1.5,2", 0},
		{"2023,4,24,570110,1.5,  NA", 0},
		{`2023,4,24,570110,"1.5","  2.5"`, 0},
		{"2023,4,24,570110,1.5,2\r", 0},
		{"  \r", 0},
		{"2023,4,4,570110,1.5,2.5", 1},
	} {
		text := year2023 + test.last
		for _, path := range []string{write(t, name, text), writeZip(t, "BACI_HS17_V202501.zip", map[string]string{name: text})} {
			im := mustLoad(t, source.Request{Paths: []string{path}, Tolerate: 0.5})
			want := 6 - test.rejected
			if test.last == "  \r" {
				want = 5
			}
			if len(im.Observations) != want || len(im.Rejections) != test.rejected {
				t.Errorf("%q: %d rows, %d set aside", test.last, len(im.Observations), len(im.Rejections))
			}
		}
	}
}
