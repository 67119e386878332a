package statement

import "partnir/plan"

// lookup writes the statement of a Lookup. Its records are the position of a key and the row of its node; keys that nothing has
// give none.
func (c *compiler) lookup(l *plan.Lookup) {
	i := c.variable("i")
	key := c.param(l.Keys) + "[" + i + "]"
	c.Line("UNWIND range(0, size(", c.param(l.Keys), ") - 1) AS ", i)
	at := scope{node: c.variable("n"), t: l.Type}
	if l.Property.Name == "id" {
		c.byID(at, i, key)
	} else {
		c.Line("MATCH (", at.node, ":", Name(l.Type.Name), " {", Name(l.Property.Name), ": ", key, "})")
	}
	c.result(l.Select, at, i)
	c.Write(" AS row")
}

// byID finds a node by its id or by a former one.
func (c *compiler) byID(at scope, i, key string) {
	is, was := c.variable("n"), c.variable("n")
	c.Line("OPTIONAL MATCH (", is, ":", EntityLabel, " {id: ", key, "})")
	c.Line("OPTIONAL MATCH (:", FormerLabel, " {id: ", key, "})-[:", NowType, "]->(", was, ":", EntityLabel, ")")
	c.Line("WITH ", i, ", coalesce(", is, ", ", was, ") AS ", at.node)
	c.Line("WHERE ", at.node, ":", Name(at.t.Name))
}

// Names that the mapping does not have.
const (
	// EntityLabel is the label of every node that has an id.
	EntityLabel = "Entity"
	// FormerLabel is the label of nodes that stand for an id of the past; NowType leads to what has taken its place.
	FormerLabel = "FormerId"
	NowType     = "NOW"
)
