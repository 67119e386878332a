// Package memory holds a graph in memory: nodes and relationships in columns, with the indexes and orders that reading needs.
package memory

import (
	"sort"
	"sync"

	"partnir/plan/mapping"
	"partnir/store"
)

// Graph is one state of the whole graph. It never changes: a Load makes another one, so that whoever reads keeps what it began with.
//
// A node is a number from 0; nodes are numbered in the order of their ids (see layout). A relationship is a number from 0 among those
// of its type, in the order of the ids of its start, its end and itself. A value is a code in the dictionary of its property.
type Graph struct {
	*Layout
	// Ids are the ids of the nodes, boxed once for all rows that show them.
	Ids []any
	// BlockOf is the block of each node, starts the number of each block's first node; the last start is the number of nodes.
	BlockOf []uint16
	Starts  []uint32
	// Rows are the rows of the nodes in the file. NodeOfRow is the way back: the node's number plus one, 0 for no node.
	Rows, NodeOfRow []uint32
	// Dictionaries are the values of the properties, by Property.Number.
	Dictionaries []*Dictionary
	// NodeCodes are the values of nodes, by Property.Number, block and place in the block; nil where all are missing.
	NodeCodes [][][]uint32
	// NodeEvidence is what nodes rest on, by block and place in the block.
	NodeEvidence []evidenceCodes
	// NodeSources and RelationshipSources are the distinct lists of evidence.
	NodeSources, RelationshipSources evidenceLists
	// Former finds the node that a former id belongs to; FormerIDs are those of a node.
	Former    map[string]uint32
	FormerIDs map[uint32][]string
	// Unique finds nodes by the code of a unique property: the node's number plus one, by Property.Number and code less one.
	Unique map[int][]uint32
	// Relationships are by RelationshipType.Index.
	Relationships []*Relationships
	// Orders are sorted lists that reads have asked for.
	Orders orders
	// indexes find nodes by values.
	indexes indexes
	// Words is the vocabulary of the full-text index.
	Words vocabulary
}

// Relationships are those of one type. Values are by slot and number; nil where all are missing.
type Relationships struct {
	T        *mapping.RelationshipType
	From, To []uint32
	// Ids are in the order of the relationships. The slot of the id has no codes.
	Ids      texts
	IDSlot   int
	Rows     []uint32
	Codes    [][]uint32
	Evidence evidenceCodes
	out, in  Adjacency

	rankIDs sync.Once
	idRank  []uint32
	byID    idIndex
}

// Adjacency leads from nodes to the relationships on one of their sides.
type Adjacency struct {
	// Offsets are, by block and place in the block, where the relationships of a node begin; one more says where the last
	// end. They are nil for blocks without any.
	Offsets [][]uint32
	// numbers are the relationships; nil where a place is the number itself. Those of a node are in the order of the ids of
	// the far nodes, then of their own ids.
	numbers []uint32
	// Far are the nodes at the other side, by number of the relationship.
	Far []uint32
}

// Span returns the places of the relationships of a node.
func (a *Adjacency) Span(g *Graph, node uint32) (low, high uint32) {
	block := g.BlockOf[node]
	offsets := a.Offsets[block]
	if offsets == nil {
		return 0, 0
	}
	i := node - g.Starts[block]
	return offsets[i], offsets[i+1]
}

// At returns the relationship at a place and the node at its other side.
func (a *Adjacency) At(place uint32) (node, relationship uint32) {
	if a.numbers != nil {
		place = a.numbers[place]
	}
	return a.Far[place], place
}

// To returns the places from low to high that lead to a node.
func (a *Adjacency) To(node, low, high uint32) (uint32, uint32) {
	n := int(high - low)
	first := sort.Search(n, func(i int) bool {
		far, _ := a.At(low + uint32(i))
		return far >= node
	})
	count := sort.Search(n-first, func(i int) bool {
		far, _ := a.At(low + uint32(first+i))
		return far > node
	})
	return low + uint32(first), low + uint32(first+count)
}

// Adjacency are the relationships by the node that they begin at, or by the one that they end at.
func (r *Relationships) Adjacency(in bool) *Adjacency {
	if in {
		return &r.in
	}
	return &r.out
}

// RankOfID returns the places of the relationships in the order of their ids, from 1. They are found when first asked for.
func (r *Relationships) RankOfID() []uint32 {
	r.rankIDs.Do(func() {
		r.idRank = make([]uint32, r.Ids.len())
		for i, n := range sortTexts(r.Ids.len(), r.Ids.At) {
			r.idRank[n] = uint32(i) + 1
		}
	})
	return r.idRank
}

// ID is the id of a node.
func (g *Graph) ID(node uint32) string { return g.Ids[node].(string) }

// TypeOf is the object type of a node.
func (g *Graph) TypeOf(node uint32) *mapping.NodeType { return g.Blocks[g.BlockOf[node]].T }

// Find returns the node with an id, not with a former one.
func (g *Graph) Find(id string) (uint32, bool) {
	block := g.block(id)
	if block < 0 {
		return 0, false
	}
	start, end := g.Starts[block], g.Starts[block+1]
	i := start + uint32(sort.Search(int(end-start), func(i int) bool { return g.Ids[start+uint32(i)].(string) >= id }))
	if i < end && g.Ids[i].(string) == id {
		return i, true
	}
	return 0, false
}

// Span is a range of node numbers, without high.
type Span struct{ Low, High uint32 }

// Spans returns the nodes of a type in their order, in as few ranges as possible.
func (g *Graph) Spans(t *mapping.NodeType) []Span {
	var all []Span
	for block, takes := range g.Takes[t] {
		low, high := g.Starts[block], g.Starts[block+1]
		switch n := len(all); {
		case !takes || low == high:
		case n > 0 && all[n-1].High == low:
			all[n-1].High = high
		default:
			all = append(all, Span{low, high})
		}
	}
	return all
}

// NodeValue returns the value of a property of a node, nil where it is missing.
func (g *Graph) NodeValue(node uint32, p *mapping.Property) any {
	if p == nil || g.NodeCodes[p.Number] == nil {
		return nil
	}
	block := g.BlockOf[node]
	codes := g.NodeCodes[p.Number][block]
	if codes == nil {
		return nil
	}
	return g.Dictionaries[p.Number].Value(codes[node-g.Starts[block]])
}

// Counts counts nodes and relationships by type.
func (g *Graph) Counts() store.Counts {
	c := store.Counts{Nodes: map[string]int{}, Relationships: map[string]int{}}
	for i, b := range g.Blocks {
		c.Nodes[b.T.Name] += int(g.Starts[i+1] - g.Starts[i])
	}
	for _, r := range g.Relationships {
		c.Relationships[r.T.Name] = len(r.From)
	}
	return c
}
