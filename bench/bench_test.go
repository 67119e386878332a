package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"partnir/cypher/neo4jtest"
)

// TestMain lets the test program be the benchmark's own processes, as the benchmark is itself.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == child {
		ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
		defer stop()
		if err := command(ctx, os.Args, os.Stdout, os.Stderr); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// TestQuick runs the benchmark on a small graph: all contenders start, answer every question alike, are timed, and a table comes of it.
// No time is judged.
func TestQuick(t *testing.T) {
	out := filepath.Join(t.TempDir(), "table.md")
	err := command(t.Context(), []string{"bench", "-quick", "-out", out}, os.Stdout, os.Stderr)
	if errors.Is(err, neo4jtest.ErrMissing) && os.Getenv("CI") != "true" {
		t.Skipf("SKIPPED, the benchmark was not tried: %v", err)
	}
	if err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	table := string(b)
	g, err := newShape(quick)
	if err != nil {
		t.Fatal(err)
	}
	all, err := questions(g)
	if err != nil {
		t.Fatal(err)
	}
	for _, q := range all {
		// Two lists of what was asked and how long it took, one for one client and one for eight, twice each; and the bars.
		least := 6
		if q.verb { // the list, and a row for each store
			least = 3
		}
		if n := strings.Count(table, "\n| "+q.name+" |"); n < least {
			t.Errorf("%s has %d rows, want %d or more", q.name, n, least)
		}
	}
	for _, title := range []string{"the limit", "gqlgen + dataloaders", "ours on Neo4j", "ours embedded"} {
		if !strings.Contains(table, title) {
			t.Errorf("%s is not in the table", title)
		}
	}
	if strings.Contains(table, "NaN") || strings.Contains(table, "Inf") {
		t.Errorf("a figure is none:\n%s", table)
	}
}
