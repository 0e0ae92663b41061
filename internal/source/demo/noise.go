package demo

import (
	"math"
	"math/bits"
)

// doubling is how many steps of a magnitude make an amount twice as large.
const doubling = 4096

// magnitude is the logarithm to base 2 of an amount in steps of 1/4096. Sizes are
// added as magnitudes, in whole numbers, so that every machine gets the same sum.
type magnitude int32

// mantissas holds 2^(1+i/4096) in units of 2^-30 for each step i of a doubling.
var mantissas = func() (table [doubling]uint32) {
	for i := range table {
		table[i] = uint32(math.Round(math.Exp2(float64(i)/doubling) * (1 << 30)))
	}
	return table
}()

// magnitudeOf returns the magnitude of a positive number of a table.
func magnitudeOf(x float64) magnitude {
	return magnitude(math.Round(math.Log2(x) * doubling))
}

// amount returns the whole number of that magnitude, 0 when it is below a half.
func (m magnitude) amount() int64 {
	power := int(m >> 12)
	mantissa := uint64(mantissas[m&(doubling-1)])
	switch {
	case power < -1:
		return 0
	case power >= 30:
		return int64(mantissa << min(power-30, 31))
	}
	shift := 30 - power
	return int64((mantissa + 1<<(shift-1)) >> shift)
}

// seeds of independent streams of noise.
const (
	seedTaste uint64 = iota + 1
	seedSkill
	seedPair
	seedYear
	seedMonth
	seedMass
	seedTrend
	seedRegion
	seedPlace
	seedCode
	seedWorld
	seedValue
)

// mix spreads a number over 64 bits; equal numbers give equal noise. It is the
// finaliser of SplitMix64 (Steele, Lea, Flood 2014).
func mix(x uint64) uint64 {
	x = (x ^ x>>30) * 0xBF58476D1CE4E5B9
	x = (x ^ x>>27) * 0x94D049BB133111EB
	return x ^ x>>31
}

// join is the noise of several numbers in their order.
func join(seed uint64, parts ...int) uint64 {
	for _, p := range parts {
		seed = mix(seed + uint64(p)*0x9E3779B97F4A7C15 + 1)
	}
	return seed
}

// bell turns noise into a magnitude of normal distribution around 0, nearly: the
// sum of four numbers of 16 bits, which never exceeds 3.5 standard deviations.
func bell(noise uint64, deviation magnitude) magnitude {
	const deviationOfSum = 37837 // 65536 * sqrt(4/12)
	return magnitude(centred(noise) * int64(deviation) / deviationOfSum)
}

func centred(noise uint64) int64 {
	sum := noise&0xFFFF + noise>>16&0xFFFF + noise>>32&0xFFFF + noise>>48
	return int64(sum) - 2*0xFFFF
}

// within turns noise into a whole number from 0 to limit-1.
func within(noise uint64, limit int) int { return int(noise >> 32 * uint64(limit) >> 32) }

// apportion divides a total into whole parts in proportion to the weights. The
// parts add up to the total exactly: what rounding down leaves over goes to the
// largest weight. Without any weight the parts are 0.
func apportion(total int64, weights []int64) []int64 {
	parts := make([]int64, len(weights))
	var sum int64
	largest := 0
	for i, w := range weights {
		sum += w
		if w > weights[largest] {
			largest = i
		}
	}
	if sum == 0 {
		return parts
	}
	left := total
	for i, w := range weights {
		parts[i] = mulDiv(total, w, sum)
		left -= parts[i]
	}
	parts[largest] += left
	return parts
}

// mulDiv returns a*b/c rounded down, of numbers that are not negative.
func mulDiv(a, b, c int64) int64 {
	high, low := bits.Mul64(uint64(a), uint64(b))
	quotient, _ := bits.Div64(high, low, uint64(c))
	return int64(quotient)
}
