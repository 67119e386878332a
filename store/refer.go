package store

import (
	"context"
	"slices"

	"partnir/plan/mapping"
)

// What a record says of others: its ends, its sources, its former ids, and the values that it alone may have. Those that are not among the
// records are looked for in the store, many at once.

// batchSize is how many ids or values the store is asked for at once.
const batchSize = 10_000

// reference is an id that a record names.
type reference struct {
	by           subject
	property, id string
	// types are what the id may be of.
	types []*mapping.NodeType
}

func (r *reference) want() string { return "the id of " + oneOf(r.types) }

// uniqueValue is a value that one node of a type may have.
type uniqueValue struct {
	t     *mapping.NodeType
	slot  int
	value string
}

// refer looks for an id among the records, and notes it where it is not there.
func (c *checker) refer(ctx context.Context, r reference) error {
	if _, ok := c.nodes.Find(r.id); ok || c.found[r.id] {
		return nil
	}
	if c.named = append(c.named, r); len(c.named) < batchSize {
		return nil
	}
	return c.lookUp(ctx)
}

// lookUp looks in the store for the ids that were noted.
func (c *checker) lookUp(ctx context.Context) error {
	ids := make([]string, 0, len(c.named))
	for _, r := range c.named {
		ids = append(ids, r.id)
	}
	slices.Sort(ids)
	missing, err := c.existing.Missing(ctx, slices.Compact(ids))
	if err != nil {
		return err
	}
	lacking := setOf(missing)
	if len(c.found) > batchSize {
		clear(c.found) // it saves questions, and need not know all
	}
	for _, r := range c.named {
		if lacking[r.id] {
			c.problem(r.by, r.property, wrong{shownID(r.id) + ", which is neither among the records nor in the store", r.want()})
		} else {
			c.found[r.id] = true
		}
	}
	c.named = c.named[:0]
	return nil
}

// end looks at an id that must be of some types, such as one end of a relationship.
func (c *checker) end(ctx context.Context, s subject, which, id string, types []*mapping.NodeType) error {
	r := reference{s, which, id, types}
	if t := c.mapping.TypeOf(id); !slices.Contains(types, t) {
		c.problem(s, which, wrong{describe(id), r.want()})
		return nil
	}
	return c.refer(ctx, r)
}

func (c *checker) evidence(ctx context.Context, s subject, list []Evidence) error {
	for _, e := range list {
		c.problem(s, "sources.quote", wrongLetters(e.Quote, maxText))
		c.problem(s, "sources.note", wrongLetters(e.Note, maxText))
		if err := c.end(ctx, s, "sources", e.Source, c.sources); err != nil {
			return err
		}
	}
	return nil
}

// uniqueValues sees to it that no two nodes among the records share a unique value.
func (c *checker) uniqueValues(s subject, i int) {
	n := &c.records.Nodes[i]
	for slot, p := range n.Type.Properties {
		text, ok := n.Values[slot].(string)
		if !p.Unique || p.Name == "id" || !ok {
			continue
		}
		k := uniqueValue{n.Type, slot, Stored(p, text).(string)}
		if other, taken := c.unique[k]; taken {
			c.taken(s, p, text, c.records.Nodes[other].ID)
		} else {
			c.unique[k] = i
		}
	}
}

func (c *checker) taken(s subject, p *mapping.Property, text, by string) {
	c.problem(s, p.Name, wrong{describe(text) + ", which " + shownID(by) + " has", "a value of its own"})
}

// formerIDs sees to it that former ids lead to one node, and are no ids of today.
func (c *checker) formerIDs(s subject, i int) {
	for _, id := range c.records.Nodes[i].FormerIDs {
		w := wrongLetters(id, maxID)
		if id == "" {
			w = wrong{"an empty text", "an id"}
		}
		other, taken := c.former[id]
		switch _, today := c.nodes.Find(id); {
		case w != (wrong{}):
		case today:
			w = wrong{shownID(id) + ", which a node has today", "an id that nothing has any more"}
		case taken && other != i:
			w = wrong{shownID(id) + ", which is a former id of " + shownID(c.records.Nodes[other].ID), "an id of its own"}
		default:
			c.former[id] = i
		}
		c.problem(s, "formerIds", w)
	}
}

// ask asks the store for all that is left.
func (c *checker) ask(ctx context.Context) error {
	for _, ask := range []func(context.Context) error{c.lookUp, c.askUnique, c.askFormer, c.askToday} {
		if err := ask(ctx); err != nil {
			return err
		}
	}
	return nil
}

// askUnique looks whether nodes that are not replaced have a unique value of the records.
func (c *checker) askUnique(ctx context.Context) error {
	byProperty := map[uniqueValue][]string{}
	for k := range c.unique {
		of := uniqueValue{t: k.t, slot: k.slot}
		byProperty[of] = append(byProperty[of], k.value)
	}
	type clash struct {
		place int
		p     *mapping.Property
		value string
		by    string
	}
	var clashes []clash
	for of, values := range byProperty {
		p := of.t.Properties[of.slot]
		for batch := range slices.Chunk(values, batchSize) {
			holders, err := c.existing.Holders(ctx, of.t, p, batch)
			if err != nil {
				return err
			}
			for value, by := range holders {
				if _, replaced := c.nodes.Find(by); !replaced {
					clashes = append(clashes, clash{c.unique[uniqueValue{of.t, of.slot, value}], p, value, by})
				}
			}
		}
	}
	slices.SortFunc(clashes, func(a, b clash) int {
		if a.place != b.place {
			return a.place - b.place
		}
		return a.p.Number - b.p.Number
	})
	for _, x := range clashes {
		s, _ := c.subjectOf(&c.records.Nodes[x.place])
		c.taken(s, x.p, x.value, x.by)
	}
	return nil
}

// askFormer looks whether former ids of the records are ids of nodes in the store, or former ids of nodes that are not replaced.
func (c *checker) askFormer(ctx context.Context) error {
	ids := make([]string, 0, len(c.former))
	for id := range c.former {
		ids = append(ids, id)
	}
	slices.SortFunc(ids, func(a, b string) int { return c.former[a] - c.former[b] })
	for batch := range slices.Chunk(ids, batchSize) {
		missing, err := c.existing.Missing(ctx, batch)
		if err != nil {
			return err
		}
		former, err := c.existing.Former(ctx, batch)
		if err != nil {
			return err
		}
		lacking := setOf(missing)
		for _, id := range batch {
			s, _ := c.subjectOf(&c.records.Nodes[c.former[id]])
			if !lacking[id] {
				c.problem(s, "formerIds", wrong{shownID(id) + ", which a node has today", "an id that nothing has any more"})
			}
			if by, ok := former[id]; ok && !c.replaced(by) {
				c.problem(s, "formerIds", wrong{shownID(id) + ", which is a former id of " + shownID(by), "an id of its own"})
			}
		}
	}
	return nil
}

// replaced reports whether the records have a node of that id.
func (c *checker) replaced(id string) bool {
	_, ok := c.nodes.Find(id)
	return ok
}

// askToday looks whether ids of the records are former ids of nodes that are not replaced.
func (c *checker) askToday(ctx context.Context) error {
	type clash struct {
		place int
		by    string
	}
	var clashes []clash
	for batch := range c.nodes.Batches(batchSize) {
		former, err := c.existing.Former(ctx, batch)
		if err != nil {
			return err
		}
		for id, by := range former {
			if place, _ := c.nodes.Find(id); !c.replaced(by) {
				clashes = append(clashes, clash{place, by})
			}
		}
	}
	slices.SortFunc(clashes, func(a, b clash) int { return a.place - b.place })
	for _, x := range clashes {
		s, _ := c.subjectOf(&c.records.Nodes[x.place])
		c.problem(s, "id", wrong{"a former id of " + shownID(x.by), "an id of its own"})
	}
	return nil
}

func setOf(ids []string) map[string]bool {
	set := make(map[string]bool, len(ids))
	for _, id := range ids {
		set[id] = true
	}
	return set
}
