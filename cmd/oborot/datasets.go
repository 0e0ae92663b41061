package main

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/oborot/oborot/internal/analysis"
	"github.com/oborot/oborot/internal/lake"
	"github.com/oborot/oborot/trade"
	"github.com/spf13/cobra"
)

func (p *program) datasetsCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "datasets",
		Short: "List what the lake holds",
		Long: "datasets lists the datasets of the lake with their releases, years, rows, value and licence. The column table says\n" +
			"what each is: flows, or a list of nomenclatures, correlations or rates, which has no years and no value.",
		Example: "  oborot datasets\n  oborot datasets --as-of baci-hs17@202401\n  oborot datasets remove baci-hs17",
		Args:    cobra.ArbitraryArgs,
		RunE: func(c *cobra.Command, args []string) error {
			if len(args) > 0 {
				return group(c, args)
			}
			return p.listDatasets(c.Context())
		},
	}
	remove := &cobra.Command{
		Use:   "remove ID",
		Short: "Take a dataset or a list out of the lake, which can be undone",
		Args:  words(1, 1),
		RunE:  func(c *cobra.Command, args []string) error { return p.removeDataset(c.Context(), args[0]) },
	}
	p.addWait(remove)
	c.AddCommand(remove)
	return c
}

func (p *program) listDatasets(ctx context.Context) error {
	l, err := p.openLake(ctx)
	if err != nil {
		return err
	}
	snapshot, err := l.Snapshot(ctx, p.flags.asOf)
	if err != nil {
		return err
	}
	held, err := l.Datasets(ctx, snapshot.ID)
	if err != nil {
		return err
	}
	if len(held) == 0 {
		return nothingHeld(l)
	}
	return p.deliver(datasetsResult(snapshot.ID, held))
}

func datasetsResult(snapshot int64, held []lake.Dataset) *analysis.Result {
	r := &analysis.Result{Question: "datasets", Method: "datasets/1", Snapshot: snapshot, Fields: []analysis.Field{
		column("dataset", analysis.Text, "Dataset", "Набор"),
		column("releases", analysis.Text, "Releases", "Выпуски"),
		column("years", analysis.Text, "Years", "Годы"),
		column("rows", analysis.Count, "Rows", "Строк"),
		column("value", analysis.Quantity, "Value as published", "Стоимость по источнику"),
		column("bytes", analysis.Count, "Bytes", "Байт"),
		column("files", analysis.Count, "Files", "Файлов"),
		column("imported", analysis.Text, "Imported", "Загружен"),
		column("licence", analysis.Text, "Licence", "Лицензия"),
		column("table", analysis.Text, "Table", "Таблица"),
	}}
	for _, d := range held {
		r.Origins = append(r.Origins, d.Origin)
		r.Rows = append(r.Rows, []analysis.Cell{
			textCell(d.Name), textCell(strings.Join(d.Releases, " ")), textCell(spans(d.Years)), countCell(d.Rows), valueCell(d),
			countCell(d.Bytes), countCell(int64(len(d.Origin.Files))), textCell(d.Imported.UTC().Format(time.RFC3339)), textCell(d.Origin.Licence.Name), textCell(d.Table),
		})
	}
	return r
}

// valueCell is the value of a dataset; a list has none.
func valueCell(d lake.Dataset) analysis.Cell {
	if d.Table != lake.Flows {
		return analysis.Cell{Amount: trade.Absent(trade.NotApplicable)}
	}
	return amountCell(d.Value)
}

// spans writes sorted years as 2012..2015 2017.
func spans(years []int) string {
	var parts []string
	for i := 0; i < len(years); {
		last := i
		for last+1 < len(years) && years[last+1] == years[last]+1 {
			last++
		}
		part := strconv.Itoa(years[i])
		if last > i {
			part += ".." + strconv.Itoa(years[last])
		}
		parts, i = append(parts, part), last+1
	}
	return strings.Join(slices.Clip(parts), " ")
}

func (p *program) removeDataset(ctx context.Context, id string) (err error) {
	s, err := p.openStore(ctx)
	if err != nil {
		return err
	}
	defer s.close(&err)
	before, err := s.lake.Snapshot(ctx, "")
	if err != nil {
		return err
	}
	if err := s.lake.Remove(ctx, id); err != nil {
		return err
	}
	now, err := s.lake.Snapshot(ctx, "")
	if err != nil {
		return err
	}
	return p.deliver(&analysis.Result{
		Question: "datasets remove", Method: "datasets-remove/1", Snapshot: now.ID,
		Notes: []string{trade.Name{English: "undo it with", Russian: "отменить:"}.In(p.language) +
			fmt.Sprintf(" oborot snapshots rollback %d", before.ID)},
		Fields: []analysis.Field{column("dataset", analysis.Text, "Dataset", "Набор"), column("status", analysis.Text, "Status", "Итог")},
		Rows:   [][]analysis.Cell{{textCell(id), textCell("removed")}},
	})
}
