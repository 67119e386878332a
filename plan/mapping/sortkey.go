package mapping

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/language"
	"golang.org/x/text/unicode/norm"
)

// Key returns the stored sort key of a text, or the text itself where there is none. Keys have no letters beyond U+FFFF, so that they
// have one order, whether a store compares code points or the units of UTF-16. (Neo4j does the one in ORDER BY and the other
// in comparisons; a page would lose rows.)
func (k SortKey) Key(s string) string {
	switch k {
	case NameKey:
		return withoutSurrogates(FoldName(s))
	case NaturalKey:
		return withoutSurrogates(naturalKey(s))
	}
	return s
}

// withoutSurrogates writes each letter beyond U+FFFF as U+FFFD and two letters from U+3400 on, ten bits in each: their order stays, and
// they still come after all others.
func withoutSurrogates(s string) string {
	if !strings.ContainsFunc(s, func(r rune) bool { return r > 0xFFFF }) {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		if r <= 0xFFFF {
			b.WriteRune(r)
			continue
		}
		r -= 0x10000
		b.WriteString(string([]rune{utf8.RuneError, 0x3400 + r>>10, 0x3400 + r&0x3FF}))
	}
	return b.String()
}

// FoldName returns a text with case folded and accents removed, so that Åland stands by Albania. Blanks at the ends are cut.
func FoldName(s string) string {
	s = strings.TrimSpace(s)
	if isASCII(s) {
		return strings.ToLower(s)
	}
	var b strings.Builder
	b.Grow(len(s))
	// Taken apart before case is folded too: ™ is TM in another form.
	for _, r := range norm.NFKD.String(cases.Fold().String(norm.NFKD.String(s))) {
		if !unicode.Is(unicode.Mn, r) {
			b.WriteRune(unicode.ToLower(r)) // Fold leaves Cherokee in two cases
		}
	}
	return strings.TrimSpace(b.String())
}

func isASCII(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

func isLowerASCII(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= 0x80 || 'A' <= s[i] && s[i] <= 'Z' {
			return false
		}
	}
	return true
}

// Lower returns the text in lower case by Unicode's full mapping, without a language: what ignoreCase compares.
func Lower(s string) string {
	if isLowerASCII(s) {
		return s
	}
	return cases.Lower(language.Und).String(s)
}

// naturalKey puts the number of its digits before each number, so that 9.2 comes before 9.10.
func naturalKey(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); {
		j := i
		for j < len(s) && '0' <= s[j] && s[j] <= '9' {
			j++
		}
		if j == i {
			b.WriteByte(s[i])
			i++
			continue
		}
		digits := strings.TrimLeft(s[i:j], "0")
		fmt.Fprintf(&b, "%02d%s", len(digits), digits)
		i = j
	}
	return b.String()
}
