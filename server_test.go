package main

import (
	"bytes"
	"context"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"partnir/cypher/neo4jtest"
)

// output is what a program under test prints, readable while it runs.
type output struct {
	sync.Mutex
	bytes.Buffer
}

func (o *output) Write(b []byte) (int, error) {
	o.Lock()
	defer o.Unlock()
	return o.Buffer.Write(b)
}

func (o *output) String() string {
	o.Lock()
	defer o.Unlock()
	return o.Buffer.String()
}

var address = regexp.MustCompile(`GraphQL at (http://\S+/graphql)`)

// start runs the program until the test ends or stop is called, and returns its address.
func start(t *testing.T, args ...string) (url, printed string, stop func() error) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	out := &output{}
	ended := make(chan error, 1)
	go func() {
		ended <- run(ctx, append([]string{"partnir", "--addr", "127.0.0.1:0"}, args...), out, io.Discard)
	}()
	stop = func() error { cancel(); return <-ended }
	for range 3000 {
		if m := address.FindStringSubmatch(out.String()); m != nil {
			return m[1], out.String(), stop
		}
		select {
		case err := <-ended:
			t.Fatalf("the program ended: %v\n%s", err, out)
		case <-time.After(100 * time.Millisecond):
		}
	}
	t.Fatalf("no address after 5 minutes:\n%s", out)
	return "", "", nil
}

func post(t *testing.T, url, body string) string {
	t.Helper()
	r, err := http.Post(url, "application/json", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	b, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// TestServe starts the program twice on one file: the first start loads the starter graph, the second finds it there.
func TestServe(t *testing.T) {
	data := filepath.Join(t.TempDir(), "partnir.db")
	const query, want = `{"query": "{ country(iso3: \"BRA\") { name } }"}`, `{"data":{"country":{"name":"Brazil"}}}`
	for i, loading := range []bool{true, false} {
		url, printed, stop := start(t, "--data", data)
		if got := strings.Contains(printed, "loading"); got != loading {
			t.Errorf("start %d loads: %t, want %t\n%s", i+1, got, loading, printed)
		}
		if got := strings.TrimSpace(post(t, url, query)); got != want {
			t.Errorf("start %d answers %s, want %s", i+1, got, want)
		}
		if err := stop(); err != nil {
			t.Errorf("start %d ends with %v", i+1, err)
		}
	}
}

// TestSeedNone starts with an empty graph.
func TestSeedNone(t *testing.T) {
	url, printed, stop := start(t, "--data", filepath.Join(t.TempDir(), "partnir.db"), "--seed", "none")
	if !strings.HasPrefix(printed, "0 entities and 0 relationships") {
		t.Errorf("it prints %s", printed)
	}
	if want := "IRIs begin with " + strings.TrimSuffix(url, "graphql") + "id/\n"; !strings.Contains(printed, want) {
		t.Errorf("it prints %s, want %s in it", printed, want)
	}
	const want = `{"data":{"countries":{"totalCount":0}}}`
	if got := strings.TrimSpace(post(t, url, `{"query": "{ countries { totalCount } }"}`)); got != want {
		t.Errorf("it answers %s, want %s", got, want)
	}
	if err := stop(); err != nil {
		t.Error(err)
	}
}

// TestStartErrors shows that what can go wrong at the start is one clear line.
func TestStartErrors(t *testing.T) {
	busy, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer busy.Close()
	text := filepath.Join(t.TempDir(), "notes.txt")
	if err := os.WriteFile(text, []byte("This is no graph, but a text of some length."), 0o600); err != nil {
		t.Fatal(err)
	}
	cases := []struct {
		name, want string
		args       []string
	}{
		{"busy port", "is in use by another program", []string{"--addr", busy.Addr().String()}},
		{"no address", "cannot listen on", []string{"--addr", "nowhere"}},
		{"file of another kind", text, []string{"--addr", "127.0.0.1:0", "--data", text}},
		{"folder for a file", filepath.Dir(text), []string{"--addr", "127.0.0.1:0", "--data", filepath.Dir(text)}},
		{"unknown flag", "-nope", []string{"--nope"}},
		{"unknown command", "no command", []string{"nope"}},
		{"bad seed", "starter or none", []string{"--seed", "all"}},
		{"bad base", "--base-iri", []string{"--base-iri", "example.org"}},
		{"no password file", "--neo4j-password-file", []string{"--neo4j-password-file", text + ".missing"}},
		{"no Neo4j there", "127.0.0.1:1", []string{"--addr", "127.0.0.1:0", "--neo4j-uri", "bolt://127.0.0.1:1"}},
		{"no Neo4j address", "neo4j://", []string{"--addr", "127.0.0.1:0", "--neo4j-uri", "localhost"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			err := run(t.Context(), append([]string{"partnir"}, c.args...), io.Discard, io.Discard)
			if err == nil || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "\n") {
				t.Errorf("the error is %v, want one line with %q", err, c.want)
			}
		})
	}
}

// TestNeo4j starts the program on a Neo4j with a password: the wrong one is one clear line, the right one serves.
func TestNeo4j(t *testing.T) {
	const password = "right-password"
	server := neo4jtest.RequireOwn(t, neo4jtest.Options{Password: password})
	t.Setenv("PARTNIR_NEO4J_PASSWORD", "wrong-password")
	err := run(t.Context(), []string{"partnir", "--addr", "127.0.0.1:0", "--neo4j-uri", server.URI}, io.Discard, io.Discard)
	if err == nil || !strings.Contains(err.Error(), "password") || strings.Contains(err.Error(), "\n") ||
		strings.Contains(err.Error(), "wrong-password") {
		t.Errorf("with the wrong password the error is %v", err)
	}
	file := filepath.Join(t.TempDir(), "password")
	if err := os.WriteFile(file, []byte(password+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	url, printed, stop := start(t, "--neo4j-uri", server.URI, "--neo4j-password-file", file, "--seed", "none")
	if !strings.Contains(printed, server.URI) {
		t.Errorf("it does not say where the graph is: %s", printed)
	}
	const want = `{"data":{"countries":{"totalCount":0}}}`
	if got := strings.TrimSpace(post(t, url, `{"query": "{ countries { totalCount } }"}`)); got != want {
		t.Errorf("it answers %s, want %s", got, want)
	}
	if err := stop(); err != nil {
		t.Error(err)
	}
}
