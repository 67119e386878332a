package onembedded

import (
	"context"
	"flag"
	"path/filepath"
	"testing"

	"partnir/embedded"
	"partnir/plan/mapping"
	"partnir/store"
	"partnir/suite"
)

var update = flag.Bool("update", false, "write what the cases of package suite come to into their files")

// TestSuite runs the suite of all stores, on a graph in a file and on one in memory alone.
func TestSuite(t *testing.T) {
	for name, path := range map[string]func(t *testing.T) string{
		"file":   func(t *testing.T) string { return filepath.Join(t.TempDir(), "graph.db") },
		"memory": func(*testing.T) string { return "" },
	} {
		t.Run(name, func(t *testing.T) {
			suite.Suite{
				Open: func(t *testing.T, m *mapping.Mapping) store.Store {
					store, err := embedded.Open(context.Background(), path(t), m)
					if err != nil {
						t.Fatal(err)
					}
					return store
				},
				Update: *update,
			}.Run(t)
		})
	}
}
