package analysis

import (
	"context"
	"math"
	"slices"

	"partnir/plan"
	"partnir/plan/mapping"
)

// Relationship is a relationship with all that the graph knows of it.
type Relationship struct {
	Type         *mapping.RelationshipType
	ID, From, To string
	// Values are the values of Type.Properties, in that order.
	Values []any
	// Evidence is what says that it holds, in stored order.
	Evidence []Evidence
}

// Evidence is on whose word a fact rests.
type Evidence struct {
	// Source is the id of the source.
	Source string
	// Quote and Note are nil where there is none.
	Quote, Note *string
	Supports    bool
}

// Value returns the value of a property by its name; nil where it is missing.
func (r *Relationship) Value(name string) any {
	if p := r.Type.Property(name); p != nil {
		return r.Values[r.Type.Slot(p)]
	}
	return nil
}

// Relationships reads relationships whole, all in one statement, and returns them by id. Of a link it looks at type, id and ends. One
// that is not there any more is left out.
func (r *Reader) Relationships(ctx context.Context, links []Link) (map[string]*Relationship, error) {
	found := make(map[string]*Relationship, len(links))
	if len(links) == 0 {
		return found, nil
	}
	q, err := r.Question("relationships", Scope{})
	if err != nil {
		return nil, err
	}
	var from []string
	ids := make([][]any, len(r.Mapping.Relationships))
	for _, l := range links {
		from = append(from, l.From)
		ids[l.Type.Index] = append(ids[l.Type.Index], l.ID)
	}
	slices.Sort(from)
	from = slices.Compact(from)
	entity := r.Mapping.Type("Entity")
	most := q.Param(int64(math.MaxInt32))
	var types []*mapping.RelationshipType
	var columns []*plan.Column
	for i, t := range r.Mapping.Relationships {
		if ids[i] == nil {
			continue
		}
		types = append(types, t)
		columns = append(columns, &plan.Column{Kind: plan.ManyColumn, Types: starts(t), Many: &plan.Many{
			Step: &mapping.Step{Relationship: t}, Type: entity, Limit: most, Select: whole(t),
			Where: q.Is(t.Name, "id", plan.In, ids[i]),
			Order: []plan.OrderKey{{Property: entity.Property("id")}, {Property: t.Property("id"), OfRelationship: true}},
		}})
	}
	rows, err := q.Lookup(ctx, "Entity", from, columns...)
	if err != nil {
		return nil, err
	}
	for i, r := range rows {
		for j, t := range types {
			many, ok := cell(r, j+1)
			if !ok {
				continue
			}
			ends, _ := many[1].([]any)
			for _, v := range ends {
				values, _ := v.([]any)
				rel := readWhole(t, from[i], values)
				found[rel.ID] = rel
			}
		}
	}
	return found, nil
}

// whole reads all of a relationship: its properties, then its evidence.
func whole(t *mapping.RelationshipType) *plan.Selection {
	s := &plan.Selection{}
	for _, p := range t.Properties {
		s.Columns = append(s.Columns, &plan.Column{Kind: plan.PropertyColumn, Property: p, OfRelationship: true})
	}
	s.Columns = append(s.Columns, &plan.Column{Kind: plan.EvidenceColumn, OfRelationship: true, Select: &plan.Selection{}})
	return s
}

func readWhole(t *mapping.RelationshipType, from string, r Row) *Relationship {
	rel := &Relationship{Type: t, From: from, To: r.ID(), Values: r[1 : 1+len(t.Properties)]}
	rel.ID, _ = rel.Value("id").(string)
	evidence, _ := r[1+len(t.Properties)].([]any)
	for _, v := range evidence {
		values, _ := v.([]any)
		source, _ := values[3].([]any)
		e := Evidence{Source: Row(source).ID()}
		e.Quote, e.Note = textOrNil(values[0]), textOrNil(values[1])
		e.Supports, _ = values[2].(bool)
		rel.Evidence = append(rel.Evidence, e)
	}
	return rel
}

func textOrNil(v any) *string {
	if s, ok := v.(string); ok {
		return &s
	}
	return nil
}

// starts are the names of the types that a relationship starts from.
func starts(t *mapping.RelationshipType) []string {
	names := make([]string, len(t.From))
	for i, o := range t.From {
		names[i] = o.Name
	}
	return names
}

// cell is a list in a row.
func cell(r Row, i int) ([]any, bool) {
	if r == nil {
		return nil, false
	}
	many, ok := r[i].([]any)
	return many, ok
}
