package cypher

import "partnir/plan"

// Names of the parallel lists that hold evidence on a node or relationship. The last three are left out where they say nothing.
const (
	sourceIDs   = "sourceIds"
	quotes      = "quotes"
	notes       = "notes"
	contradicts = "contradicts"
)

// sourceLabel is the label of the nodes that evidence names.
const sourceLabel = "Source"

// evidence writes the list of evidence that a variable carries, in stored order. The source is looked up only where something of it
// is selected.
func (c *compiler) evidence(source *plan.Selection, of string) {
	ids := property(of, sourceIDs)
	i := c.variable("i")
	item := func(list string) string { return property(of, list) + "[" + i + "]" }
	facts := func() {
		c.write("nullIf(", item(quotes), ", ''), nullIf(", item(notes), ", ''), NOT coalesce(", item(contradicts), ", false), ")
	}
	if source == nil {
		c.write("[", i, " IN range(0, size(coalesce(", ids, ", [])) - 1) | [")
		facts()
		c.write("null]]")
		return
	}
	c.block("COLLECT", func() {
		at := scope{node: c.variable("n")}
		c.line("UNWIND range(0, size(coalesce(", ids, ", [])) - 1) AS ", i)
		c.line("MATCH (", at.node, ":", sourceLabel, " {id: ", item(sourceIDs), "})")
		c.line("WITH ", i, ", ", at.node, " ORDER BY ", i)
		c.line("RETURN [")
		facts()
		c.selection(source, at)
		c.write("] ORDER BY ", i)
	})
}
