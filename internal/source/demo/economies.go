package demo

import (
	"math"

	"github.com/oborot/oborot/trade"
)

// economy is one side of the invented trade. Its size, breadth and place are
// rough: they only make the invented figures look like trade.
type economy struct {
	code    trade.Economy
	size    float64 // billion USD a year
	breadth int     // 0 to 100: how demanding the goods are that it can make
	north   float64 // degrees
	east    float64
}

var economies = []economy{
	{"ARE", 500, 45, 25, 55}, {"ARG", 600, 42, -34, -60}, {"ARM", 20, 34, 40, 45}, {"AUS", 1700, 40, -33, 149},
	{"AUT", 500, 92, 48, 15}, {"AZE", 70, 20, 40, 50}, {"BEL", 610, 85, 51, 4}, {"BGD", 440, 22, 24, 90},
	{"BGR", 95, 58, 43, 24}, {"BLR", 70, 62, 54, 28}, {"BRA", 2100, 50, -20, -46}, {"CAN", 2100, 68, 46, -78},
	{"CHE", 850, 96, 47, 8}, {"CHL", 310, 32, -33, -70}, {"CHN", 17700, 86, 32, 115}, {"COL", 350, 38, 5, -74},
	{"CZE", 310, 90, 50, 15}, {"DEU", 4300, 98, 51, 9}, {"DNK", 400, 82, 56, 11}, {"DZA", 230, 14, 36, 3},
	{"EGY", 400, 36, 30, 31}, {"ESP", 1500, 72, 40, -4}, {"EST", 40, 66, 59, 26}, {"FIN", 295, 86, 61, 25},
	{"FRA", 2900, 86, 48, 2}, {"GBR", 3200, 88, 52, -1}, {"HUN", 190, 82, 47, 19}, {"IDN", 1300, 40, -6, 107},
	{"IND", 3400, 55, 23, 77}, {"IRN", 400, 34, 35, 51}, {"ISR", 520, 78, 32, 35}, {"ITA", 2150, 86, 44, 11},
	{"JPN", 4500, 100, 36, 140}, {"KAZ", 220, 24, 51, 71}, {"KEN", 110, 26, -1, 37}, {"KGZ", 11, 24, 43, 75},
	{"KOR", 1700, 94, 37, 127}, {"LTU", 75, 64, 55, 24}, {"LVA", 43, 60, 57, 25}, {"MAR", 140, 36, 33, -7},
	{"MDA", 15, 36, 47, 29}, {"MEX", 1600, 74, 20, -100}, {"MNG", 17, 10, 48, 107}, {"MYS", 400, 70, 3, 102},
	{"NGA", 440, 8, 7, 4}, {"NLD", 1050, 80, 52, 5}, {"NOR", 500, 60, 60, 10}, {"NZL", 250, 46, -39, 175},
	{"PAK", 350, 28, 31, 72}, {"PER", 260, 26, -10, -76}, {"PHL", 420, 56, 15, 121}, {"POL", 750, 76, 52, 20},
	{"ROU", 320, 70, 45, 26}, {"RUS", 1800, 52, 56, 38}, {"SAU", 1050, 40, 25, 46}, {"SGP", 450, 92, 1, 104},
	{"SVK", 125, 82, 48, 19}, {"SWE", 590, 90, 59, 17}, {"THA", 510, 68, 14, 100}, {"TUR", 1000, 62, 40, 32},
	{"USA", 26000, 92, 39, -90}, {"UZB", 80, 24, 41, 69}, {"VNM", 400, 52, 16, 107}, {"ZAF", 390, 44, -28, 28},
}

// distance returns the great-circle distance of two places in kilometres, 500 for
// nearer ones, so that neighbours do not swallow all trade.
func distance(a, b economy) float64 {
	const radius, degree = 6371, math.Pi / 180
	cosine := math.Sin(a.north*degree)*math.Sin(b.north*degree) +
		math.Cos(a.north*degree)*math.Cos(b.north*degree)*math.Cos((a.east-b.east)*degree)
	return max(500, radius*math.Acos(min(1, cosine)))
}
