package dataset

import (
	"fmt"
	"slices"
	"sync"

	"partnir/plan/mapping"
	"partnir/store"
)

// verify looks at the records as a whole: ids occur once, relationships end at nodes that are there and of types that the schema
// allows, required values are there, and everything has a source. Problems of single rows are found before; these are of ids
// that several tables make.
func verify(records *store.Records, m *mapping.Mapping) error {
	var ofNodes, ofIDs, ofEnds problems
	types := verifyNodes(records.Nodes, m, &ofNodes)
	var wait sync.WaitGroup
	wait.Go(func() { verifyIDs(records.Relationships, &ofIDs) })
	wait.Go(func() { verifyEnds(records.Relationships, types, &ofEnds) })
	wait.Wait()
	ofNodes.take(ofIDs)
	ofNodes.take(ofEnds)
	return ofNodes.err()
}

func (p *problems) addf(format string, args ...any) {
	p.add(Problem{Want: fmt.Sprintf(format, args...)})
}

// uniqueValue is a value that one node of a type may have.
type uniqueValue struct {
	of       *mapping.NodeType
	property *mapping.Property
	value    any
}

// verifyNodes checks the nodes, and returns their types by id.
func verifyNodes(nodes []store.Node, m *mapping.Mapping, found *problems) map[string]*mapping.NodeType {
	types := make(map[string]*mapping.NodeType, len(nodes))
	values := map[uniqueValue]string{}
	for i := range nodes {
		n := &nodes[i]
		if types[n.ID] != nil {
			found.addf("two nodes have the id %s", n.ID)
		}
		types[n.ID] = n.Type
		if m.TypeOf(n.ID) != n.Type {
			found.addf("the id %s does not begin with a prefix of its type %s", n.ID, n.Type.Name)
		}
		for slot, p := range n.Type.Properties {
			if !p.Unique || p.Kind == mapping.ID || n.Values[slot] == nil {
				continue
			}
			v := uniqueValue{n.Type, p, n.Values[slot]}
			if other, taken := values[v]; taken {
				found.addf("%s and %s have the same %s %q; it must be unique", other, n.ID, p.Name, v.value)
			}
			values[v] = n.ID
		}
		if p := missing(n.Type.Properties, n.Values); p != nil {
			found.addf("%s has no %s, which the schema promises", n.ID, p.Name)
		}
	}
	for i := range nodes {
		if !sourced(nodes[i].Evidence, types) {
			found.addf("%s does not say of which source it is", nodes[i].ID)
		}
	}
	return types
}

// verifyIDs checks that each relationship has an id of its own.
func verifyIDs(relationships []store.Relationship, found *problems) {
	ids := make(map[string]struct{}, len(relationships))
	for i := range relationships {
		r, before := &relationships[i], len(ids)
		if ids[r.ID] = struct{}{}; len(ids) == before {
			found.addf("two relationships have the id %s: %s from %s to %s", r.ID, r.Type.Name, r.From, r.To)
		}
	}
}

// verifyEnds checks the ends, values and sources of relationships.
func verifyEnds(relationships []store.Relationship, types map[string]*mapping.NodeType, found *problems) {
	for i := range relationships {
		r := &relationships[i]
		from, to := types[r.From], types[r.To]
		if !slices.Contains(r.Type.From, from) || !slices.Contains(r.Type.To, to) {
			found.addf("%s cannot lead from %q to %q: one is missing or of another type", r.Type.Name, r.From, r.To)
		}
		if p := missing(r.Type.Properties, r.Values); p != nil {
			found.addf("%s from %s to %s has no %s, which the schema promises", r.Type.Name, r.From, r.To, p.Name)
		}
		if !sourced(r.Evidence, types) {
			found.addf("%s from %s to %s does not say of which source it is", r.Type.Name, r.From, r.To)
		}
	}
}

// sourced tells whether there is evidence, and all of it names sources that are there.
func sourced(evidence []store.Evidence, types map[string]*mapping.NodeType) bool {
	for _, e := range evidence {
		if t := types[e.Source]; t == nil || t.Name != "Source" {
			return false
		}
	}
	return len(evidence) > 0
}

// missing returns a required property without a value, or nil. A list that is missing is an empty one.
func missing(properties []*mapping.Property, values []any) *mapping.Property {
	for i, p := range properties {
		if p.Required && !p.List && !p.Computed && values[i] == nil {
			return p
		}
	}
	return nil
}
