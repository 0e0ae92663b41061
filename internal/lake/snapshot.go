package lake

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/apache/iceberg-go/table"

	"github.com/oborot/oborot/trade"
)

// Snapshot is one state of the lake.
type Snapshot struct {
	ID      int64 // 0: an empty lake
	Time    time.Time
	Current bool
	Tags    []string // releases that were imported last with it, such as baci-hs17@202401
	Change  string   // what made it: import baci-hs17@202401
	Program string   // the version that made it
	Files   int64    // data files it holds
	Rows    int64
}

// Snapshot finds a state of the lake: the current one for an empty text; a tag
// such as baci-hs17@202401; the number of a snapshot; a date such as 2024-05-01 or
// a time such as 2024-05-01T12:00:00Z, which stand for the last state of that day
// (UTC) or second, or before. It returns an
// error of kind trade.Usage, with the nearest tags, for any other text.
func (l *Lake) Snapshot(ctx context.Context, asOf string) (Snapshot, error) {
	m, err := l.load(ctx)
	if err != nil {
		return Snapshot{}, err
	}
	if m == nil || m.table.CurrentSnapshot() == nil {
		if asOf != "" {
			return Snapshot{}, unknownSnapshot(asOf, nil)
		}
		return Snapshot{Current: true}, nil
	}
	s, err := m.find(asOf)
	if err != nil {
		return Snapshot{}, err
	}
	return m.summary(*s), nil
}

func (m *metadata) find(asOf string) (*snapshot, error) {
	if asOf == "" {
		return m.table.CurrentSnapshot(), nil
	}
	for name, ref := range m.table.Metadata().Refs() {
		if name == asOf && ref.SnapshotRefType == table.TagRef {
			return m.table.SnapshotByID(ref.SnapshotID), nil
		}
	}
	if day, err := time.Parse(time.DateOnly, asOf); err == nil {
		return m.before(day.AddDate(0, 0, 1), asOf)
	}
	if moment, err := time.Parse(time.RFC3339, asOf); err == nil {
		return m.before(moment.Add(time.Second), asOf)
	}
	if id, err := strconv.ParseInt(asOf, 10, 64); err == nil {
		if s := m.table.SnapshotByID(id); s != nil {
			return s, nil
		}
	}
	return nil, unknownSnapshot(asOf, m)
}

// before returns the last state before a moment. asOf is what the person wrote.
func (m *metadata) before(moment time.Time, asOf string) (*snapshot, error) {
	if s := m.table.SnapshotAsOf(moment.UnixMilli(), false); s != nil {
		return s, nil
	}
	err := trade.Errorf(trade.Usage, "the lake remembers no state of %s", asOf)
	first := slices.MinFunc(m.table.Metadata().Snapshots(), func(a, b snapshot) int { return cmp.Compare(a.TimestampMs, b.TimestampMs) })
	return nil, err.WithHint("its first is of %s", timeOf(first).Format(time.RFC3339))
}

func timeOf(s snapshot) time.Time { return time.UnixMilli(s.TimestampMs).UTC() }

func (m *metadata) summary(s snapshot) Snapshot {
	found := Snapshot{
		ID: s.SnapshotID, Time: timeOf(s), Current: m.table.CurrentSnapshot().SnapshotID == s.SnapshotID,
		Change: property(s, doingProperty), Program: property(s, versionProperty),
		Files: number(property(s, "total-data-files")), Rows: number(property(s, "total-records")),
	}
	for name, ref := range m.table.Metadata().Refs() {
		if ref.SnapshotRefType == table.TagRef && ref.SnapshotID == s.SnapshotID {
			found.Tags = append(found.Tags, name)
		}
	}
	slices.Sort(found.Tags)
	return found
}

func number(text string) int64 {
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return 0
	}
	return n
}

// Snapshots lists the states of the lake, the newest first.
func (l *Lake) Snapshots(ctx context.Context) ([]Snapshot, error) {
	m, err := l.load(ctx)
	if err != nil || m == nil || m.table.CurrentSnapshot() == nil {
		return nil, err
	}
	var all []Snapshot
	for _, s := range m.table.Metadata().Snapshots() {
		all = append(all, m.summary(s))
	}
	slices.SortFunc(all, func(a, b Snapshot) int {
		return cmp.Or(b.Time.Compare(a.Time), cmp.Compare(b.Rows, a.Rows))
	})
	return all, nil
}

func (m *metadata) tags() []string {
	if m == nil {
		return nil
	}
	var names []string
	for name, ref := range m.table.Metadata().Refs() {
		if ref.SnapshotRefType == table.TagRef {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// unknownSnapshot suggests the tags nearest to what was asked for.
func unknownSnapshot(asOf string, m *metadata) error {
	err := trade.Errorf(trade.Usage, "the lake has no state %q", asOf)
	near := m.tags()
	if len(near) == 0 {
		return err.WithHint("list them with `oborot snapshots`")
	}
	apart := func(tag string) int { return trade.Edits([]rune(asOf), []rune(tag)) }
	slices.SortStableFunc(near, func(a, b string) int { return cmp.Compare(apart(a), apart(b)) })
	return err.WithHint("the nearest releases are %s; a date or the number of a snapshot will do too", strings.Join(near[:min(3, len(near))], ", "))
}

// String returns the number of the snapshot and its tags.
func (s Snapshot) String() string {
	return strings.TrimSpace(fmt.Sprintf("%d %s", s.ID, strings.Join(s.Tags, " ")))
}
