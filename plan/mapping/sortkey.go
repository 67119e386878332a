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

// FoldName returns a text with case folded, and without accents and what is not to be seen, so that Åland stands by Albania. Blanks at
// the ends are cut.
func FoldName(s string) string {
	s = strings.TrimSpace(s)
	if IsASCII(s) {
		return strings.ToLower(s)
	}
	s = strings.Map(Visible, s)
	var b strings.Builder
	b.Grow(len(s))
	// Taken apart before case is folded too: ™ is TM in another form.
	for _, r := range norm.NFKD.String(cases.Fold().String(norm.NFKD.String(s))) {
		if !isAccent(r) {
			b.WriteRune(unicode.ToLower(r)) // Fold leaves Cherokee in two cases
		}
	}
	return strings.TrimSpace(b.String())
}

// Visible leaves out characters that are not to be seen and do not count, such as a soft hyphen or a zero-width space, and marks that enclose
// a letter. The former are those of Unicode's property Default_Ignorable_Code_Point, as DerivedCoreProperties.txt makes it of others.
func Visible(r rune) rune {
	switch {
	case r < 0xAD || '\uFFF9' <= r && r <= '\uFFFB' || 0x13430 <= r && r <= 0x1343F:
		return r
	case unicode.In(r, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector, unicode.Me),
		unicode.Is(unicode.Cf, r) && !unicode.Is(unicode.Prepended_Concatenation_Mark, r):
		return -1
	}
	return r
}

// isAccent reports whether a mark changes the letter before it. Marks that write a sound of their own are none: the vowel signs and viramas
// of the scripts of India and South-East Asia, which Unicode tells by their combining class.
func isAccent(r rune) bool {
	if !unicode.Is(unicode.Mn, r) {
		return false
	}
	switch norm.NFKD.PropertiesString(string(r)).CCC() {
	case 0, 9, 84, 91, 103, 118, 129, 130, 132: // none; virama; signs of Telugu, Thai, Lao and Tibetan
		return false
	}
	return true
}

// IsASCII reports whether a text has nothing but ASCII.
func IsASCII(s string) bool {
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
