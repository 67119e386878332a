package neo4jtest

import (
	"context"
	"errors"
	"os"
	"sync"
	"testing"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
)

// URIVariable is the environment variable that names a running server, one without authentication, to test on instead of
// starting one. The tests delete everything in it.
const URIVariable = "PARTNIR_TEST_NEO4J_URI"

// shared starts the one server of a test process, at the first call. It ends with the process.
var shared = sync.OnceValues(func() (*Server, error) { return Start(context.Background(), Options{Brief: true}) })

// Require returns the Bolt address of the server that all tests of the process share, without authentication. Where java or mvn is
// missing it skips the test, but in CI (environment CI is "true") it fails.
func Require(t testing.TB) string {
	t.Helper()
	if uri := os.Getenv(URIVariable); uri != "" {
		return uri
	}
	s, err := shared()
	check(t, err)
	return s.URI
}

// RequireEmpty is Require with nothing in the server but constraints, indexes and the record of migrations.
func RequireEmpty(t testing.TB) string {
	t.Helper()
	uri := Require(t)
	driver, err := neo4j.NewDriverWithContext(uri, neo4j.NoAuth())
	if err != nil {
		t.Fatal(err)
	}
	defer driver.Close(context.Background())
	if err := Wipe(context.Background(), driver); err != nil {
		t.Fatal(err)
	}
	return uri
}

// RequireOwn starts a brief server for one test and stops it after the test. It skips and fails as Require does.
func RequireOwn(t testing.TB, o Options) *Server {
	t.Helper()
	o.Brief = true
	s, err := Start(t.Context(), o)
	check(t, err)
	t.Cleanup(func() {
		if err := s.Stop(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func check(t testing.TB, err error) {
	t.Helper()
	switch {
	case err == nil:
	case errors.Is(err, ErrMissing) && os.Getenv("CI") != "true":
		t.Skipf("SKIPPED, not tested on Neo4j: %v; or name a running server in %s", err, URIVariable)
	default:
		t.Fatal(err)
	}
}

// Wipe deletes all nodes and relationships, but leaves constraints, indexes and the number of the format.
func Wipe(ctx context.Context, driver neo4j.DriverWithContext) error {
	session := driver.NewSession(ctx, neo4j.SessionConfig{})
	defer session.Close(ctx)
	result, err := session.Run(ctx,
		"MATCH (n) WHERE NOT n:Migration CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 10000 ROWS", nil)
	if err != nil {
		return err
	}
	_, err = result.Consume(ctx)
	return err
}
