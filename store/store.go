package store

import (
	"context"

	"partnir/plan"
	"partnir/plan/mapping"
)

// Store holds the graph. Every store gives the same answers, byte for byte; package suite proves it.
//
// Methods are safe for use by several goroutines at once. They stop when ctx is done and return its error. Errors that a
// caller can tell apart wrap ErrUnavailable or ErrTimeout; all others are faults of the program.
type Store interface {
	// Read returns the row of the plan's Lookup, Many or Search: the whole answer, from one consistent state of the graph, or
	// an error and nothing.
	Read(ctx context.Context, p *plan.Plan) ([]any, error)

	// Explain returns how Read would read the plan now, for people who ask why it is slow or fast. It reads nothing that
	// Read would return.
	Explain(ctx context.Context, p *plan.Plan) (Explanation, error)

	// Load merges records into the graph: a node or relationship whose id is there already is replaced, whatever else is
	// there stays. Loading the same records twice leaves the graph as it was after the first time. Records that are not as they
	// should be are an error of package store that says what is wrong with them, the same from every store, and nothing is written.
	// Otherwise either all records are there afterwards, or an error says what is wrong and loading again completes them.
	Load(ctx context.Context, records *Records, progress func(done, total int)) error

	// Counts returns the number of nodes by object type and of relationships by type.
	Counts(ctx context.Context) (Counts, error)

	// Close ends all use of the store.
	Close(ctx context.Context) error
}

// Explanation says how a store reads a plan.
type Explanation struct {
	// Form says in a few words where the store begins, how it goes on, and why.
	Form string
	// Statement is what the store sends to a database, and Parameters are its parameters by name; empty where it sends none.
	Statement  string
	Parameters map[string]any
}

// Counts are the numbers of nodes and relationships in a graph.
type Counts struct {
	Nodes, Relationships map[string]int
	// Incomplete says that a Load began and has not come to its end: only part of its records may be there. It may have ended too early, or
	// another server may be at work on it.
	Incomplete bool
}

// Records are nodes and relationships to load. Each id comes once. The ends of relationships, and the sources of evidence, must be in the records
// or in the store.
type Records struct {
	Nodes         []Node
	Relationships []Relationship
}

// Node is a node to load.
type Node struct {
	Type *mapping.NodeType
	// ID is `prefix:key`, with one of the type's prefixes.
	ID string
	// Values are the values of Type.Properties, in that order: nil where missing, else string, int64, float64, bool,
	// or []string, as the property's kind says. Computed properties stay nil. The value of `id` is ID, or nil.
	Values   []any
	Evidence []Evidence
	// FormerIDs are ids under which the node was known before; a Lookup by id finds it under them too. They are its own, and no node has
	// one of them today.
	FormerIDs []string
}

// Relationship is a relationship to load.
type Relationship struct {
	Type *mapping.RelationshipType
	// ID begins with rel: and is unique among all relationships, and the same at each load; NewRelationshipID makes one.
	ID       string
	From, To string
	// Values are the values of Type.Properties, in that order.
	Values   []any
	Evidence []Evidence
}

// Evidence is one source of a node or relationship.
type Evidence struct {
	// Source is the id of a Source.
	Source string
	// Quote and Note are empty where there is none.
	Quote, Note string
	// Contradicts is true where the source speaks against the fact.
	Contradicts bool
}
