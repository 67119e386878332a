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

// aggregate is an aggregate, compiled.
type aggregate struct {
	keys     []groupKey
	measures []measure
	limit    int
}

// groupKey is what records are grouped by: a value, or a node.
type groupKey struct {
	codes  codes
	values *memory.Dictionary
	// node is the column of the node; nil for a value. nodes are, by the code of its id, the nodes that a reference was found to lead
	// to, plus two; 1 for none, 0 where that is not known yet.
	node  *column
	nodes []uint32
	// ends are the nodes at one end of relationships by themselves, from which the node is reached; nil where it is reached from the node.
	ends []uint32
}

// measure is a number to sum up; unless leaves it out where it is false. units are what its values count; nil where nobody asks.
type measure struct {
	codes  codes
	values *memory.Dictionary
	unless codes
	unit   codes
	units  *memory.Dictionary
}

func (r *Reader) compileAggregate(a *plan.Aggregate, by *memory.Relationships) *aggregate {
	compiled := &aggregate{limit: math.MaxInt32}
	if len(a.Keys) > 0 {
		compiled.limit = r.count(a.Limit)
	}
	for _, k := range a.Keys {
		compiled.keys = append(compiled.keys, r.compileKey(k, by))
	}
	for _, m := range a.Measures {
		var to measure
		to.codes, to.values = r.property(m.Property, m.OfRelationship, by)
		if to.values.Kind != memory.WholeValue && to.values.Kind != memory.FloatValue {
			to.codes.from = nowhere
		}
		if p := m.Property.MeasureUnlessFalse; p != nil {
			to.unless, _ = r.property(p, m.OfRelationship, by)
		}
		if m.Units {
			to.unit, to.units = r.property(m.Property.Unit, m.OfRelationship, by)
		}
		compiled.measures = append(compiled.measures, to)
	}
	return compiled
}

func (r *Reader) compileKey(k *plan.GroupKey, by *memory.Relationships) (to groupKey) {
	if k.Node == nil {
		to.codes, to.values = r.propertyAt(k.Property, k.OfRelationship, k.End, by)
		return to
	}
	if k.End != mapping.NoEnd {
		to.ends = r.ends(k.End, by)
	}
	to.node = &column{}
	r.compileColumn(to.node, k.Node, by)
	if to.node.kind == plan.ReferenceColumn {
		to.nodes = make([]uint32, to.node.dictionary.Len()+1)
	}
	return to
}

// code is that of the value that a record is grouped by, or the number of the node plus one; 0 where there is none.
func (r *Reader) code(k *groupKey, node, relationship uint32) uint32 {
	switch {
	case k.node == nil:
		return k.codes.at(node, relationship)
	case k.nodes == nil:
		if k.ends != nil {
			node = k.ends[relationship]
		}
		if far, _, ok := r.far(k.node.one, node); ok {
			return far + 1
		}
		return 0
	}
	known := &k.nodes[k.node.codes.at(node, relationship)]
	if *known == 0 {
		*known = 1
		if target, ok := r.referred(k.node, k.node.codes.at(node, relationship)); ok {
			*known = target + 2
		}
	}
	return *known - 1
}

// groups are the figures of an aggregate, by the codes of their keys.
type groups struct {
	*aggregate
	r   *Reader
	all []*group
	// at finds a group by its codes, four bytes each; name is room for them.
	at   map[string]*group
	name []byte
}

type group struct {
	codes    []uint32
	count    int64
	measures []figures
}

// figures are what a measure has come to.
type figures struct {
	count             int64
	least, most       uint32
	high, middle, low int64
	// units are the codes of the first of the units, less one, so that a missing one comes last, in ascending order.
	units []uint32
}

func (r *Reader) groups(a *aggregate) *groups {
	all := &groups{aggregate: a, r: r, at: map[string]*group{}, name: make([]byte, 4*len(a.keys))}
	if len(a.keys) == 0 {
		all.group()
	}
	return all
}

// group returns the group that name names.
func (g *groups) group() *group {
	if found := g.at[string(g.name)]; found != nil {
		return found
	}
	made := &group{codes: make([]uint32, len(g.keys)), measures: make([]figures, len(g.measures))}
	for i := range made.codes {
		made.codes[i] = binary.NativeEndian.Uint32(g.name[4*i:])
	}
	g.at[string(g.name)] = made
	g.all = append(g.all, made)
	return made
}

func (g *groups) add(node, relationship uint32) {
	for i := range g.keys {
		binary.NativeEndian.PutUint32(g.name[4*i:], g.r.code(&g.keys[i], node, relationship))
	}
	group := g.group()
	group.count++
	for i := range g.measures {
		m := &g.measures[i]
		code := m.codes.at(node, relationship)
		if code == 0 || m.unless.at(node, relationship) == falseCode {
			continue
		}
		group.measures[i].add(code, m.values.Values[code-1])
		if m.units != nil {
			group.measures[i].addUnit(m.unit.at(node, relationship) - 1)
		}
	}
}

// falseCode is the code of false in the dictionary of a Boolean property.
const falseCode = 1

func (f *figures) add(code uint32, v any) {
	if f.count == 0 || code < f.least {
		f.least = code
	}
	f.most = max(f.most, code)
	f.count++
	x, isFloat := v.(float64)
	if !isFloat {
		x = float64(v.(int64))
	}
	high, middle, low := plan.Parts(x)
	f.high, f.middle, f.low = f.high+high, f.middle+middle, f.low+low
}

// addUnit keeps a unit, if it is one of the first.
func (f *figures) addUnit(unit uint32) {
	i, found := slices.BinarySearch(f.units, unit)
	if found || i == plan.MaxUnits {
		return
	}
	f.units = slices.Insert(f.units, i, unit)
	f.units = f.units[:min(len(f.units), plan.MaxUnits)]
}

// rows are the groups in the order of their keys, missing keys last.
func (g *groups) rows() []any {
	slices.SortFunc(g.all, func(a, b *group) int {
		for i := range a.codes {
			// less one, so that 0, which is missing, becomes the largest
			if c := cmp.Compare(g.keyRank(i, a.codes[i])-1, g.keyRank(i, b.codes[i])-1); c != 0 {
				return c
			}
		}
		return 0
	})
	all := g.all[:min(len(g.all), g.limit)]
	rows := make([]any, len(all))
	for i, group := range all {
		if !g.r.step() {
			break
		}
		rows[i] = g.row(group)
	}
	return rows
}

func (g *groups) row(of *group) []any {
	row := make([]any, 1, 1+len(g.keys)+len(g.measures))
	row[0] = of.count
	for i, code := range of.codes {
		switch k := &g.keys[i]; {
		case k.node == nil:
			row = append(row, k.values.Value(code))
		case code == 0:
			row = append(row, nil)
		default:
			row = append(row, g.r.Row(k.part(), code-1, memory.NoRelationship, nil))
		}
	}
	for i := range of.measures {
		row = append(row, g.measures[i].row(&of.measures[i]))
	}
	return row
}

// part is what to read of the node.
func (k *groupKey) part() *Selection {
	if k.node.one != nil {
		return k.node.one.part
	}
	return k.node.part
}

func (m *measure) row(f *figures) []any {
	row := []any{f.count, m.values.Value(f.least), m.values.Value(f.most), f.high, f.middle, f.low}
	if m.units == nil {
		return row
	}
	units := make([]any, len(f.units))
	for i, unit := range f.units {
		units[i] = m.units.Value(unit + 1)
	}
	return append(row, units)
}

// keyRank is the place of a value in the order of key i. Ids of relationships are not numbered in their order; nodes are.
func (g *groups) keyRank(i int, code uint32) uint32 {
	if d := g.keys[i].values; d != nil && d.Of != nil && code != 0 {
		return d.Of.RankOfID()[code-1]
	}
	return code
}
