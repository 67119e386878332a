package plan

import "partnir/plan/mapping"

// Find finds nodes by texts that may stand in one of several properties, such as what other data sets call them.
//
// Its row has one element for each key: the row of Select of the node that the first of the ways finds which finds any, or nil where none
// does.
type Find struct {
	// Type is the type that all ways lead to.
	Type   *mapping.NodeType
	Ways   []*Way
	Select *Selection
}

// Way finds nodes of a type that have one of the texts of a key as the value of a property, or in the list that it holds. The id of a node
// counts before an id that it had formerly. Of several nodes it is the one with the largest value of Surest, missing ones last, and among
// those the one with the lowest id.
type Way struct {
	Type     *mapping.NodeType
	Property *mapping.Property
	// Keys is a parameter that holds []any, an element for each key: its texts, []any of string. It is as long for all ways.
	Keys Param
	// Surest is nil where the id alone decides.
	Surest *mapping.Property
}
