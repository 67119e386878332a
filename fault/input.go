package fault

import "fmt"

// InputError says what is wrong with a request and what to do instead. It is meant for the one who asked.
type InputError struct {
	// Message says what, where, and what to do.
	Message string
	// Path is the response path of the field that the error is about.
	Path []any
	// Code is one of the codes of the API; BAD_USER_INPUT where empty.
	Code string
}

func (e *InputError) Error() string { return e.Message }

func InputErrorf(format string, args ...any) *InputError {
	return &InputError{Message: fmt.Sprintf(format, args...), Code: "BAD_USER_INPUT"}
}
