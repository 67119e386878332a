package plan

import (
	"math"
	"math/big"
)

// Parts cuts a number into the three whole numbers that make an exact sum; see Measure.
func Parts(x float64) (high, middle, low int64) {
	h := math.Trunc(x / (1 << 40))
	rest := x - h*(1<<40)
	m := math.Trunc(rest)
	return int64(h), int64(m), int64((rest - m) * (1 << 40))
}

// maxDecimals is how many digits after the point a sum is given; 2^−40 has its first in the twelfth place.
const maxDecimals = 12

// SumOf puts the sums of the three parts of count values together. Parts cuts less than 2^−40 off each value, so the true sum is less
// than count ÷ 2^40 from s = high·2^40 + middle + low ÷ 2^40. Of the decimal numbers that near, SumOf takes the one with the fewest
// digits after the point, so that 0.1 + 0.2 is 0.3; where none has maxDecimals digits or fewer, it takes s. The result is the
// nearest float64.
func SumOf(count, high, middle, low int64) float64 {
	if high == 0 && low == 0 {
		return float64(middle) // a whole number, without a digit after the point
	}
	s := new(big.Int).Lsh(big.NewInt(high), 80) // in units of 2^−40
	s.Add(s, new(big.Int).Lsh(big.NewInt(middle), 40))
	s.Add(s, big.NewInt(low))
	half, power := big.NewInt(1<<39), big.NewInt(1)
	for range maxDecimals + 1 {
		scaled := new(big.Int).Mul(s, power)
		decimal := new(big.Int).Add(scaled, half)
		decimal.Rsh(decimal, 40) // s · power, rounded to a whole number
		off := new(big.Int).Sub(new(big.Int).Lsh(decimal, 40), scaled)
		if off.Sign() == 0 || off.CmpAbs(new(big.Int).Mul(big.NewInt(count), power)) < 0 {
			f, _ := new(big.Rat).SetFrac(decimal, power).Float64()
			return f
		}
		power = new(big.Int).Mul(power, big.NewInt(10))
	}
	f, _ := new(big.Float).SetInt(s).Float64()
	return math.Ldexp(f, -40)
}
