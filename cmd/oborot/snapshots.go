package main

import (
	"context"
	"strconv"
	"strings"
	"time"

	"github.com/oborot/oborot/internal/analysis"
	"github.com/oborot/oborot/internal/lake"
	"github.com/spf13/cobra"
)

func (p *program) snapshotsCommand() *cobra.Command {
	c := &cobra.Command{
		Use:     "snapshots",
		Short:   "List the states of the lake",
		Long:    "snapshots lists the states of the lake, the newest first. Each import, removal and release has one.",
		Example: "  oborot snapshots\n  oborot snapshots rollback baci-hs17@202401",
		Args:    cobra.ArbitraryArgs,
		RunE: func(c *cobra.Command, args []string) error {
			if len(args) > 0 {
				return group(c, args)
			}
			return p.listSnapshots(c.Context())
		},
	}
	rollback := &cobra.Command{
		Use:   "rollback ID",
		Short: "Make an earlier state the current one",
		Long: "rollback makes an earlier state the current one: a snapshot, a release (DATASET@RELEASE) or a date. Later states\n" +
			"stay and can be rolled back to in turn.",
		Args: words(1, 1),
		RunE: func(c *cobra.Command, args []string) error { return p.rollback(c.Context(), args[0]) },
	}
	p.addWait(rollback)
	c.AddCommand(rollback)
	return c
}

func (p *program) listSnapshots(ctx context.Context) error {
	l, err := p.openLake(ctx)
	if err != nil {
		return err
	}
	all, err := l.Snapshots(ctx)
	if err != nil {
		return err
	}
	if len(all) == 0 {
		return nothingHeld(l)
	}
	return p.deliver(snapshotsResult("snapshots", currentOf(all).ID, all))
}

func snapshotsResult(question string, current int64, all []lake.Snapshot) *analysis.Result {
	r := &analysis.Result{Question: question, Method: strings.ReplaceAll(question, " ", "-") + "/1", Snapshot: current, Fields: []analysis.Field{
		column("snapshot", analysis.Text, "Snapshot", "Снимок"),
		column("time", analysis.Text, "Time", "Время"),
		column("current", analysis.Text, "Current", "Текущий"),
		column("change", analysis.Text, "Change", "Изменение"),
		column("tags", analysis.Text, "Releases", "Выпуски"),
		column("rows", analysis.Count, "Rows", "Строк"),
		column("files", analysis.Count, "Files", "Файлов"),
		column("program", analysis.Text, "Written by", "Записан"),
	}}
	for _, s := range all {
		mark := ""
		if s.ID == current {
			mark = "current"
		}
		r.Rows = append(r.Rows, []analysis.Cell{
			textCell(strconv.FormatInt(s.ID, 10)), textCell(s.Time.UTC().Format(time.RFC3339)), textCell(mark), textCell(s.Change),
			textCell(strings.Join(s.Tags, " ")), countCell(s.Rows), countCell(s.Files), textCell(s.Program),
		})
	}
	return r
}

func currentOf(all []lake.Snapshot) lake.Snapshot {
	for _, s := range all {
		if s.Current {
			return s
		}
	}
	return lake.Snapshot{}
}

func (p *program) rollback(ctx context.Context, id string) (err error) {
	s, err := p.openStore(ctx)
	if err != nil {
		return err
	}
	defer s.close(&err)
	target, err := s.lake.Snapshot(ctx, id)
	if err != nil {
		return err
	}
	if err := s.lake.Rollback(ctx, target.ID); err != nil {
		return err
	}
	return p.deliver(snapshotsResult("snapshots rollback", target.ID, []lake.Snapshot{target}))
}
