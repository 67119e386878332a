// Package embedded is the store that needs nothing beside the program: a property graph in memory, durable in one SQLite file, with
// the full-text search of SQLite.
//
// Reads walk an immutable state of the graph. A load writes one SQLite transaction, and then puts the next state in its place; a process
// that is killed loses nothing that a load has acknowledged. Start reading at graph.go, then many.go.
package embedded

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"

	"partnir/embedded/file"
	"partnir/embedded/memory"
	"partnir/fault"
	"partnir/plan/mapping"
	"partnir/store"
)

// Store is a graph in memory, kept in a file.
type Store struct {
	layout *memory.Layout
	names  *memory.Names
	file   *file.File
	graph  atomic.Pointer[memory.Graph]
	// loading has room for one: it lets one Load write at a time. In memory, where there is one connection, a search takes it too.
	loading chan struct{}
	// swapping is held for writing while the file and the graph go from one state to the next, and for reading by who needs
	// both of one state.
	swapping sync.RWMutex
}

var _ store.Store = (*Store)(nil)

var errClosed = fmt.Errorf("the embedded store is closed: %w", fault.ErrUnavailable)

// Open opens the graph in a file, or makes the file where there is none. The path "" or ":memory:" keeps the graph in memory alone.
// The file belongs to one process at a time; the error wraps fault.ErrUnavailable where another has it open. Other errors are a file
// that cannot be read or written, one of another program, of another version, or damaged.
func Open(ctx context.Context, path string, m *mapping.Mapping) (*Store, error) {
	l, err := memory.NewLayout(m)
	if err != nil {
		return nil, err
	}
	f, err := file.OpenFile(ctx, path)
	if err != nil {
		return nil, err
	}
	s := &Store{layout: l, file: f, loading: make(chan struct{}, 1)}
	if err := s.read(ctx); err != nil {
		f.Close()
		return nil, f.Explain("open", err)
	}
	return s, nil
}

// read makes the graph of the file, and compares all of the file with what it says of itself.
func (s *Store) read(ctx context.Context) error {
	var err error
	if s.names, err = s.file.Names(ctx, s.layout.Mapping); err != nil {
		return err
	}
	b := memory.NewBuilder(s.layout, s.names, nil)
	if err := s.file.ReadRecords(ctx, b.AddNode, b.AddRelationship); err != nil {
		return err
	}
	g, err := b.Finish()
	if err != nil {
		return err
	}
	s.graph.Store(g)
	return nil
}

// current returns the state of the graph to read, or the error of a closed store.
func (s *Store) current(ctx context.Context) (*memory.Graph, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if g := s.graph.Load(); g != nil {
		return g, nil
	}
	return nil, errClosed
}

// lock waits until it has loading, or ctx is done.
func (s *Store) lock(ctx context.Context) error {
	select {
	case s.loading <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (s *Store) unlock() { <-s.loading }

// Counts returns the number of nodes by object type and of relationships by type, with zeros.
func (s *Store) Counts(ctx context.Context) (store.Counts, error) {
	g, err := s.current(ctx)
	if err != nil {
		return store.Counts{}, err
	}
	return g.Counts(), nil
}

// Close waits for a Load that is under way, and ends all use of the store. Reads that have begun run to their end. It may be called
// more than once. Where ctx is done first the store stays open, and Close returns its error.
func (s *Store) Close(ctx context.Context) error {
	if err := s.lock(ctx); err != nil {
		return err
	}
	defer s.unlock()
	s.swapping.Lock()
	defer s.swapping.Unlock()
	if s.graph.Swap(nil) == nil {
		return nil
	}
	if err := s.file.Close(); err != nil {
		return fmt.Errorf("close %s: %w", s.file.Path, err)
	}
	return nil
}
