package plan

import (
	"fmt"
	"strings"
	"unicode"

	"golang.org/x/text/cases"
	"golang.org/x/text/language"
	"golang.org/x/text/unicode/norm"
)

// Key returns the stored sort key of a text, or the text itself where there is none.
func (k SortKey) Key(s string) string {
	switch k {
	case NameKey:
		return FoldName(s)
	case NaturalKey:
		return naturalKey(s)
	}
	return s
}

// FoldName returns a text with case folded and accents removed, so that Åland stands by Albania. Blanks at the ends are cut.
func FoldName(s string) string {
	s = strings.TrimSpace(s)
	if isLowerASCII(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	// Taken apart before case is folded too: ™ is TM in another form.
	for _, r := range norm.NFKD.String(cases.Fold().String(norm.NFKD.String(s))) {
		if !unicode.Is(unicode.Mn, r) {
			b.WriteRune(r)
		}
	}
	return b.String()
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
