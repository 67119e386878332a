// Package plan turns a GraphQL selection on nouns into a plan: pure data that says what to read, with no word about how.
// A store reads a plan and answers with positional rows; package graph/answer turns rows into JSON by the plan's shape.
package plan

import "partnir/plan/mapping"

// Param is the index of a value in Plan.Params. Values that come from a request are always parameters, so that a store's
// statement text depends on the shape of the question alone.
type Param int

// Plan is everything that one root field reads: exactly one of Lookup, Find and Many is set. Output says how the row becomes
// JSON.
type Plan struct {
	// Field is the name of the root field, for logs and statement names.
	Field string
	// Lookup reads nodes by the values of a unique property.
	Lookup *Lookup
	// Find reads nodes by texts that may stand in one of several properties.
	Find *Find
	// Many reads a list of nodes of the type Many.Type, with no step before it.
	Many *Many
	// Search is set where the keys of Lookup are the hits of a full-text search; see SearchPage. Stores do not look at it.
	Search *SearchPage
	// Params holds every value of the request that the plan refers to: nil, string, int64, float64, bool or []any of them.
	Params []any
	// Output is the shape of the answer; stores have no need of it.
	Output *Field
	// Shape is what the plan shares with plans of other values; nil where it was built for itself. See Compiled.
	Shape *Shape
}

// Lookup finds nodes of a type by one unique property, and relationships by their ids.
//
// Its row has one element for each key, in the order of the keys: the row of Select or of one of Relationships, or nil where nothing has
// that key. An id that was merged or renamed away finds the node that took its place.
type Lookup struct {
	// Type is the type that the nodes must have, an object or an interface.
	Type *mapping.NodeType
	// Property is a unique property of the type; of an interface, only `id`.
	Property *mapping.Property
	// Keys is a parameter that holds []any of string.
	Keys Param
	// Select is what to read of a node; nil where no nodes are looked for.
	Select *Selection
	// Relationships are what to read of relationships of some types (Selection.Relationship), of those whose ids are among the keys.
	Relationships []*Selection
}

// Many reads a list of nodes, of relationships with the nodes at their other end, or of relationships by themselves.
//
// Its row is [total, rows, aggregate 0, aggregate 1, …]: total is an int64, or nil unless Total; rows is []any of rows of
// Select, or nil where Select is nil.
type Many struct {
	// Step leads from the parent node to the list; nil at a root.
	Step *mapping.Step
	// Relationship is set in a root list of relationships by themselves. All in the list is about one of them then (OfRelationship), or
	// about a node at one of its ends (End).
	Relationship *mapping.RelationshipType
	// Type is the type of the nodes in the list, an object or an interface; nil in a list of relationships by themselves.
	Type *mapping.NodeType
	// Where is what a node, and the relationship that leads to it, must meet; nil for all. It holds the filter of the
	// request, asOf and minConfidence, but not the cursor.
	Where *Filter
	// After narrows the page to what lies beyond the cursors, in terms of Order; nil for none. It touches the rows only,
	// never the total and the aggregates.
	After *Filter
	// Order is the order of the rows; it always ends in the node's id, and after a Step, or in a list of relationships by themselves, in
	// the relationship's id.
	Order []OrderKey
	// Limit is how many rows to read at most (a parameter holding int64). The rows come in the order of Order.
	Limit Param
	// Total asks for the number of all that meet Where.
	Total bool
	// Select is what to read of each; nil where no rows are wanted.
	Select *Selection
	// Aggregates are computed over all that meet Where.
	Aggregates []*Aggregate
}

// Selection is what to read of a node, and of the relationship that led to it. Its row is [id, column 0, column 1, …]: the
// node's id always comes first, so that no node is lost for want of a value, and so that its type is known.
type Selection struct {
	Columns []*Column
	// Relationship is set where it is what to read of a relationship by itself: the id is the relationship's, and columns are of it
	// (OfRelationship), or of a node at one of its ends (EndColumn, or a PropertyColumn with End).
	Relationship *mapping.RelationshipType
}

// ColumnKind says what a column reads.
type ColumnKind int

const (
	// PropertyColumn is a stored property: nil, string, int64, float64, bool or []any.
	PropertyColumn ColumnKind = iota
	// OneColumn is a single node at the other end of a relationship: its row, or nil. Where there are several, it is the
	// one with the lowest id, and of parallel relationships the one with the lowest relationship id.
	OneColumn
	// ManyColumn is a list: the row of a Many.
	ManyColumn
	// EvidenceColumn is the list of evidence of the node or relationship, in stored order: []any of
	// [quote, note, supports, source row], where quote and note are string or nil and supports is bool.
	EvidenceColumn
	// ReferenceColumn is the entity whose id a relationship's property holds: its row, or nil.
	ReferenceColumn
	// LinksColumn is the relationships of a node of several types at once: the row of a Links.
	LinksColumn
	// EndColumn is the node at one end of a relationship by itself: its row.
	EndColumn
)

// Column is one value of a row.
type Column struct {
	Kind ColumnKind
	// Types are the names of the object types for which the value is wanted; nil for all. For other types the store may
	// return nil without looking.
	Types []string
	// OfRelationship reads from the relationship that led to the node instead of from the node: for PropertyColumn,
	// EvidenceColumn and ReferenceColumn.
	OfRelationship bool
	// Property is the property of a PropertyColumn, or the one that holds the id for a ReferenceColumn.
	Property *mapping.Property
	// SortKey reads the stored sort key of Property instead of its value (for cursors).
	SortKey bool
	// One is set for OneColumn.
	One *One
	// Many is set for ManyColumn.
	Many *Many
	// Links is set for LinksColumn.
	Links *Links
	// End is the end of the relationship that an EndColumn reads, or a PropertyColumn.
	End mapping.End
	// Select is what to read of the source of an EvidenceColumn (nil where none is wanted: its place in the row is nil), or
	// of the entity of a ReferenceColumn or an EndColumn.
	Select *Selection
	// Type is the type of the entity of a ReferenceColumn or an EndColumn.
	Type *mapping.NodeType
}

// One reads the single node at the other end of a relationship.
type One struct {
	Step mapping.Step
	// Type is the type of the node at the other end.
	Type *mapping.NodeType
	// Where must be met by relationship and node: asOf and minConfidence; nil for all.
	Where  *Filter
	Select *Selection
}

// OrderKey is one key of an order. A missing value comes last, whatever the direction; Reverse turns the whole key round,
// so that missing values come first.
type OrderKey struct {
	// Property is the property to order by, by its stored sort key where it has one (Property.SortKey).
	Property *mapping.Property
	// OfRelationship takes the property from the relationship, End from the node at one of its ends.
	OfRelationship bool
	End            mapping.End
	// Descending puts large values first.
	Descending bool
	// Reverse turns the key round to read a page from its end: largest last becomes largest first, missing last becomes
	// missing first.
	Reverse bool
}

// Aggregate computes figures over groups. Its row is []any of groups ordered by their keys, nodes by their ids, missing keys last; a
// group is [count, key 0, key 1, …, measure 0, measure 1, …]; without keys there is exactly one group, also over nothing. A key is a value,
// or the row of a node, or nil. A measure is [count, min, max, high, middle, low] as Measure says.
type Aggregate struct {
	Keys     []*GroupKey
	Measures []*Measure
	// Limit is how many groups to read at most (a parameter holding int64).
	Limit Param
}

// GroupKey is what the records of a group have in common: the value of a property, or a node that each of them leads to.
// The record is the node of the list, the relationship, or the node at an end of a relationship by itself.
type GroupKey struct {
	// Property is nil where Node is set.
	Property       *mapping.Property
	OfRelationship bool
	End            mapping.End
	// Node reads the node, as a OneColumn or ReferenceColumn of the record does; nil for a property.
	Node *Column
}

// Shown is what a OneColumn or ReferenceColumn shows of its node.
func (c *Column) Shown() *Selection {
	if c.One != nil {
		return c.One.Select
	}
	return c.Select
}

// To is the type of the node that a OneColumn or ReferenceColumn reads.
func (c *Column) To() *mapping.NodeType {
	if c.One != nil {
		return c.One.Type
	}
	return c.Type
}

// Measure is a numeric property to sum up. Values are left out where they are missing, and where the boolean property
// Property.MeasureUnlessFalse of the same record is false.
//
// Its row is [count, min, max, high, middle, low]: the number of values as int64; the least and the largest as a number or
// nil; and three int64 that make the exact sum, so that the sum is the same in whatever order a store adds. Of each value x:
// high is x ÷ 2^40, middle is x − high·2^40, low is the rest times 2^40, each cut to a whole number towards zero, so that no digit
// of x is lost on the way. The sum is high·2^40 + middle + low ÷ 2^40. It is exact to 2^−40 a value, for values below 2^93.
//
// With Units a seventh element follows: []any of the units of the values, that is, of the distinct values of Property.Unit of the same
// records, in their order, missing last as nil; the first MaxUnits of them.
type Measure struct {
	Property       *mapping.Property
	OfRelationship bool
	Units          bool
}

// MaxUnits is how many of its units a measure tells.
const MaxUnits = 4
