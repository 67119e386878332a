package form

import (
	"slices"

	"partnir/plan/mapping"
)

// Statistics are what the form of a statement is chosen by. They may be out of date: every form gives the right answer, and only its
// speed depends on them. A nil *Statistics knows nothing, and takes the graph for a large one.
type Statistics struct {
	// Nodes are the numbers of nodes by label.
	Nodes map[string]int64
	// Relationships are their numbers by type.
	Relationships map[string]int64
	// Sides are the numbers of relationships by type and by the label of the node on one side.
	Sides map[Side]int64
}

// Side is the start or the end of the relationships of a type, where it is a node of a label.
type Side struct {
	Type, Label string
	// End says that the node is where they end.
	End bool
}

// Sizes that are assumed where nothing is known.
const (
	unknownNodes  = 1_000_000
	unknownDegree = 4
)

// nodes is the number of nodes of a label.
func (s *Statistics) nodes(label string) float64 {
	if s == nil {
		return unknownNodes
	}
	return float64(s.Nodes[label])
}

// degree is how many relationships a step follows from a node of a type, on average.
func (s *Statistics) degree(step mapping.Step, from *mapping.NodeType) float64 {
	if s == nil {
		return unknownDegree
	}
	near := step.Relationship.From
	if step.In {
		near = step.Relationship.To
	}
	var nodes, relationships float64
	for _, o := range near {
		if from == nil || o.Is(from) {
			nodes += float64(s.Nodes[o.Name])
			relationships += float64(s.Sides[Side{step.Relationship.Name, o.Name, step.In}])
		}
	}
	if nodes == 0 {
		return 0
	}
	return relationships / nodes
}

// walk is how many relationships a step looks at on its way from a node of a type, on average. Neo4j keeps the relationships of a node
// in one chain, until they are many, and then in one for each type.
func (s *Statistics) walk(step mapping.Step, from *mapping.NodeType) float64 {
	if s == nil {
		return unknownDegree
	}
	var nodes, relationships float64
	for _, o := range from.Objects {
		nodes += float64(s.Nodes[o.Name])
	}
	for side, n := range s.Sides {
		if slices.ContainsFunc(from.Objects, func(o *mapping.NodeType) bool { return o.Name == side.Label }) {
			relationships += float64(n)
		}
	}
	return max(s.degree(step, from), min(relationships/max(nodes, 1), denseNode))
}

// denseNode is the number of relationships from which on a node has a chain for each type.
const denseNode = 50
