package cypher

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"partnir/cypher/statement"
	"partnir/fault"
)

const (
	// defaultPatience is how long a transaction that writes is tried again while its failures may pass: a Neo4j that starts again is back by then.
	defaultPatience = 30 * time.Second
	// beginTimeout is how long a transaction may take to begin. The driver alone would ask for routes and connections for much longer.
	beginTimeout = 5 * time.Second
	// closeTimeout is how long the end of a session may take. It tells a server that may not answer any more.
	closeTimeout = time.Second
	// firstWord is how long failures pass in silence, and nextWord how long until the next word about them.
	firstWord = time.Second
	nextWord  = 5 * time.Second
)

// errBegin says that a transaction did not begin in time.
var errBegin = fmt.Errorf("no transaction began within %s", beginTimeout)

// work is what a transaction does. attempt counts from 0; from 1 on it may be that an attempt before was committed, and only its
// acknowledgement was lost, so the work must come to the same when it is done again.
type work func(ctx context.Context, tx neo4j.ExplicitTransaction, attempt int) error

// persist runs a transaction that writes until it is committed. While its failures may pass it tries again, as long as the patience lasts, and
// says so. An attempt may take as long as most.
func (s *Store) persist(ctx context.Context, patience, most time.Duration, do work) error {
	var failing time.Time
	for attempt := 0; ; attempt++ {
		err := s.once(ctx, most, do, attempt)
		if err == nil || ctx.Err() != nil || !passing(err) {
			return err
		}
		if failing.IsZero() {
			failing = time.Now()
		}
		left := patience - time.Since(failing)
		if left <= 0 {
			return s.giveUp(patience, err)
		}
		s.trouble.tell(s, err, left)
		if !sleep(ctx, min(backoff(attempt+1), left)) {
			return err
		}
	}
}

// once is one attempt of a transaction.
func (s *Store) once(ctx context.Context, most time.Duration, do work, attempt int) error {
	ctx, cancel := context.WithTimeout(ctx, most)
	defer cancel()
	session := s.session(ctx, neo4j.AccessModeWrite)
	defer s.end(ctx, session)
	tx, err := s.begin(ctx, session, most)
	if err != nil {
		return err
	}
	if err := do(ctx, tx, attempt); err != nil {
		closing, cancel := briefly(ctx)
		defer cancel()
		_ = tx.Rollback(closing) // where it fails the server rolls back by itself
		return err
	}
	if err := tx.Commit(ctx); err != nil {
		return err
	}
	s.trouble.over(s)
	return nil
}

// begin begins a transaction, soon or not at all. Its context is that of the whole transaction, which must not be done when the driver gives
// the connection back; so another one is done where it takes too long.
func (s *Store) begin(ctx context.Context, session neo4j.SessionWithContext, most time.Duration) (neo4j.ExplicitTransaction, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	late := time.AfterFunc(beginTimeout, func() { cancel(errBegin) })
	defer late.Stop()
	tx, err := session.BeginTransaction(ctx, neo4j.WithTxTimeout(most))
	if err != nil && context.Cause(ctx) == errBegin {
		return nil, errBegin
	}
	return tx, err
}

// end gives a session back; where the server does not answer it does not wait for it.
func (s *Store) end(ctx context.Context, session neo4j.SessionWithContext) {
	ctx, cancel := briefly(ctx)
	defer cancel()
	_ = session.Close(ctx) // nothing depends on it
}

// briefly is a context for the last things to do, also after ctx is done.
func briefly(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(context.WithoutCancel(ctx), closeTimeout)
}

// stopped are the codes of transactions that were ended from outside, as a server does that stops.
var stopped = []string{"Neo.ClientError.Transaction.Terminated", "Neo.ClientError.Transaction.LockClientStopped"}

// passing reports whether the failure of a transaction may pass: the server cannot be reached, or it says that another attempt may help.
func passing(err error) bool {
	var server *neo4j.Neo4jError
	var connection *neo4j.ConnectivityError
	switch {
	case errors.Is(err, errBegin), errors.As(err, &connection):
		return true
	case errors.As(err, &server):
		return server.IsRetriable() || schemaMoves(err) || slices.Contains(stopped, server.Code)
	}
	return false
}

// giveUp is the error after the last attempt.
func (s *Store) giveUp(patience time.Duration, err error) error {
	s.say("%s, giving up after %s: %s", s.unreachable(err), patience, oneLine(err))
	s.trouble.forget()
	return fmt.Errorf("%w for %s: %s", fault.ErrUnavailable, patience, oneLine(err))
}

// unreachable says what a failure that may pass looks like from outside.
func (s *Store) unreachable(err error) string {
	var server *neo4j.Neo4jError
	if errors.As(err, &server) {
		return "Neo4j at " + s.at + " puts off a transaction"
	}
	return "Neo4j at " + s.at + " cannot be reached"
}

// trouble is the talk about failures that may pass. Of several transactions that fail at once, one speaks.
type trouble struct {
	mu          sync.Mutex
	since, said time.Time
	// committed is when a transaction was committed last.
	committed time.Time
}

// tell says what fails, after a second of failures and then every five seconds. left is how long it will be tried again.
func (t *trouble) tell(s *Store, err error, left time.Duration) {
	t.mu.Lock()
	defer t.mu.Unlock()
	now := time.Now()
	if t.since.IsZero() {
		t.since = now
	}
	if now.Sub(t.since) < firstWord || now.Sub(t.said) < nextWord {
		return
	}
	t.said = now
	s.say("%s, trying again for %s: %s", s.unreachable(err), left.Round(time.Second), oneLine(err))
}

// over notes that a transaction was committed, and says so where there was talk of trouble.
func (t *trouble) over(s *Store) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if !t.said.IsZero() {
		s.say("Neo4j at %s answers again", s.at)
	}
	t.since, t.said, t.committed = time.Time{}, time.Time{}, time.Now()
}

// forget ends the talk.
func (t *trouble) forget() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.since, t.said = time.Time{}, time.Time{}
}

// lastCommit is when a transaction was committed last.
func (t *trouble) lastCommit() time.Time {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.committed
}

// aloud makes a call that may take long, and says every five seconds that it is at it still.
func (s *Store) aloud(what string, call func() error) error {
	began, done := time.Now(), make(chan struct{})
	defer close(done)
	go func() {
		for tick := time.NewTicker(nextWord); ; {
			select {
			case <-tick.C:
				s.say("%s: %s", what, time.Since(began).Round(time.Second))
			case <-done:
				tick.Stop()
				return
			}
		}
	}()
	return call()
}

// say tells people something, where someone wants to hear it.
func (s *Store) say(format string, args ...any) {
	if s.cfg.Say != nil {
		s.cfg.Say(fmt.Sprintf(format, args...))
	}
}

// write runs a statement that returns nothing.
func (s *Store) write(ctx context.Context, tx neo4j.ExplicitTransaction, text string, args map[string]any) error {
	result, err := s.run(ctx, tx, text, args)
	if err != nil {
		return err
	}
	_, err = result.Consume(ctx)
	return err
}

// run runs a statement in a transaction.
func (s *Store) run(ctx context.Context, tx neo4j.ExplicitTransaction, text string, args map[string]any) (neo4j.ResultWithContext, error) {
	s.announce(text)
	return tx.Run(ctx, text, statement.Inputs(args))
}
