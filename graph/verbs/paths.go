package verbs

import (
	"context"
	"fmt"
	"slices"

	"partnir/analysis/paths"
	"partnir/fault"
	"partnir/graph/model"
	"partnir/graph/noun"
	"partnir/plan/mapping"
)

// maxFirst is how long the lists of a verb's result are at most, and maxLimit how much one may look at.
const (
	maxFirst = 200
	maxLimit = 1_000_000
)

// maxEqualPaths is how many paths ALL_SHORTEST gives at most; maxNodes and maxLinks are the same for the parts of a neighbourhood.
const (
	maxEqualPaths = 200
	maxNodes      = 1000
	maxLinks      = 100_000
)

// within checks that an argument of a verb is in its range.
func within(argument string, value, least, most int) error {
	if value < least || value > most {
		return &fault.InputError{Message: fmt.Sprintf("%s: %d is outside %d to %d", argument, value, least, most), Code: fault.CodeBadInput}
	}
	return nil
}

// names are the names of relationship types.
func names(types []model.RelationshipType) []string {
	all := make([]string, len(types))
	for i, t := range types {
		all[i] = string(t)
	}
	return all
}

// common shows what entities share: of each kind the first so many.
func common(found *paths.CommonAnswer, first int) *model.Common {
	out := &model.Common{Truncated: found.Truncated, Visited: found.Visited}
	lists := map[paths.CommonKind]*[]model.SharedEntity{
		paths.CommonGroup: &out.Groups, paths.CommonTechnology: &out.Technologies, paths.CommonProject: &out.Projects,
		paths.CommonRule: &out.Rules, paths.CommonPartner: &out.Partners, paths.CommonOther: &out.Others,
	}
	for _, list := range lists {
		*list = []model.SharedEntity{}
	}
	for _, e := range found.Entities {
		list := lists[e.Kind]
		if len(*list) == first {
			out.Truncated = true
			continue
		}
		*list = append(*list, model.SharedEntity{Entity: noun.Of(e.ID), Relationships: relationships(e.Links)})
	}
	return out
}

// pathWeights are the weights of paths by their names.
var pathWeights = map[model.PathWeight]paths.PathWeight{
	model.PathWeightHops: paths.ByHops, model.PathWeightConfidence: paths.ByConfidence, model.PathWeightValue: paths.ByValue,
}

// findPaths asks for paths by their mode. One more than ALL_SHORTEST shows is asked for, so that it shows where there are more.
func (r *Resolver) findPaths(ctx context.Context, q paths.PathsQuestion, mode model.PathMode, k int) (*model.Paths, error) {
	switch mode {
	case model.PathModeShortest:
		q.Most = 1
	case model.PathModeAllShortest:
		q.Most, q.Equal = maxEqualPaths+1, true
	case model.PathModeKBest:
		q.Most = k
	}
	found, err := paths.Paths(ctx, r.Analysis, q)
	if err != nil {
		return nil, err
	}
	if q.Equal && len(found.Paths) == q.Most {
		found.Paths, found.Truncated = found.Paths[:maxEqualPaths], true
	}
	out := &model.Paths{Paths: make([]model.Path, len(found.Paths)), Truncated: found.Truncated, Visited: found.Visited}
	for i, p := range found.Paths {
		out.Paths[i] = path(p)
	}
	return out, nil
}

// path is a path as the results of verbs show it.
func path(p paths.Path) model.Path {
	out := model.Path{Length: len(p.Links), Cost: p.Cost, Steps: []model.PathStep{{Node: noun.Of(p.Nodes[0])}}}
	for i, l := range p.Links {
		step, direction := model.PathStep{Node: noun.Of(p.Nodes[i+1]), Relationship: noun.Of(l.ID)}, model.DirectionOut
		if l.To == p.Nodes[i] {
			direction = model.DirectionIn
		}
		step.Direction = &direction
		out.Steps = append(out.Steps, step)
	}
	return out
}

// neighbourhood shows what is around an entity.
func (r *Resolver) neighbourhood(ctx context.Context, q paths.NeighbourhoodQuestion) (*model.Subgraph, error) {
	found, err := paths.Neighbourhood(ctx, r.Analysis, q)
	if err != nil {
		return nil, err
	}
	out := &model.Subgraph{
		Nodes: make([]noun.Noun, len(found.Nodes)), Relationships: relationships(found.Links),
		Truncated: found.Truncated, Visited: found.Visited,
	}
	for i, id := range found.Nodes {
		out.Nodes[i] = noun.Of(id)
	}
	return out, nil
}

// nodeTypes are the types of the values of EntityType.
func (r *Resolver) nodeTypes(values []model.EntityType) []*mapping.NodeType {
	var types []*mapping.NodeType
	for _, t := range r.Analysis.Mapping.Types {
		if slices.Contains(values, model.EntityType(mapping.EnumName(t.Name))) {
			types = append(types, t)
		}
	}
	return types
}
