package memory

import "partnir/plan/search"

// Candidate is what ranking needs to know of a node.
func (g *Graph) Candidate(node uint32) search.Candidate {
	t := g.TypeOf(node)
	c := search.Candidate{ID: g.ID(node), NameKey: g.nameKey(node)}
	c.Name, _ = g.NodeValue(node, t.Property("name")).(string)
	c.Description, _ = g.NodeValue(node, t.Property("description")).(string)
	aliases, _ := g.NodeValue(node, t.Property("aliases")).([]any)
	for _, a := range aliases {
		c.Aliases = append(c.Aliases, a.(string))
	}
	return c
}

// nameKey is the sort key of a node's name, "" where it has no name.
func (g *Graph) nameKey(node uint32) string {
	p := g.TypeOf(node).Property("name")
	if p == nil || g.NodeCodes[p.Number] == nil {
		return ""
	}
	block := g.BlockOf[node]
	codes := g.NodeCodes[p.Number][block]
	if codes == nil {
		return ""
	}
	key, _ := g.Dictionaries[p.Number].SortKey(codes[node-g.Starts[block]]).(string)
	return key
}
