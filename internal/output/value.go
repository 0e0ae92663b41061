package output

import (
	"strconv"

	"github.com/oborot/oborot/internal/analysis"
	"github.com/oborot/oborot/trade"
)

// statusSuffix turns the name of a field into that of its status.
const statusSuffix = "_status"

// value is a cell for programs: a text or a plain number, or neither, and the
// status that says how to read it.
type value struct {
	text    string
	present bool
	status  string // empty when the value is an ordinary one
}

// valueOf returns the cell for programs.
func valueOf(k analysis.Kind, c analysis.Cell) value {
	switch {
	case isText(k):
		return value{text: c.Text, present: c.Text != ""}
	case k == analysis.Count:
		return value{text: strconv.FormatInt(c.Number, 10), present: true}
	case isAmount(k) && c.Amount.Known():
		return value{text: trade.FormatThousandths(c.Amount.Thousandths), present: true}
	case isAmount(k):
		return value{status: c.Amount.State.String()}
	case !c.Ratio.HasNumber():
		return value{status: string(c.Ratio.Status)}
	case !isFinite(c.Ratio.Number):
		return value{status: string(trade.Undefined)}
	}
	return value{text: plainFloat(c.Ratio.Number), present: true, status: string(c.Ratio.Status)}
}

func isText(k analysis.Kind) bool { return k == analysis.Text || k == analysis.Span }

func isAmount(k analysis.Kind) bool {
	return k == analysis.Money || k == analysis.Mass || k == analysis.Quantity
}

func isRatio(k analysis.Kind) bool {
	return k == analysis.Fraction || k == analysis.Multiple || k == analysis.Points || k == analysis.Index
}

// hasStatus tells whether values of the kind can be absent with a reason.
func hasStatus(k analysis.Kind) bool { return isAmount(k) || isRatio(k) }
