package cypher

import (
	"context"
	"errors"
	"fmt"
	"os"
	"sync/atomic"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"partnir/store"
)

// Several servers may serve one graph. What only one of them may do at a time, changing indexes and loading, it does in its turn. Whose turn
// it is stands on one node, the lease: the owner, what it does, and until when the lease runs, by the clock of Neo4j. The owner renews it while
// it works. One that is not heard of any more, for it was killed or cannot reach Neo4j, loses its turn when the lease runs out.

const (
	leaseLabel = "Lease"
	leaseName  = "name"
	// theLease is the name of the only lease.
	theLease = "turn"
	// defaultLease is how long a lease runs. It is renewed at every sixth part of that.
	defaultLease = 30 * time.Second
	// takeTimeout is how long taking the lease may take: a Neo4j that is new, or has much to do, is slow.
	takeTimeout = 30 * time.Second
	// giveTimeout is how long giving it back may take.
	giveTimeout = 3 * time.Second
	// askEvery is how often those who wait look whether it is their turn, and waitWord how often they say that they wait.
	askEvery = 250 * time.Millisecond
	waitWord = 5 * time.Second
)

// errTurnLost says that another server has the turn: this one was not heard of for too long.
var errTurnLost = errors.New("another server has taken over")

// Alone calls do in the turn of this server: no other one changes indexes or loads meanwhile. It waits for its turn, and says for whom. The store
// that do gets is this one, and loads without waiting. The context that it gets is done where the turn is lost; do is then called again in the
// next turn, so it has to look how far the graph has come.
func (s *Store) Alone(ctx context.Context, do func(ctx context.Context, store store.Store) error) error {
	return s.alone(ctx, "at work", func(ctx context.Context, t *turn) error { return do(ctx, held{s, t}) })
}

// held is a store in its turn.
type held struct {
	*Store
	turn *turn
}

// Load loads in the turn that there is.
func (h held) Load(ctx context.Context, records *store.Records, progress func(done, total int)) error {
	return h.Store.load(ctx, h.turn, records, progress)
}

// Alone calls do in the turn that there is.
func (h held) Alone(ctx context.Context, do func(ctx context.Context, db store.Store) error) error {
	return do(ctx, h)
}

// alone calls do in the turn of this server; doing says what it does, for those who wait.
func (s *Store) alone(ctx context.Context, doing string, do func(context.Context, *turn) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	// Of the loads of this server one waits for its turn at a time.
	select {
	case s.writing <- struct{}{}:
		defer func() { <-s.writing }()
	case <-ctx.Done():
		return ctx.Err()
	}
	t := &turn{Store: s}
	t.does("%s", doing)
	for {
		if err := t.wait(ctx); err != nil {
			return failure(ctx, ctx, err)
		}
		err := t.run(ctx, do)
		if !errors.Is(err, errTurnLost) {
			return err
		}
		s.say("this server was not heard of for too long: %v", err)
	}
}

// turn is the time in which one server may do what only one may do.
type turn struct {
	*Store
	doing atomic.Value // a string
}

// does says what the server does in its turn, for those who wait.
func (t *turn) does(format string, args ...any) { t.doing.Store(fmt.Sprintf(format, args...)) }

// wait waits until it is this server's turn.
func (t *turn) wait(ctx context.Context) error {
	var said time.Time
	// Nothing has begun yet: where Neo4j cannot be reached now, that is soon said.
	for patience := retryFor; ; patience = t.cfg.Patience {
		before, mine, err := t.take(ctx, patience)
		switch {
		case err != nil:
			return err
		case mine && before.owner != "" && before.owner != t.id:
			t.say("%s was %s and has not been heard of for %s: taking its place", before.by, before.doing,
				(t.cfg.Lease - before.left).Round(time.Second))
			return nil
		case mine:
			return nil
		}
		if time.Since(said) >= waitWord {
			t.say("waiting for %s, which is %s", before.by, before.doing)
			said = time.Now()
		}
		if !sleep(ctx, askEvery) {
			return ctx.Err()
		}
	}
}

// run does the work, renews the lease meanwhile, and gives it back.
func (t *turn) run(ctx context.Context, do func(context.Context, *turn) error) error {
	working, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	renewing, done := context.WithCancel(ctx)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		if err := t.keep(renewing); err != nil {
			stop(err)
		}
	}()
	err := do(working, t)
	done()
	<-ended
	if err != nil && ctx.Err() == nil && working.Err() != nil {
		return context.Cause(working)
	}
	t.give(ctx)
	return err
}

// keep renews the lease until ctx is done. The error says that the turn is lost, or that Neo4j could not be reached for too long: neither the
// lease was renewed, nor was anything else committed.
func (t *turn) keep(ctx context.Context) error {
	var failing time.Time
	for sleep(ctx, t.cfg.Lease/6) {
		if failing.IsZero() {
			failing = time.Now()
		}
		err := t.renew(ctx)
		switch {
		case err == nil:
			failing = time.Time{}
			continue
		case ctx.Err() != nil:
			return nil
		case !passing(err):
			return err
		}
		if committed := t.trouble.lastCommit(); committed.After(failing) {
			failing = committed
		}
		left := t.cfg.Patience - time.Since(failing)
		if left <= 0 {
			return t.giveUp(t.cfg.Patience, err)
		}
		t.trouble.tell(t.Store, err, left)
	}
	return nil
}

// lease is what the lease says.
type lease struct {
	// owner is the id of the store that has it, by how people know its server, and doing what it does there; empty where it is free.
	owner, by, doing string
	// left is how long it runs yet.
	left time.Duration
}

// take takes the lease where it is free, and says what it was before.
func (t *turn) take(ctx context.Context, patience time.Duration) (before lease, mine bool, err error) {
	err = t.aloud(t.noAnswer(), func() error {
		return t.persist(ctx, patience, takeTimeout, func(ctx context.Context, tx neo4j.ExplicitTransaction, _ int) error {
			if before, err = t.lock(ctx, tx); err != nil {
				return err
			}
			mine = before.owner == "" || before.owner == t.id || before.left <= 0
			if !mine {
				return nil
			}
			return t.sign(ctx, tx)
		})
	})
	return before, mine, err
}

// renew lets the lease run on. It is an error where another server has it.
func (t *turn) renew(ctx context.Context) error {
	return t.aloud(t.noAnswer(), func() error {
		return t.once(ctx, t.cfg.Patience, func(ctx context.Context, tx neo4j.ExplicitTransaction, _ int) error {
			now, err := t.lock(ctx, tx)
			if err == nil && now.owner != t.id {
				err = fmt.Errorf("%w: %s", errTurnLost, now.by)
			}
			if err != nil {
				return err
			}
			return t.sign(ctx, tx)
		}, 0)
	})
}

// give gives the lease back, where that is possible; else it runs out.
func (t *turn) give(ctx context.Context) {
	_ = t.once(context.WithoutCancel(ctx), giveTimeout, func(ctx context.Context, tx neo4j.ExplicitTransaction, _ int) error {
		now, err := t.lock(ctx, tx)
		if err != nil || now.owner != t.id {
			return err
		}
		return t.write(ctx, tx, "MATCH (l:"+leaseLabel+" {"+leaseName+": $in.name}) SET l = {"+leaseName+": $in.name}", map[string]any{"name": theLease})
	}, 0)
}

// lock makes the transaction the only one that reads and writes the lease, and reads it. It is written to first: what is read after that is what
// the transaction before has written.
func (s *Store) lock(ctx context.Context, tx neo4j.ExplicitTransaction) (lease, error) {
	err := s.write(ctx, tx, "MERGE (l:"+leaseLabel+" {"+leaseName+": $in.name}) SET l.asked = $in.owner", map[string]any{"name": theLease, "owner": s.id})
	if err != nil {
		return lease{}, err
	}
	text := "MATCH (l:" + leaseLabel + " {" + leaseName + ": $in.name}) RETURN coalesce(l.owner, ''), coalesce(l.by, ''), coalesce(l.doing, ''), " +
		"coalesce(l.until - datetime.realtime().epochMillis, 0)"
	result, err := s.run(ctx, tx, text, map[string]any{"name": theLease})
	if err != nil {
		return lease{}, err
	}
	record, err := result.Single(ctx)
	if err != nil {
		return lease{}, err
	}
	v := record.Values
	return lease{v[0].(string), v[1].(string), v[2].(string), time.Duration(v[3].(int64)) * time.Millisecond}, nil
}

// sign writes this server on the lease, for as long as a lease runs.
func (t *turn) sign(ctx context.Context, tx neo4j.ExplicitTransaction) error {
	return t.write(ctx, tx, "MATCH (l:"+leaseLabel+" {"+leaseName+": $in.name}) SET l += $in.owner, "+
		"l.until = datetime.realtime().epochMillis + $in.lease", map[string]any{
		"name": theLease, "lease": t.cfg.Lease.Milliseconds(),
		"owner": map[string]any{"owner": t.id, "by": t.by(), "doing": t.doing.Load()},
	})
}

// noAnswer is what is said while Neo4j does not answer.
func (s *Store) noAnswer() string { return "waiting for an answer of Neo4j at " + s.at }

// by is how people know this server.
func (s *Store) by() string {
	host, err := os.Hostname()
	if err != nil {
		host = "a host without a name"
	}
	return fmt.Sprintf("the server %s (process %d)", host, os.Getpid())
}
