package statement

import "partnir/plan"

// lookup writes the statement of a Lookup. Its records are the position of a key and the row of what has it; keys that nothing has
// give none.
func (c *compiler) lookup(l *plan.Lookup) {
	i := c.variable("i")
	key := c.param(l.Keys) + "[" + i + "]"
	var finds []func()
	if l.Select != nil {
		finds = append(finds, func() { c.node(l, i, key) })
	}
	for _, s := range l.Relationships {
		finds = append(finds, func() { c.relationship(s, i, key) })
	}
	if len(finds) == 0 { // nothing is looked for
		c.Line("UNWIND [] AS ", i)
		c.Line("RETURN ", i, ", null AS row")
		return
	}
	c.union("UNION ALL", len(finds), func(n int) {
		c.Line("UNWIND range(0, size(", c.param(l.Keys), ") - 1) AS ", i)
		finds[n]()
	})
}

// node finds the nodes of a lookup.
func (c *compiler) node(l *plan.Lookup, i, key string) {
	at := scope{node: c.variable("n"), t: l.Type}
	if l.Property.Name == "id" {
		c.byID(at, i, key)
	} else {
		c.Line("MATCH (", at.node, ":", Name(l.Type.Name), " {", Name(l.Property.Name), ": ", key, "})")
	}
	c.result(l.Select, at, i)
	c.Write(" AS row")
}

// relationship finds the relationships of a type in a lookup.
func (c *compiler) relationship(s *plan.Selection, i, key string) {
	at := c.ends()
	c.Line("MATCH (", at.from, ")-[", at.relationship, ":", Name(s.Relationship.Name), " {id: ", key, "}]->(", at.to, ")")
	c.result(s, at, i)
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
