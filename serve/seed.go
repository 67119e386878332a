package serve

import (
	"context"
	"fmt"
	"io"
	"os"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"

	"partnir/cypher"
	"partnir/dataset"
	"partnir/embedded"
	"partnir/plan/mapping"
	"partnir/store"
)

// openStore opens Neo4j where it is given, else the embedded store, and says which.
func openStore(ctx context.Context, o options, m *mapping.Mapping) (store.Store, string, error) {
	if o.neo4jURI == "" {
		store, err := embedded.Open(ctx, o.data, m)
		return store, o.data, err
	}
	store, err := cypher.Open(ctx, cypher.Config{
		URI: o.neo4jURI, User: o.neo4jUser, Password: o.password, Database: o.database, QueryTimeout: o.timeout,
	}, m)
	return store, "Neo4j at " + o.neo4jURI, err
}

// seed loads the starter graph into a store that is empty, or where an earlier load did not come to its end.
func seed(ctx context.Context, o options, store store.Store, m *mapping.Mapping, stdout io.Writer) error {
	if o.seed == "none" {
		return nil
	}
	counts, err := store.Counts(ctx)
	if err != nil || total(counts.Nodes) > 0 && !counts.Incomplete {
		return err
	}
	records, err := dataset.Starter(m)
	if err != nil {
		return err
	}
	progress, done := progressTo(stdout, len(records.Nodes)+len(records.Relationships))
	defer done()
	if err := store.Load(ctx, records, progress); err != nil {
		return fmt.Errorf("loading the starter graph: %w", err)
	}
	return nil
}

// progressTo shows a bar on a terminal, and one line elsewhere.
func progressTo(out io.Writer, records int) (show func(done, total int), done func()) {
	file, ok := out.(*os.File)
	if !ok || !term.IsTerminal(int(file.Fd())) {
		fmt.Fprintf(out, "loading the starter graph: %s records\n", thousands(records))
		return nil, func() {}
	}
	bar := progressbar.NewOptions(records, progressbar.OptionSetWriter(out), progressbar.OptionShowCount(), progressbar.OptionShowIts(),
		progressbar.OptionSetItsString("records"), progressbar.OptionSetDescription("loading the starter graph"),
		progressbar.OptionClearOnFinish())
	return func(done, _ int) { _ = bar.Set(done) }, func() { _ = bar.Finish() }
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
