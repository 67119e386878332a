// Package mapping reads the directives of the schema: which types, relationships and values the graph holds, and what a value may be.
package mapping

import "strings"

// Mapping says how the types of the schema lie in the graph. It is read from the directives of the hand-written schema.
type Mapping struct {
	// Types are the object types of nodes, in the order of the schema.
	Types []*NodeType
	// Interfaces are the interface types of nodes, in the order of the schema.
	Interfaces []*NodeType
	// Relationships are the relationship types, in the order of the schema.
	Relationships []*RelationshipType
	// Enums are the names and values of the enumerations.
	Enums map[string][]string
	// Externals are the properties that hold identifiers of other data sets, in the order of the schemes.
	Externals []*External

	types         map[string]*NodeType
	relationships map[string]*RelationshipType
	prefixes      map[string]*NodeType
}

// Type returns the object or interface type of that name, or nil.
func (m *Mapping) Type(name string) *NodeType { return m.types[name] }

// Relationship returns the relationship type of that name, such as MEMBER_OF, or nil.
func (m *Mapping) Relationship(name string) *RelationshipType { return m.relationships[name] }

// TypeOf returns the object type that an id belongs to by its prefix, or nil.
func (m *Mapping) TypeOf(id string) *NodeType {
	for i := 0; i < len(id); i++ {
		if id[i] == ':' {
			return m.prefixes[id[:i]]
		}
	}
	return nil
}

// RelationshipOf returns the relationship type that an id of a relationship belongs to, or nil.
func (m *Mapping) RelationshipOf(id string) *RelationshipType {
	rest, ok := strings.CutPrefix(id, relationshipPrefix)
	if dash := strings.LastIndexByte(rest, '-'); ok && dash > 0 {
		return m.relationships[strings.ReplaceAll(strings.ToUpper(rest[:dash]), "-", "_")]
	}
	return nil
}

// NodeType is an object type of nodes, or an interface that stands for several.
type NodeType struct {
	// Name is the GraphQL type and the label in the graph.
	Name string
	// Plural names the list of these nodes at the root, Singular the single one.
	Plural, Singular string
	Description      string
	Interface        bool
	// Prefixes are the first parts of the ids of an object type.
	Prefixes []string
	// Search says whether full-text search finds nodes of the type.
	Search bool
	// Labels are the labels of its nodes: its name and its interfaces' names.
	Labels []string
	// Objects are the object types that it stands for: of an interface its implementations, of an object itself.
	Objects []*NodeType
	// Narrower are the types that a node of an interface can also be: Objects, then the interfaces that implement it.
	Narrower []*NodeType
	// Index is the position in Mapping.Types, or in Mapping.Interfaces.
	Index int
	// Properties are the stored and computed properties, the interfaces' first, in the order of the schema.
	Properties []*Property
	// Links are the fields that follow relationships.
	Links []*Link
	// HasEvidence says whether the type has `sources`.
	HasEvidence bool

	properties map[string]*Property
	links      map[string]*Link
	slots      []int
}

// Property returns the property of that name, or nil.
func (t *NodeType) Property(name string) *Property { return t.properties[name] }

// Slot returns the position of a property in the Properties of the type, or -1 where the type does not have it.
func (t *NodeType) Slot(p *Property) int { return slot(t.slots, p) }

// Link returns the relationship field of that name, or nil.
func (t *NodeType) Link(name string) *Link { return t.links[name] }

// On returns the narrower type that a filter of the interface reaches by the field of that name, such as Country by onCountry, or nil.
func (t *NodeType) On(field string) *NodeType {
	for _, n := range t.Narrower {
		if n.OnField() == field {
			return n
		}
	}
	return nil
}

// OnField is the field by which filters of interfaces reach the type.
func (t *NodeType) OnField() string { return "on" + t.Name }

// Is reports whether the object type is the type other, or one that the interface other stands for.
func (t *NodeType) Is(other *NodeType) bool {
	for _, o := range other.Objects {
		if o == t {
			return true
		}
	}
	return false
}

// Kind is the kind of value that a property holds.
type Kind int

const (
	// String is text.
	String Kind = iota
	// ID is an id.
	ID
	// Int is a whole number, int64 in rows.
	Int
	// Float is a number, float64 in rows.
	Float
	// Boolean is true or false.
	Boolean
	// Date is a full day as text, YYYY-MM-DD.
	Date
	// PartialDate is a day, a month or a year as text: YYYY-MM-DD, YYYY-MM or YYYY.
	PartialDate
	// DateTime is a point in time as text. In records it is as RFC 3339 has it; in rows and parameters it is in UTC, without the Z at its
	// end, and so in the order of time (Property.Stored).
	DateTime
	// URI is an absolute address as text.
	URI
	// Enum is the name of a value of an enumeration, as text.
	Enum
	// Localized is a list of texts stored as `language:text`.
	Localized
)

// Property is a property of a node or relationship.
type Property struct {
	// Name is the GraphQL field and the property in the graph.
	Name        string
	Description string
	Kind        Kind
	// Enum is the name of the enumeration where Kind is Enum.
	Enum string
	// List says that the value is a list; its elements are of Kind. A missing list reads as nil.
	List bool
	// Required says that the schema promises a value.
	Required bool
	Unique   bool
	// SortKey is how the stored sort key is made; the key lies in the graph as StoredKey().
	SortKey SortKey
	// Computed says that the value is made from others when the answer is written; it is not stored.
	Computed bool
	// Range is what a number may be; nil where that is open.
	Range *Range
	// External says that it holds what another data set calls the entity; see Mapping.Externals.
	External bool
	// MeasureUnlessFalse is the boolean property of the same record that, where false, keeps the value out of aggregates.
	MeasureUnlessFalse *Property
	// Unit is the property of the same record that says what the number counts; numbers of several units make no sum. nil where all are of
	// one unit.
	Unit *Property
	// Number tells the properties of a mapping apart: 0, 1, 2 … A property that types inherit from an interface is one
	// property, and has one number.
	Number int
}

// Range is the numbers from Min to Max, both among them.
type Range struct{ Min, Max float64 }

// StoredKey is the name of the property that holds the sort key, such as nameKey.
func (p *Property) StoredKey() string { return p.Name + "Key" }

// SortKey is how a sort key is made from a text.
type SortKey int

const (
	// NoSortKey orders by the bare value.
	NoSortKey SortKey = iota
	// NameKey folds case and removes accents.
	NameKey
	// NaturalKey orders numbers inside the text by value.
	NaturalKey
)

// RelationshipType is a type of relationship.
type RelationshipType struct {
	// Name is its type in the graph, such as MEMBER_OF.
	Name        string
	Description string
	// TypeName is the GraphQL type that shows it: its own where it carries data, such as Membership, else PlainRelationship.
	TypeName string
	// Plural names the list of its relationships at the root; it is "" where they carry no data.
	Plural   string
	From, To []*NodeType
	// Timeless says that it holds by definition: without a first day it holds always.
	Timeless bool
	// FromType and ToType are the narrowest types that all it starts from, and all it leads to, are of.
	FromType, ToType *NodeType
	// Properties are its own properties, then those that every relationship has: id, validFrom, validTo, knownSince, confidence,
	// recordedAt.
	Properties []*Property
	// References are fields that show the entity whose id a property holds.
	References []*Reference
	// Index is the position in Mapping.Relationships.
	Index int

	properties map[string]*Property
	slots      []int
}

// Slot returns the position of a property in the Properties of the type, or -1 where the type does not have it.
func (t *RelationshipType) Slot(p *Property) int { return slot(t.slots, p) }

func slot(slots []int, p *Property) int {
	if p.Number < len(slots) {
		return slots[p.Number]
	}
	return -1
}

// Data are the properties that it carries itself: all but those that every relationship has.
func (t *RelationshipType) Data() []*Property {
	return t.Properties[:len(t.Properties)-len(relationshipProperties)]
}

// End are the object types at one of its ends.
func (t *RelationshipType) End(e End) []*NodeType {
	if e == ToEnd {
		return t.To
	}
	return t.From
}

// EndType is the type of the nodes at one of its ends.
func (t *RelationshipType) EndType(e End) *NodeType {
	if e == ToEnd {
		return t.ToType
	}
	return t.FromType
}

// Property returns the property of that name, or nil.
func (t *RelationshipType) Property(name string) *Property { return t.properties[name] }

// Reference is a field of a relationship that shows the entity whose id a property holds.
type Reference struct {
	Name        string
	Description string
	Property    *Property
	Type        *NodeType
}

// Link is a field that follows relationships of one type.
type Link struct {
	// Name is the GraphQL field.
	Name        string
	Description string
	Step        Step
	// Type is the type of the nodes at the other end.
	Type *NodeType
	// Many says that the field is a connection; otherwise it is a single node.
	Many bool
	// Required says that the schema promises a node (single only).
	Required bool
	// Owner is the interface or object that declares the field.
	Owner *NodeType
}

// End is one of the two nodes that a relationship connects.
type End int

const (
	// NoEnd says that something is not about the end of a relationship.
	NoEnd End = iota
	// FromEnd is the node that it starts from.
	FromEnd
	// ToEnd is the node that it leads to.
	ToEnd
)

// String is the end as text.
func (e End) String() string { return [...]string{"", "from", "to"}[e] }

// EnumName is the value that a property or type name has in an enumeration: amountUsd is AMOUNT_USD, Country is COUNTRY.
func EnumName(name string) string {
	var b strings.Builder
	for i, r := range name {
		if i > 0 && 'A' <= r && r <= 'Z' {
			b.WriteByte('_')
		}
		b.WriteRune(r)
	}
	return strings.ToUpper(b.String())
}

// KeyID is the field of a key of groups that shows the id of a node. It is not called id, for clients keep what has an id under that, and many
// keys may have the same.
const KeyID = "entityId"

// GroupBy is the value of groupBy whose groups have a field of their key in common.
func GroupBy(field string) string {
	if field == KeyID {
		field = "id"
	}
	return EnumName(field)
}

// NodePrefix begins the values that group relationships by what the nodes at their other end have, such as NODE_STATUS.
const NodePrefix = "NODE_"

// Step follows relationships of one type from a node to nodes of the type of the list or single that it belongs to.
type Step struct {
	Relationship *RelationshipType
	// In follows relationships against their direction, from end to start.
	In bool
}
