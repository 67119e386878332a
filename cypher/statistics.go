package cypher

import (
	"context"
	"strings"
	"time"

	"partnir/cypher/form"
	"partnir/cypher/statement"
	"partnir/plan/mapping"
)

// counted is one number that the statement of the statistics asks for.
type counted struct {
	pattern string
	put     func(*form.Statistics, int64)
}

// countedIn are all numbers of the statistics. Neo4j keeps each of them, so that nothing is read to know it.
func countedIn(m *mapping.Mapping) []counted {
	var all []counted
	for _, types := range [][]*mapping.NodeType{m.Types, m.Interfaces} {
		for _, t := range types {
			all = append(all, counted{"(:" + statement.Name(t.Name) + ")", func(s *form.Statistics, n int64) { s.Nodes[t.Name] = n }})
		}
	}
	for _, r := range m.Relationships {
		of := "-[:" + statement.Name(r.Name) + "]->"
		all = append(all, counted{"()" + of + "()", func(s *form.Statistics, n int64) { s.Relationships[r.Name] = n }})
		for _, t := range r.From {
			all = append(all, counted{"(:" + statement.Name(t.Name) + ")" + of + "()", func(s *form.Statistics, n int64) {
				s.Sides[form.Side{Type: r.Name, Label: t.Name}] = n
			}})
		}
		for _, t := range r.To {
			all = append(all, counted{"()" + of + "(:" + statement.Name(t.Name) + ")", func(s *form.Statistics, n int64) {
				s.Sides[form.Side{Type: r.Name, Label: t.Name, End: true}] = n
			}})
		}
	}
	return all
}

// readStatistics reads them in one statement.
func (s *Store) readStatistics(ctx context.Context) (*form.Statistics, error) {
	all := countedIn(s.mapping)
	patterns := make([]string, len(all))
	for i, c := range all {
		patterns[i] = "COUNT { " + c.pattern + " }"
	}
	records, err := s.read(ctx, "RETURN ["+strings.Join(patterns, ",\n  ")+"]", nil)
	if err != nil {
		return nil, err
	}
	stats := &form.Statistics{Nodes: map[string]int64{}, Relationships: map[string]int64{}, Sides: map[form.Side]int64{}}
	for i, n := range records[0][0].([]any) {
		all[i].put(stats, n.(int64))
	}
	return stats, nil
}

const (
	// statisticsAge is how old statistics may be before they are read again, beside the reads that use them.
	statisticsAge = time.Minute
	// statisticsTimeout is how long that may take.
	statisticsTimeout = 10 * time.Second
)

// statistics returns the latest that were read. Where they are old it has new ones read, and does not wait for them.
func (s *Store) statistics() *form.Statistics {
	if s.cfg.Statistics != nil {
		return s.cfg.Statistics
	}
	if old := time.Since(time.Unix(0, s.readAt.Load())) > statisticsAge; old && s.refreshing.CompareAndSwap(false, true) {
		s.background.Go(func() {
			defer s.refreshing.Store(false)
			s.settle(s.closing)
		})
	}
	return s.latest.Load()
}

// settle reads the statistics again. Where that fails the old ones do, until it is tried again: they are not worth an error.
func (s *Store) settle(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, statisticsTimeout)
	defer cancel()
	if stats, err := s.readStatistics(ctx); err == nil {
		s.latest.Store(stats)
	}
	s.readAt.Store(time.Now().UnixNano())
}
