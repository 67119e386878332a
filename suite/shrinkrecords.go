package suite

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/tools/txtar"

	"partnir/plan/mapping"
	"partnir/store"
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
	variables := []byte(jsonText(f.variables))
	archive := &txtar.Archive{Files: []txtar.File{
		{Name: "graph.txt", Data: []byte(recordsText(f.records))},
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
		add("extensions.json", []byte(jsonText(map[string]any{"scope": f.scope})))
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

// recordsText writes records as fixture.go reads them.
func recordsText(records *store.Records) string {
	var w strings.Builder
	for _, n := range records.Nodes {
		fmt.Fprintf(&w, "node %s %s%s\n", idText(n.ID), n.Type.Name, valuesText(n.Type.Properties[1:], n.Values[1:]))
		evidenceText(&w, n.Evidence)
		for _, id := range n.FormerIDs {
			fmt.Fprintf(&w, "  was %s\n", idText(id))
		}
	}
	for _, r := range records.Relationships {
		fmt.Fprintf(&w, "rel %s %s %s%s\n", r.Type.Name, idText(r.From), idText(r.To), valuesText(r.Type.Properties, r.Values))
		evidenceText(&w, r.Evidence)
	}
	return w.String()
}

// idText quotes an id that has a blank.
func idText(id string) string {
	if strings.Contains(id, " ") {
		return strconv.Quote(id)
	}
	return id
}

// valuesText writes the values that are there.
func valuesText(properties []*mapping.Property, values []any) string {
	var w strings.Builder
	for i, p := range properties {
		if values[i] != nil {
			fmt.Fprintf(&w, " %s=%s", p.Name, jsonText(values[i]))
		}
	}
	return w.String()
}

func evidenceText(w *strings.Builder, evidence []store.Evidence) {
	for _, e := range evidence {
		fmt.Fprintf(w, "  source %s", idText(e.Source))
		for _, part := range [][2]string{{"quote", e.Quote}, {"note", e.Note}} {
			if part[1] != "" {
				fmt.Fprintf(w, " %s=%s", part[0], jsonText(part[1]))
			}
		}
		if e.Contradicts {
			w.WriteString(" contradicts")
		}
		w.WriteString("\n")
	}
}

func jsonText(v any) string {
	var w bytes.Buffer
	e := json.NewEncoder(&w)
	e.SetEscapeHTML(false)
	_ = e.Encode(v) // texts, numbers, truth values and lists of texts, which always encode
	return strings.TrimSuffix(w.String(), "\n")
}
