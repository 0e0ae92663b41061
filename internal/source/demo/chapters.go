package demo

// band is a run of chapters of the Harmonised System with rough properties.
type band struct {
	last       int     // chapter
	difficulty int     // 0 to 100: how broad an economy must be to make these goods
	price      float64 // USD a kilogram
}

var bands = []band{
	{3, 15, 4.5}, {5, 24, 3.2}, {14, 12, 1.4}, {24, 32, 2.2}, {26, 10, 0.15}, {27, 12, 0.6}, {29, 72, 2.5}, {30, 82, 65},
	{31, 34, 0.4}, {38, 72, 4}, {39, 60, 2.8}, {40, 58, 5}, {43, 22, 9}, {46, 30, 0.7}, {49, 46, 1.4}, {60, 34, 6},
	{63, 22, 17}, {67, 24, 18}, {70, 48, 1}, {71, 40, 300}, {73, 52, 1.7}, {81, 46, 5.5}, {83, 64, 9}, {84, 86, 19},
	{85, 78, 34}, {86, 70, 5}, {87, 76, 11}, {89, 74, 40}, {92, 90, 85}, {93, 66, 40}, {94, 46, 5.5}, {99, 48, 9},
}

func bandOf(chapter int) band {
	for _, b := range bands {
		if chapter <= b.last {
			return b
		}
	}
	return bands[len(bands)-1]
}

// difficulty returns how demanding a product is, 0 to 100: that of its chapter, more
// or less by the heading. Economies make what their breadth reaches, so the
// products of narrow ones are mostly among those of broad ones.
func difficulty(heading int) int {
	spread := within(join(seedSkill, heading), 41) - 20
	return min(100, max(0, bandOf(heading/100).difficulty+spread))
}

// price returns USD a kilogram as a magnitude.
func price(product, heading int) magnitude {
	return magnitudeOf(bandOf(heading/100).price) + bell(join(seedMass, product), doubling*6/10)
}
