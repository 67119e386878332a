package build

import "errors"

// ErrCursorDamaged is the error of a cursor that no answer gave, and ErrCursorElsewhere that of one from another list.
var (
	ErrCursorDamaged   = errCursorDamaged
	ErrCursorElsewhere = errors.New("the cursor is from a list with another order or of another question; give it with the arguments that it came with")
)

// Signature is what cursors hold of the list that they are of. place tells it apart from all others.
func Signature(place string) string { return checksum(place) }

// CursorValues returns the values that a cursor made by AppendCursor holds after the signature of its list.
func CursorValues(cursor, signature string) ([]any, error) {
	values, err := cursorValues(cursor, signature)
	if errors.Is(err, errCursorOrder) {
		err = ErrCursorElsewhere
	}
	return values, err
}
