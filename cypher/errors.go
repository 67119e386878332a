package cypher

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"partnir/fault"
)

// Errors that Open wraps, for a caller that wants to tell them apart. Each comes as one line that can be shown as it is.
var (
	// ErrAddress says that Config.URI is no address of a Neo4j.
	ErrAddress = errors.New("no Neo4j address")
	// ErrRefused says that Neo4j refuses the user or the password.
	ErrRefused = errors.New("refused")
	// ErrVersion says that the server is too old, or no Neo4j.
	ErrVersion = errors.New("unfit version")
)

// timedOut are the codes of transactions that the server ended because their time was over.
var timedOut = []string{
	"Neo.ClientError.Transaction.TransactionTimedOut",
	"Neo.ClientError.Transaction.TransactionTimedOutClientConfiguration",
}

// failure says what an error of the driver means: the error of ctx where that is done, else ErrTimeout, ErrUnavailable, or a fault of
// the program. limited is ctx with the deadline that the store set.
func failure(ctx, limited context.Context, err error) error {
	var server *neo4j.Neo4jError
	var connection *neo4j.ConnectivityError
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.Is(err, fault.ErrUnavailable):
		return err
	case limited.Err() != nil:
		return fmt.Errorf("%w: %s", fault.ErrTimeout, oneLine(err))
	case errors.As(err, &connection):
		return fmt.Errorf("%w: %s", fault.ErrUnavailable, oneLine(err))
	case errors.As(err, &server):
		if slices.Contains(timedOut, server.Code) {
			return fmt.Errorf("%w: %s", fault.ErrTimeout, oneLine(server))
		}
		if server.IsRetriable() || schemaMoves(err) {
			return fmt.Errorf("%w: %s", fault.ErrUnavailable, oneLine(server))
		}
	}
	return fmt.Errorf("Neo4j: %w", err)
}

// schemaMoves reports whether Neo4j could not plan a statement because indexes came and went meanwhile: each one that begins to serve makes
// it plan anew, ten times at most. That ends by itself, but Neo4j does not say that another attempt may help.
func schemaMoves(err error) bool {
	var server *neo4j.Neo4jError
	return errors.As(err, &server) && strings.HasPrefix(server.Code, "Neo.DatabaseError.") && strings.Contains(server.Msg, "frequent schema changes")
}

// openFailure says in one line why a server cannot be used.
func openFailure(ctx context.Context, at string, cfg Config, err error) error {
	var server *neo4j.Neo4jError
	var connection *neo4j.ConnectivityError
	isServer := errors.As(err, &server)
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.Is(err, fault.ErrUnavailable):
		return fmt.Errorf("Neo4j at %s: %w", at, err)
	case isServer && server.Code == "Neo.ClientError.Security.Forbidden":
		return fmt.Errorf("Neo4j at %s: %w: the user %q may not do this: %s", at, ErrRefused, cfg.User, oneLine(server))
	case isServer && server.HasSecurityCode():
		return fmt.Errorf("Neo4j at %s: %w: wrong user or password for the user %q (%s)", at, ErrRefused, cfg.User, server.Title())
	case isServer && server.Code == "Neo.ClientError.Database.DatabaseNotFound":
		return fmt.Errorf("Neo4j at %s has no database %q", at, cfg.Database)
	case isServer && server.IsRetriable(), errors.As(err, &connection), errors.Is(err, context.DeadlineExceeded):
		return fmt.Errorf("Neo4j at %s: %w: %s", at, fault.ErrUnavailable, oneLine(err))
	}
	return fmt.Errorf("Neo4j at %s: %s", at, oneLine(err))
}

// oneLine is the first line of an error's message.
func oneLine(err error) string {
	line, _, _ := strings.Cut(strings.TrimSpace(err.Error()), "\n")
	return line
}
