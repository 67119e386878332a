package cypher

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	"partnir/plan"
)

// Statistics are what the form of a statement is chosen by. They may be out of date: every form gives the right answer, and only its
// speed depends on them. A nil *Statistics knows nothing, and takes the graph for a large one.
type Statistics struct {
	// Nodes are the numbers of nodes by label.
	Nodes map[string]int64
	// Relationships are their numbers by type.
	Relationships map[string]int64
	// Sides are the numbers of relationships by type and by the label of the node on one side.
	Sides map[Side]int64
}

// Side is the start or the end of the relationships of a type, where it is a node of a label.
type Side struct {
	Type, Label string
	// End says that the node is where they end.
	End bool
}

// Sizes that are assumed where nothing is known.
const (
	unknownNodes  = 1_000_000
	unknownDegree = 4
)

// nodes is the number of nodes of a label.
func (s *Statistics) nodes(label string) float64 {
	if s == nil {
		return unknownNodes
	}
	return float64(s.Nodes[label])
}

// degree is how many relationships a step follows from a node of a type, on average.
func (s *Statistics) degree(step plan.Step, from *plan.NodeType) float64 {
	if s == nil {
		return unknownDegree
	}
	near := step.Relationship.From
	if step.In {
		near = step.Relationship.To
	}
	var nodes, relationships float64
	for _, o := range near {
		if from == nil || o.Is(from) {
			nodes += float64(s.Nodes[o.Name])
			relationships += float64(s.Sides[Side{step.Relationship.Name, o.Name, step.In}])
		}
	}
	if nodes == 0 {
		return 0
	}
	return relationships / nodes
}

// walk is how many relationships a step looks at on its way from a node of a type, on average. Neo4j keeps the relationships of a node
// in one chain, until they are many, and then in one for each type.
func (s *Statistics) walk(step plan.Step, from *plan.NodeType) float64 {
	if s == nil {
		return unknownDegree
	}
	var nodes, relationships float64
	for _, o := range from.Objects {
		nodes += float64(s.Nodes[o.Name])
	}
	for side, n := range s.Sides {
		if slices.ContainsFunc(from.Objects, func(o *plan.NodeType) bool { return o.Name == side.Label }) {
			relationships += float64(n)
		}
	}
	return max(s.degree(step, from), min(relationships/max(nodes, 1), denseNode))
}

// denseNode is the number of relationships from which on a node has a chain for each type.
const denseNode = 50

// counted is one number that the statement of the statistics asks for.
type counted struct {
	pattern string
	put     func(*Statistics, int64)
}

// countedIn are all numbers of the statistics. Neo4j keeps each of them, so that nothing is read to know it.
func countedIn(m *plan.Mapping) []counted {
	var all []counted
	for _, types := range [][]*plan.NodeType{m.Types, m.Interfaces} {
		for _, t := range types {
			all = append(all, counted{"(:" + name(t.Name) + ")", func(s *Statistics, n int64) { s.Nodes[t.Name] = n }})
		}
	}
	for _, r := range m.Relationships {
		of := "-[:" + name(r.Name) + "]->"
		all = append(all, counted{"()" + of + "()", func(s *Statistics, n int64) { s.Relationships[r.Name] = n }})
		for _, t := range r.From {
			all = append(all, counted{"(:" + name(t.Name) + ")" + of + "()", func(s *Statistics, n int64) {
				s.Sides[Side{r.Name, t.Name, false}] = n
			}})
		}
		for _, t := range r.To {
			all = append(all, counted{"()" + of + "(:" + name(t.Name) + ")", func(s *Statistics, n int64) {
				s.Sides[Side{r.Name, t.Name, true}] = n
			}})
		}
	}
	return all
}

// readStatistics reads them in one statement.
func (s *Store) readStatistics(ctx context.Context) (*Statistics, error) {
	all := countedIn(s.mapping)
	patterns := make([]string, len(all))
	for i, c := range all {
		patterns[i] = "COUNT { " + c.pattern + " }"
	}
	records, err := s.read(ctx, "RETURN ["+strings.Join(patterns, ",\n  ")+"]", nil)
	if err != nil {
		return nil, err
	}
	stats := &Statistics{Nodes: map[string]int64{}, Relationships: map[string]int64{}, Sides: map[Side]int64{}}
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
func (s *Store) statistics() *Statistics {
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

// indexes are the stored node properties that an index serves, as Label.property.
type indexes map[string]bool

var indexPattern = regexp.MustCompile(`FOR \(n:(\w+)\) (?:ON \(n\.(\w+)\)|REQUIRE n\.(\w+) IS UNIQUE)`)

// readIndexes finds them in the migrations, which make them.
func readIndexes() (indexes, error) {
	all, err := migrations()
	if err != nil {
		return nil, err
	}
	found := indexes{}
	for _, m := range all {
		for _, s := range m.statements {
			if match := indexPattern.FindStringSubmatch(s); match != nil {
				found[match[1]+"."+match[2]+match[3]] = true
			}
		}
	}
	if !found["Entity.id"] {
		return nil, fmt.Errorf("the migrations make no index on the id of entities")
	}
	return found, nil
}

// knownIndexes reads them once. A fault in the migrations is one of the program.
var knownIndexes = sync.OnceValue(func() indexes {
	found, err := readIndexes()
	if err != nil {
		panic(err)
	}
	return found
})

// serves reports whether an index finds nodes of a type by a stored property.
func (x indexes) serves(t *plan.NodeType, stored string) bool { return x[t.Name+"."+stored] }
