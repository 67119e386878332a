package read

import (
	"cmp"
	"encoding/binary"
	"math"
	"slices"

	"partnir/embedded/memory"
	"partnir/plan"
)

// aggregate is an aggregate, compiled.
type aggregate struct {
	keys     []codes
	values   []*memory.Dictionary
	measures []measure
	limit    int
}

// measure is a number to sum up; unless leaves it out where it is false.
type measure struct {
	codes  codes
	values *memory.Dictionary
	unless codes
}

func (r *Reader) compileAggregate(a *plan.Aggregate, by *memory.Relationships) *aggregate {
	compiled := &aggregate{limit: math.MaxInt32}
	if len(a.Keys) > 0 {
		compiled.limit = r.count(a.Limit)
	}
	for _, k := range a.Keys {
		c, d := r.propertyAt(k.Property, k.OfRelationship, k.End, by)
		compiled.keys, compiled.values = append(compiled.keys, c), append(compiled.values, d)
	}
	for _, m := range a.Measures {
		c, d := r.property(m.Property, m.OfRelationship, by)
		if d.Kind != memory.WholeValue && d.Kind != memory.FloatValue {
			c.from = nowhere
		}
		unless := codes{}
		if p := m.Property.MeasureUnlessFalse; p != nil {
			unless, _ = r.property(p, m.OfRelationship, by)
		}
		compiled.measures = append(compiled.measures, measure{c, d, unless})
	}
	return compiled
}

// groups are the figures of an aggregate, by the codes of their keys.
type groups struct {
	*aggregate
	graph *memory.Graph
	all   []*group
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
}

func (a *aggregate) groups(g *memory.Graph) *groups {
	all := &groups{aggregate: a, graph: g, at: map[string]*group{}, name: make([]byte, 4*len(a.keys))}
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
		binary.NativeEndian.PutUint32(g.name[4*i:], g.keys[i].at(node, relationship))
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
		row := make([]any, 1+len(g.keys)+len(g.measures))
		row[0] = group.count
		for k, code := range group.codes {
			row[1+k] = g.values[k].Value(code)
		}
		for m, f := range group.measures {
			row[1+len(g.keys)+m] = []any{f.count, g.measures[m].values.Value(f.least), g.measures[m].values.Value(f.most),
				f.high, f.middle, f.low}
		}
		rows[i] = row
	}
	return rows
}

// keyRank is the place of a value in the order of key i. Ids of relationships are not numbered in their order.
func (g *groups) keyRank(i int, code uint32) uint32 {
	if d := g.values[i]; d.Of != nil && code != 0 {
		return d.Of.RankOfID()[code-1]
	}
	return code
}
