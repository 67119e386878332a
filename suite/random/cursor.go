package random

import "encoding/json"

// WithCursors returns variables with cursors from an earlier answer to the same operation, or to another; false where it has none for it.
func (g *Generator) WithCursors(o *Operation, variables map[string]any, answer []byte) (map[string]any, bool) {
	var response struct {
		Data any `json:"data"`
	}
	if json.Unmarshal(answer, &response) != nil {
		return nil, false
	}
	next, some := map[string]any{}, false
	for name, v := range variables {
		next[name] = v
	}
	for _, c := range o.Cursors {
		if cursors := cursorsAt(response.Data, c.Path); len(cursors) > 0 && !g.oneIn(4) {
			next[c.Variable], some = pick(g, cursors), true
		}
	}
	return next, some
}

// cursorsAt are the cursors of all lists at a path.
func cursorsAt(v any, path []string) []string {
	var cursors []string
	switch v := v.(type) {
	case []any:
		for _, item := range v {
			cursors = append(cursors, cursorsAt(item, path)...)
		}
	case map[string]any:
		if len(path) > 0 {
			return cursorsAt(v[path[0]], path[1:])
		}
		page, _ := v["pageInfo"].(map[string]any)
		for _, name := range []string{"startCursor", "endCursor"} {
			if cursor, ok := page[name].(string); ok {
				cursors = append(cursors, cursor)
			}
		}
		edges, _ := v["edges"].([]any)
		for _, item := range edges {
			edge, _ := item.(map[string]any)
			if cursor, ok := edge["cursor"].(string); ok {
				cursors = append(cursors, cursor)
			}
		}
	}
	return cursors
}
