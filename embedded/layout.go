package embedded

import (
	"fmt"
	"slices"
	"strings"

	"partnir/plan"
)

// layout is what follows from the mapping alone: the blocks that nodes fall into, and which of them each type takes.
//
// A block holds the nodes whose ids have one prefix. Blocks are ordered by prefix and colon, so that nodes numbered block by block,
// and by id within each, are numbered in the order of their ids whatever their types: to compare ids is to compare numbers.
type layout struct {
	mapping *plan.Mapping
	blocks  []blockType
	// byPrefix finds a block by the prefix of its ids.
	byPrefix map[string]int
	// properties is the number of properties of the mapping.
	properties int
	// takes says of every type, object or interface, which blocks are of it.
	takes map[*plan.NodeType][]bool
	// nodeSlots and relationshipSlots say where each property lies, by Property.Number.
	nodeSlots         [][]nodeSlot
	relationshipSlots []relationshipSlot
	// kinds are what the values of the properties are, by Property.Number.
	kinds []valueKind
	// sortKeys are the kinds of the stored sort keys, by Property.Number.
	sortKeys []plan.SortKey
	// choices say from which sizes on a read takes the way for large lists.
	choices choices
}

// choices are sizes from which on it pays to be clever. Tests set them low, so that small graphs are read in every way.
type choices struct {
	// list is how many nodes a root list has before a read looks for a better start than its front.
	list int
	// hub is how many relationships a node has before they are sorted once for all reads.
	hub int
	// search is how many relationships a node has before known far nodes are searched for among them.
	search uint32
}

// blockType is a block as the mapping has it.
type blockType struct {
	prefix string
	t      *plan.NodeType
	// id is the slot of the property `id`, or -1.
	id int
}

// nodeSlot is the place of a property in the values of a block's nodes.
type nodeSlot struct{ block, slot int }

// relationshipSlot is the place of a property in the values of a relationship type; relationship is -1 for properties of nodes.
type relationshipSlot struct{ relationship, slot int }

func newLayout(m *plan.Mapping) (*layout, error) {
	l := &layout{mapping: m, byPrefix: map[string]int{}, takes: map[*plan.NodeType][]bool{},
		choices: choices{list: 64, hub: 1024, search: 8}}
	for _, t := range m.Types {
		for _, p := range t.Prefixes {
			l.blocks = append(l.blocks, blockType{prefix: p, t: t, id: slotOfID(t.Properties)})
		}
	}
	if len(l.blocks) > 1<<16-1 {
		return nil, fmt.Errorf("the schema has %d id prefixes; the embedded store takes 65535", len(l.blocks))
	}
	slices.SortFunc(l.blocks, func(a, b blockType) int { return strings.Compare(a.prefix+":", b.prefix+":") })
	for i, b := range l.blocks {
		l.byPrefix[b.prefix] = i
	}
	for _, t := range slices.Concat(m.Types, m.Interfaces) {
		takes := make([]bool, len(l.blocks))
		for i, b := range l.blocks {
			takes[i] = b.t.Is(t)
		}
		l.takes[t] = takes
	}
	l.place()
	return l, nil
}

// place notes where every property lies.
func (l *layout) place() {
	for _, t := range slices.Concat(l.mapping.Types, l.mapping.Interfaces) {
		for _, p := range t.Properties {
			l.note(p)
		}
	}
	for _, t := range l.mapping.Relationships {
		for _, p := range t.Properties {
			l.note(p)
		}
	}
	for i, b := range l.blocks {
		for slot, p := range b.t.Properties {
			l.nodeSlots[p.Number] = append(l.nodeSlots[p.Number], nodeSlot{i, slot})
		}
	}
	for i, t := range l.mapping.Relationships {
		for slot, p := range t.Properties {
			l.relationshipSlots[p.Number] = relationshipSlot{i, slot}
		}
	}
}

func (l *layout) note(p *plan.Property) {
	for l.properties <= p.Number {
		l.properties++
		l.nodeSlots = append(l.nodeSlots, nil)
		l.relationshipSlots = append(l.relationshipSlots, relationshipSlot{-1, -1})
		l.kinds = append(l.kinds, textValue)
		l.sortKeys = append(l.sortKeys, plan.NoSortKey)
	}
	l.kinds[p.Number] = kindOf(p)
	l.sortKeys[p.Number] = p.SortKey
}

// block returns the block of an id by its prefix, or -1 where no type has it.
func (l *layout) block(id string) int {
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
func slotOfID(properties []*plan.Property) int {
	return slices.IndexFunc(properties, func(p *plan.Property) bool { return p.Name == "id" })
}
