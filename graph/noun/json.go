package noun

import (
	"context"
	"errors"
	"io"
)

// JSON is the value of the scalar JSON: finished JSON, which generated code copies. A nil JSON is null.
type JSON []byte

// MarshalGQLContext writes the JSON.
func (j JSON) MarshalGQLContext(_ context.Context, w io.Writer) error {
	if j == nil {
		j = JSON("null")
	}
	_, err := w.Write(j)
	return err
}

// UnmarshalGQLContext always returns an error: no argument is of the type JSON.
func (j *JSON) UnmarshalGQLContext(context.Context, any) error {
	return errors.New("JSON is an answer, not an argument")
}
