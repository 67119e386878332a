package memory

import (
	"fmt"
	"slices"
	"strings"

	"partnir/plan/mapping"
)

// Layout is what follows from the mapping alone: the blocks that nodes fall into, and which of them each type takes.
//
// A block holds the nodes whose ids have one prefix. Blocks are ordered by prefix and colon, so that nodes numbered block by block,
// and by id within each, are numbered in the order of their ids whatever their types: to compare ids is to compare numbers.
type Layout struct {
	Mapping *mapping.Mapping
	Blocks  []blockType
	// byPrefix finds a block by the prefix of its ids.
	byPrefix map[string]int
	// Properties is the number of properties of the mapping.
	Properties int
	// Takes says of every type, object or interface, which blocks are of it.
	Takes map[*mapping.NodeType][]bool
	// nodeSlots and relationshipSlots say where each property lies, by Property.Number.
	nodeSlots         [][]nodeSlot
	relationshipSlots []relationshipSlot
	// kinds are what the values of the properties are, by Property.Number.
	kinds []ValueKind
	// sortKeys are the kinds of the stored sort keys, by Property.Number.
	sortKeys []mapping.SortKey
	// Choices say from which sizes on a read takes the way for large lists.
	Choices Choices
}

// Choices are sizes from which on it pays to be clever. Tests set them low, so that small graphs are read in every way.
type Choices struct {
	// List is how many nodes a root list has before a read looks for a better start than its front.
	List int
	// Hub is how many relationships a node has before they are sorted once for all reads.
	Hub int
	// Search is how many relationships a node has before known far nodes are searched for among them.
	Search uint32
}

// blockType is a block as the mapping has it.
type blockType struct {
	prefix string
	T      *mapping.NodeType
	// id is the slot of the property `id`, or -1.
	id int
}

// nodeSlot is the place of a property in the values of a block's nodes.
type nodeSlot struct{ block, slot int }

// relationshipSlot is the place of a property in the values of a relationship type; relationship is -1 for properties of nodes.
type relationshipSlot struct{ relationship, slot int }

// NewLayout lays out graphs of a mapping.
func NewLayout(m *mapping.Mapping) (*Layout, error) {
	l := &Layout{Mapping: m, byPrefix: map[string]int{}, Takes: map[*mapping.NodeType][]bool{},
		Choices: Choices{List: 64, Hub: 1024, Search: 8}}
	for _, t := range m.Types {
		for _, p := range t.Prefixes {
			l.Blocks = append(l.Blocks, blockType{prefix: p, T: t, id: slotOfID(t.Properties)})
		}
	}
	if len(l.Blocks) > 1<<16-1 {
		return nil, fmt.Errorf("the schema has %d id prefixes; the embedded store takes 65535", len(l.Blocks))
	}
	slices.SortFunc(l.Blocks, func(a, b blockType) int { return strings.Compare(a.prefix+":", b.prefix+":") })
	for i, b := range l.Blocks {
		l.byPrefix[b.prefix] = i
	}
	for _, t := range slices.Concat(m.Types, m.Interfaces) {
		takes := make([]bool, len(l.Blocks))
		for i, b := range l.Blocks {
			takes[i] = b.T.Is(t)
		}
		l.Takes[t] = takes
	}
	l.place()
	return l, nil
}

// place notes where every property lies.
func (l *Layout) place() {
	for _, t := range slices.Concat(l.Mapping.Types, l.Mapping.Interfaces) {
		for _, p := range t.Properties {
			l.note(p)
		}
	}
	for _, t := range l.Mapping.Relationships {
		for _, p := range t.Properties {
			l.note(p)
		}
	}
	for i, b := range l.Blocks {
		for slot, p := range b.T.Properties {
			l.nodeSlots[p.Number] = append(l.nodeSlots[p.Number], nodeSlot{i, slot})
		}
	}
	for i, t := range l.Mapping.Relationships {
		for slot, p := range t.Properties {
			l.relationshipSlots[p.Number] = relationshipSlot{i, slot}
		}
	}
}

func (l *Layout) note(p *mapping.Property) {
	for l.Properties <= p.Number {
		l.Properties++
		l.nodeSlots = append(l.nodeSlots, nil)
		l.relationshipSlots = append(l.relationshipSlots, relationshipSlot{-1, -1})
		l.kinds = append(l.kinds, TextValue)
		l.sortKeys = append(l.sortKeys, mapping.NoSortKey)
	}
	l.kinds[p.Number] = KindOf(p)
	l.sortKeys[p.Number] = p.SortKey
}

// block returns the block of an id by its prefix, or -1 where no type has it.
func (l *Layout) block(id string) int {
	prefix, _, ok := strings.Cut(id, ":")
	if !ok {
		return -1
	}
	if i, ok := l.byPrefix[prefix]; ok {
		return i
	}
	return -1
}

// slotOfID is the slot of the property `id`, or -1 where there is none.
func slotOfID(properties []*mapping.Property) int {
	return slices.IndexFunc(properties, func(p *mapping.Property) bool { return p.Name == "id" })
}
