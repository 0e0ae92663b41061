package baci

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/oborot/oborot/internal/reference"
	"github.com/oborot/oborot/internal/source"
	"github.com/oborot/oborot/trade"
)

// describe groups the files by dataset and release.
func describe(ctx context.Context, r source.Request) ([]source.Load, error) {
	if r.Unit != "" && r.Unit != thousandUSD {
		return nil, trade.Errorf(trade.Usage, "the unit %q is not known: BACI's v is in thousand US dollars", r.Unit).
			WithHint("leave --unit out, or say --unit %s", thousandUSD)
	}
	inputs, sides, err := look(r.Paths)
	if err != nil {
		return nil, err
	}
	loads, err := group(r, inputs)
	if err != nil {
		return nil, err
	}
	var described []source.Load
	for _, l := range loads {
		if err := l.complete(ctx, r, sides); err != nil {
			return nil, err
		}
		described = append(described, source.Load{Import: l.im, Read: l.read})
	}
	return described, nil
}

// look opens the files once and tells data from code tables.
func look(paths []string) (inputs []*input, sides []source.File, err error) {
	for _, path := range paths {
		file, err := source.Open(path)
		if err != nil {
			return nil, nil, err
		}
		if isSide(file.Name) {
			if err := wholeTable(file); err != nil {
				return nil, nil, err
			}
			if isCountryCodes(file.Name) {
				sides = append(sides, file)
			}
			continue
		}
		in, err := newInput(file)
		if err != nil {
			return nil, nil, err
		}
		inputs = append(inputs, in)
	}
	if len(inputs) == 0 {
		return nil, nil, trade.Errorf(trade.Usage, "only code tables are given, and no file of flows").
			WithHint("name the zip or the CSV files of the years too: oborot import baci BACI_HS17_V202501.zip")
	}
	return inputs, sides, nil
}

// wholeTable refuses what cannot be a code table: its first bytes must be all.
func wholeTable(file source.File) error {
	if file.Size > int64(len(file.Head)) {
		return trade.Errorf(trade.BadInput, "the file is named like a code table and is too large for one").
			At(file.Path, 0).WithHint("give the file as CEPII ships it")
	}
	return file.Expect(source.Text)
}

// group makes one load of the files of one nomenclature and release.
func group(r source.Request, inputs []*input) ([]*load, error) {
	var loads []*load
	for _, in := range inputs {
		n, err := nomenclature(r, in)
		if err != nil {
			return nil, err
		}
		release := cmp.Or(r.Release, in.name.release, source.UnknownRelease)
		at := slices.IndexFunc(loads, func(l *load) bool { return l.im.Nomenclature == n && l.im.Release == release })
		if at < 0 {
			at = len(loads)
			loads = append(loads, &load{im: newImport(r, n, release), progress: r.Progress})
		}
		loads[at].inputs = append(loads[at].inputs, in)
	}
	if r.Dataset != "" && len(loads) > 1 {
		return nil, trade.Errorf(trade.Usage, "the files are of %d revisions or releases and cannot be one dataset %s",
			len(loads), r.Dataset).WithHint("leave --dataset out, or import them one by one")
	}
	return loads, nil
}

// nomenclature is what the person says, else what the file's name says, else what
// the name of the dataset says.
func nomenclature(r source.Request, in *input) (trade.Nomenclature, error) {
	if r.Nomenclature != "" {
		if revisionOf(r.Nomenclature) == "" {
			return "", trade.Errorf(trade.Usage, "BACI is in the Harmonised System, not in %s", r.Nomenclature).
				WithHint("say --nomenclature HS92, HS96, HS02, HS07, HS12, HS17 or HS22")
		}
		return r.Nomenclature, nil
	}
	revision := in.name.revision
	if m := revisionPattern.FindStringSubmatch(r.Dataset); revision == "" && m != nil {
		revision = m[1]
	}
	n, err := nomenclatureOf(revision)
	switch {
	case revision == "":
		return "", trade.Errorf(trade.Usage, "the name does not say of which revision of the HS the products are").
			At(in.file.Path, 0).WithHint("add --nomenclature HS17 (or HS92, HS96, HS02, HS07, HS12, HS22)")
	case err != nil:
		return "", trade.Errorf(trade.Usage, "the HS has no revision %s", revision).At(in.file.Path, 0).
			WithHint("say which it is: --nomenclature HS17")
	}
	return n, nil
}

func newImport(r source.Request, n trade.Nomenclature, release string) trade.Import {
	im := trade.Import{
		Origin: trade.Origin{
			Dataset: cmp.Or(r.Dataset, "baci-hs"+revisionOf(n)), Release: release,
			Publisher: "CEPII", Licence: licence(), Valuation: string(trade.FOB),
		},
		Nomenclature: n, Digits: 6, Months: 12,
		Mode: cmp.Or(r.Mode, trade.Replace), Repeats: trade.SetAsideRepeats,
		AbsentIsZero: true, Tolerate: r.Tolerate,
	}
	if release == source.UnknownRelease {
		im.Notes = append(im.Notes, "the release is unknown: no file name says it (--release names it)")
	}
	return im
}

// complete hashes the files and fixes the meaning of the country codes.
func (l *load) complete(ctx context.Context, r source.Request, sides []source.File) error {
	if err := l.hash(ctx); err != nil {
		return err
	}
	codes, from, err := l.countryCodes(sides)
	if err != nil {
		return err
	}
	l.codes = resolveCodes(codes, reference.Numeric)
	l.im.Notes = append(l.im.Notes, l.codes.origin(from))
	return nil
}

// hash fills Import.Files; a file that is the same as one before is left out.
func (l *load) hash(ctx context.Context) error {
	kept := l.inputs[:0]
	for _, in := range l.inputs {
		file, err := in.file.Hash(ctx)
		if err != nil {
			return err
		}
		same := slices.IndexFunc(l.im.Files, func(f trade.SourceFile) bool { return f.SHA256 == file.SHA256 })
		if same >= 0 {
			l.im.Notes = append(l.im.Notes,
				fmt.Sprintf("%s is the same file as %s and is read once", in.file.Path, kept[same].file.Path))
			continue
		}
		l.im.Files, kept = append(l.im.Files, file), append(kept, in)
	}
	l.inputs = kept
	return nil
}

// countryCodes reads the publisher's table: the one in a zip, else, of those given
// beside, the one of the same release, else the newest.
func (l *load) countryCodes(sides []source.File) (published, string, error) {
	for _, in := range l.inputs {
		if codes, name, err := in.countryCodes(); codes != nil || err != nil {
			return codes, name, err
		}
	}
	if len(sides) == 0 {
		return nil, "", nil
	}
	best := sides[0]
	for _, side := range sides[1:] {
		if l.prefers(side, best) {
			best = side
		}
	}
	codes, err := readCodes(best.Path, bytes.NewReader(best.Head))
	return codes, best.Name, err
}

// prefers tells whether a code table suits the release better than another.
func (l *load) prefers(side, other source.File) bool {
	mine, theirs := releaseOf(side.Name), releaseOf(other.Name)
	if theirs == l.im.Release || mine == l.im.Release {
		return theirs != l.im.Release
	}
	return mine > theirs
}
