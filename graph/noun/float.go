package noun

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"math"

	"github.com/99designs/gqlgen/graphql"
)

// MarshalFloat writes a Float as the answers of nouns have it, with an exponent only where it is very small or large.
func MarshalFloat(f float64) graphql.ContextMarshaler {
	return graphql.ContextWriterFunc(func(_ context.Context, w io.Writer) error {
		if math.IsInf(f, 0) || math.IsNaN(f) {
			return errors.New("a Float is infinite or no number, which JSON has no text for")
		}
		b, err := json.Marshal(f)
		if err != nil {
			return err
		}
		_, err = w.Write(b)
		return err
	})
}

// UnmarshalFloat reads a Float of an argument.
func UnmarshalFloat(ctx context.Context, v any) (float64, error) {
	return graphql.UnmarshalFloatContext(ctx, v)
}
