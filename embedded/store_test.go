package embedded

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"partnir/embedded/file"
	"partnir/fault"
	"partnir/plan"
	"partnir/plan/mapping"
	"partnir/plan/search"
	"partnir/store"
)

func mustOpen(t testing.TB, path string, m *mapping.Mapping) *Store {
	t.Helper()
	s, err := Open(t.Context(), path, m)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close(context.Background()) })
	return s
}

func mustLoad(t testing.TB, s *Store, records *store.Records) {
	t.Helper()
	if err := s.Load(t.Context(), records, nil); err != nil {
		t.Fatal(err)
	}
}

func TestMain(m *testing.M) {
	if path := os.Getenv("PARTNIR_TEST_LOAD"); path != "" {
		loadForever(path, 1000)
	}
	if path := os.Getenv("PARTNIR_TEST_OPEN"); path != "" {
		loadForever(path, 0)
	}
	os.Exit(m.Run())
}

// generation is the graph that loadForever loads in round i: it replaces records of the one before, and has more.
func generation(m *mapping.Mapping, i, size int) *store.Records {
	g, records := newGenerator(m, 1), &store.Records{}
	g.nodes(records, "Source", 1)
	g.nodes(records, "Organization", size+size/10*i)
	g.relationships(records, "MEMBER_OF", size*5/2)
	sources := records.Nodes[:1]
	records.Nodes = records.Nodes[1:]
	age(rand.New(rand.NewPCG(uint64(i), 1)), m, records, g.byType["Source"])
	records.Nodes = append(records.Nodes, sources...)
	return records
}

// killedSize is how many nodes there are while TestKill kills.
const killedSize = 2000

// loadForever loads graph after graph, and says so on the standard output after each, until the process is killed.
func loadForever(path string, rounds int) {
	fail := func(err error) {
		fmt.Println("failed:", err)
		os.Exit(1)
	}
	m := readSchema(&testing.T{})
	s, err := Open(context.Background(), path, m)
	if err != nil {
		fail(err)
	}
	fmt.Println("open")
	for i := range rounds {
		if err := s.Load(context.Background(), generation(m, i, killedSize), nil); err != nil {
			fail(err)
		}
		fmt.Println("loaded", i)
	}
	time.Sleep(time.Minute)
}

// TestKill kills a process in the midst of a load, and others while they open what it left, again and again: what it had said was loaded is
// there, the file opens, and what was being loaded is there wholly or not at all.
func TestKill(t *testing.T) {
	m := readSchema(t)
	path := filepath.Join(t.TempDir(), "graph.db")
	states := []*store.Records{{}}
	for round := range 8 {
		os.Remove(path)
		os.Remove(path + "-wal")
		os.Remove(path + "-shm")
		loaded := killWhileLoading(t, path, time.Duration(rand.IntN(400+200*round))*time.Millisecond)
		for range 3 {
			killWhileOpening(t, path, time.Duration(rand.IntN(100))*time.Millisecond)
		}
		s, err := Open(t.Context(), path, m)
		if err != nil {
			t.Fatalf("after a kill: %v", err)
		}
		got := contents(t, s)
		s.Close(t.Context())
		for len(states) < loaded+3 {
			states = append(states, merged(states[len(states)-1], generation(m, len(states)-1, killedSize)))
		}
		switch len(got.Nodes) {
		case len(states[loaded].Nodes):
			same(t, "the state that was acknowledged", got, states[loaded])
		case len(states[loaded+1].Nodes):
			same(t, "the state after it", got, states[loaded+1])
		default:
			t.Fatalf("%d loads were acknowledged, which make %d nodes; there are %d", loaded, len(states[loaded].Nodes), len(got.Nodes))
		}
	}
}

// killWhileLoading starts a process that loads, kills it after a while, and returns how many loads it had acknowledged.
func killWhileLoading(t *testing.T, path string, after time.Duration) (loaded int) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), "PARTNIR_TEST_LOAD="+path)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		line := lines.Text()
		switch {
		case line == "open":
			time.AfterFunc(after, func() { cmd.Process.Kill() })
		case strings.HasPrefix(line, "loaded"):
			loaded++
		default:
			t.Error(line)
		}
	}
	cmd.Wait()
	return loaded
}

// killWhileOpening starts a process that opens a file, and kills it after a while, which may be before it is open, in the midst of it, or after.
func killWhileOpening(t *testing.T, path string, after time.Duration) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), "PARTNIR_TEST_OPEN="+path)
	var out strings.Builder
	cmd.Stdout = &out
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	time.AfterFunc(after, func() { cmd.Process.Kill() })
	cmd.Wait()
	if out.String() != "" && out.String() != "open\n" {
		t.Error(out.String())
	}
}

// merged is what a store that holds a is after loading b.
func merged(a, b *store.Records) *store.Records {
	all := &store.Records{}
	ids := map[string]bool{}
	for i := range b.Nodes {
		ids[b.Nodes[i].ID] = true
	}
	for i := range b.Relationships {
		ids[b.Relationships[i].ID] = true
	}
	for _, n := range a.Nodes {
		if !ids[n.ID] {
			all.Nodes = append(all.Nodes, n)
		}
	}
	for _, r := range a.Relationships {
		if !ids[r.ID] {
			all.Relationships = append(all.Relationships, r)
		}
	}
	all.Nodes, all.Relationships = append(all.Nodes, b.Nodes...), append(all.Relationships, b.Relationships...)
	return sorted(all)
}

func TestOpenFaults(t *testing.T) {
	m := readSchema(t)
	dir := t.TempDir()
	write := func(name string, content []byte) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	good := filepath.Join(dir, "good.db")
	s := mustOpen(t, good, m)
	mustLoad(t, s, smallGraph(m, 1))
	s.Close(t.Context())
	content, err := os.ReadFile(good)
	if err != nil {
		t.Fatal(err)
	}
	damaged := append([]byte(nil), content...)
	for i := len(damaged) / 4; i < len(damaged)/2; i++ {
		damaged[i] = 0xa5
	}
	later := append([]byte(nil), content...)
	later[63]++ // the last byte of user_version
	file.Seal((*file.Page)(later), 1)
	older := append([]byte(nil), later...)
	older[20], older[63] = 0, 1 // no room at the end of pages
	clear(older[file.Usable:file.PageSize])
	foreign := append([]byte(nil), older...)
	copy(foreign[68:], "ABCD")
	for _, c := range []struct{ path, want string }{
		{write("text.db", []byte(strings.Repeat("not a database\n", 50))), "it is no file of this program"},
		{write("short.db", []byte("SQLite")), "it is no file of this program"},
		{write("foreign.db", foreign), "it is no file of this program"},
		{write("later.db", later), "it has the format 4, and this version of the program reads format 3; use the version that wrote it, or " + file.StartAnew},
		{write("older.db", older), "it has the format 1, and this version of the program reads format 3; use the version that wrote it, or " + file.StartAnew},
		{write("damaged.db", damaged), "has been changed); " + file.Remedy},
		{write("half.db", content[:len(content)/2]), fmt.Sprintf("the file is damaged: it has %d bytes, and %d were written; ", len(content)/2, len(content)) + file.Remedy},
		{write("cut.db", content[:file.PageSize/2]), "the file is damaged: it has been cut short; " + file.Remedy},
		{filepath.Join(dir, "no", "such", "folder.db"), "the file cannot be opened"},
		{dir, "is a directory"},
	} {
		before, _ := os.ReadFile(c.path)
		s, err := Open(t.Context(), c.path, m)
		if err == nil {
			s.Close(t.Context())
		}
		if err == nil || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), c.path) {
			t.Errorf("%s: got %v, want %q", filepath.Base(c.path), err, c.want)
		}
		if after, _ := os.ReadFile(c.path); string(before) != string(after) {
			t.Errorf("%s was changed", filepath.Base(c.path))
		}
	}
	for _, name := range []string{"empty.db", "a name?with#signs%20.db"} {
		s, err := Open(t.Context(), write(name, nil), m)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		s.Close(t.Context())
		if info, err := os.Stat(filepath.Join(dir, name)); err != nil || info.Size() == 0 {
			t.Errorf("%s was not used: %v", name, err)
		}
	}
}

func TestOneProcessAtATime(t *testing.T) {
	m := readSchema(t)
	path := filepath.Join(t.TempDir(), "graph.db")
	s := mustOpen(t, path, m)
	for range 2 {
		if _, err := Open(t.Context(), path, m); !errors.Is(err, fault.ErrUnavailable) || !strings.Contains(err.Error(), "another process uses the file") {
			t.Errorf("got %v", err)
		}
		mustLoad(t, s, village(m)) // a load gives the file back to nobody
	}
	s.Close(t.Context())
	mustOpen(t, path, m)
}

// TestChangedUnderneath lets another process write while a store does not hold its file.
func TestChangedUnderneath(t *testing.T) {
	m := readSchema(t)
	path := filepath.Join(t.TempDir(), "graph.db")
	s := mustOpen(t, path, m)
	if _, err := s.file.Writer.ExecContext(t.Context(), "ROLLBACK"); err != nil {
		t.Fatal(err)
	}
	s.file.Holding = false
	other := mustOpen(t, path, m)
	mustLoad(t, other, village(m))
	if err := s.Load(t.Context(), smallGraph(m, 1), nil); !errors.Is(err, fault.ErrUnavailable) {
		t.Errorf("while the other has it: %v", err)
	}
	other.Close(t.Context())
	if err := s.Load(t.Context(), smallGraph(m, 1), nil); err == nil || !strings.Contains(err.Error(), "another process has changed the file") {
		t.Errorf("after the other has written: %v", err)
	}
	s.Close(t.Context())
	same(t, "what the other wrote", contents(t, mustOpen(t, path, m)), sorted(village(m)))
}

// TestOtherSchema opens a file after the schema has changed: a property is gone, another has come.
func TestOtherSchema(t *testing.T) {
	m := readSchema(t)
	path := filepath.Join(t.TempDir(), "graph.db")
	s := mustOpen(t, path, m)
	mustLoad(t, s, village(m))
	s.Close(t.Context())
	changed := readSchemaWith(t, strings.NewReplacer("  region: Region\n", "  continent: String\n"))
	s = mustOpen(t, path, changed)
	g := s.graph.Load()
	node, _ := g.Find("country:KEN")
	country := changed.Type("Country")
	if iso3, continent := g.NodeValue(node, country.Property("iso3")), g.NodeValue(node, country.Property("continent")); iso3 != "KEN" || continent != nil {
		t.Errorf("got %v and %v", iso3, continent)
	}
	s.Close(t.Context())
	for _, c := range []struct{ was, is, want string }{
		{"  capital: String\n", "  capital: Int\n", "a value is not of the kind that the schema says"},
		{"  AFRICA\n", "  AFRIQUE\n", `a value of region is "AFRICA", which is no value of Region`},
	} {
		changed = readSchemaWith(t, strings.NewReplacer(c.was, c.is))
		if _, err := Open(t.Context(), path, changed); err == nil || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), "must be loaded anew") {
			t.Errorf("got %v, want %s", err, c.want)
		}
	}
}

func TestClose(t *testing.T) {
	m := readSchema(t)
	for _, path := range []string{":memory:", filepath.Join(t.TempDir(), "graph.db")} {
		before := runtime.NumGoroutine()
		s, err := Open(t.Context(), path, m)
		if err != nil {
			t.Fatal(err)
		}
		mustLoad(t, s, village(m))
		for range 2 {
			if err := s.Close(t.Context()); err != nil {
				t.Error(err)
			}
		}
		ctx := t.Context()
		_, read := s.Read(ctx, &plan.Plan{})
		_, find := s.Read(ctx, &plan.Plan{Search: &plan.SearchPage{Search: search.New("china", nil)}})
		_, counts := s.Counts(ctx)
		for what, err := range map[string]error{"Read": read, "a search": find, "Counts": counts, "Load": s.Load(ctx, village(m), nil)} {
			if !errors.Is(err, fault.ErrUnavailable) {
				t.Errorf("%s of a closed store: %v", what, err)
			}
		}
		for wait := 0; runtime.NumGoroutine() > before && wait < 500; wait++ {
			time.Sleep(10 * time.Millisecond)
		}
		if after := runtime.NumGoroutine(); after > before {
			t.Errorf("%d goroutines before, %d after", before, after)
		}
	}
}

func TestCounts(t *testing.T) {
	m := readSchema(t)
	s := mustOpen(t, "", m)
	mustLoad(t, s, village(m))
	counts, err := s.Counts(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if n := counts.Nodes; n["Country"] != 3 || n["Organization"] != 3 || n["Source"] != 2 || n["Goal"] != 0 || len(n) != len(m.Types) {
		t.Errorf("nodes: %v", n)
	}
	if n := counts.Relationships; n["MEMBER_OF"] != 4 || n["LOCATED_IN"] != 1 || len(n) != len(m.Relationships) {
		t.Errorf("relationships: %v", n)
	}
}
