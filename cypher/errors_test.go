package cypher

import (
	"context"
	"errors"
	"testing"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"partnir/fault"
)

// TestFailuresThatPass looks at which errors of a server another attempt may help against.
func TestFailuresThatPass(t *testing.T) {
	for _, c := range []struct {
		code, message string
		passes        bool
	}{
		{"Neo.TransientError.Transaction.DeadlockDetected", "", true},
		{"Neo.ClientError.Transaction.Terminated", "", true},
		{"Neo.DatabaseError.General.UnknownError", "Could not compile query due to insanely frequent schema changes", true},
		{"Neo.DatabaseError.General.UnknownError", "something else", false},
		{"Neo.ClientError.Statement.SyntaxError", "schema changes", false},
	} {
		err := error(&neo4j.Neo4jError{Code: c.code, Msg: c.message})
		if got := passing(err); got != c.passes {
			t.Errorf("%s %s: passing is %t, want %t", c.code, c.message, got, c.passes)
		}
		if got := errors.Is(failure(context.Background(), context.Background(), err), fault.ErrUnavailable); c.code != "Neo.ClientError.Transaction.Terminated" && got != c.passes {
			t.Errorf("%s %s: to clients it is unavailable: %t, want %t", c.code, c.message, got, c.passes)
		}
	}
}
