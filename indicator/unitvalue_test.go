package indicator_test

import (
	"math"
	"testing"

	"github.com/oborot/oborot/indicator"
)

func TestUnitValues(t *testing.T) {
	t.Parallel()
	type flow = indicator.PricedFlow
	flows := []flow{{30, 10}, {0, 5}, {100, 10}, {7, 0}, {400, 100}, {80, 10}}
	if uv, ok := flows[0].UnitValue(); !ok || uv != 3 {
		t.Errorf("unit value %v, %v", uv, ok)
	}
	median, ok := indicator.MedianUnitValue(flows) // of 3, 10, 4, 8
	mean, also := indicator.MeanUnitValue(flows)
	if !ok || !also || median != 6 || mean != 610./130 {
		t.Errorf("median %v, mean %v", median, mean)
	}
	log, ok := indicator.RelativeUnitValue(flows[0], median)
	if !ok || math.Abs(log+math.Ln2) > 1e-15 {
		t.Errorf("half of the median is %v, %v", log, ok)
	}
	for _, f := range []flow{{}, {0, 1}, {1, 0}, {-1, 1}, {1, -1}} {
		if uv, ok := f.UnitValue(); ok || uv != 0 {
			t.Errorf("%v has the unit value %v", f, uv)
		}
		if x, ok := indicator.RelativeUnitValue(f, 1); ok || x != 0 {
			t.Errorf("%v has the relative unit value %v", f, x)
		}
		if x, ok := indicator.MedianUnitValue([]flow{f}); ok || x != 0 {
			t.Errorf("%v has the median %v", f, x)
		}
		if x, ok := indicator.MeanUnitValue([]flow{f}); ok || x != 0 {
			t.Errorf("%v has the mean %v", f, x)
		}
	}
	for _, reference := range []float64{0, -1} {
		if _, ok := indicator.RelativeUnitValue(flows[0], reference); ok {
			t.Errorf("a reference of %v is taken", reference)
		}
	}
	if _, ok := indicator.MedianUnitValue(nil); ok {
		t.Error("nothing has a median")
	}
}

// TestMeanUnitValueLosesNothing adds a thousand units to a value beside which a double
// cannot tell one more.
func TestMeanUnitValueLosesNothing(t *testing.T) {
	t.Parallel()
	flows := []indicator.PricedFlow{{Value: 1 << 53, Quantity: 1}}
	for range 1000 {
		flows = append(flows, indicator.PricedFlow{Value: 1, Quantity: 1})
	}
	if mean, ok := indicator.MeanUnitValue(flows); !ok || mean != float64(1<<53+1000)/1001 {
		t.Errorf("%v, %v", mean, ok)
	}
}

func TestUnitValueOutliersOfVector(t *testing.T) {
	t.Parallel()
	outlier, judged := indicator.UnitValueOutliers(logs(), indicator.UnitValueScore)
	if !judged {
		t.Fatal("not judged")
	}
	for i, is := range outlier {
		if is != (i == 5 || i == 6) {
			t.Errorf("value %d: outlier %v", i, is)
		}
	}
	if wide, _ := indicator.UnitValueOutliers(logs(), 20.3); !wide[5] || wide[6] {
		t.Errorf("above 20.3: %v", wide)
	}
	for _, sample := range [][]float64{logs()[:6], {2, 2, 2, 2, 2, 2, 2, 2}, nil} {
		outlier, judged := indicator.UnitValueOutliers(sample, 3.5)
		if judged || len(outlier) != len(sample) {
			t.Errorf("%v is judged", sample)
		}
	}
	seven := logs()[:7]
	if outlier, judged := indicator.UnitValueOutliers(seven, 3.5); !judged || !outlier[5] || !outlier[6] {
		t.Errorf("seven values: %v, %v", outlier, judged)
	}
	// Most values are the same: the mean deviation stands in for MAD.
	if same, judged := indicator.UnitValueOutliers([]float64{2, 2, 2, 2, 2, 2, 2, 2, 9}, 3.5); !judged || !same[8] || same[0] {
		t.Errorf("%v, %v", same, judged)
	}
}

func TestQualityBands(t *testing.T) {
	t.Parallel()
	reciprocal, symmetric := bandOf(t, indicator.BandReciprocal, .25), bandOf(t, indicator.BandSymmetric, .25)
	for _, c := range []struct {
		ratio                 float64
		reciprocal, symmetric indicator.QualitySegment
	}{
		{.74, "low", "low"}, {.75, "low", "mid"}, {.79, "low", "mid"}, {.8, "mid", "mid"}, {1, "mid", "mid"},
		{1.25, "mid", "mid"}, {math.Nextafter(1.25, 2), "high", "high"}, {9, "high", "high"},
	} {
		if got := reciprocal.Segment(c.ratio); got != c.reciprocal {
			t.Errorf("%v is %s in %+v", c.ratio, got, reciprocal)
		}
		if got := symmetric.Segment(c.ratio); got != c.symmetric {
			t.Errorf("%v is %s in %+v", c.ratio, got, symmetric)
		}
	}
	for _, c := range []struct {
		form      indicator.BandForm
		tolerance float64
	}{
		{indicator.BandReciprocal, 0}, {indicator.BandReciprocal, -.1}, {indicator.BandReciprocal, math.NaN()},
		{indicator.BandReciprocal, math.Inf(1)}, {indicator.BandSymmetric, 1}, {"", .15}, {"wide", .15},
	} {
		if b, err := indicator.NewQualityBand(c.form, c.tolerance); err == nil || b != (indicator.QualityBand{}) {
			t.Errorf("%q with %v is taken", c.form, c.tolerance)
		}
	}
	if b := bandOf(t, indicator.BandReciprocal, 1.5); b.Low != .4 || b.High != 2.5 {
		t.Errorf("%+v", b)
	}
}
