package read

import (
	"fmt"
	"sort"

	"partnir/embedded/memory"
	"partnir/plan"
	"partnir/plan/mapping"
)

// lookup finds nodes by a unique property, and relationships by their ids: one element for each key.
func (r *Reader) lookup(l *plan.Lookup) []any {
	takes := r.Takes[l.Type]
	if takes == nil {
		r.fail(fmt.Errorf("the plan looks up nodes of the type %s, which the schema does not have", l.Type.Name))
	}
	if l.Property.Name != "id" && r.Unique[l.Property.Number] == nil && !l.Property.Unique {
		r.fail(fmt.Errorf("the plan looks up nodes by %s, which is not unique", l.Property.Name))
	}
	keys := r.listParam(l.Keys)
	s := r.CompileSelection(l.Select, nil)
	related := make([]*Selection, len(l.Relationships))
	for i, rel := range l.Relationships {
		related[i] = r.CompileSelection(rel, nil)
	}
	if r.Err != nil {
		return nil
	}
	rows := make([]any, len(keys))
	for i, k := range keys {
		key, ok := k.(string)
		if !ok || !r.step() {
			continue
		}
		if t := r.Mapping.RelationshipOf(key); t != nil && len(related) > 0 {
			rows[i] = r.relationshipRow(related, t, key)
			continue
		}
		if node, ok := byKey(r.Graph, l.Property, key); ok && s != nil && takes[r.BlockOf[node]] {
			rows[i] = r.Row(s, node, memory.NoRelationship, nil)
		}
	}
	return rows
}

// byKey finds a node by a unique property; by its id also where it has that of another node now.
func byKey(g *memory.Graph, p *mapping.Property, key string) (uint32, bool) {
	if p.Name != "id" {
		return ByUnique(g, p, key)
	}
	if node, ok := g.Find(key); ok {
		return node, true
	}
	node, ok := g.Former[key]
	return node, ok
}

// ByUnique finds a node by a unique property other than the id.
func ByUnique(g *memory.Graph, p *mapping.Property, key string) (uint32, bool) {
	nodes, d := g.Unique[p.Number], g.Dictionaries[p.Number]
	i := sort.Search(len(nodes), func(i int) bool { return d.Values[i].(string) >= key })
	if i < len(nodes) && d.Values[i].(string) == key && nodes[i] != 0 {
		return nodes[i] - 1, true
	}
	return 0, false
}
