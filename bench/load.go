package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"runtime"
	"time"

	"partnir/cypher"
	"partnir/dataset"
	"partnir/embedded"
	"partnir/graph"
	"partnir/plan/mapping"
	"partnir/store"
)

// loaded is what was measured while a store was loaded.
type loaded struct {
	// Nodes and Relationships are those of the generated graph; the starter graph comes on top.
	Nodes, Relationships int
	// The times are in seconds.
	NodeTime, RelationshipTime, StarterTime float64
	// NodeBytes and RelationshipBytes are how much the heap grew by them once it was collected; of the embedded store only.
	NodeBytes, RelationshipBytes int64
	// PeakMemory is the most memory that the loading process ever had resident, in bytes, with the records that it makes.
	PeakMemory int64
	// Size is what the store takes on disk, in bytes.
	Size int64
}

// loadInto loads the generated graph and then the starter graph into a store, through Store.Load as any program would. The generated
// graph comes first, batch by batch, all nodes before all relationships.
func loadInto(ctx context.Context, store store.Store, m *mapping.Mapping, g shape, starter, heap bool, log io.Writer) (*loaded, error) {
	l := &loaded{}
	before := int64(0)
	measure := func() int64 {
		if !heap {
			return 0
		}
		grown := heapInUse() - before
		before += grown
		return grown
	}
	measure()
	began := time.Now()
	for b := range g.batches(m) {
		if len(b.Relationships) > 0 && l.Relationships == 0 {
			l.NodeBytes = measure()
		}
		start := time.Now()
		if err := store.Load(ctx, b, nil); err != nil {
			return nil, fmt.Errorf("loading the generated graph: %w", err)
		}
		took := time.Since(start).Seconds()
		l.Nodes, l.Relationships = l.Nodes+len(b.Nodes), l.Relationships+len(b.Relationships)
		if len(b.Nodes) > 0 {
			l.NodeTime += took
		} else {
			l.RelationshipTime += took
		}
		fmt.Fprintf(log, "  %d nodes, %d relationships after %.0f s (%.0f records/s)\n",
			l.Nodes, l.Relationships, time.Since(began).Seconds(), float64(len(b.Nodes)+len(b.Relationships))/took)
	}
	l.RelationshipBytes = measure()
	if !starter {
		return l, nil
	}
	records, err := dataset.Starter(m)
	if err != nil {
		return nil, err
	}
	start := time.Now()
	if err := store.Load(ctx, records, nil); err != nil {
		return nil, fmt.Errorf("loading the starter graph: %w", err)
	}
	l.StarterTime = time.Since(start).Seconds()
	return l, nil
}

func heapInUse() int64 {
	runtime.GC()
	runtime.GC()
	var s runtime.MemStats
	runtime.ReadMemStats(&s)
	return int64(s.HeapAlloc)
}

// childLoad is the process that loads one store: arguments embedded FILE or neo4j URI, and the sizes as JSON. It prints what it
// measured as JSON. As a process of its own its memory is not that of anything else.
func childLoad(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	if len(args) != 3 {
		return fmt.Errorf("load takes a store, its place and the sizes")
	}
	var s sizes
	if err := json.Unmarshal([]byte(args[2]), &s); err != nil {
		return err
	}
	g, err := newShape(s)
	if err != nil {
		return err
	}
	m, err := graph.Mapping()
	if err != nil {
		return err
	}
	var store store.Store
	if args[0] == "embedded" {
		store, err = embedded.Open(ctx, args[1], m)
	} else {
		store, err = cypher.Open(ctx, cypher.Config{URI: args[1]}, m)
	}
	if err != nil {
		return err
	}
	l, err := loadInto(ctx, store, m, g, s.Starter, args[0] == "embedded", stderr)
	if err != nil {
		return err
	}
	if err := store.Close(ctx); err != nil {
		return err
	}
	if _, l.PeakMemory, err = memory(os.Getpid()); err != nil {
		return err
	}
	return json.NewEncoder(stdout).Encode(l)
}
