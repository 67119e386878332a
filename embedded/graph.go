package embedded

import (
	"sort"
	"sync"

	"partnir/plan"
)

// graph is one state of the whole graph. It never changes: a Load makes another one, so that whoever reads keeps what it began with.
//
// A node is a number from 0; nodes are numbered in the order of their ids (see layout). A relationship is a number from 0 among those
// of its type, in the order of the ids of its start, its end and itself. A value is a code in the dictionary of its property.
type graph struct {
	*layout
	// ids are the ids of the nodes, boxed once for all rows that show them.
	ids []any
	// blockOf is the block of each node, starts the number of each block's first node; the last start is the number of nodes.
	blockOf []uint16
	starts  []uint32
	// rows are the rows of the nodes in the file. nodeOfRow is the way back: the node's number plus one, 0 for no node.
	rows, nodeOfRow []uint32
	// dictionaries are the values of the properties, by Property.Number.
	dictionaries []*dictionary
	// nodeCodes are the values of nodes, by Property.Number, block and place in the block; nil where all are missing.
	nodeCodes [][][]uint32
	// nodeEvidence is what nodes rest on, by block and place in the block.
	nodeEvidence []evidenceCodes
	// nodeSources and relationshipSources are the distinct lists of evidence.
	nodeSources, relationshipSources evidenceLists
	// former finds the node that a former id belongs to; formerIDs are those of a node.
	former    map[string]uint32
	formerIDs map[uint32][]string
	// unique finds nodes by the code of a unique property: the node's number plus one, by Property.Number and code less one.
	unique map[int][]uint32
	// relationships are by RelationshipType.Index.
	relationships []*relationships
	// orders are sorted lists that reads have asked for.
	orders orders
	// indexes find nodes by values.
	indexes indexes
	// words is the vocabulary of the full-text index.
	words vocabulary
}

// relationships are those of one type. Values are by slot and number; nil where all are missing.
type relationships struct {
	t        *plan.RelationshipType
	from, to []uint32
	// ids are in the order of the relationships. The slot of the id has no codes.
	ids      texts
	idSlot   int
	rows     []uint32
	codes    [][]uint32
	evidence evidenceCodes
	out, in  adjacency

	rankIDs sync.Once
	idRank  []uint32
}

// adjacency leads from nodes to the relationships on one of their sides.
type adjacency struct {
	// offsets are, by block and place in the block, where the relationships of a node begin; one more says where the last
	// end. They are nil for blocks without any.
	offsets [][]uint32
	// numbers are the relationships; nil where a place is the number itself. Those of a node are in the order of the ids of
	// the far nodes, then of their own ids.
	numbers []uint32
	// far are the nodes at the other side, by number of the relationship.
	far []uint32
}

// span returns the places of the relationships of a node.
func (a *adjacency) span(g *graph, node uint32) (low, high uint32) {
	block := g.blockOf[node]
	offsets := a.offsets[block]
	if offsets == nil {
		return 0, 0
	}
	i := node - g.starts[block]
	return offsets[i], offsets[i+1]
}

// at returns the relationship at a place and the node at its other side.
func (a *adjacency) at(place uint32) (node, relationship uint32) {
	if a.numbers != nil {
		place = a.numbers[place]
	}
	return a.far[place], place
}

// to returns the places from low to high that lead to a node.
func (a *adjacency) to(node, low, high uint32) (uint32, uint32) {
	n := int(high - low)
	first := sort.Search(n, func(i int) bool {
		far, _ := a.at(low + uint32(i))
		return far >= node
	})
	count := sort.Search(n-first, func(i int) bool {
		far, _ := a.at(low + uint32(first+i))
		return far > node
	})
	return low + uint32(first), low + uint32(first+count)
}

func (r *relationships) adjacency(in bool) *adjacency {
	if in {
		return &r.in
	}
	return &r.out
}

// rankOfID returns the places of the relationships in the order of their ids, from 1. They are found when first asked for.
func (r *relationships) rankOfID() []uint32 {
	r.rankIDs.Do(func() {
		r.idRank = make([]uint32, r.ids.len())
		for i, n := range sortTexts(r.ids.len(), r.ids.at) {
			r.idRank[n] = uint32(i) + 1
		}
	})
	return r.idRank
}

func (g *graph) id(node uint32) string { return g.ids[node].(string) }

// typeOf is the object type of a node.
func (g *graph) typeOf(node uint32) *plan.NodeType { return g.blocks[g.blockOf[node]].t }

// find returns the node with an id, not with a former one.
func (g *graph) find(id string) (uint32, bool) {
	block := g.block(id)
	if block < 0 {
		return 0, false
	}
	start, end := g.starts[block], g.starts[block+1]
	i := start + uint32(sort.Search(int(end-start), func(i int) bool { return g.ids[start+uint32(i)].(string) >= id }))
	if i < end && g.ids[i].(string) == id {
		return i, true
	}
	return 0, false
}

// span is a range of node numbers, without high.
type span struct{ low, high uint32 }

// spans returns the nodes of a type in their order, in as few ranges as possible.
func (g *graph) spans(t *plan.NodeType) []span {
	var all []span
	for block, takes := range g.takes[t] {
		low, high := g.starts[block], g.starts[block+1]
		switch n := len(all); {
		case !takes || low == high:
		case n > 0 && all[n-1].high == low:
			all[n-1].high = high
		default:
			all = append(all, span{low, high})
		}
	}
	return all
}

// nodeValue returns the value of a property of a node, nil where it is missing.
func (g *graph) nodeValue(node uint32, p *plan.Property) any {
	if p == nil || g.nodeCodes[p.Number] == nil {
		return nil
	}
	block := g.blockOf[node]
	codes := g.nodeCodes[p.Number][block]
	if codes == nil {
		return nil
	}
	return g.dictionaries[p.Number].value(codes[node-g.starts[block]])
}

func (g *graph) counts() plan.Counts {
	c := plan.Counts{Nodes: map[string]int{}, Relationships: map[string]int{}}
	for i, b := range g.blocks {
		c.Nodes[b.t.Name] += int(g.starts[i+1] - g.starts[i])
	}
	for _, r := range g.relationships {
		c.Relationships[r.t.Name] = len(r.from)
	}
	return c
}
