package statement

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"testing"
	"unicode/utf16"

	"partnir/plan"
)

// TestSpansAreTheOrderByCodePoint asks the ranges of random values, in the order of UTF-16, about random texts.
func TestSpansAreTheOrderByCodePoint(t *testing.T) {
	letters := []rune{0, 'a', 'b', '\uD7FF', '\uE000', '\uE001', '\uFD3E', '\uFFFF', '\U00010000', '\U0001F33E', '\U0001F33F', '\U0010FFFF'}
	rnd := rand.New(rand.NewPCG(1, 1))
	draw := func() string {
		s := make([]rune, rnd.IntN(4))
		for i := range s {
			s[i] = letters[rnd.IntN(len(letters))]
		}
		return string(s)
	}
	met := 0
	for range 200_000 {
		value, text := draw(), draw()
		for c, want := range map[plan.Comparison]bool{
			plan.Lt: text < value, plan.Lte: text <= value, plan.Gt: text > value, plan.Gte: text >= value,
		} {
			got := slices.ContainsFunc(spans(c, value), func(s any) bool { return holds(s.([]any), text) })
			if got != want {
				t.Fatalf("comparison %d of %q with %q: %v by %q", c, text, value, got, spans(c, value))
			}
		}
		if (text < value) != (byUTF16(text, value) < 0) {
			met++
		}
	}
	if met < 1000 {
		t.Errorf("the orders differed only %d times", met)
	}
}

func holds(s []any, text string) bool {
	return byUTF16(text, s[0].(string)) >= 0 && (s[1] == nil || byUTF16(text, s[1].(string)) < 0)
}

func byUTF16(a, b string) int {
	return slices.CompareFunc(utf16.Encode([]rune(a)), utf16.Encode([]rune(b)), cmp.Compare[uint16])
}
