package plan

import (
	"math"
	"math/big"
)

// Parts cuts a number into the three whole numbers that make an exact sum; see Measure.
func Parts(x float64) (high, middle, low int64) {
	h := math.Floor(x / (1 << 40))
	rest := x - h*(1<<40)
	m := math.Floor(rest)
	return int64(h), int64(m), int64((rest - m) * (1 << 40))
}

// maxDecimals is how many digits after the point a sum is given; 2^−40 has its first in the twelfth place.
const maxDecimals = 12

// SumOf puts the sums of the three parts of count values together. Parts cuts each value by less than 2^−40, so the sum lies between
// s = high·2^40 + middle + low ÷ 2^40 and s + count ÷ 2^40: of the decimal numbers there, it is the one with the fewest digits after
// the point, so that 0.1 + 0.2 is 0.3. Where none has maxDecimals digits or fewer, it is s. The result is the nearest float64.
func SumOf(count, high, middle, low int64) float64 {
	sum := new(big.Int).Lsh(big.NewInt(high), 80) // in units of 2^−40
	sum.Add(sum, new(big.Int).Lsh(big.NewInt(middle), 40))
	sum.Add(sum, big.NewInt(low))
	end := new(big.Int).Add(sum, big.NewInt(count))
	power := big.NewInt(1)
	for range maxDecimals + 1 {
		// The least decimal that is not below sum: sum · power ÷ 2^40, rounded up.
		decimal := new(big.Int).Mul(sum, power)
		decimal.Neg(decimal.Rsh(decimal.Neg(decimal), 40))
		if new(big.Int).Lsh(decimal, 40).Cmp(new(big.Int).Mul(end, power)) < 0 {
			f, _ := new(big.Rat).SetFrac(decimal, power).Float64()
			return f
		}
		power = new(big.Int).Mul(power, big.NewInt(10))
	}
	f, _ := new(big.Float).SetInt(sum).Float64()
	return math.Ldexp(f, -40)
}
