// Package reference answers GraphQL operations in the plainest way there is, so that a reader can see that each answer is right.
// The stores, package plan and the answer writer are compared with it.
//
// It runs a validated operation field by field, as the GraphQL specification describes execution, directly over records in memory.
// What it knows of the graph it reads from the directives of the hand-written schema; what it knows of types and arguments, from the
// served schema. It shares no code with the builder of plans, nor with any store. Two things it takes from package plan as given: the
// records, and how a text becomes its stored sort key (plan.SortKey), because keys stand in cursors. It writes the bytes of cursors by
// itself: a change of their form would make cursors invalid that clients hold, and shows here first.
package reference

import (
	"slices"

	"github.com/vektah/gqlparser/v2/ast"
	"golang.org/x/text/unicode/norm"

	"partnir/store"
)

// Executor answers operations over one graph. It may be used by several goroutines at once.
type Executor struct {
	schema  *schema
	served  *ast.Schema
	baseIRI string

	nodes  []*node
	byID   map[string]*node
	former map[string]*node
	// relationships are all of them; named are they by their ids.
	relationships []*relationship
	named         map[string]*relationship
	// out and in are the relationships by the id of their start and of their end.
	out, in map[string][]*relationship
}

// node is a node with its values by name.
type node struct {
	id       string
	t        *nodeType
	values   map[string]any
	evidence []store.Evidence
}

// relationship is a relationship with its values by name.
type relationship struct {
	id       string
	t        *relationshipType
	from, to *node
	values   map[string]any
	evidence []store.Evidence
}

// pair is what a list holds: a node, and the relationship that led to it, nil at a root; or a relationship by itself, without a node.
type pair struct {
	node *node
	rel  *relationship
}

// place says what of a pair a property is of: the node, the relationship, or a node at an end of a relationship by itself.
type place string

const (
	ofNode         place = ""
	ofRelationship place = "r"
	ofFrom         place = "from"
	ofTo           place = "to"
)

// at is the node at an end of a relationship by itself.
func (p pair) at(end place) pair {
	if end == ofFrom {
		return pair{node: p.rel.from}
	}
	return pair{node: p.rel.to}
}

// New returns an executor over records. written is the hand-written schema with its directives, served the schema that operations are
// validated against, baseIRI what IRIs begin with. The records must be such that a store would load them.
func New(written []*ast.Source, served *ast.Schema, baseIRI string, records *store.Records) (*Executor, error) {
	s, err := readSchema(written)
	if err != nil {
		return nil, err
	}
	x := &Executor{
		schema: s, served: served, baseIRI: baseIRI, byID: map[string]*node{}, former: map[string]*node{}, named: map[string]*relationship{},
		out: map[string][]*relationship{}, in: map[string][]*relationship{},
	}
	for _, r := range records.Nodes {
		n := &node{id: r.ID, t: s.types[r.Type.Name], values: map[string]any{}, evidence: heldEvidence(r.Evidence)}
		for i, p := range r.Type.Properties {
			n.values[p.Name] = n.t.properties[p.Name].known(r.Values[i])
		}
		n.values["id"] = r.ID
		x.nodes = append(x.nodes, n)
		x.byID[r.ID] = n
		for _, id := range r.FormerIDs {
			x.former[id] = n
		}
	}
	for _, r := range records.Relationships {
		rel := &relationship{
			id: r.ID, t: s.relationships[r.Type.Name], from: x.byID[r.From], to: x.byID[r.To],
			values: map[string]any{}, evidence: heldEvidence(r.Evidence),
		}
		for i, p := range r.Type.Properties {
			rel.values[p.Name] = rel.t.properties[p.Name].known(r.Values[i])
		}
		rel.values["id"] = r.ID
		x.relationships, x.named[r.ID] = append(x.relationships, rel), rel
		x.out[r.From] = append(x.out[r.From], rel)
		x.in[r.To] = append(x.in[r.To], rel)
	}
	return x, nil
}

// heldEvidence is evidence as the graph holds it: its texts in normal form C.
func heldEvidence(list []store.Evidence) []store.Evidence {
	list = slices.Clone(list)
	for i, e := range list {
		list[i].Quote, list[i].Note = norm.NFC.String(e.Quote), norm.NFC.String(e.Note)
	}
	return list
}

// value is the value of a property of the node or of the relationship; nil where it is missing.
func (p pair) value(k property, of place) any {
	switch of {
	case ofRelationship:
		return p.rel.values[k.name]
	case ofFrom, ofTo:
		return p.at(of).node.values[k.name]
	}
	return p.node.values[k.name]
}

// follow returns all that a link leads to from a node.
func (x *Executor) follow(l *link, from *node) []pair {
	var all []pair
	if l.in {
		for _, r := range x.in[from.id] {
			if r.t == l.relationship && r.from.t.is(l.to) {
				all = append(all, pair{r.from, r})
			}
		}
		return all
	}
	for _, r := range x.out[from.id] {
		if r.t == l.relationship && r.to.t.is(l.to) {
			all = append(all, pair{r.to, r})
		}
	}
	return all
}
