package statement

import (
	"strconv"
	"strings"

	"partnir/plan"
	"partnir/plan/mapping"
)

// TextsIndex names the full-text index over the lists of texts that the nodes of a type are found by. It holds each text as one word.
func TextsIndex(t *mapping.NodeType, p *mapping.Property) string {
	return "partnir.texts." + t.Name + "." + p.Name
}

// find writes the statement of a Find. Its records are the position of a key and the row of its node, as those of a lookup.
func (c *compiler) find(f *plan.Find) {
	i, at := c.variable("i"), scope{node: c.variable("n"), t: f.Type}
	c.Line("")
	c.block("CALL ()", func() {
		var finds []func()
		for n, way := range f.Ways {
			for _, having := range c.having(way) {
				finds = append(finds, func() {
					c.Line("UNWIND range(0, size(", c.param(way.Keys), ") - 1) AS i")
					sure := having(c.param(way.Keys) + "[i]")
					c.Line("RETURN i, ", strconv.Itoa(n), " AS way, ", sure, " AS sure, n")
				})
			}
		}
		c.union("UNION ALL", len(finds), func(i int) { finds[i]() })
	})
	c.Line("WITH i AS ", i, ", n ORDER BY i, way, sure DESC, n.id")
	c.Line("WITH ", i, ", head(collect(n)) AS ", at.node)
	c.Line("WHERE ", at.node, ":", Name(f.Type.Name))
	c.result(f.Select, at, i)
	c.Write(" AS row")
}

// having write how a way finds each node n that has one of some texts, and return what says how sure it is of it.
func (c *compiler) having(way *plan.Way) []func(texts string) (sure string) {
	label, p := Name(way.Type.Name), Name(way.Property.Name)
	sure := "0"
	if way.Surest != nil {
		sure = "coalesce(" + Property("n", way.Surest.Name) + ", -1)"
	}
	switch {
	case way.Property.Name == "id":
		return []func(string) string{
			func(texts string) string {
				c.Line("UNWIND ", texts, " AS text")
				c.Line("MATCH (n:", label, " {id: text})")
				return "1"
			},
			func(texts string) string {
				c.Line("UNWIND ", texts, " AS text")
				c.Line("MATCH (:", FormerLabel, " {id: text})-[:", NowType, "]->(n:", label, ")")
				return "0"
			},
		}
	case way.Property.List:
		return []func(string) string{func(texts string) string {
			c.Line("WITH i WHERE size(", texts, ") > 0")
			c.Line("CALL db.index.fulltext.queryNodes('", TextsIndex(way.Type, way.Property), "', ", c.wordsParam(way), "[i]) YIELD node AS n")
			c.Line("WHERE n:", label, " AND any(text IN n.", p, " WHERE text IN ", texts, ")")
			return sure
		}}
	}
	return []func(string) string{func(texts string) string {
		c.Line("UNWIND ", texts, " AS text")
		c.Line("MATCH (n:", label, " {", p, ": text})")
		return sure
	}}
}

// wordsParam names the questions to the index of texts for the keys of a way.
func (c *compiler) wordsParam(way *plan.Way) string {
	name := "w" + strconv.Itoa(int(way.Keys))
	if c.words == nil {
		c.words = map[string]*plan.Way{}
	}
	c.words[name] = way
	return Param(name)
}

// wordQueries ask the index of texts, for each key, for the nodes with one of its texts.
func wordQueries(way *plan.Way, keys any) []any {
	list, _ := keys.([]any)
	queries := make([]any, len(list))
	escape := strings.NewReplacer(`\`, `\\`, `"`, `\"`)
	for i, key := range list {
		texts, _ := key.([]any)
		var words []string
		for _, text := range texts {
			s, _ := text.(string)
			words = append(words, way.Property.Name+`:"`+escape.Replace(s)+`"`)
		}
		queries[i] = strings.Join(words, " ")
	}
	return queries
}
