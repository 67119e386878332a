package cypher

import (
	"context"
	"fmt"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"partnir/cypher/migrations"
)

// migrateTimeout is how long bringing constraints and indexes up to date may take; on a large graph an index is long in the making.
const migrateTimeout = 10 * time.Minute

// migrate applies the migrations that the graph does not have yet, and waits until its indexes serve.
func (s *Store) migrate(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, migrateTimeout)
	defer cancel()
	all, err := migrations.All()
	if err != nil {
		return err
	}
	records, err := s.attempt(ctx, "MATCH (m:Migration) RETURN coalesce(max(m.number), 0)", nil)
	if err != nil {
		return err
	}
	latest := records[0][0].(int64)
	if latest > int64(len(all)) {
		return fmt.Errorf("the graph has migration %d of a newer version of this program, which knows %d; use the newer version",
			latest, len(all))
	}
	if latest == int64(len(all)) {
		return nil
	}
	for _, m := range all[latest:] {
		if err := s.apply(ctx, m); err != nil {
			return fmt.Errorf("migration %s: %w", m.Name, err)
		}
	}
	_, err = s.attempt(ctx, "CALL db.awaitIndexes(600)", nil)
	return err
}

// apply runs a migration and records it. The record is the lock: who comes second waits for it and finds the work done. Changes of
// the schema need a transaction of their own; where the program dies between the two, they run again, so they all say IF NOT
// EXISTS. The first migration makes the lock, so it runs before.
func (s *Store) apply(ctx context.Context, m migrations.Migration) error {
	if m.Number == 1 {
		if err := s.change(ctx, m); err != nil {
			return err
		}
	}
	const record = "MERGE (m:Migration {number: $number}) ON CREATE SET m.name = $name, m.appliedAt = toString(datetime()), m.new = true " +
		"WITH m, m.new AS new REMOVE m.new RETURN coalesce(new, false)"
	session := s.session(ctx, neo4j.AccessModeWrite)
	defer session.Close(context.WithoutCancel(ctx))
	_, err := session.ExecuteWrite(ctx, func(tx neo4j.ManagedTransaction) (any, error) {
		s.announce(record)
		result, err := tx.Run(ctx, record, map[string]any{"number": m.Number, "name": m.Name})
		if err != nil {
			return nil, err
		}
		is, err := result.Single(ctx)
		if err != nil || is.Values[0] == false || m.Number == 1 {
			return nil, err
		}
		return nil, s.change(ctx, m)
	})
	return err
}

// change runs the statements of a migration in one transaction.
func (s *Store) change(ctx context.Context, m migrations.Migration) error {
	session := s.session(ctx, neo4j.AccessModeWrite)
	defer session.Close(context.WithoutCancel(ctx))
	_, err := session.ExecuteWrite(ctx, func(tx neo4j.ManagedTransaction) (any, error) {
		for _, text := range m.Statements {
			if err := s.write(ctx, tx, text, nil); err != nil {
				return nil, err
			}
		}
		return nil, nil
	})
	return err
}

// write runs a statement that returns nothing.
func (s *Store) write(ctx context.Context, tx neo4j.ManagedTransaction, text string, args map[string]any) error {
	s.announce(text)
	result, err := tx.Run(ctx, text, args)
	if err != nil {
		return err
	}
	_, err = result.Consume(ctx)
	return err
}
