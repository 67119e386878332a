package dataset

import (
	"fmt"
	"slices"
	"strconv"

	"partnir/plan/mapping"
	"partnir/store"
)

// input is what all converters read.
type input struct {
	mapping  *mapping.Mapping
	manifest *manifest
	tables   map[string]*table
	index    *index
	// states are the days, months or years that the data of the sources are of, by the ids of the sources.
	states map[string]string
}

// batch collects the records of one converter, and its problems. A converter reads like
//
//	country := b.node("Country", id, name, row.evidence())
//	country.set("iso3", row.text("iso3"))
//
// where names of types and properties are checked against the mapping, and values against the kinds of their properties:
// a wrong one is a problem, so that Starter fails and no test passes.
type batch struct {
	*input
	problems      problems
	nodes         pages[store.Node]
	relationships pages[store.Relationship]

	edition    any
	shapes     map[string]*shape
	slab       []any
	shared     map[[2]string][]store.Evidence
	years      map[int]yearValues
	sectorKeys map[[2]string]string
}

func newBatch(in *input) *batch {
	return &batch{
		input: in, edition: in.manifest.Edition, shapes: map[string]*shape{}, shared: map[[2]string][]store.Evidence{},
		years: map[int]yearValues{}, sectorKeys: map[[2]string]string{},
	}
}

// pages is a list in pieces, so that it grows without being copied and its elements stay where they are.
type pages[T any] [][]T

// add appends a value and returns its place.
func (p *pages[T]) add(v T) *T {
	last := len(*p) - 1
	if last < 0 || len((*p)[last]) == cap((*p)[last]) {
		*p = append(*p, make([]T, 0, 64<<min(len(*p), 6)))
		last++
	}
	(*p)[last] = append((*p)[last], v)
	return &(*p)[last][len((*p)[last])-1]
}

// shape is a node or relationship type with its properties by name.
type shape struct {
	name         string
	node         *mapping.NodeType
	relationship *mapping.RelationshipType
	properties   []*mapping.Property
	slots        map[string]int
}

// record is a node or relationship that is being made.
type record struct {
	batch  *batch
	shape  *shape
	values []any
	// id is its id.
	id string
	// node is the node, nil of a relationship.
	node *store.Node
}

// node starts a node with the properties that all nodes have. The evidence may be shared.
func (b *batch) node(typeName, id, name string, evidence []store.Evidence) record {
	s := b.shape(typeName, func(s *shape) bool {
		if s.node = b.mapping.Type(typeName); s.node == nil || s.node.Interface {
			return false
		}
		s.properties = s.node.Properties
		return true
	})
	r := record{batch: b, shape: s, values: b.values(len(s.properties)), id: id}
	r.node = b.nodes.add(store.Node{Type: s.node, ID: id, Values: r.values, Evidence: evidence})
	r.set("id", id)
	r.set("name", name)
	r.set("createdAt", b.edition)
	r.set("updatedAt", b.edition)
	return r
}

// relationship starts a relationship with the properties that all relationships have; parts tell parallel ones apart.
func (b *batch) relationship(typeName, from, to string, sure float64, evidence []store.Evidence, parts ...string) record {
	s := b.shape(typeName, func(s *shape) bool {
		if s.relationship = b.mapping.Relationship(typeName); s.relationship == nil {
			return false
		}
		s.properties = s.relationship.Properties
		return true
	})
	id := mapping.NewRelationshipID(typeName, from, to, parts...)
	r := record{batch: b, shape: s, values: b.values(len(s.properties)), id: id}
	b.relationships.add(store.Relationship{Type: s.relationship, ID: id, From: from, To: to, Values: r.values, Evidence: evidence})
	r.set("id", id)
	r.set("confidence", sure)
	r.set("recordedAt", b.edition)
	if s.relationship != nil && !s.relationship.Timeless {
		r.set("knownSince", b.knownSince(evidence))
	}
	return r
}

// knownSince is since when a source says a fact: the state of the one whose data are of the earliest day, of those that support it.
func (b *batch) knownSince(evidence []store.Evidence) string {
	since := ""
	for _, e := range evidence {
		if state := b.states[e.Source]; !e.Contradicts && state != "" && (since == "" || state < since) {
			since = state
		}
	}
	return since
}

// shape returns the shape of a type, which find looks up once.
func (b *batch) shape(name string, find func(*shape) bool) *shape {
	if s := b.shapes[name]; s != nil {
		return s
	}
	s := &shape{name: name, slots: map[string]int{}}
	if !find(s) {
		b.problems.add(Problem{Want: "the schema has no type " + name})
	}
	for i, p := range s.properties {
		s.slots[p.Name] = i
	}
	b.shapes[name] = s
	return s
}

// values returns room for n values, cut from larger pieces.
func (b *batch) values(n int) []any {
	if len(b.slab) < n {
		b.slab = make([]any, 4096)
	}
	v := b.slab[:n:n]
	b.slab = b.slab[n:]
	return v
}

// set sets a property. Nothing, the empty text and the empty list leave it missing.
func (r record) set(property string, value any) {
	if value == nil || value == "" {
		return
	}
	i, ok := r.shape.slots[property]
	if !ok {
		r.batch.problems.add(Problem{Want: fmt.Sprintf("the schema has no property %s.%s", r.shape.name, property)})
		return
	}
	p := r.shape.properties[i]
	if list, ok := value.([]string); ok && len(list) == 0 {
		return
	}
	if y, ok := value.(int); ok {
		value = int64(y)
	}
	if !r.batch.fits(p, value) {
		r.batch.problems.add(Problem{Want: fmt.Sprintf("%s.%s cannot hold %#v (of %s)", r.shape.name, property, value, r.id)})
		return
	}
	r.values[i] = value
}

// fits tells whether a value is of the kind that a property holds. What a text says is checked when all records are there.
func (b *batch) fits(p *mapping.Property, value any) bool {
	switch v := value.(type) {
	case string:
		switch p.Kind {
		case mapping.String, mapping.ID, mapping.Date, mapping.PartialDate, mapping.DateTime, mapping.URI:
			return !p.List
		case mapping.Enum:
			return !p.List && slices.Contains(b.mapping.Enums[p.Enum], v)
		}
	case float64:
		return p.Kind == mapping.Float && !p.List
	case int64:
		return p.Kind == mapping.Int && !p.List
	case bool:
		return p.Kind == mapping.Boolean && !p.List
	case []string:
		if p.Kind == mapping.Enum {
			return p.List && !slices.ContainsFunc(v, func(s string) bool { return !slices.Contains(b.mapping.Enums[p.Enum], s) })
		}
		isText := p.Kind == mapping.String || p.Kind == mapping.Localized || p.Kind == mapping.URI
		return p.List && isText
	}
	return false
}

// prove adds evidence to a node, unless it is there.
func (r record) prove(e store.Evidence) {
	if !slices.Contains(r.node.Evidence, e) {
		r.node.Evidence = append(slices.Clone(r.node.Evidence), e)
	}
}

// evidence is that one source supports a fact, shared by all that say the same.
func (b *batch) evidence(source, note string) []store.Evidence {
	key := [2]string{source, note}
	e, ok := b.shared[key]
	if !ok {
		e = []store.Evidence{{Source: source, Note: note}}
		b.shared[key] = e
	}
	return e
}

// yearValues are the values that say of which year something is.
type yearValues struct{ number, period, from, to any }

// during says that a fact is of a year: it holds from the first to the last day of it. The year 0 is unknown and says nothing.
func (r record) during(year int) { r.between(year, year) }

// between says that a fact is of the years from first to last; its year is the last.
func (r record) between(first, last int) {
	if first == 0 || last == 0 {
		return
	}
	f, l := r.batch.year(first), r.batch.year(last)
	r.set("validFrom", f.from)
	r.set("validTo", l.to)
	r.clear("knownSince")
	r.mark("year", l.number)
	if first == last {
		r.mark("period", l.period)
	} else {
		r.mark("period", fmt.Sprintf("%d-%d", first, last))
	}
}

// from says since when a fact holds. A month or a year says since when it is known to.
func (r record) from(date string) {
	switch len(date) {
	case len("2006-01-02"):
		r.set("validFrom", date)
		r.clear("knownSince")
	case 0:
	default:
		r.set("knownSince", date)
	}
}

// since says that a source names a year in which a fact held, but no day since when. The year 0 is unknown and says nothing.
func (r record) since(year int) {
	if year > 0 {
		r.set("knownSince", r.batch.year(year).period)
	}
}

// clear leaves a property missing, where the type has it.
func (r record) clear(property string) {
	if i, ok := r.shape.slots[property]; ok {
		r.values[i] = nil
	}
}

// mark sets a property where the type has it.
func (r record) mark(property string, value any) {
	if _, ok := r.shape.slots[property]; ok {
		r.set(property, value)
	}
}

func (b *batch) year(y int) yearValues {
	v, ok := b.years[y]
	if !ok {
		s := strconv.Itoa(y)
		v = yearValues{number: int64(y), period: s, from: s + "-01-01", to: s + "-12-31"}
		b.years[y] = v
	}
	return v
}
