package reference

import (
	"regexp"
	"strings"
)

var (
	// token is a token of a document, or a letter between them. A number takes the letter that must not follow it.
	token = regexp.MustCompile(`(?s)#[^\n\r]*|"""(?:\\"""|"?"?[^"])*"""|"(?:\\.|[^"\\])*"|[_A-Za-z][_0-9A-Za-z]*` +
		`|-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?[_A-Za-z.]?|.`)
	badNumber = regexp.MustCompile(`^-?[0-9].*[_A-Za-z.]$`)
	// escape is an escaped letter: of a pair of surrogates both.
	escape = regexp.MustCompile(`\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\.`)
	half   = regexp.MustCompile(`^\\u[dD][89a-fA-F]..$`)
)

// hasTokens looks for what the library's parser lets pass in a document that it parses: a number with a name right behind it, and one half
// of a pair of surrogates.
func hasTokens(document string) bool {
	for _, t := range token.FindAllString(document, -1) {
		if badNumber.MatchString(t) {
			return false
		}
		if !strings.HasPrefix(t, `"`) || strings.HasPrefix(t, `"""`) {
			continue
		}
		for _, e := range escape.FindAllString(t, -1) {
			if half.MatchString(e) {
				return false
			}
		}
	}
	return true
}
