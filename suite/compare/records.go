package compare

import (
	"maps"
	"slices"
	"strings"

	"partnir/analysis"
	"partnir/plan/mapping"
	"partnir/store"
)

// recordsByID are records to look items up in.
type recordsByID struct {
	nodes map[string]*told
	ids   []string
	rels  []*told
}

// told is a node or relationship with its values by name.
type told struct {
	ID, From, To string
	Type         *mapping.RelationshipType
	typeName     string
	values       map[string]any
}

func newRecordsByID(records *store.Records) *recordsByID {
	r := &recordsByID{nodes: map[string]*told{}}
	values := func(properties []*mapping.Property, values []any) map[string]any {
		named := map[string]any{}
		for i, p := range properties {
			named[p.Name] = values[i]
		}
		return named
	}
	for _, n := range records.Nodes {
		r.nodes[n.ID] = &told{ID: n.ID, typeName: n.Type.Name, values: values(n.Type.Properties, n.Values)}
	}
	r.ids = slices.Sorted(maps.Keys(r.nodes))
	for _, rel := range records.Relationships {
		r.rels = append(r.rels, &told{ID: rel.ID, From: rel.From, To: rel.To, Type: rel.Type, values: values(rel.Type.Properties, rel.Values)})
	}
	slices.SortFunc(r.rels, func(a, b *told) int { return strings.Compare(a.ID, b.ID) })
	return r
}

func (r *recordsByID) node(id string) *told { return r.nodes[id] }

// nodesOf are the nodes of a type, by id.
func (r *recordsByID) nodesOf(typeName string) []*told {
	var out []*told
	for _, id := range r.ids {
		if r.nodes[id].typeName == typeName {
			out = append(out, r.nodes[id])
		}
	}
	return out
}

// relationships are those of a type that hold, by id; of all types where it is empty.
func (r *recordsByID) relationships(typeName string, s analysis.Scope) []*told {
	var out []*told
	for _, rel := range r.rels {
		if (typeName == "" || rel.Type.Name == typeName) && rel.holds(s) {
			out = append(out, rel)
		}
	}
	return out
}

func (t *told) value(name string) any { return t.values[name] }

func (t *told) text(name string) string {
	s, _ := t.values[name].(string)
	return s
}

func (t *told) number(name string) float64 {
	if i, ok := t.values[name].(int64); ok {
		return float64(i)
	}
	f, _ := t.values[name].(float64)
	return f
}

// holds says whether a record holds on the day, as surely as was asked for.
func (t *told) holds(s analysis.Scope) bool {
	if _, dated := t.values["validFrom"]; dated && s.AsOf != nil {
		from, to, timeless := t.text("validFrom"), t.text("validTo"), t.Type != nil && t.Type.Timeless
		if from == "" && !timeless {
			if from = t.text("knownSince"); from == "" {
				return false
			}
		}
		if from > *s.AsOf || to != "" && to < (*s.AsOf)[:len(to)] {
			return false
		}
	}
	return s.MinConfidence == nil || t.value("confidence") == nil || t.number("confidence") >= *s.MinConfidence
}
