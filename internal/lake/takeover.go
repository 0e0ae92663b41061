package lake

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// takeover is what an import that replaces whole dataset-years did to those held.
type takeover struct {
	before   int64    // the snapshot that undoes it
	years    []string // in words
	releases []string // that lost rows
}

func (t *takeover) add(year int, held, now int64, releases []string) {
	t.years = append(t.years, fmt.Sprintf("%d: %s the place of %s", year, rowsTake(now), grouped(held)))
	for _, r := range releases {
		if !slices.Contains(t.releases, r) {
			t.releases = append(t.releases, r)
		}
	}
}

// notes says what gave way to a release, how to undo it, and whether that was
// newer.
func (t takeover) notes(release string) []string {
	if len(t.years) == 0 {
		return nil
	}
	notes := []string{fmt.Sprintf("%s; undo with `oborot snapshots rollback %d`", strings.Join(t.years, "; "), t.before)}
	for _, r := range t.releases {
		if onlyDigits(r) && onlyDigits(release) && release < r {
			notes = append(notes, fmt.Sprintf("release %s took the place of the newer %s", release, r))
		}
	}
	return notes
}

func onlyDigits(text string) bool { return text != "" && strings.Trim(text, "0123456789") == "" }

// releasesOf lists the releases of which a dataset-year is held.
func (l *ledger) releasesOf(dataset string, year int) []string {
	var releases []string
	for _, e := range l.Imports {
		if e.Origin.Dataset == dataset && slices.ContainsFunc(e.Years, func(y heldYear) bool { return y.Year == year }) {
			releases = append(releases, e.Origin.Release)
		}
	}
	return releases
}

func rowsTake(n int64) string {
	if n == 1 {
		return "1 row takes"
	}
	return grouped(n) + " rows take"
}

// grouped writes a count with commas: 71,192.
func grouped(n int64) string {
	text := strconv.FormatInt(n, 10)
	for at := len(text) - 3; at > 0; at -= 3 {
		text = text[:at] + "," + text[at:]
	}
	return text
}
