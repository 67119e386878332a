package cypher

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"partnir/cypher/neo4jtest"
	"partnir/fault"
	"partnir/plan/mapping"
	"partnir/store"
)

// endless is a statement that reads for hours.
const endless = "UNWIND range(1, 100000) AS x UNWIND range(1, 100000) AS y UNWIND range(1, 100000) AS z RETURN count(x + y + z)"

func openFor(t *testing.T, cfg Config) *Store {
	t.Helper()
	s, err := Open(t.Context(), cfg, &mapping.Mapping{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(context.Background()); err != nil {
			t.Error(err)
		}
	})
	return s
}

// within fails where a call takes much longer than it should.
func within(t *testing.T, most time.Duration, call func() error) error {
	t.Helper()
	began := time.Now()
	err := call()
	if took := time.Since(began); took > most {
		t.Errorf("it took %s, which is longer than %s", took, most)
	}
	return err
}

func ping(s *Store) error {
	_, err := s.read(context.Background(), "RETURN 1", nil)
	return err
}

// TestServerStops stops the server under a store, also while it reads and while it loads, and starts it again.
func TestServerStops(t *testing.T) {
	const patience, size = 3 * time.Second, 12_000
	home, m := t.TempDir(), smallMapping(t)
	records := cities(m, size)
	server := neo4jtest.RequireOwn(t, neo4jtest.Options{Home: home})
	s := openFor(t, Config{URI: server.URI, QueryTimeout: time.Minute})
	var said heard
	loading := openSmall(t, Config{URI: server.URI, Patience: patience, Say: said.say}, m)
	reading := make(chan error, 1)
	go func() {
		_, err := s.read(context.Background(), endless, nil)
		reading <- err
	}()
	waitFor(t, "the statement runs", func() bool { return s.running(t, endless) == 1 })
	loaded, some := make(chan error, 1), make(chan struct{})
	go func() {
		once := sync.OnceFunc(func() { close(some) })
		loaded <- loading.Load(context.Background(), records, func(done, _ int) {
			if done > 0 {
				once()
			}
		})
	}()
	<-some
	if err := server.Stop(); err != nil {
		t.Fatal(err)
	}
	stopped := time.Now()
	for name, call := range map[string]func() error{
		"a read under way": func() error { return <-reading },
		"a new read":       func() error { return ping(s) },
		"counts":           func() error { _, err := s.Counts(context.Background()); return err },
		"a load":           func() error { return s.Load(context.Background(), &store.Records{}, nil) },
	} {
		if err := within(t, 10*time.Second, call); !errors.Is(err, fault.ErrUnavailable) {
			t.Errorf("%s ends with %v, want ErrUnavailable", name, err)
		}
	}
	err := <-loaded
	expectGivenUp(t, err, &said, stopped, patience)
	neo4jtest.RequireOwn(t, neo4jtest.Options{Home: home, Port: server.Port})
	if err := ping(s); err != nil {
		t.Errorf("after the start the first read says %v", err)
	}
	if counts, err := loading.Counts(context.Background()); err != nil || !counts.Incomplete {
		t.Errorf("after the start there is %+v, %v; want a part", counts, err)
	}
	if err := loading.Load(context.Background(), records, nil); err != nil {
		t.Errorf("after the start a load ends with %v", err)
	}
	expectCities(t, loading, size)
}

// expectGivenUp looks at how a load ended whose Neo4j was gone: what it said while it tried, and when it said that it gives up.
func expectGivenUp(t *testing.T, err error, said *heard, gone time.Time, patience time.Duration) {
	t.Helper()
	if !errors.Is(err, fault.ErrUnavailable) {
		t.Errorf("the load ends with %v, want ErrUnavailable", err)
	}
	if !said.has("trying again for") && !said.has("waiting for an answer") || !said.has("giving up") {
		t.Errorf("it says %q", said)
	}
	last := gone
	for i, at := range said.at {
		if at.Sub(last) > 10*time.Second {
			t.Errorf("it says nothing for %s, and then: %s", at.Sub(last), said.lines[i])
		}
		last = at
	}
	if took := time.Since(gone); took > patience+5*time.Second {
		t.Errorf("it gives up after %s, want %s", took, patience)
	}
	t.Logf("after %s: %v\n%s", time.Since(gone), err, said)
}

// TestServerFreezes stops all that comes from the server in the middle of a load, without an end of the connections.
func TestServerFreezes(t *testing.T) {
	const patience, size = 8 * time.Second, 12_000
	bare(t)
	m := smallMapping(t)
	link := newLink(t, neo4jtest.Require(t))
	var said heard
	s := openSmall(t, Config{URI: link.uri, Patience: patience, Lease: 3 * time.Second, Say: said.say}, m)
	var frozen time.Time
	err := s.Load(context.Background(), cities(m, size), func(done, _ int) {
		if done > 0 && frozen.IsZero() {
			frozen = time.Now()
			link.freeze()
		}
	})
	expectGivenUp(t, err, &said, frozen, patience)
	link.thaw()
	if err := within(t, 30*time.Second, func() error { return s.Load(context.Background(), cities(m, size), nil) }); err != nil {
		t.Errorf("the next load ends with %v", err)
	}
	expectCities(t, s, size)
}

// TestCommitsAreLost cuts connections at the commits of a load: of some before the server has it, and of some before the client knows that it went
// through. The load goes on by itself, and each thing is there once.
func TestCommitsAreLost(t *testing.T) {
	const size, faults = 22_000, 8
	d, m := bare(t), smallMapping(t)
	link := newLink(t, neo4jtest.Require(t))
	var said heard
	s := openSmall(t, Config{URI: link.uri, Say: said.say}, m)
	link.loseCommits(faults)
	if err := s.Load(context.Background(), cities(m, size), nil); err != nil {
		t.Errorf("the load ends with %v\n%s", err, &said)
	}
	if left := link.loseCommits(0); left != 0 {
		t.Errorf("%d of %d faults did not come up", left, faults)
	}
	expectCities(t, s, size)
	rows := d.run("MATCH (c:City)-[r:ROAD]->() RETURN count(DISTINCT c.id), count(DISTINCT r.id)")
	if rows[0][0] != int64(size) || rows[0][1] != int64(size) {
		t.Errorf("there are %v cities and roads with an id of their own, want %d", rows, size)
	}
}

// TestPoolIsExhausted asks for more at once than there are connections.
func TestPoolIsExhausted(t *testing.T) {
	s := openFor(t, Config{URI: neo4jtest.Require(t), Connections: 2, QueryTimeout: time.Minute})
	other := openFor(t, Config{URI: neo4jtest.Require(t)})
	ctx, cancel := context.WithCancel(context.Background())
	var held sync.WaitGroup
	for range 2 {
		held.Go(func() { _, _ = s.read(ctx, endless, nil) })
	}
	waitFor(t, "both statements run", func() bool { return other.running(t, endless) == 2 })
	if err := within(t, 8*time.Second, func() error { return ping(s) }); !errors.Is(err, fault.ErrUnavailable) {
		t.Errorf("a third read ends with %v, want ErrUnavailable", err)
	}
	cancel()
	held.Wait()
	if err := ping(s); err != nil {
		t.Errorf("with the connections free again a read says %v", err)
	}
}

// TestClientLeaves looks whether the server still works for a client that has left.
func TestClientLeaves(t *testing.T) {
	s := openFor(t, Config{URI: neo4jtest.Require(t), QueryTimeout: time.Minute})
	ctx, cancel := context.WithCancel(context.Background())
	reading := make(chan error, 1)
	go func() {
		_, err := s.read(ctx, endless, nil)
		reading <- err
	}()
	waitFor(t, "the statement runs", func() bool { return s.running(t, endless) == 1 })
	cancel()
	if err := within(t, 5*time.Second, func() error { return <-reading }); !errors.Is(err, context.Canceled) {
		t.Errorf("the read ends with %v, want context.Canceled", err)
	}
	began := time.Now()
	waitFor(t, "the server has stopped", func() bool { return s.running(t, endless) == 0 })
	t.Logf("the statement was gone %s after its reader", time.Since(began))
}

// TestTimeOut gives a read less time than it needs.
func TestTimeOut(t *testing.T) {
	s := openFor(t, Config{URI: neo4jtest.Require(t), QueryTimeout: 300 * time.Millisecond})
	err := within(t, 8*time.Second, func() error { _, err := s.read(context.Background(), endless, nil); return err })
	if !errors.Is(err, fault.ErrTimeout) {
		t.Errorf("the read ends with %v, want ErrTimeout", err)
	}
	waitFor(t, "the server has stopped", func() bool { return s.running(t, endless) == 0 })
}

// running is how many transactions run a statement.
func (s *Store) running(t *testing.T, text string) int64 {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	records, err := s.read(ctx, "SHOW TRANSACTIONS YIELD currentQuery, status WHERE currentQuery = $in.text AND status STARTS WITH 'Running' "+
		"RETURN count(*)", map[string]any{"text": text})
	if err != nil {
		t.Fatal(err)
	}
	return records[0][0].(int64)
}

// waitFor waits for something that must come.
func waitFor(t *testing.T, what string, came func() bool) {
	t.Helper()
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if came() {
			return
		}
	}
	t.Fatalf("waiting in vain: %s", what)
}
