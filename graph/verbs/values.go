package verbs

import "math"

// textOrNil is nil for an empty text.
func textOrNil(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

// knownOrNil is nil for NaN.
func knownOrNil(n float64) *float64 {
	if math.IsNaN(n) {
		return nil
	}
	return &n
}
