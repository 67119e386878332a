package graph

import (
	"context"
	"fmt"

	"partnir/analysis"
	"partnir/graph/model"
	"partnir/graph/noun"
	"partnir/plan"
)

// maxFirst is how long the lists of a verb's result are at most, and maxLimit how much one may look at.
const (
	maxFirst = 200
	maxLimit = 1_000_000
)

// within checks that an argument of a verb is in its range.
func within(argument string, value, least, most int) error {
	if value < least || value > most {
		return &plan.InputError{Message: fmt.Sprintf("%s: %d is outside %d to %d", argument, value, least, most), Code: codeBadInput}
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
func (r *Resolver) common(ctx context.Context, found *analysis.Common, first int) (*model.Common, error) {
	out := &model.Common{Truncated: found.Truncated, Visited: found.Visited}
	lists := map[analysis.CommonKind]*[]model.SharedEntity{
		analysis.CommonGroup: &out.Groups, analysis.CommonTechnology: &out.Technologies, analysis.CommonProject: &out.Projects,
		analysis.CommonRule: &out.Rules, analysis.CommonPartner: &out.Partners, analysis.CommonOther: &out.Others,
	}
	for _, list := range lists {
		*list = []model.SharedEntity{}
	}
	var shown []analysis.CommonEntity
	var links []analysis.Link
	count := map[analysis.CommonKind]int{}
	for _, e := range found.Entities {
		if count[e.Kind]++; count[e.Kind] > first {
			out.Truncated = true
			continue
		}
		shown = append(shown, e)
		links = append(links, e.Links...)
	}
	read, err := r.Analysis.Relationships(ctx, links)
	if err != nil {
		return nil, err
	}
	for _, e := range shown {
		list := lists[e.Kind]
		*list = append(*list, model.SharedEntity{Entity: noun.Of(e.ID), Relationships: relationships(e.Links, read)})
	}
	return out, nil
}
