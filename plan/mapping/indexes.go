package mapping

// Index is a way to nodes or relationships that a store needs to have, or a promise about their values that it needs to keep. All of them
// follow from the mapping, so that a new type brings its own.
type Index struct {
	Kind IndexKind
	// Type is the object or interface type of the nodes; nil for relationships and for Words.
	Type *NodeType
	// Relationship is the type of the relationships; nil for nodes.
	Relationship *RelationshipType
	// Property is what they are found by; nil for Words.
	Property *Property
	// SortKey says that it is the sort key of the property that they are found by.
	SortKey bool
}

// IndexKind says what an index is good for.
type IndexKind int

const (
	// Unique finds the one that has a value; no two may have the same.
	Unique IndexKind = iota
	// Ordered finds those that have a value, or one of a range, and has all in the order of their values.
	Ordered
	// Words finds nodes of all types with Search by the words of their names, aliases and descriptions.
	Words
	// Texts finds nodes of all types by one of the texts in a list that holds identifiers.
	Texts
)

// Indexes are all that a store needs to have, in the order of the schema:
//   - each unique property is unique among all nodes of the type or interface that declares it, and found by in each type that has it;
//   - each type has an order by each sort key, and by each other value that Indexed names;
//   - the id of a relationship is unique among those of its type, and where these have a list at the root, so has each of their own values that
//     would have an order on a node;
//   - and there is one index of words, and one of texts for each list that holds identifiers.
func (m *Mapping) Indexes() []Index {
	var all []Index
	search := false
	for _, types := range [][]*NodeType{m.Interfaces, m.Types} {
		for _, t := range types {
			search = search || !t.Interface && t.Search
			all = append(all, m.indexesOf(t)...)
		}
	}
	for _, r := range m.Relationships {
		all = append(all, Index{Kind: Unique, Relationship: r, Property: r.Property("id")})
		if r.Plural == "" {
			continue
		}
		for _, p := range r.Data() {
			if ordered(p, false) {
				all = append(all, Index{Kind: Ordered, Relationship: r, Property: p})
			}
			if p.SortKey != NoSortKey && ordered(p, true) {
				all = append(all, Index{Kind: Ordered, Relationship: r, Property: p, SortKey: true})
			}
		}
	}
	if search {
		all = append(all, Index{Kind: Words})
	}
	for _, x := range m.Externals {
		if x.Property.List {
			all = append(all, Index{Kind: Texts, Type: x.Type, Property: x.Property})
		}
	}
	return all
}

func (m *Mapping) indexesOf(t *NodeType) []Index {
	var all []Index
	for _, p := range t.Properties {
		if t.Indexed(p, false) {
			kind := Ordered
			if p.Unique && !m.inherits(t, p) {
				kind = Unique
			}
			all = append(all, Index{Kind: kind, Type: t, Property: p})
		}
		if p.SortKey != NoSortKey && t.Indexed(p, true) {
			all = append(all, Index{Kind: Ordered, Type: t, Property: p, SortKey: true})
		}
	}
	return all
}

// inherits reports whether a type has a property from one of its interfaces.
func (m *Mapping) inherits(t *NodeType, p *Property) bool {
	for _, name := range t.Labels[1:] {
		if m.Type(name).Slot(p) >= 0 {
			return true
		}
	}
	return false
}

// Indexed reports whether one of the Indexes finds nodes of the type by a property, or by its sort key where sortKey is true and it has one.
func (t *NodeType) Indexed(p *Property, sortKey bool) bool {
	return t.Slot(p) >= 0 && ordered(p, sortKey)
}

// ordered reports whether a property is one to find things by, and to put them in order by. Texts without a sort key are not: they may be long,
// and lists are seldom put in their order. A text that is short, and that lists are often narrowed or ordered by, is one to give a sort
// key. Truth values are not, for an index that finds half of all is of no use.
func ordered(p *Property, sortKey bool) bool {
	switch {
	case p.Computed || p.List:
		return false
	case p.External && !sortKey:
		return true
	case p.Unique || sortKey && p.SortKey != NoSortKey:
		return true
	}
	switch p.Kind {
	case ID, Int, Float, Date, PartialDate, DateTime, Enum:
		return true
	}
	return false
}
