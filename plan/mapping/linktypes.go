package mapping

// PlainRelationship is the TypeName of relationships whose type carries no data of its own.
const PlainRelationship = "PlainRelationship"

// TypePrefix is what the names of the GraphQL types of the field begin with: the type of the nodes that it leads to, and by what. Fields
// that lead to the same type by relationships that carry the same data share their types, whichever type they belong to: the members of
// organizations and those of initiatives are both ActorMembership.
func (l *Link) TypePrefix() string {
	by := l.Step.Relationship.TypeName
	if by == PlainRelationship {
		by = "Link"
	}
	if !l.Many {
		by += "Single"
	}
	return l.Type.Name + by
}

// TypeName is the name of a GraphQL type that belongs to the field, such as ActorMembershipConnection.
func (l *Link) TypeName(suffix string) string { return l.TypePrefix() + suffix }
