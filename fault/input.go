// Package fault has the kinds of errors that reach a client: what is wrong with a request, with its code, and what a store can fail by.
package fault

import "fmt"

// InputError says what is wrong with a request and what to do instead. It is meant for the one who asked.
type InputError struct {
	// Message says what, where, and what to do.
	Message string
	// Path is the response path of the field that the error is about, and At where that field stands in the document.
	Path []any
	At   Position
	// Code is one of the codes of the API; BAD_USER_INPUT where empty.
	Code string
}

// Position is a place in a document, from line 1 and column 1 on; zero where it is not known.
type Position struct{ Line, Column int }

func (e *InputError) Error() string { return e.Message }

// InputErrorf is an error of what a request asks for.
func InputErrorf(format string, args ...any) *InputError {
	return Codedf(CodeBadInput, format, args...)
}

// NotFoundf is the error of what a request names and nothing is.
func NotFoundf(format string, args ...any) *InputError {
	return Codedf(CodeNotFound, format, args...)
}

// Codedf is an error with a code.
func Codedf(code, format string, args ...any) *InputError {
	return &InputError{Message: fmt.Sprintf(format, args...), Code: code}
}

// MaxShown is how many letters of a value messages show.
const MaxShown = 60

// Shown is a text as messages show it: between quotes, on one line, and cut where it is long. What is not UTF-8 is shown as such.
func Shown(text string) string { return fmt.Sprintf("%q", Cut(text)) }

// Cut cuts a text of a request where it is too long for a message.
func Cut(text string) string {
	if letters := []rune(text); len(letters) > MaxShown {
		return string(letters[:MaxShown]) + "…"
	}
	return text
}
