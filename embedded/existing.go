package embedded

import (
	"context"

	"partnir/embedded/read"
	"partnir/plan/mapping"
	"partnir/store"
)

// existing is the graph that a load grows from, as the check of the records asks for it.
type existing struct{ *load }

var _ store.Existing = existing{}

func (e existing) Missing(_ context.Context, ids []string) (missing []string, err error) {
	for _, id := range ids {
		if _, ok := e.graph.Find(id); !ok {
			missing = append(missing, id)
		}
	}
	return missing, nil
}

func (e existing) Former(_ context.Context, ids []string) (map[string]string, error) {
	now := map[string]string{}
	if len(e.graph.Former) == 0 {
		return now, nil
	}
	for _, id := range ids {
		if node, ok := e.graph.Former[id]; ok {
			now[id] = e.graph.ID(node)
		}
	}
	return now, nil
}

func (e existing) Holders(_ context.Context, t *mapping.NodeType, p *mapping.Property, values []string) (map[string]string, error) {
	holders := map[string]string{}
	for _, v := range values {
		if node, ok := read.ByUnique(e.graph, p, v); ok && e.graph.TypeOf(node) == t {
			holders[v] = e.graph.ID(node)
		}
	}
	return holders, nil
}
