package fetch

import (
	"context"
	"fmt"
	"os"
	"regexp"

	"github.com/oborot/oborot/internal/source"
	"github.com/oborot/oborot/trade"
)

// BACIAddress is where CEPII keeps the zip of each edition of the Harmonised
// System and release.
const BACIAddress = "https://www.cepii.fr/DATA_DOWNLOAD/baci/data"

var (
	baciEdition = regexp.MustCompile(`^HS(92|96|02|07|12|17|22)$`)
	baciRelease = regexp.MustCompile(`^20\d\d(0[1-9]|1[0-2])[a-z]?$`)
)

// BACI downloads a release of BACI, such as HS17 and 202501, and returns the path
// of its zip. address is BACIAddress or that of a mirror.
func (c *Client) BACI(ctx context.Context, address, edition, release string) (string, error) {
	if !baciEdition.MatchString(edition) {
		return "", trade.Errorf(trade.Usage, "%q is not an edition of the Harmonised System that BACI comes in", edition).
			WithHint("choose HS92, HS96, HS02, HS07, HS12, HS17 or HS22")
	}
	if !baciRelease.MatchString(release) {
		return "", trade.Errorf(trade.Usage, "%q is not a release of BACI", release).
			WithHint("releases are named by year and month, such as 202501; CEPII lists them at https://www.cepii.fr under BACI")
	}
	name := fmt.Sprintf("BACI_%s_V%s.zip", edition, release)
	path, err := c.download(ctx, address+"/"+name, name)
	if err != nil {
		return "", err
	}
	return path, checkZip(path)
}

// checkZip looks whether the server sent a whole archive and not a page that says
// why there is none. Such a file is removed, so that the next try downloads again.
func checkZip(path string) error {
	file, err := source.Open(path)
	if err != nil {
		return err
	}
	damage := error(nil)
	if file.Content == source.Zip {
		archive, err := source.OpenZip(path)
		if err == nil {
			return archive.Close()
		}
		damage = err
	}
	if err := os.Remove(path); err != nil {
		return diskError("the download cannot be removed", err)
	}
	if damage != nil {
		return damage
	}
	return trade.Errorf(trade.BadInput, "the server sent %s, not a zip archive", file.Content).At(path, 0).
		WithHint("check the release, or look at the publisher's page for notices")
}
