package cypher

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"partnir/cypher/neo4jtest"
	"partnir/cypher/statement"
	"partnir/plan/mapping"
	"partnir/suite"
)

// database is a Neo4j as someone else sees it.
type database struct {
	t      *testing.T
	driver neo4j.DriverWithContext
}

// bare returns the Neo4j of the tests without any data, index or constraint.
func bare(t *testing.T) database {
	t.Helper()
	driver, err := neo4j.NewDriverWithContext(neo4jtest.Require(t), neo4j.NoAuth())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { driver.Close(context.Background()) })
	d := database{t, driver}
	d.clear()
	t.Cleanup(d.clear) // what a test leaves is no business of others
	return d
}

func (d database) clear() {
	d.t.Helper()
	d.run("MATCH (n) DETACH DELETE n")
	var drops []string
	for _, row := range d.run("SHOW INDEXES YIELD name, type, owningConstraint WHERE type <> 'LOOKUP'") {
		kind := "INDEX "
		if row[2] != nil {
			kind = "CONSTRAINT "
		}
		drops = append(drops, "DROP "+kind+statement.Name(row[0].(string)))
	}
	d.all(drops)
}

// all runs statements in one transaction.
func (d database) all(statements []string) {
	d.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	session := d.driver.NewSession(ctx, neo4j.SessionConfig{})
	defer session.Close(ctx)
	_, err := session.ExecuteWrite(ctx, func(tx neo4j.ManagedTransaction) (any, error) {
		for _, text := range statements {
			if _, err := tx.Run(ctx, text, nil); err != nil {
				return nil, fmt.Errorf("%s: %w", text, err)
			}
		}
		return nil, nil
	})
	if err != nil {
		d.t.Fatal(err)
	}
}

// run runs a statement and returns the rows.
func (d database) run(text string) [][]any {
	d.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	result, err := neo4j.ExecuteQuery(ctx, d.driver, text, nil, neo4j.EagerResultTransformer)
	for schemaMoves(err) && sleep(ctx, time.Second) {
		result, err = neo4j.ExecuteQuery(ctx, d.driver, text, nil, neo4j.EagerResultTransformer)
	}
	if err != nil {
		d.t.Fatalf("%s: %v", text, err)
	}
	rows := make([][]any, len(result.Records))
	for i, r := range result.Records {
		rows[i] = r.Values
	}
	return rows
}

// indexes are the names of all indexes with what they are on.
func (d database) indexes() map[string]string {
	d.t.Helper()
	all := map[string]string{}
	for _, row := range d.run("SHOW INDEXES YIELD name, type, labelsOrTypes, properties, owningConstraint, state WHERE type <> 'LOOKUP' AND state = 'ONLINE'") {
		on := strings.Join(texts(row[2]), "|") + "." + strings.Join(texts(row[3]), ",")
		if row[4] != nil {
			on = "unique " + on
		}
		all[row[0].(string)] = on
	}
	return all
}

// sent are the statements that a store sends.
type sent struct {
	mu    sync.Mutex
	texts []string
}

func (s *sent) add(text string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.texts = append(s.texts, text)
}

// open opens a store on the Neo4j of the tests, and closes it.
func open(t *testing.T, m *mapping.Mapping) (statements []string) {
	t.Helper()
	var all sent
	s, err := Open(t.Context(), Config{URI: neo4jtest.Require(t), OnStatement: all.add}, m)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(context.Background()); err != nil {
		t.Error(err)
	}
	return all.texts
}

// TestNewType opens an empty Neo4j with the mapping, again, with one that has one more type, and with the first. Constraints and indexes follow. A
// start on a graph that has them reads, and writes nothing.
func TestNewType(t *testing.T) {
	d, served := bare(t), suite.Mapping(t)
	grown, err := suite.NewTypeMapping()
	if err != nil {
		t.Fatal(err)
	}
	open(t, served)
	before := d.indexes()
	if want := wanted(served); len(before) != len(want) {
		t.Errorf("there are %d indexes, want %d", len(before), len(want))
	}
	for _, x := range wanted(served) {
		if before[x.name] == "" {
			t.Errorf("%s is not there", x.name)
		}
	}
	began := time.Now()
	expectOnlyReads(t, open(t, served))
	t.Logf("opening it again took %s", time.Since(began))
	open(t, grown)
	after := d.indexes()
	more := map[string]string{
		"partnir.unique.Port.unlocode": "unique Port.unlocode", "partnir.unique.LIES_IN.id": "unique LIES_IN.id",
		"partnir.ordered.LIES_IN.distanceKm": "LIES_IN.distanceKm",
		"partnir.ordered.Port.id":            "Port.id", "partnir.ordered.Port.nameKey": "Port.nameKey", "partnir.ordered.Port.kind": "Port.kind",
		"partnir.ordered.Port.berths": "Port.berths", "partnir.ordered.Port.openedOn": "Port.openedOn",
		"partnir.ordered.Port.createdAt": "Port.createdAt", "partnir.ordered.Port.updatedAt": "Port.updatedAt",
	}
	for name, on := range more {
		if after[name] != on {
			t.Errorf("%s is on %q, want %q", name, after[name], on)
		}
	}
	if len(after) != len(before)+len(more) {
		t.Errorf("one type more makes %d indexes of %d", len(after), len(before))
	}
	open(t, served)
	if again := d.indexes(); len(again) != len(before) || again["partnir.unique.Port.unlocode"] != "" {
		t.Errorf("without the type there are %d indexes, want %d", len(again), len(before))
	}
}

// expectOnlyReads looks at what a start on a graph sends that is up to date.
func expectOnlyReads(t *testing.T, statements []string) {
	t.Helper()
	if len(statements) != 3 {
		t.Errorf("it sends %d statements, want one for the format, one for the indexes and one for the statistics", len(statements))
	}
	for _, text := range statements {
		for _, word := range []string{"CREATE", "DROP", "MERGE", "SET", "DELETE"} {
			if strings.Contains(text, word+" ") {
				t.Errorf("it sends %s", text)
			}
		}
	}
}

// TestUpgrade opens a graph that the numbered migrations of former versions made. What is still wanted stays as it is, what is not goes, and
// what other people made is left alone.
func TestUpgrade(t *testing.T) {
	d, m := bare(t), suite.Mapping(t)
	files, err := filepath.Glob("testdata/migrations/*.cypher")
	if err != nil || len(files) != 5 {
		t.Fatal(files, err)
	}
	for i, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		d.all(statementsOf(string(b)))
		d.run("CREATE (:Migration {number: " + string(rune('1'+i)) + ", name: 'a migration'})")
	}
	before := d.indexes()
	d.run("CREATE INDEX mine FOR (n:Country) ON (n.capital)")
	d.run("CREATE INDEX theirs FOR (n:Rule) ON (n.openedOn)") // which is wanted, too
	d.run("CREATE (:Entity:Country {id: 'country:OLD', iso2: 'OL', iso3: 'OLD', name: 'Oldland', nameKey: 'oldland', createdAt: '2026-08-19T00:00:00Z'})" +
		"-[:LOCATED_IN {id: 'rel:old', recordedAt: '2026-08-19T00:00:00.5Z'}]->(:Entity:Country {id: 'country:NEW', iso2: 'NE', iso3: 'NEW', name: 'New'})")
	if sent := open(t, m); len(sent) < 10 {
		t.Errorf("it sends %q", sent)
	}
	after := d.indexes()
	for name, on := range before {
		gone := name == "migration_number" || name == "technology_scheme" || name == "entity_search"
		if was := after[name]; gone && was != "" || !gone && was != on {
			t.Errorf("%s on %s is on %q now", name, on, was)
		}
	}
	for _, name := range []string{"mine", "theirs", "partnir.ordered.Rule.inForceOn"} {
		if after[name] == "" {
			t.Errorf("%s is not there", name)
		}
	}
	if after["partnir.ordered.Rule.openedOn"] != "" {
		t.Error("there are two indexes of the same")
	}
	if len(after) != len(wanted(m))+1 {
		t.Errorf("there are %d indexes, want the %d of the mapping and mine", len(after), len(wanted(m)))
	}
	if rows := d.run("MATCH (m:Migration) RETURN collect(m.number)"); !slices.Equal(rows[0][0].([]any), []any{int64(format)}) {
		t.Errorf("the graph says that it has the format %v", rows)
	}
	rows := d.run("MATCH (c:Country {id: 'country:OLD'})-[r]->() RETURN c.name, c.createdAt, r.recordedAt")
	if len(rows) != 1 || !slices.Equal(rows[0], []any{"Oldland", "2026-08-19T00:00:00", "2026-08-19T00:00:00.5"}) {
		t.Errorf("of the country is left: %v", rows)
	}
	expectOnlyReads(t, open(t, m))
}

// statementsOf takes a file of statements apart that end with a semicolon, with comments on lines of their own.
func statementsOf(text string) []string {
	var lines []string
	for line := range strings.Lines(text) {
		if !strings.HasPrefix(line, "//") {
			lines = append(lines, line)
		}
	}
	statements := strings.Split(strings.Join(lines, ""), ";\n")
	return slices.DeleteFunc(statements, func(s string) bool { return strings.TrimSpace(s) == "" })
}

// TestCannotUpgrade shows what is said of graphs that this version cannot serve.
func TestCannotUpgrade(t *testing.T) {
	m := smallMapping(t)
	for what, c := range map[string]struct{ before, want string }{
		"a newer format":             {"CREATE (:Migration {number: 99})", "use the newer version"},
		"an index in the way":        {"CREATE INDEX mine FOR (n:City) ON (n.code)", "There already exists an index (:City {code})"},
		"values that are not unique": {"UNWIND [1, 2] AS x CREATE (:City {code: 'XX'})", "property `code` = 'XX'"},
	} {
		t.Run(what, func(t *testing.T) {
			bare(t).run(c.before)
			s, err := Open(t.Context(), Config{URI: neo4jtest.Require(t)}, m)
			if err == nil {
				s.Close(context.Background())
			}
			if err == nil || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "\n") {
				t.Errorf("the error is %v, want one line with %q", err, c.want)
			}
		})
	}
}

// TestOtherIndexUnderOurName shows that an index under one of our names gives way to the one that belongs there.
func TestOtherIndexUnderOurName(t *testing.T) {
	d := bare(t)
	d.run("CREATE INDEX `partnir.unique.City.code` FOR (n:City) ON (n.code, n.name)")
	open(t, smallMapping(t))
	if on := d.indexes()["partnir.unique.City.code"]; on != "unique City.code" {
		t.Errorf("it is on %q", on)
	}
}
