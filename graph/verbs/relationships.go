package verbs

import (
	"partnir/analysis"
	"partnir/analysis/paths"
	"partnir/graph/list"
	"partnir/graph/model"
	"partnir/graph/noun"
)

// relationship refers to a relationship.
func relationship(l analysis.Link) noun.Noun { return noun.Of(l.ID) }

// relationships are links by their ends.
func relationships(links []analysis.Link) model.RelationshipConnection {
	return model.RelationshipConnection{List: list.Of(links, relationship,
		list.Up(func(l analysis.Link) string { return l.From }), list.Up(func(l analysis.Link) string { return l.To }),
		list.Up(func(l analysis.Link) string { return l.ID }))}
}

// inOrder are links in an order of their own.
func inOrder(links []analysis.Link) model.RelationshipConnection {
	return model.RelationshipConnection{List: list.InOrder(links, relationship)}
}

// path is a path as the results of verbs show it.
func path(p paths.Path) model.Path {
	steps := []model.PathStep{{Node: noun.Of(p.Nodes[0])}}
	for i, l := range p.Links {
		direction := model.DirectionOut
		if l.To == p.Nodes[i] {
			direction = model.DirectionIn
		}
		steps = append(steps, model.PathStep{Node: noun.Of(p.Nodes[i+1]), Relationship: relationship(l), Direction: &direction})
	}
	return model.Path{
		Length: len(p.Links), Cost: p.Cost,
		Steps: model.PathStepConnection{List: list.InOrder(steps, same[model.PathStep])},
	}
}

// same shows an element as it is.
func same[E any](e E) E { return e }

// entities are entities in an order of their own.
func entities(ids []string) model.FoundEntityConnection {
	return model.FoundEntityConnection{List: list.InOrder(ids, noun.Of)}
}

// actors are actors by their ids.
func actors(ids []string) model.FoundActorConnection {
	return model.FoundActorConnection{List: list.Of(ids, noun.Of, list.Up(same[string]))}
}
