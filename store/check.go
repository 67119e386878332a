// Package store is what all stores of the graph share: the one check of records before they are loaded, and the one derivation of what is
// stored of them.
package store

import (
	"context"

	"partnir/fault"
	"partnir/plan/mapping"
)

// Existing is what a check must know of the graph that a store holds already.
type Existing interface {
	// Missing returns those of the ids that no node has.
	Missing(ctx context.Context, ids []string) ([]string, error)

	// Former returns the ids of the nodes that were known before by some of the ids, by these.
	Former(ctx context.Context, ids []string) (map[string]string, error)

	// Holders returns the ids of the nodes of a type that have some of the values as a unique property, by these values.
	Holders(ctx context.Context, t *mapping.NodeType, p *mapping.Property, values []string) (map[string]string, error)
}

// Nothing is what a store holds that is empty.
type Nothing struct{}

var _ Existing = Nothing{}

// Missing returns all ids.
func (Nothing) Missing(_ context.Context, ids []string) ([]string, error) { return ids, nil }

// Former returns nothing.
func (Nothing) Former(context.Context, []string) (map[string]string, error) { return nil, nil }

// Holders returns nothing.
func (Nothing) Holders(context.Context, *mapping.NodeType, *mapping.Property, []string) (map[string]string, error) {
	return nil, nil
}

// Check looks over records that a store is to load. Its error is a *Problems that says what is wrong with them, the same for every store that
// holds the same; or that of ctx, or of existing. It looks at one record after the other, and keeps some bytes of each.
//
// An id comes once among the records: nothing says which of two would count, not even where they are equal. What counts of the store is how
// it is after the load: two nodes may trade a unique value, and a node may take an id that was a former one until then.
func Check(ctx context.Context, m *mapping.Mapping, records *Records, existing Existing) error {
	c := newChecker(m, records, existing)
	for i := range records.Nodes {
		c.addNode(i)
	}
	for i := range records.Nodes {
		if err := c.node(ctx, i); err != nil {
			return err
		}
	}
	for i := range records.Relationships {
		if err := c.relationship(ctx, i); err != nil {
			return err
		}
	}
	if err := c.ask(ctx); err != nil {
		return err
	}
	if len(c.problems.First) > 0 {
		return &c.problems
	}
	return ctx.Err()
}

// checker is the work on one Check.
type checker struct {
	mapping  *mapping.Mapping
	records  *Records
	existing Existing
	problems Problems

	nodes, relationships *Index
	// enums are the values of the enumerations, references the types that properties name by id.
	enums      map[string]map[string]bool
	references map[*mapping.Property]*mapping.NodeType
	// starts are what the ids of relationships begin with, by RelationshipType.Index.
	starts []string
	// sources are the types of nodes that evidence names.
	sources  []*mapping.NodeType
	lastTime string
	// unique are the places of the nodes by their unique values, former by their former ids.
	unique map[uniqueValue]int
	former map[string]int
	// named are the ids that no record has, to be looked for in the store; found are some that are there.
	named []reference
	found map[string]bool
}

func newChecker(m *mapping.Mapping, records *Records, existing Existing) *checker {
	c := &checker{
		mapping: m, records: records, existing: existing,
		nodes:         NewIndex(len(records.Nodes), func(i int) string { return records.Nodes[i].ID }),
		relationships: NewIndex(len(records.Relationships), func(i int) string { return records.Relationships[i].ID }),
		enums:         map[string]map[string]bool{}, references: map[*mapping.Property]*mapping.NodeType{},
		unique: map[uniqueValue]int{}, former: map[string]int{}, found: map[string]bool{},
	}
	for name, values := range m.Enums {
		c.enums[name] = map[string]bool{}
		for _, v := range values {
			c.enums[name][v] = true
		}
	}
	if t := m.Type("Source"); t != nil {
		c.sources = t.Objects
	}
	for _, t := range m.Relationships {
		c.starts = append(c.starts, t.IDStart())
		for _, r := range t.References {
			c.references[r.Property] = r.Type
		}
	}
	return c
}

// subject is the record that is looked at.
type subject struct {
	t, id   string
	between [2]string
}

func (c *checker) problem(s subject, property string, w wrong) {
	if w != (wrong{}) {
		c.problems.add(Problem{Type: s.t, ID: s.id, Between: s.between, Property: property, Found: w.found, Want: w.want})
	}
}

// subjectOf is a node as problems name it. It is false where its type is none.
func (c *checker) subjectOf(n *Node) (subject, bool) {
	t := n.Type
	if t == nil || t.Interface || t.Index >= len(c.mapping.Types) || c.mapping.Types[t.Index] != t {
		return subject{id: n.ID}, false
	}
	return subject{t: t.Name, id: n.ID}, true
}

// twice is what is wrong with an id that comes twice.
var twice = wrong{"the id twice among the records", "each id once"}

func (c *checker) addNode(i int) {
	if !c.nodes.Add(i) {
		s, _ := c.subjectOf(&c.records.Nodes[i])
		c.problem(s, "id", twice)
	}
}

func (c *checker) node(ctx context.Context, i int) error {
	n := &c.records.Nodes[i]
	s, ok := c.subjectOf(n)
	if !ok {
		c.problem(s, "", wrong{nameOf(n.Type), "an object type of the schema that the store was opened with"})
		return nil
	}
	c.problem(s, "id", wrongNodeID(n.Type, n.ID))
	if c.values(s, n.Type.Properties, n.Values) {
		c.uniqueValues(s, i)
	}
	c.formerIDs(s, i)
	return c.evidence(ctx, s, n.Evidence)
}

func nameOf(t *mapping.NodeType) string {
	if t == nil {
		return "no type"
	}
	if t.Interface {
		return "the interface " + t.Name
	}
	return "the type " + t.Name + " of another schema"
}

func (c *checker) relationship(ctx context.Context, i int) error {
	r := &c.records.Relationships[i]
	t := r.Type
	s := subject{id: r.ID, between: [2]string{r.From, r.To}}
	if t == nil || t.Index >= len(c.mapping.Relationships) || c.mapping.Relationships[t.Index] != t {
		found := "no type"
		if t != nil {
			found = "the type " + t.Name + " of another schema"
		}
		c.problem(s, "", wrong{found, "a relationship type of the schema that the store was opened with"})
		return nil
	}
	s.t = t.Name
	if !c.relationships.Add(i) {
		c.problem(s, "id", twice)
	}
	c.problem(s, "id", c.wrongRelationshipID(t, r.ID))
	c.values(s, t.Properties, r.Values)
	if err := c.end(ctx, s, "from", r.From, t.From); err != nil {
		return err
	}
	if err := c.end(ctx, s, "to", r.To, t.To); err != nil {
		return err
	}
	return c.evidence(ctx, s, r.Evidence)
}

// values looks at the values of properties. It is false where they are not as many as the properties.
func (c *checker) values(s subject, properties []*mapping.Property, values []any) bool {
	if len(values) != len(properties) {
		c.problem(s, "", wrong{plural(len(values), "value"), plural(len(properties), "value") + ", one for each property"})
		return false
	}
	from, to := "", ""
	for i, p := range properties {
		c.problem(s, p.Name, c.wrongValue(p, s.id, values[i]))
		switch p.Name {
		case "validFrom":
			from, _ = values[i].(string)
		case "validTo":
			to, _ = values[i].(string)
		}
	}
	if n := min(len(from), len(to)); n > 0 && isPartialDate(from) && isPartialDate(to) && to[:n] < from[:n] {
		c.problem(s, "validTo", wrong{describe(to), "no day before validFrom, " + fault.Shown(from)})
	}
	return true
}
