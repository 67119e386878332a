package suite

import (
	"slices"

	"golang.org/x/tools/txtar"

	"partnir/plan/mapping"
	"partnir/store"
	"partnir/suite/graphtext"
)

// shrinkRecords leaves relationships, nodes, evidence and values out of the graph, many at a time first.
func (f *failure) shrinkRecords() {
	try := func(records *store.Records) bool { return f.try(records, f.query, f.variables) }
	leaveOut(len(f.records.Relationships), func(from, to int) bool {
		return try(&store.Records{Nodes: f.records.Nodes, Relationships: slices.Delete(slices.Clone(f.records.Relationships), from, to)})
	})
	leaveOut(len(f.records.Nodes), func(from, to int) bool { return try(withoutNodes(f.records, from, to)) })
	leaveOut(len(f.records.Nodes), func(from, to int) bool {
		records := &store.Records{Nodes: slices.Clone(f.records.Nodes), Relationships: f.records.Relationships}
		for i := from; i < to; i++ {
			records.Nodes[i] = bareNode(records.Nodes[i])
		}
		try(records)
		return false // they stay where they are
	})
	leaveOut(len(f.records.Relationships), func(from, to int) bool {
		records := &store.Records{Nodes: f.records.Nodes, Relationships: slices.Clone(f.records.Relationships)}
		for i := from; i < to; i++ {
			records.Relationships[i] = bareRelationship(records.Relationships[i])
		}
		try(records)
		return false
	})
}

// leaveOut tries to leave out parts of n things: halves, then quarters, and so on. try reports whether the things from one place to another
// are gone.
func leaveOut(n int, try func(from, to int) bool) {
	for size := max(n/2, 1); n > 0; size /= 2 {
		for from := 0; from < n; {
			to := min(from+size, n)
			if try(from, to) {
				n -= to - from
			} else {
				from = to
			}
		}
		if size <= 1 {
			return
		}
	}
}

// withoutNodes leaves out nodes with their relationships, and the evidence that they are sources of.
func withoutNodes(records *store.Records, from, to int) *store.Records {
	gone := map[string]bool{}
	for _, n := range records.Nodes[from:to] {
		gone[n.ID] = true
	}
	sound := func(evidence []store.Evidence) []store.Evidence {
		return slices.DeleteFunc(slices.Clone(evidence), func(e store.Evidence) bool { return gone[e.Source] })
	}
	left := &store.Records{}
	for _, n := range records.Nodes {
		if n.Evidence = sound(n.Evidence); !gone[n.ID] {
			left.Nodes = append(left.Nodes, n)
		}
	}
	for _, r := range records.Relationships {
		if r.Evidence = sound(r.Evidence); !gone[r.From] && !gone[r.To] {
			left.Relationships = append(left.Relationships, r)
		}
	}
	return left
}

func bareNode(n store.Node) store.Node {
	n.Evidence, n.FormerIDs, n.Values = nil, nil, bareValues(n.Type.Properties, n.Values)
	return n
}

func bareRelationship(r store.Relationship) store.Relationship {
	r.Evidence, r.Values = nil, bareValues(r.Type.Properties, r.Values)
	return r
}

func bareValues(properties []*mapping.Property, values []any) []any {
	values = slices.Clone(values)
	for i, p := range properties {
		if !p.Required || p.List {
			values[i] = nil
		}
	}
	return values
}

// text is the failure as a case, and what the store has instead of the answer.
func (f *failure) text(s *subject) string {
	variables := []byte(graphtext.JSON(f.variables))
	archive := &txtar.Archive{Files: []txtar.File{
		{Name: "graph.txt", Data: []byte(graphtext.Write(f.records))},
		{Name: "query.graphql", Data: []byte(f.query)},
	}}
	add := func(name string, json []byte) {
		text, err := Pretty(json)
		if err != nil {
			text = string(json) + "\n"
		}
		archive.Files = append(archive.Files, txtar.File{Name: name, Data: []byte(text)})
	}
	if len(f.variables) > 0 {
		add("variables.json", variables)
	}
	if len(f.scope) > 0 {
		add("extensions.json", []byte(graphtext.JSON(map[string]any{"scope": f.scope})))
	}
	if truth, err := newTruth(f.records); err == nil {
		add("answer.json", truth.askIn(f.query, decodeVariables(variables), f.scope))
	}
	answer := []byte("the error that loading gives")
	if s.hold(f.records) == nil {
		answer, _ = s.ask(f.query, variables, f.scope)
	}
	add("instead", answer)
	return string(txtar.Format(archive))
}
