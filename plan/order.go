package plan

import "partnir/plan/mapping"

// IsNodeID reports whether the key is the id of the node, which no two share.
func (k OrderKey) IsNodeID() bool {
	return !k.OfRelationship && k.End == mapping.NoEnd && k.Property.Name == "id"
}

// Same reports whether two keys are of one value.
func (k OrderKey) Same(other OrderKey) bool {
	return k.Property == other.Property && k.OfRelationship == other.OfRelationship && k.End == other.End
}
