package plan

import "partnir/plan/mapping"

// FilterOp is what a Filter does.
type FilterOp int

const (
	// And is met where all Args are; with none, always.
	And FilterOp = iota
	// Or is met where one of Args is; with none, never.
	Or
	// Not is met where its one Arg is not. Filters are two-valued, so it is the exact complement.
	Not
	// Compare compares a property with a value. With a missing value every comparison but Is is unmet.
	Compare
	// IsType is met where the node's object type is one of Types.
	IsType
	// Some is met where a relationship by Step leads to a node of Type such that both meet Arg 0.
	Some
	// None is met where no relationship by Step leads to a node of Type such that both meet Arg 0.
	None
	// All is met where every relationship by Step that leads to a node of Type and meets Arg 1 meets Arg 0 too. Arg 1 is
	// what must hold for a relationship to count at all (asOf, minConfidence).
	All
	// Count is met where the number of relationships by Step to nodes of Type that meet Arg 0 meets every comparison in
	// Counts.
	Count
	// AtEnd is met where the node at End of a relationship by itself meets Arg 0, which is about that node alone.
	AtEnd
)

// Filter is a condition on a node and on the relationship that led to it. Args of Some, None, All and Count are conditions on
// the node at the other end and the relationship that leads there.
type Filter struct {
	Op   FilterOp
	Args []*Filter

	// Compare.
	Property       *mapping.Property
	OfRelationship bool
	// SortKey compares the stored sort key of the property (for cursors).
	SortKey    bool
	Comparison Comparison
	Value      Param
	// IgnoreCase compares strings in lower case (Unicode's full mapping, no language).
	IgnoreCase bool

	// IsType: names of object types.
	Types []string

	// Some, None, All, Count.
	Step   *mapping.Step
	Type   *mapping.NodeType
	Counts []CountComparison

	// AtEnd.
	End mapping.End
}

// Comparison is how a property is compared with a value.
type Comparison int

const (
	// Eq: equal. Also of lists, element by element.
	Eq Comparison = iota
	// Ne: present and not equal.
	Ne
	// In: one of the values in a list.
	In
	// NotIn: present and none of the values in a list.
	NotIn
	// Lt: less. Strings compare by code point; false comes before true.
	Lt
	// Lte: less or equal.
	Lte
	// Gt: greater.
	Gt
	// Gte: greater or equal.
	Gte
	// Contains: the text holds the value.
	Contains
	// StartsWith: the text starts with the value.
	StartsWith
	// EndsWith: the text ends with the value.
	EndsWith
	// Has: the list holds the value. A missing list is empty.
	Has
	// HasAny: the list holds one of the values.
	HasAny
	// HasAll: the list holds all of the values.
	HasAll
	// IsNull: the value is missing. It has no Value.
	IsNull
	// IsNotNull: the value is present. It has no Value.
	IsNotNull
)

// CountComparison compares a number of relationships with a parameter that holds int64, or []any of int64 for In and NotIn.
type CountComparison struct {
	Comparison Comparison
	Value      Param
}

// OfEnd is a condition on the node at an end of a relationship by itself; without an end it is the condition as it is.
func OfEnd(e mapping.End, f *Filter) *Filter {
	if e == mapping.NoEnd {
		return f
	}
	return &Filter{Op: AtEnd, End: e, Args: []*Filter{f}}
}

// OfTypes is met by the nodes of some object types.
func OfTypes(types []*mapping.NodeType) *Filter {
	f := &Filter{Op: IsType}
	for _, t := range types {
		f.Types = append(f.Types, t.Name)
	}
	return f
}

// Both is met where both filters are; a nil filter is met always.
func Both(a, b *Filter) *Filter {
	switch {
	case a == nil:
		return b
	case b == nil:
		return a
	}
	var args []*Filter
	for _, f := range []*Filter{a, b} {
		if f.Op == And {
			args = append(args, f.Args...)
		} else {
			args = append(args, f)
		}
	}
	return &Filter{Op: And, Args: args}
}

// TakesList reports whether a comparison takes a list of values.
func (c Comparison) TakesList() bool { return c == In || c == NotIn || c == HasAny || c == HasAll }
