package embedded

import (
	"fmt"
	"sort"

	"partnir/plan"
)

// lookup finds nodes by a unique property: one element for each key.
func (r *reader) lookup(l *plan.Lookup) []any {
	takes := r.takes[l.Type]
	if takes == nil {
		r.fail(fmt.Errorf("the plan looks up nodes of the type %s, which the schema does not have", l.Type.Name))
	}
	if l.Property.Name != "id" && r.unique[l.Property.Number] == nil && !l.Property.Unique {
		r.fail(fmt.Errorf("the plan looks up nodes by %s, which is not unique", l.Property.Name))
	}
	keys := r.listParam(l.Keys)
	s := r.compileSelection(l.Select, nil)
	if r.err != nil {
		return nil
	}
	rows := make([]any, len(keys))
	for i, k := range keys {
		key, ok := k.(string)
		if !ok || !r.step() {
			continue
		}
		node, ok := r.byKey(l.Property, key)
		if ok && takes[r.blockOf[node]] {
			rows[i] = r.row(s, node, noRelationship, nil)
		}
	}
	return rows
}

// byKey finds a node by a unique property; by its id also where it has that of another node now.
func (g *graph) byKey(p *plan.Property, key string) (uint32, bool) {
	if p.Name != "id" {
		return g.byUnique(p, key)
	}
	if node, ok := g.find(key); ok {
		return node, true
	}
	node, ok := g.former[key]
	return node, ok
}

// byUnique finds a node by a unique property other than the id.
func (g *graph) byUnique(p *plan.Property, key string) (uint32, bool) {
	nodes, d := g.unique[p.Number], g.dictionaries[p.Number]
	i := sort.Search(len(nodes), func(i int) bool { return d.values[i].(string) >= key })
	if i < len(nodes) && d.values[i].(string) == key && nodes[i] != 0 {
		return nodes[i] - 1, true
	}
	return 0, false
}
