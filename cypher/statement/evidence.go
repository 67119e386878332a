package statement

import "partnir/plan"

// Names of the parallel lists that hold evidence on a node or relationship. The last three are left out where they say nothing.
const (
	SourceIDs   = "sourceIds"
	Quotes      = "quotes"
	Notes       = "notes"
	Contradicts = "contradicts"
)

// sourceLabel is the label of the nodes that evidence names.
const sourceLabel = "Source"

// evidence writes the list of evidence that a variable carries, in stored order. The source is looked up only where something of it
// is selected.
func (c *compiler) evidence(source *plan.Selection, of string) {
	ids := Property(of, SourceIDs)
	i := c.variable("i")
	item := func(list string) string { return Property(of, list) + "[" + i + "]" }
	facts := func() {
		c.Write("nullIf(", item(Quotes), ", ''), nullIf(", item(Notes), ", ''), NOT coalesce(", item(Contradicts), ", false), ")
	}
	if source == nil {
		c.Write("[", i, " IN range(0, size(coalesce(", ids, ", [])) - 1) | [")
		facts()
		c.Write("null]]")
		return
	}
	c.block("COLLECT", func() {
		at := scope{node: c.variable("n")}
		c.Line("UNWIND range(0, size(coalesce(", ids, ", [])) - 1) AS ", i)
		c.Line("MATCH (", at.node, ":", sourceLabel, " {id: ", item(SourceIDs), "})")
		c.Line("WITH ", i, ", ", at.node, " ORDER BY ", i)
		c.Line("RETURN [")
		facts()
		c.selection(source, at)
		c.Write("] ORDER BY ", i)
	})
}
