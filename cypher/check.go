package cypher

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"partnir/cypher/statement"
	"partnir/plan/mapping"
	"partnir/store"
)

// maxProblems is how many problems an error of Load names.
const maxProblems = 20

// checker looks for what is wrong with records before any of them is written.
type checker struct {
	mapping  *mapping.Mapping
	nodes    map[string]bool
	problems []error
	more     int
	// elsewhere are ids that the records refer to and do not hold, with the first that refers to them.
	elsewhere map[string]string
}

// check returns what is wrong with records: up to 20 problems, joined, or nil. Nodes that the records only refer to must be in the
// store.
func (s *Store) check(ctx context.Context, records *store.Records) error {
	c := &checker{mapping: s.mapping, nodes: make(map[string]bool, len(records.Nodes)), elsewhere: map[string]string{}}
	for i := range records.Nodes {
		c.node(&records.Nodes[i])
	}
	relationships := make(map[string]bool, len(records.Relationships))
	for i := range records.Nodes {
		c.evidence("node "+records.Nodes[i].ID, records.Nodes[i].Evidence)
	}
	for i := range records.Relationships {
		r := &records.Relationships[i]
		if relationships[r.ID] {
			c.problem("relationship %s: the id comes up twice", r.ID)
		}
		relationships[r.ID] = true
		c.relationship(r)
	}
	if err := c.inStore(ctx, s); err != nil {
		return err
	}
	if c.more > 0 {
		c.problems = append(c.problems, fmt.Errorf("and %d more", c.more))
	}
	return errors.Join(c.problems...)
}

func (c *checker) problem(format string, args ...any) {
	if len(c.problems) == maxProblems {
		c.more++
		return
	}
	c.problems = append(c.problems, fmt.Errorf(format, args...))
}

func (c *checker) node(n *store.Node) {
	where := "node " + n.ID
	switch {
	case c.nodes[n.ID]:
		c.problem("%s: the id comes up twice", where)
	case n.Type == nil || n.Type.Interface:
		c.problem("%s: it needs an object type", where)
		return
	case c.mapping.TypeOf(n.ID) != n.Type:
		c.problem("%s: an id of %s begins with one of %q and a colon", where, n.Type.Name, n.Type.Prefixes)
	}
	c.nodes[n.ID] = true
	c.values(where, n.ID, n.Type.Properties, n.Values)
}

func (c *checker) relationship(r *store.Relationship) {
	if r.Type == nil {
		c.problem("relationship %s: it needs a type", r.ID)
		return
	}
	where := fmt.Sprintf("relationship %s (%s from %s to %s)", r.ID, r.Type.Name, r.From, r.To)
	if r.ID == "" {
		c.problem("%s: it needs an id", where)
	}
	for _, end := range []struct {
		id, word string
		types    []*mapping.NodeType
	}{{r.From, "start", r.Type.From}, {r.To, "end", r.Type.To}} {
		if t := c.mapping.TypeOf(end.id); !slices.Contains(end.types, t) {
			c.problem("%s: %q cannot be its %s", where, end.id, end.word)
		} else {
			c.exists(where, end.id)
		}
	}
	c.values(where, r.ID, r.Type.Properties, r.Values)
	c.evidence(where, r.Evidence)
}

func (c *checker) evidence(where string, evidence []store.Evidence) {
	for _, e := range evidence {
		if t := c.mapping.TypeOf(e.Source); t == nil || t.Name != statement.SourceLabel {
			c.problem("%s: its evidence names %q, which is no source", where, e.Source)
		} else {
			c.exists(where, e.Source)
		}
	}
}

func (c *checker) exists(where, id string) {
	if !c.nodes[id] && c.elsewhere[id] == "" {
		c.elsewhere[id] = where
	}
}

// values checks that values are those of the properties.
func (c *checker) values(where, id string, properties []*mapping.Property, values []any) {
	if len(values) != len(properties) {
		c.problem("%s: it has %d values for %d properties", where, len(values), len(properties))
		return
	}
	for i, p := range properties {
		v := values[i]
		switch {
		case p.Name == "id":
			if v != nil && v != id {
				c.problem("%s: the value of id is %v", where, v)
			}
		case p.Computed:
		case v == nil:
			if p.Required && !p.List {
				c.problem("%s: %s is missing", where, p.Name)
			}
		case !fits(p, v):
			c.problem("%s: %s cannot hold %#v", where, p.Name, v)
		}
	}
}

// fits reports whether a value is of the kind of a property.
func fits(p *mapping.Property, v any) bool {
	if p.List {
		_, ok := v.([]string)
		return ok
	}
	switch v.(type) {
	case string:
		return p.Kind != mapping.Int && p.Kind != mapping.Float && p.Kind != mapping.Boolean
	case int64:
		return p.Kind == mapping.Int || p.Kind == mapping.Float
	case float64:
		return p.Kind == mapping.Float
	case bool:
		return p.Kind == mapping.Boolean
	}
	return false
}

// inStore looks in the store for the nodes that the records only refer to.
func (c *checker) inStore(ctx context.Context, s *Store) error {
	ids := make([]string, 0, len(c.elsewhere))
	for id := range c.elsewhere {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	for batch := range slices.Chunk(ids, batchSize) {
		missing, err := s.read(ctx, "UNWIND $ids AS id WITH id WHERE NOT EXISTS { (:"+statement.EntityLabel+" {id: id}) } RETURN id",
			map[string]any{"ids": batch})
		if err != nil {
			return err
		}
		for _, m := range missing {
			id := m[0].(string)
			c.problem("%s: there is no node %s", c.elsewhere[id], id)
		}
	}
	return nil
}
