package main

import (
	"context"
	"slices"

	"github.com/oborot/oborot/internal/analysis"
	"github.com/oborot/oborot/trade"
)

// importReport collects what imports did.
type importReport struct {
	files    []importedFile
	origins  []trade.Origin
	notes    []string
	snapshot int64
}

type importedFile struct {
	trade.FileAccount
	dataset, release, quarantine string
}

// add enters the account of one dataset. from says where its figures come from, but
// for the names of dataset and release, which the account knows.
func (r *importReport) add(from trade.Origin, a trade.Account) {
	if len(a.Files) == 0 {
		return
	}
	for _, f := range a.Files {
		r.files = append(r.files, importedFile{f, a.Dataset, a.Release, a.Quarantine})
	}
	same := func(o trade.Origin) bool { return o.Dataset == a.Dataset && o.Release == a.Release }
	if !slices.ContainsFunc(r.origins, same) {
		from.Dataset, from.Release, from.Files = a.Dataset, a.Release, nil
		for _, f := range a.Files {
			from.Files = append(from.Files, f.SourceFile)
		}
		r.origins = append(r.origins, from)
	}
	for _, n := range a.Notes {
		if !slices.Contains(r.notes, n) {
			r.notes = append(r.notes, n)
		}
	}
	if a.Snapshot != 0 {
		r.snapshot = a.Snapshot
	}
}

// join takes what another report says.
func (r *importReport) join(more importReport) {
	r.files, r.origins = append(r.files, more.files...), append(r.origins, more.origins...)
	for _, n := range more.notes {
		if !slices.Contains(r.notes, n) {
			r.notes = append(r.notes, n)
		}
	}
	if more.snapshot != 0 {
		r.snapshot = more.snapshot
	}
}

// unlessInterrupted returns the error of an import, or, where Ctrl-C caused it,
// one that says what is stored.
func (r *importReport) unlessInterrupted(ctx context.Context, err error) error {
	switch {
	case err == nil || ctx.Err() == nil:
		return err
	case len(r.files) == 0:
		return trade.Errorf(trade.Internal, "interrupted; nothing was stored")
	}
	return trade.Errorf(trade.Internal, "interrupted; the files reported are stored, nothing of the others")
}

// result is the account for the reader: a row for each file and dataset.
func (r *importReport) result(question string, args []string) *analysis.Result {
	answer := &analysis.Result{
		Question: question, Method: question + "/1", Arguments: map[string]any{"files": args},
		Snapshot: r.snapshot, Origins: r.origins, Notes: r.notes, Fields: importFields(),
	}
	if len(args) == 0 {
		answer.Arguments = nil
	}
	for _, f := range r.files {
		answer.Rows = append(answer.Rows, f.cells())
	}
	return answer
}

func importFields() []analysis.Field {
	return []analysis.Field{
		column("file", analysis.Text, "File", "Файл"),
		column("sha256", analysis.Text, "SHA-256", "SHA-256"),
		column("dataset", analysis.Text, "Dataset", "Набор"),
		column("release", analysis.Text, "Release", "Выпуск"),
		column("status", analysis.Text, "Status", "Итог"),
		column("rows_read", analysis.Count, "Rows read", "Строк прочитано"),
		column("rows_stored", analysis.Count, "Rows stored", "Строк сохранено"),
		column("rows_total", analysis.Count, "Totals stored", "Итогов сохранено"),
		column("rows_set_aside", analysis.Count, "Rows set aside", "Строк отложено"),
		column("rows_format", analysis.Count, "Rows of the format", "Служебных строк"),
		column("value_read", analysis.Quantity, "Value read", "Стоимость прочитана"),
		column("value_stored", analysis.Quantity, "Value stored", "Стоимость сохранена"),
		column("value_set_aside", analysis.Quantity, "Value set aside", "Стоимость отложена"),
		column("quarantine", analysis.Text, "Quarantine", "Карантин"),
	}
}

func (f importedFile) cells() []analysis.Cell {
	var format trade.Tally
	for _, t := range f.Format {
		format = format.Plus(t)
	}
	quarantine := f.quarantine
	if f.SetAside.Rows == 0 {
		quarantine = ""
	}
	stored := f.Stored.Plus(f.Totals)
	return []analysis.Cell{
		textCell(f.Name), textCell(f.SHA256), textCell(f.dataset), textCell(f.release), textCell(string(f.Status)),
		countCell(f.Read.Rows), countCell(f.Stored.Rows), countCell(f.Totals.Rows), countCell(f.SetAside.Rows), countCell(format.Rows),
		amountCell(f.Read.Value), amountCell(stored.Value), amountCell(f.SetAside.Value), textCell(quarantine),
	}
}

// column makes a field of the answers that are about the lake itself.
func column(name string, k analysis.Kind, english, russian string) analysis.Field {
	return analysis.Field{Name: name, Kind: k, Title: trade.Name{English: english, Russian: russian}}
}

func textCell(s string) analysis.Cell            { return analysis.Cell{Text: s} }
func countCell(n int64) analysis.Cell            { return analysis.Cell{Number: n} }
func amountCell(thousandths int64) analysis.Cell { return analysis.Cell{Amount: trade.Of(thousandths)} }
