package read

import (
	"cmp"
	"fmt"
	"slices"

	"partnir/embedded/memory"
	"partnir/plan"
	"partnir/plan/mapping"
)

// find finds nodes by texts that may stand in several properties: one element for each key.
func (r *Reader) find(f *plan.Find) []any {
	part := r.CompileSelection(f.Select, nil)
	ways := make([]way, len(f.Ways))
	n := 0
	for i, w := range f.Ways {
		ways[i] = r.compileWay(w, f.Type)
		n = len(ways[i].keys)
	}
	if r.Err != nil {
		return nil
	}
	rows := make([]any, n)
	for i := range rows {
		for j := range ways {
			if node, ok := r.follow(&ways[j], i); ok && r.step() {
				rows[i] = r.Row(part, node, memory.NoRelationship, nil)
				break
			}
		}
	}
	return rows
}

// way is a Way, compiled.
type way struct {
	property *mapping.Property
	keys     []any
	// takes are the blocks of the nodes that it finds.
	takes  []bool
	surest codes
}

func (r *Reader) compileWay(w *plan.Way, to *mapping.NodeType) way {
	compiled := way{property: w.Property, keys: r.listParam(w.Keys), takes: make([]bool, len(r.Blocks))}
	of, all := r.Takes[w.Type], r.Takes[to]
	if of == nil || all == nil || w.Property.Number >= r.Properties {
		r.fail(fmt.Errorf("the plan finds nodes by the property %s of %s, which the schema does not have", w.Property.Name, w.Type.Name))
		return compiled
	}
	for block := range compiled.takes {
		compiled.takes[block] = of[block] && all[block]
	}
	if w.Surest != nil {
		compiled.surest, _ = r.property(w.Surest, false, nil)
	}
	return compiled
}

// follow finds the node that a way leads to with key i.
func (r *Reader) follow(w *way, i int) (node uint32, ok bool) {
	texts, _ := w.keys[i].([]any)
	find := func(formerly bool) (found []uint32) {
		for _, t := range texts {
			if text, isText := t.(string); isText {
				found = append(found, r.having(w.property, text, formerly)...)
			}
		}
		return slices.DeleteFunc(found, func(node uint32) bool { return !w.takes[r.BlockOf[node]] })
	}
	found := find(false)
	if len(found) == 0 && w.property.Name == "id" {
		found = find(true)
	}
	if len(found) == 0 {
		return 0, false
	}
	return slices.MinFunc(found, func(a, b uint32) int {
		return cmp.Or(cmp.Compare(w.surest.at(b, memory.NoRelationship), w.surest.at(a, memory.NoRelationship)), cmp.Compare(a, b))
	}), true
}

// having are the nodes that have a text as a value of a property, or in the list that it holds; of the id, maybe formerly.
func (r *Reader) having(p *mapping.Property, text string, formerly bool) []uint32 {
	switch {
	case p.Name == "id" && formerly:
		if node, ok := r.Former[text]; ok {
			return []uint32{node}
		}
	case p.Name == "id":
		if node, ok := r.Find(text); ok {
			return []uint32{node}
		}
	case r.NodeCodes[p.Number] == nil:
	case p.List:
		var nodes []uint32
		for _, code := range r.Index(p).Holding(text) {
			nodes = append(nodes, r.Index(p).Within(code, code+1)...)
		}
		return nodes
	default:
		low, high, ok := r.Dictionaries[p.Number].Bounds(text)
		if ok {
			return slices.Clone(r.Index(p).Within(low, high))
		}
	}
	return nil
}
