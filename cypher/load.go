package cypher

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
	"golang.org/x/sync/errgroup"

	"partnir/store"
)

const (
	// batchSize is how many records one transaction writes, and writers how many transactions are under way at once. The server
	// holds all of them in its memory.
	batchSize = 5_000
	writers   = 4
	// batchTimeout is how long one of them may take.
	batchTimeout = 5 * time.Minute
	// loadLabel is the label of the node that is there while a Load runs, or after one that did not come to its end.
	loadLabel = "Loading"
)

// Load checks all records before it writes any. Then it writes the nodes, and after them the relationships, in several transactions. One Load
// runs at a time, on this server and on all others.
func (s *Store) Load(ctx context.Context, records *store.Records, progress func(done, total int)) error {
	return s.alone(ctx, "loading", func(ctx context.Context, t *turn) error { return s.load(ctx, t, records, progress) })
}

// load loads in the turn of this server.
func (s *Store) load(ctx context.Context, t *turn, records *store.Records, progress func(done, total int)) error {
	if err := s.check(ctx, records); err != nil {
		return err
	}
	if progress == nil {
		progress = func(int, int) {}
	}
	l := &loader{Store: s, turn: t, total: len(records.Nodes) + len(records.Relationships), progress: progress}
	return failure(ctx, ctx, l.load(ctx, records))
}

// loader is the work on one Load.
type loader struct {
	*Store
	turn     *turn
	total    int
	mu       sync.Mutex // guards done, and lets progress be called once at a time
	done     int
	progress func(done, total int)
}

func (l *loader) load(ctx context.Context, records *store.Records) error {
	counts, err := l.Counts(ctx)
	if err != nil {
		return err
	}
	if err := l.single(ctx, "MERGE (:"+loadLabel+")"); err != nil {
		return err
	}
	known, err := l.words.after(ctx, l.Store, l.words.last.Load()) // those of now, not of some time ago
	if err != nil {
		return err
	}
	words := &newWords{knownWords: known, written: map[string]bool{}}
	// A value that is unique must be free before another node gets it. Former ids and relationships need the nodes.
	for _, batches := range [][]batch{
		freeBatches(records.Nodes, counts), nodeBatches(records.Nodes, counts, words), formerBatches(records.Nodes),
		relationshipBatches(records.Relationships, counts),
	} {
		if err := l.transactions(ctx, batches); err != nil {
			return err
		}
	}
	if err := l.single(ctx, "MATCH (l:"+loadLabel+") DELETE l"); err != nil {
		return err
	}
	if len(words.written) > 0 {
		_, _ = l.words.after(ctx, l.Store, known) // where that fails, a search will do so
	}
	if l.total >= largeLoad {
		l.replan(ctx)
	}
	l.settle(ctx)
	return nil
}

const (
	// largeLoad is from how many records on a Load changes what Neo4j should plan by.
	largeLoad = 5000
	// replanTimeout is how long it may take to see what has changed.
	replanTimeout = 30 * time.Second
)

// replan has Neo4j count its indexes anew and forget its plans: those that it made for the graph as it was before can be many times slower,
// and it would keep them for a while. Where that is not allowed it comes to it by itself, later.
func (l *loader) replan(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, replanTimeout)
	defer cancel()
	_, _ = l.read(ctx, "CALL db.prepareForReplanning($in.seconds)", map[string]any{"seconds": int(replanTimeout.Seconds())})
}

// batch is a part of the records that is written at once. fresh says that none of its records is there yet, unless an attempt or another server
// has written them already.
type batch struct {
	size  int
	fresh bool
	write func(ctx context.Context, s *Store, tx neo4j.ExplicitTransaction, fresh bool) error
	// written, where set, is called when the batch is written for good.
	written func()
}

// transactions writes batches, several at once. Where two of them wait for each other, Neo4j ends one, and it is tried again.
func (l *loader) transactions(ctx context.Context, batches []batch) error {
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(writers)
	for _, b := range batches {
		g.Go(func() error { return l.transaction(ctx, b) })
	}
	return g.Wait()
}

func (l *loader) transaction(ctx context.Context, b batch) error {
	err := l.batch(ctx, b)
	if b.fresh && isThere(err) {
		b.fresh = false
		err = l.batch(ctx, b)
	}
	if err != nil {
		return err
	}
	if b.written != nil {
		b.written()
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.done += b.size
	l.turn.does("loading %d of %d records", l.done, l.total)
	l.progress(l.done, l.total)
	return nil
}

func (l *loader) batch(ctx context.Context, b batch) error {
	return l.persist(ctx, l.cfg.Patience, batchTimeout, func(ctx context.Context, tx neo4j.ExplicitTransaction, attempt int) error {
		return b.write(ctx, l.Store, tx, b.fresh && attempt == 0)
	})
}

// isThere reports whether a write failed because something with the same id is there already.
func isThere(err error) bool {
	var server *neo4j.Neo4jError
	return errors.As(err, &server) && server.Code == "Neo.ClientError.Schema.ConstraintValidationFailed"
}

// single runs one statement in a transaction of its own.
func (l *loader) single(ctx context.Context, text string) error {
	return l.transaction(ctx, batch{write: func(ctx context.Context, s *Store, tx neo4j.ExplicitTransaction, _ bool) error {
		return s.write(ctx, tx, text, nil)
	}})
}
