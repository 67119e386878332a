package serve

import (
	"context"
	"errors"
	"fmt"

	"partnir/cypher"
	"partnir/dataset"
	"partnir/embedded"
	"partnir/fault"
	"partnir/plan/mapping"
	"partnir/store"
)

// openStore opens Neo4j where it is given, else the embedded store, and says which.
func openStore(ctx context.Context, o options, m *mapping.Mapping, out *console) (store.Store, string, error) {
	if o.neo4jURI == "" {
		store, err := embedded.Open(ctx, o.data, m)
		return store, o.data, err
	}
	store, err := cypher.Open(ctx, cypher.Config{
		URI: o.neo4jURI, User: o.neo4jUser, Password: o.password, Database: o.database, QueryTimeout: o.timeout, Say: out.say,
	}, m)
	return store, "Neo4j at " + o.neo4jURI, err
}

// shared is a store that other servers may have open, too. Alone calls do while none of them loads; see cypher.Store.
type shared interface {
	Alone(ctx context.Context, do func(context.Context, store.Store) error) error
}

// seed loads the starter graph into a store that is empty, or where an earlier load did not come to its end. Of several servers that start
// at once, one does.
func seed(ctx context.Context, o options, db store.Store, m *mapping.Mapping, out *console) error {
	if o.seed == "none" {
		return nil
	}
	complete := func(ctx context.Context, store store.Store) error {
		if needs, err := needsStarter(ctx, store); !needs {
			return err
		}
		return loadStarter(ctx, store, m, out)
	}
	needs, err := needsStarter(ctx, db)
	if !needs {
		return err
	}
	if others, ok := db.(shared); ok {
		err = others.Alone(ctx, complete)
	} else {
		err = complete(ctx, db)
	}
	switch {
	case errors.Is(err, fault.ErrUnavailable):
		return fmt.Errorf("loading the starter graph: %w; start again to complete it", err)
	case err != nil:
		return fmt.Errorf("loading the starter graph: %w", err)
	}
	return nil
}

// needsStarter reports whether a store is empty or holds a part only. It may be that another server is at work on the rest.
func needsStarter(ctx context.Context, store store.Store) (bool, error) {
	counts, err := store.Counts(ctx)
	return err == nil && (total(counts.Nodes) == 0 || counts.Incomplete), err
}

func loadStarter(ctx context.Context, store store.Store, m *mapping.Mapping, out *console) error {
	records, err := dataset.Starter(m)
	if err != nil {
		return err
	}
	progress, done := out.progress("loading the starter graph", len(records.Nodes)+len(records.Relationships))
	defer done()
	return store.Load(ctx, records, progress)
}

func total(counts map[string]int) int {
	sum := 0
	for _, n := range counts {
		sum += n
	}
	return sum
}

// thousands writes a number with its thousands apart.
func thousands(n int) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
