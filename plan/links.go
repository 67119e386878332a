package plan

import "partnir/plan/mapping"

// Links reads the relationships of a node, of several types and in both directions, without a list for each: what walks through the
// graph need, where a node has a few relationships of many possible types.
//
// Its row is [degree, rows]. degree is how many there are, as int64; a loop is one. rows is []any of [type, in, far id, id, weight]: the
// name of the type, whether the relationship comes in from the far node, the ids of the far node and of the relationship, and its
// weight or nil. They are ordered by the far id, then by the relationship's id. A loop comes once, as going out.
type Links struct {
	// Types are the types of relationships, at least one.
	Types []*mapping.RelationshipType
	// Type is the type that far nodes must have, an interface or an object; Scope is what they and the relationships must meet.
	Type  *mapping.NodeType
	Scope Scope
	// To are the ids that far nodes must be among (a parameter holding []any of string); nil for any.
	To *Param
	// Weights are the names of properties of relationships. The weight is the value of the first of them that is there.
	Weights []string
	// MaxDegree is a parameter holding int64: nodes of more relationships have no rows, their degree says why. It is nil where there is
	// no such bound.
	MaxDegree *Param
	// Limit is how many rows to read at most (a parameter holding int64).
	Limit Param
}

// Holds is what the scope asks of relationships of one of the types; nil for nothing. But for its properties, which belong to the type, it is
// the same for all types that are timeless, and for all that are not.
func (l *Links) Holds(t *mapping.RelationshipType) *Filter {
	return l.Scope.holds(t.Property, true, t.Timeless)
}

// Far is the condition on the far nodes: the scope, and To; nil for none.
func (l *Links) Far() *Filter {
	far := l.Scope.Valid(nil, l.Type)
	if l.To != nil {
		far = Both(far, &Filter{Op: Compare, Property: l.Type.Property("id"), Comparison: In, Value: *l.To})
	}
	return far
}
