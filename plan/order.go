package plan

func (k OrderKey) IsNodeID() bool { return !k.OfRelationship && k.Property.Name == "id" }
