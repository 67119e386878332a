package suite

import (
	"fmt"
	"strings"
	"testing"

	"partnir/plan/mapping"
)

// everything compares all that is in the graph with the reference: every property, relationship and evidence.
func (s Suite) everything(t *testing.T) {
	a := s.loaded(t)
	want := mustKnow(t, Fixture(a.mapping))
	expectSame(t, dump(t, a.mapping, asking(t, a)), dump(t, a.mapping, want.mustAsk))
}

// dump asks for all that is in the graph: by type, the nodes with their values, evidence and relationships.
func dump(t *testing.T, m *mapping.Mapping, ask func(query string) []byte) map[string]string {
	t.Helper()
	all := map[string]string{}
	for _, nodeType := range m.Types {
		query := fmt.Sprintf("{ %s(first: 500, orderBy: [{id: ASC}]) { totalCount nodes { %s } } }", nodeType.Plural, allFields(nodeType))
		text, err := Pretty(ask(query))
		if err != nil {
			t.Fatal(err)
		}
		all[nodeType.Name] = text
	}
	return all
}

// expectSame compares two dumps by type and line.
func expectSame(t *testing.T, got, want map[string]string) {
	t.Helper()
	for name, text := range want {
		if got[name] == text {
			continue
		}
		g, w := strings.Split(got[name], "\n"), strings.Split(text, "\n")
		for i := range w {
			if i >= len(g) || g[i] != w[i] {
				t.Errorf("%s: line %d is\n%s\nwant\n%s", name, i+1, strings.Join(g[min(i, len(g)):min(i+3, len(g))], "\n"), w[i])
				break
			}
		}
	}
}

const evidenceFields = "sources { quote note supports source { id } }"

// allFields selects all of a node and its relationships. It leaves out what the schema promises and the fixture does not keep: the
// missing value would take the whole answer with it.
func allFields(t *mapping.NodeType) string {
	var w strings.Builder
	w.WriteString("iri " + evidenceFields)
	for _, p := range t.Properties {
		switch {
		case p.Name == "iri":
		case p.Kind == mapping.Localized:
			w.WriteString(" " + p.Name + " { lang text }")
		default:
			w.WriteString(" " + p.Name)
		}
	}
	for _, l := range t.Links {
		edge := evidenceFields + " validityKnown node { id }"
		for _, p := range l.Step.Relationship.Properties {
			if p.Name == "id" {
				edge += " relationshipId"
				continue
			}
			edge += " " + p.Name
		}
		if t.Name == "Sector" && l.Name == "industry" {
			continue
		}
		if l.Many {
			fmt.Fprintf(&w, " %s(first: 200) { totalCount edges { %s } }", l.Name, edge)
		} else {
			fmt.Fprintf(&w, " %s { id } %sEdge { %s }", l.Name, l.Name, edge)
		}
	}
	return w.String()
}
