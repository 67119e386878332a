package read

import (
	"cmp"
	"encoding/binary"
	"math"
	"slices"

	"partnir/embedded/memory"
	"partnir/plan"
	"partnir/plan/mapping"
)

// key is one key of an order, compiled: it turns a node, and the relationship that led to it, into a number. A list is in order where
// the numbers of its keys ascend.
type key struct {
	codes codes
	// descending puts large values first, and missing ones still last; reverse turns that round.
	descending, reverse bool
}

func (k *key) number(node, relationship uint32) uint32 {
	n := k.codes.ordinal(node, relationship)
	switch {
	case n == 0:
		n = math.MaxUint32
	case k.descending:
		n = math.MaxUint32 - n
	}
	if k.reverse {
		return ^n
	}
	return n
}

// order is the order of a list, compiled. It ends with what tells any two members apart.
type order struct {
	keys []key
	// natural says that it is the order in which the members lie: by number of the far node, then of the relationship. reversed
	// says that it, or the order that name is of, is to be read from its end.
	natural, reversed bool
	// name tells orders apart, but for being reversed.
	name string
}

// compileOrder compiles an order; by is the type of the relationship that leads to the members, nil for none.
func (r *Reader) compileOrder(keys []plan.OrderKey, by *memory.Relationships) order {
	var o order
	name := make([]byte, 0, 8*len(keys))
	node, relationship := false, by == nil
	// Where all keys are reversed the order is another one read from its end, and need not be known twice.
	o.reversed = len(keys) > 0 && !slices.ContainsFunc(keys, func(k plan.OrderKey) bool { return !k.Reverse })
	for _, k := range keys {
		if node && relationship {
			break // nothing is left to tell apart
		}
		c, d := r.propertyAt(k.Property, k.OfRelationship, k.End, by)
		compiled := key{codes: c, descending: k.Descending, reverse: k.Reverse && !o.reversed}
		switch {
		case c.from == ofNodeID && c.ends == nil:
			node = true
		case c.from == ofRelationshipID:
			relationship = true
			if !node { // among those that lead to one node, their numbers are in the order of their ids
				compiled.codes.rank = by.RankOfID()
			}
		case d.Rank != nil:
			compiled.codes.rank = d.Rank
		}
		o.keys = append(o.keys, compiled)
		name = binary.AppendUvarint(name, uint64(k.Property.Number))
		name = append(name, flags(k.OfRelationship, compiled.descending, compiled.reverse, k.End == mapping.FromEnd, k.End == mapping.ToEnd))
	}
	o.name = string(name)
	if len(o.keys) == 0 || o.isNatural(by) {
		o.natural = true
		if len(o.keys) > 0 {
			o.reversed = o.reversed != o.keys[0].descending != o.keys[0].reverse
		}
	}
	return o
}

// isNatural reports whether the keys are the ids of node and relationship, both in one direction.
func (o *order) isNatural(by *memory.Relationships) bool {
	if o.keys[0].codes.from != ofNodeID || o.keys[0].codes.ends != nil {
		return false
	}
	if by == nil || len(o.keys) == 1 {
		return len(o.keys) == 1
	}
	first, second := o.keys[0], o.keys[1]
	return second.codes.from == ofRelationshipID && (first.descending != first.reverse) == (second.descending != second.reverse)
}

func flags(bits ...bool) (b byte) {
	for i, bit := range bits {
		if bit {
			b |= 1 << i
		}
	}
	return b
}

// member is a node of a list and the relationship that led to it, with the numbers of its first two keys in one.
type member struct {
	first              uint64
	node, relationship uint32
}

func (o *order) member(node, relationship uint32) member {
	m := member{node: node, relationship: relationship}
	if len(o.keys) > 0 {
		m.first = uint64(o.keys[0].number(node, relationship)) << 32
	}
	if len(o.keys) > 1 {
		m.first |= uint64(o.keys[1].number(node, relationship))
	}
	return m
}

func (o *order) compare(a, b member) int {
	if a.first != b.first {
		return cmp.Compare(a.first, b.first)
	}
	for i := 2; i < len(o.keys); i++ {
		k := &o.keys[i]
		if x, y := k.number(a.node, a.relationship), k.number(b.node, b.relationship); x != y {
			return cmp.Compare(x, y)
		}
	}
	if a.node != b.node {
		return cmp.Compare(a.node, b.node)
	}
	return cmp.Compare(a.relationship, b.relationship)
}

// compareRead compares as the list is read: from the end where it is reversed.
func (o *order) compareRead(a, b member) int {
	if o.reversed {
		return o.compare(b, a)
	}
	return o.compare(a, b)
}

// top keeps the first members of a list that come in any order: a heap with the last of them at its root.
type top struct {
	order   *order
	limit   int
	members []member
	// compare is order.compareRead, kept so that it is made once.
	compare func(a, b member) int
}

// begin empties it.
func (t *top) begin(o *order, limit int) {
	if t.compare == nil {
		t.order, t.compare = o, o.compareRead
	}
	t.limit, t.members = limit, t.members[:0]
}

func (t *top) add(m member) {
	switch {
	case len(t.members) < t.limit:
		t.members = append(t.members, m)
		if len(t.members) == t.limit {
			for i := t.limit/2 - 1; i >= 0; i-- {
				t.sink(i)
			}
		}
	case t.limit > 0 && t.order.compareRead(m, t.members[0]) < 0:
		t.members[0] = m
		t.sink(0)
	}
}

func (t *top) sink(i int) {
	for {
		child := 2*i + 1
		if child >= len(t.members) {
			return
		}
		if child+1 < len(t.members) && t.order.compareRead(t.members[child], t.members[child+1]) < 0 {
			child++
		}
		if t.order.compareRead(t.members[i], t.members[child]) >= 0 {
			return
		}
		t.members[i], t.members[child] = t.members[child], t.members[i]
		i = child
	}
}

// sorted ends the work: the members in their order.
func (t *top) sorted() []member {
	slices.SortFunc(t.members, t.compare)
	return t.members
}
