package cypher

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/vektah/gqlparser/v2/ast"

	"partnir/cypher/neo4jtest"
	"partnir/plan/mapping"
	"partnir/plan/search"
	"partnir/store"
)

// smallSchema has few indexes, so that a graph is soon ready.
const smallSchema = `
interface Entity @node(plural: "entities") {
  id: ID! @unique
  name: String! @sortKey(kind: NAME)
}
type City implements Entity @node(prefixes: ["city"], plural: "cities") {
  code: String! @unique
  roads: [City!]! @relationship(type: "ROAD", direction: OUT)
  roadsFrom: [City!]! @relationship(type: "ROAD", direction: IN)
}
type Road @relationshipProperties(type: "ROAD", from: ["City"], to: ["City"]) {
  km: Float
}`

func smallMapping(t *testing.T) *mapping.Mapping {
	t.Helper()
	m, err := mapping.Read(&ast.Source{Name: "small.graphqls", Input: smallSchema})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// cities are n cities on a ring of roads.
func cities(m *mapping.Mapping, n int) *store.Records {
	city, road, records := m.Type("City"), m.Relationship("ROAD"), &store.Records{}
	for i := range n {
		c := store.Node{Type: city, ID: fmt.Sprintf("city:%d", i), Values: make([]any, len(city.Properties))}
		c.Values[city.Slot(city.Property("name"))] = fmt.Sprintf("City %d", i)
		c.Values[city.Slot(city.Property("code"))] = fmt.Sprintf("C%d", i)
		records.Nodes = append(records.Nodes, c)
		to := fmt.Sprintf("city:%d", (i+1)%n)
		records.Relationships = append(records.Relationships, store.Relationship{
			Type: road, ID: mapping.NewRelationshipID("ROAD", c.ID, to), From: c.ID, To: to, Values: make([]any, len(road.Properties)),
		})
	}
	return records
}

// heard is what stores say.
type heard struct {
	mu    sync.Mutex
	lines []string
	at    []time.Time
}

func (h *heard) say(line string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.lines, h.at = append(h.lines, line), append(h.at, time.Now())
}

// has reports whether something was said.
func (h *heard) has(what string) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return strings.Contains(strings.Join(h.lines, "\n"), what)
}

func (h *heard) String() string {
	h.mu.Lock()
	defer h.mu.Unlock()
	return strings.Join(h.lines, "\n")
}

// openSmall opens a store on the Neo4j of the tests, as another server would.
func openSmall(t *testing.T, cfg Config, m *mapping.Mapping) *Store {
	t.Helper()
	if cfg.URI == "" {
		cfg.URI = neo4jtest.Require(t)
	}
	cfg.QueryTimeout = time.Minute
	s, err := Open(context.Background(), cfg, m)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close(context.Background()) })
	return s
}

// complete loads records where there is nothing or only a part, as a server does at its start.
func complete(ctx context.Context, s *Store, records *store.Records, loading func()) error {
	return s.Alone(ctx, func(ctx context.Context, store store.Store) error {
		counts, err := store.Counts(ctx)
		if err != nil || len(counts.Nodes) > 0 && !counts.Incomplete {
			return err
		}
		loading()
		return store.Load(ctx, records, nil)
	})
}

func expectCities(t *testing.T, s *Store, n int) {
	t.Helper()
	counts, err := s.Counts(context.Background())
	if err != nil || counts.Incomplete || counts.Nodes["City"] != n || counts.Relationships["ROAD"] != n {
		t.Errorf("the graph has %+v, want %d cities and as many roads: %v", counts, n, err)
	}
}

// startsVariable is the environment variable that says how often TestThreeServersStartAtOnce starts them; the deep run sets it.
const startsVariable = "PARTNIR_TEST_STARTS"

// TestThreeServersStartAtOnce starts three servers on an empty Neo4j, again and again. One loads, and the others wait until it has, and say so.
func TestThreeServersStartAtOnce(t *testing.T) {
	const servers, size = 3, 300
	rounds, err := strconv.Atoi(cmp.Or(os.Getenv(startsVariable), "6"))
	if err != nil {
		t.Fatalf("%s: %v", startsVariable, err)
	}
	d, m := bare(t), smallMapping(t)
	records := cities(m, size)
	for round := range rounds {
		if round > 0 {
			d.clear()
		}
		var loads atomic.Int64
		var said [servers]heard
		var starting sync.WaitGroup
		for i := range servers {
			starting.Go(func() {
				s, err := Open(context.Background(), Config{URI: neo4jtest.Require(t), QueryTimeout: time.Minute, Say: said[i].say}, m)
				if err != nil {
					t.Errorf("round %d, server %d: %v", round, i, err)
					return
				}
				defer s.Close(context.Background())
				err = complete(context.Background(), s, records, func() {
					loads.Add(1)
					waitFor(t, "the others wait", func() bool {
						waiting := 0
						for j := range servers {
							if j != i && said[j].has("waiting for the server") {
								waiting++
							}
						}
						return waiting == servers-1
					})
				})
				if err != nil {
					t.Errorf("round %d, server %d: %v", round, i, err)
				}
				expectCities(t, s, size)
			})
		}
		starting.Wait()
		if loads.Load() != 1 {
			t.Errorf("round %d: %d servers load, want 1", round, loads.Load())
		}
		if t.Failed() {
			for i := range servers {
				t.Logf("server %d:\n%s", i, &said[i])
			}
			return
		}
	}
}

// TestServerDiesWhileItLoads has a server end in the middle of a load without a word. Another one waits until its lease has run out, and
// completes the load; the first, should it live after all, learns that it has lost its turn.
func TestServerDiesWhileItLoads(t *testing.T) {
	const lease, size = 2 * time.Second, 2000
	bare(t)
	m := smallMapping(t)
	records := cities(m, size)
	dying := openSmall(t, Config{Lease: lease}, m)
	lost := &turn{Store: dying}
	lost.does("loading 0 of %d records", 2*size)
	if err := lost.wait(t.Context()); err != nil {
		t.Fatal(err)
	}
	part := &loader{Store: dying, turn: lost, total: 2 * size, progress: func(int, int) {}}
	if err := part.single(t.Context(), "MERGE (:"+loadLabel+")"); err != nil {
		t.Fatal(err)
	}
	words := &newWords{knownWords: &knownWords{Vocabulary: search.NewVocabulary(nil)}, written: map[string]bool{}}
	if err := part.transactions(t.Context(), nodeBatches(records.Nodes[:size/2], store.Counts{}, words)); err != nil {
		t.Fatal(err)
	}
	var said heard
	other := openSmall(t, Config{Lease: lease, Say: said.say}, m)
	if counts, err := other.Counts(t.Context()); err != nil || !counts.Incomplete {
		t.Errorf("the other sees %+v, %v; want that it is incomplete", counts, err)
	}
	began := time.Now()
	if err := complete(t.Context(), other, records, func() {}); err != nil {
		t.Fatal(err)
	}
	t.Logf("completed after %s:\n%s", time.Since(began), &said)
	expectCities(t, other, size)
	for _, want := range []string{"which is loading 0 of 4000 records", "has not been heard of", "taking its place"} {
		if !said.has(want) {
			t.Errorf("nothing is said of %q", want)
		}
	}
	if err := lost.renew(t.Context()); !errors.Is(err, errTurnLost) {
		t.Errorf("the first is told %v, want %v", err, errTurnLost)
	}
}

// TestTurnIsLost has a server work on after its lease has run out, and another one take its turn. The first stops, waits, and begins again.
func TestTurnIsLost(t *testing.T) {
	bare(t)
	m := smallMapping(t)
	var said heard
	first := openSmall(t, Config{Lease: time.Second, Say: said.say}, m)
	other := &turn{Store: openSmall(t, Config{Lease: 2 * time.Second}, m)}
	other.does("at work")
	calls := 0
	err := first.Alone(t.Context(), func(ctx context.Context, _ store.Store) error {
		if calls++; calls > 1 {
			return nil
		}
		// Another takes the turn, as after a time in which the first could not reach Neo4j.
		other.s(t, "MATCH (l:"+leaseLabel+") SET l.until = 0")
		if _, mine, err := other.take(ctx, time.Second); err != nil || !mine {
			t.Errorf("the other cannot take the turn: %v", err)
		}
		<-ctx.Done()
		return ctx.Err()
	})
	if err != nil || calls != 2 {
		t.Errorf("it is called %d times and ends with %v, want 2 and none\n%s", calls, err, &said)
	}
	if !said.has("another server has taken over") {
		t.Errorf("it says %q", &said)
	}
}

// s runs a statement.
func (t *turn) s(tt *testing.T, text string) {
	tt.Helper()
	l := &loader{Store: t.Store, turn: t, progress: func(int, int) {}}
	if err := l.single(context.Background(), text); err != nil {
		tt.Fatal(err)
	}
}

// TestWaitingIsCancelled shows that a server that waits can be stopped.
func TestWaitingIsCancelled(t *testing.T) {
	bare(t)
	m := smallMapping(t)
	holding := &turn{Store: openSmall(t, Config{}, m)}
	holding.does("at work")
	if err := holding.wait(t.Context()); err != nil {
		t.Fatal(err)
	}
	var said heard
	waiting := openSmall(t, Config{Say: said.say}, m)
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		waitFor(t, "it waits", func() bool { return said.has("waiting for the server") })
		cancel()
	}()
	err := within(t, 10*time.Second, func() error { return waiting.Load(ctx, cities(m, 2), nil) })
	if !errors.Is(err, context.Canceled) {
		t.Errorf("it ends with %v, want context.Canceled", err)
	}
}
