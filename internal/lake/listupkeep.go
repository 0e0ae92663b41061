package lake

import (
	"context"

	"github.com/apache/iceberg-go/table"
)

// upkeepLists forgets the snapshots of the tables of lists that no ledger names
// any more, but never the newest, and removes the files that none needs. facts is
// the table of facts.
func (l *Lake) upkeepLists(ctx context.Context, facts *metadata, report *UpkeepReport) error {
	lists, err := l.listTables(ctx)
	if err != nil || len(lists) == 0 {
		return err
	}
	pinned, err := l.pinned(facts)
	if err != nil {
		return err
	}
	for _, m := range lists {
		if err := l.forgetLists(ctx, m, pinned); err != nil {
			return err
		}
		if m, err = l.read(ctx, m.name); err != nil {
			return err
		}
		if err := l.removeOrphans(ctx, m, report); err != nil {
			return err
		}
	}
	return nil
}

// pinned returns the snapshots of tables of lists that a ledger names.
func (l *Lake) pinned(facts *metadata) (map[int64]bool, error) {
	pinned := map[int64]bool{}
	for _, s := range facts.table.Metadata().Snapshots() {
		id := ledgerOf(s)
		if id == "" {
			continue
		}
		ledger, err := readLedger(l.ledgerPath(id))
		if err != nil {
			return nil, err
		}
		for _, e := range ledger.Lists {
			pinned[e.Snapshot] = true
		}
	}
	return pinned, nil
}

func (l *Lake) forgetLists(ctx context.Context, m *metadata, pinned map[int64]bool) error {
	var gone []int64
	for _, s := range m.table.Metadata().Snapshots() {
		if !pinned[s.SnapshotID] && s.SnapshotID != m.table.CurrentSnapshot().SnapshotID {
			gone = append(gone, s.SnapshotID)
		}
	}
	if len(gone) == 0 {
		return nil
	}
	return l.publish(ctx, m, m.table.NewTransaction(), []table.Update{table.NewRemoveSnapshotsUpdate(gone, false)})
}
