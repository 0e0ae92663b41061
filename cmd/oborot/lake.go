package main

import (
	"context"
	"time"

	"github.com/oborot/oborot/internal/analysis"
	"github.com/oborot/oborot/internal/lake"
	"github.com/spf13/cobra"
)

func (p *program) lakeCommand() *cobra.Command {
	c := &cobra.Command{
		Use:     "lake",
		Short:   "Look at the lake itself, and look after it",
		Example: "  oborot lake info\n  oborot lake relocate --lake copied-lake\n  oborot lake upkeep --older-than 48h",
		Args:    cobra.ArbitraryArgs,
		RunE:    group,
	}
	c.AddCommand(&cobra.Command{
		Use:   "info",
		Short: "Where the lake is, and what its current state is",
		Args:  words(0, 0),
		RunE:  func(c *cobra.Command, _ []string) error { return p.lakeInfo(c.Context()) },
	})
	relocate := &cobra.Command{
		Use:   "relocate",
		Short: "Make a lake that was moved or copied readable where it is now",
		Args:  words(0, 0),
		RunE:  func(c *cobra.Command, _ []string) error { return p.relocate(c.Context()) },
	}
	p.addWait(relocate)
	c.AddCommand(relocate, p.upkeepCommand())
	return c
}

// olderThan is the age from which upkeep forgets snapshots that have no tag.
const olderThan = 30 * 24 * time.Hour

func (p *program) upkeepCommand() *cobra.Command {
	var age time.Duration
	c := &cobra.Command{
		Use:   "upkeep",
		Short: "Forget old snapshots and remove files that none needs",
		Long: "upkeep forgets the snapshots that are older than --older-than, but never the current one nor that of a release, and\n" +
			"removes the files that no snapshot names. It spares files younger than an hour.",
		Args: words(0, 0),
		RunE: func(c *cobra.Command, _ []string) error { return p.upkeep(c.Context(), age) },
	}
	c.Flags().DurationVar(&age, "older-than", olderThan, "age of the snapshots to forget")
	placeholders(c.Flags(), map[string]string{"older-than": "AGE"})
	p.addWait(c)
	return c
}

func (p *program) relocate(ctx context.Context) error {
	if err := p.requireLakeDir(); err != nil {
		return err
	}
	if err := lake.Relocate(ctx, p.lakeDir, lake.Options{Wait: p.wait, Version: programVersion()}); err != nil {
		return err
	}
	return p.lakeInfo(ctx)
}

func (p *program) upkeep(ctx context.Context, age time.Duration) (err error) {
	s, err := p.openStore(ctx)
	if err != nil {
		return err
	}
	defer s.close(&err)
	done, err := s.lake.Upkeep(ctx, age)
	if err != nil {
		return err
	}
	return p.deliver(&analysis.Result{
		Question: "lake upkeep", Method: "lake-upkeep/1",
		Fields: []analysis.Field{
			column("snapshots", analysis.Count, "Snapshots forgotten", "Снимков забыто"),
			column("files", analysis.Count, "Files removed", "Файлов удалено"),
			column("bytes", analysis.Count, "Bytes", "Байт"),
			column("rollups", analysis.Count, "Rollups removed", "Сводок удалено"),
			column("ledgers", analysis.Count, "Ledgers removed", "Журналов удалено"),
			column("stagings", analysis.Count, "Killed imports removed", "Прерванных загрузок удалено"),
			column("quarantines", analysis.Count, "Quarantine files removed", "Файлов карантина удалено"),
		},
		Rows: [][]analysis.Cell{{
			countCell(int64(done.Snapshots)), countCell(int64(done.Files)), countCell(done.Bytes),
			countCell(int64(done.Rollups)), countCell(int64(done.Ledgers)), countCell(int64(done.Stagings)), countCell(int64(done.Quarantines)),
		}},
	})
}

func (p *program) lakeInfo(ctx context.Context) error {
	l, err := p.openLake(ctx)
	if err != nil {
		return err
	}
	now, err := l.Snapshot(ctx, p.flags.asOf)
	if err != nil {
		return err
	}
	held, err := l.Datasets(ctx, now.ID)
	if err != nil {
		return err
	}
	var bytes int64
	for _, d := range held {
		bytes += d.Bytes
	}
	return p.deliver(&analysis.Result{
		Question: "lake info", Method: "lake-info/1", Snapshot: now.ID,
		Fields: []analysis.Field{
			column("lake", analysis.Text, "Lake", "Озеро"),
			column("datasets", analysis.Count, "Datasets", "Наборов"),
			column("rows", analysis.Count, "Rows", "Строк"),
			column("files", analysis.Count, "Files", "Файлов"),
			column("bytes", analysis.Count, "Bytes", "Байт"),
			column("written_by", analysis.Text, "Written by", "Записано"),
		},
		Rows: [][]analysis.Cell{{
			textCell(l.Dir()), countCell(int64(len(held))), countCell(now.Rows), countCell(now.Files), countCell(bytes), textCell(now.Program),
		}},
	})
}
