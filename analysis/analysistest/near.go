// Package analysistest holds what the tests of analyses have in common.
package analysistest

import "math"

// Near says that two numbers are the same but for rounding.
func Near(a, b float64) bool { return math.Abs(a-b) <= 1e-9*max(1, math.Abs(a), math.Abs(b)) }
