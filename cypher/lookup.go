package cypher

import "partnir/plan"

// lookup writes the statement of a Lookup. Its records are the position of a key and the row of its node; keys that nothing has
// give none.
func (c *compiler) lookup(l *plan.Lookup) {
	i := c.variable("i")
	key := c.param(l.Keys) + "[" + i + "]"
	c.line("UNWIND range(0, size(", c.param(l.Keys), ") - 1) AS ", i)
	at := scope{node: c.variable("n"), t: l.Type}
	if l.Property.Name == "id" {
		c.byID(at, i, key)
	} else {
		c.line("MATCH (", at.node, ":", name(l.Type.Name), " {", name(l.Property.Name), ": ", key, "})")
	}
	c.result(l.Select, at, i)
	c.write(" AS row")
}

// byID finds a node by its id or by a former one.
func (c *compiler) byID(at scope, i, key string) {
	is, was := c.variable("n"), c.variable("n")
	c.line("OPTIONAL MATCH (", is, ":", entityLabel, " {id: ", key, "})")
	c.line("OPTIONAL MATCH (:", formerLabel, " {id: ", key, "})-[:", nowType, "]->(", was, ":", entityLabel, ")")
	c.line("WITH ", i, ", coalesce(", is, ", ", was, ") AS ", at.node)
	c.line("WHERE ", at.node, ":", name(at.t.Name))
}

// Names that the mapping does not have.
const (
	// entityLabel is the label of every node that has an id.
	entityLabel = "Entity"
	// formerLabel is the label of nodes that stand for an id of the past; nowType leads to what has taken its place.
	formerLabel = "FormerId"
	nowType     = "NOW"
)
