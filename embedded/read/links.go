package read

import (
	"cmp"
	"slices"
	"strings"

	"partnir/embedded/memory"
	"partnir/plan"
	"partnir/plan/mapping"
)

// links is a LinksColumn, compiled.
type links struct {
	sides []linkSide
	// most is how many relationships a node may have, -1 for any number; limit is how many are read.
	most, limit int
	// to has the nodes that may be at the other ends; nil for any.
	to    bitset
	found []foundLink
}

// bitset is a set of nodes: one bit for each.
type bitset []uint64

func (b bitset) add(node uint32) { b[node/64] |= 1 << (node % 64) }

func (b bitset) has(node uint32) bool { return b[node/64]>>(node%64)&1 != 0 }

// linkSide is one of the types in one of the directions.
type linkSide struct {
	related
	name    any
	in      bool
	where   test
	weights []weight
	ids     *memory.Dictionary
}

// weight is a property that may be the weight.
type weight struct {
	codes      codes
	dictionary *memory.Dictionary
}

// foundLink is a relationship that counts.
type foundLink struct {
	side              *linkSide
	far, relationship uint32
}

func (r *Reader) compileLinks(p *plan.Links) *links {
	l := &links{most: -1, limit: r.count(p.Limit)}
	if p.MaxDegree != nil {
		l.most = r.count(*p.MaxDegree)
	}
	if p.To != nil {
		l.to = make(bitset, len(r.Ids)/64+1)
		for _, id := range r.listParam(*p.To) {
			if text, ok := id.(string); ok {
				if node, found := r.Find(text); found {
					l.to.add(node)
				}
			}
		}
	}
	for _, t := range p.Types {
		for _, in := range []bool{false, true} {
			s := linkSide{related: r.compileStep(mapping.Step{Relationship: t, In: in}, p.Type), name: t.Name, in: in}
			s.where = r.compileFilter(plan.Both(p.Holds(t), p.Scope.Valid(nil, p.Type)), s.By).orAlways()
			if id := t.Property("id"); id != nil {
				_, s.ids = r.property(id, true, s.By)
			}
			for _, name := range p.Weights {
				if property := t.Property(name); property != nil {
					var w weight
					w.codes, w.dictionary = r.property(property, true, s.By)
					s.weights = append(s.weights, w)
				}
			}
			l.sides = append(l.sides, s)
		}
	}
	return l
}

// id is the id of a relationship.
func (f *foundLink) id() string {
	id, _ := f.side.ids.Value(f.relationship + 1).(string)
	return id
}

// links reads the relationships of a node.
func (r *Reader) links(l *links, node uint32) []any {
	l.found = l.found[:0]
	for i := range l.sides {
		s := &l.sides[i]
		low, high := s.side.Span(r.Graph, node)
		for place := low; place < high && r.step(); place++ {
			far, relationship := s.side.At(place)
			if s.in && far == node || l.to != nil && !l.to.has(far) || !s.reaches(r.Graph, far) || s.where != nil && !s.where(far, relationship) {
				continue
			}
			l.found = append(l.found, foundLink{s, far, relationship})
		}
	}
	degree := len(l.found)
	if l.most >= 0 && degree > l.most {
		return []any{int64(degree), []any{}}
	}
	slices.SortFunc(l.found, func(a, b foundLink) int {
		if a.far != b.far {
			return cmp.Compare(a.far, b.far)
		}
		return strings.Compare(a.id(), b.id())
	})
	const width = 5
	found := l.found[:min(degree, l.limit)]
	rows, values := make([]any, len(found)), make([]any, width*len(found))
	for i := range found {
		f, row := &found[i], values[i*width:(i+1)*width:(i+1)*width]
		row[0], row[1], row[2], row[3] = f.side.name, f.side.in, r.Ids[f.far], f.side.ids.Value(f.relationship+1)
		for _, w := range f.side.weights {
			if row[4] = w.dictionary.Value(w.codes.at(f.far, f.relationship)); row[4] != nil {
				break
			}
		}
		rows[i] = row
	}
	return []any{int64(degree), rows}
}
