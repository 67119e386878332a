package transport

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/vektah/gqlparser/v2/gqlerror"
)

// lexical finds what the parser lets pass though the specification of GraphQL forbids it: a number that goes on as a name or with a
// second point (2.9.1, 2.9.2), and a surrogate that is escaped without its other half (2.9.4). All else is left to the parser. nil
// where there is nothing.
func lexical(text string) *gqlerror.Error {
	for i := 0; i < len(text); {
		var wrong int
		var message string
		switch c := text[i]; {
		case c == '#':
			i = afterComment(text, i)
		case strings.HasPrefix(text[i:], `"""`):
			i = afterBlock(text, i+len(`"""`))
		case c == '"':
			i, wrong, message = afterText(text, i+1)
		case isNameStart(c):
			i = afterName(text, i)
		case isDigit(c):
			i, wrong, message = afterNumber(text, i)
		default:
			i++
		}
		if message != "" {
			line, column := lineAndColumn(text, wrong)
			return gqlerror.ErrorLocf("", line, column, "%s", message)
		}
	}
	return nil
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

func isNameStart(c byte) bool { return c == '_' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' }

// byteAt is the byte at a place, 0 behind the end.
func byteAt(text string, i int) byte {
	if i < len(text) {
		return text[i]
	}
	return 0
}

func afterComment(text string, i int) int {
	for i < len(text) && text[i] != '\n' && text[i] != '\r' {
		i++
	}
	return i
}

func afterName(text string, i int) int {
	for isNameStart(byteAt(text, i)) || isDigit(byteAt(text, i)) {
		i++
	}
	return i
}

// afterBlock goes behind a text between three quotes each. Of more than three at its end the last three end it.
func afterBlock(text string, i int) int {
	for i < len(text) {
		switch {
		case strings.HasPrefix(text[i:], `\"""`):
			i += len(`\"""`)
		case strings.HasPrefix(text[i:], `"""`):
			for byteAt(text, i) == '"' {
				i++
			}
			return i
		default:
			i++
		}
	}
	return i
}

func afterDigits(text string, i int) int {
	for isDigit(byteAt(text, i)) {
		i++
	}
	return i
}

// afterNumber goes behind a number; message says what is wrong there.
func afterNumber(text string, i int) (after, wrong int, message string) {
	i = afterDigits(text, i)
	if byteAt(text, i) == '.' && isDigit(byteAt(text, i+1)) {
		i = afterDigits(text, i+1)
	}
	if e := byteAt(text, i); e == 'e' || e == 'E' {
		j := i + 1
		if sign := byteAt(text, j); sign == '+' || sign == '-' {
			j++
		}
		if !isDigit(byteAt(text, j)) {
			return j, 0, "" // the parser says so
		}
		i = afterDigits(text, j)
	}
	if next := byteAt(text, i); next == '.' || isNameStart(next) {
		return i, i, "Invalid number, expected digit but got: " + strconv.Quote(string(next)) + "."
	}
	return i, 0, ""
}

// unicodeEscape is how long an escape such as \u00e9 is.
const unicodeEscape = len(`\u0000`)

// afterText goes behind a text between quotes, to the end of its line where it has no end.
func afterText(text string, i int) (after, wrong int, message string) {
	for i < len(text) && text[i] != '\n' && text[i] != '\r' {
		switch {
		case text[i] == '"':
			return i + 1, 0, ""
		case text[i] != '\\':
			i++
		case byteAt(text, i+1) != 'u' || byteAt(text, i+2) == '{':
			i += 2
		default:
			n := escaped(text[i:])
			if n == 0 {
				return i, i, "Invalid Unicode escape sequence: " + text[i:min(len(text), i+unicodeEscape)] + " is one half of a pair of surrogates."
			}
			i += n
		}
	}
	return i, 0, ""
}

// escaped is the length of the escape of a letter that a text begins with: of one letter, or of a pair of surrogates. It is 0 for a
// surrogate alone. An escape that is none is left to the parser.
func escaped(text string) int {
	first, ok := fourHex(text)
	switch {
	case !ok:
		return len(`\u`)
	case first < 0xD800 || first > 0xDFFF:
		return unicodeEscape
	case first > 0xDBFF:
		return 0
	}
	second, ok := fourHex(text[unicodeEscape:])
	if !ok || second < 0xDC00 || second > 0xDFFF {
		return 0
	}
	return 2 * unicodeEscape
}

// fourHex reads an escape such as \u00e9 at the beginning of a text.
func fourHex(text string) (uint64, bool) {
	if len(text) < unicodeEscape || text[:2] != `\u` {
		return 0, false
	}
	v, err := strconv.ParseUint(text[2:unicodeEscape], 16, 16)
	return v, err == nil
}

// lineAndColumn is the line and the column, in letters, of an offset in a text.
func lineAndColumn(text string, offset int) (line, column int) {
	before := strings.ReplaceAll(text[:offset], "\r\n", "\n")
	before = strings.ReplaceAll(before, "\r", "\n")
	return 1 + strings.Count(before, "\n"), 1 + utf8.RuneCountInString(before[1+strings.LastIndexByte(before, '\n'):])
}
