package verbs

import (
	"partnir/analysis/rules"
	"partnir/graph/list"
	"partnir/graph/model"
	"partnir/graph/noun"
)

// alignment shows how far rules agree.
func alignment(found *rules.AlignmentAnswer) *model.Alignment {
	places := make([]int, len(found.Actors))
	for i := range places {
		places[i] = i
	}
	out := &model.Alignment{
		UnionCount: found.Union, Jaccard: jaccard(len(found.Shared), found.Union), Visited: found.Visited, Truncated: found.Truncated,
		Shared: model.AlignedRuleConnection{List: list.Of(found.Shared, func(s rules.SharedRule) model.AlignedRule {
			return alignedRule(s.Rule, s.Adoptions)
		}, list.Up(func(s rules.SharedRule) string { return s.Kind }), list.Up(func(s rules.SharedRule) string { return s.Rule }))},
		Kinds: model.KindAlignmentConnection{List: list.Of(found.Kinds, kindAlignment, list.Up(func(k rules.KindAlignment) string { return k.Kind }))},
		Actors: model.AlignedActorConnection{List: list.InOrder(places, func(i int) model.AlignedActor {
			return model.AlignedActor{Actor: noun.Of(found.Actors[i]), Adopted: found.Adopted[i], Lacks: lacks(found.Lacking[i])}
		})},
	}
	if found.Group != "" {
		out.Group = noun.Of(found.Group)
	}
	return out
}

// lacks shows the rules that an actor lacks.
func lacks(missing []rules.MissingRule) model.AlignedRuleConnection {
	return model.AlignedRuleConnection{List: list.Of(missing, func(m rules.MissingRule) model.AlignedRule {
		return alignedRule(m.Rule, m.Adoptions)
	}, list.Up(func(m rules.MissingRule) string { return m.Kind }), list.Up(func(m rules.MissingRule) string { return m.Rule }))}
}

// alignedRule shows a rule with its adoptions, which come in the order of the actors.
func alignedRule(rule string, adoptions []rules.Adoption) model.AlignedRule {
	return model.AlignedRule{Rule: noun.Of(rule), Adoptions: model.AlignedAdoptionConnection{List: list.InOrder(adoptions, alignedAdoption)}}
}

func alignedAdoption(a rules.Adoption) model.AlignedAdoption {
	return model.AlignedAdoption{
		Actor: noun.Of(a.Actor), Status: (*model.AdoptionStatus)(textOrNil(a.Status)), Since: textOrNil(a.Since),
		Relationship: noun.Of(a.ID),
	}
}

func kindAlignment(k rules.KindAlignment) model.KindAlignment {
	return model.KindAlignment{Kind: model.RuleKind(k.Kind), SharedCount: k.Shared, UnionCount: k.Union, Jaccard: *jaccard(k.Shared, k.Union)}
}

// jaccard is the Jaccard index; nil where there is none.
func jaccard(shared, union int) *float64 {
	if index, ok := rules.Jaccard(shared, union); ok {
		return &index
	}
	return nil
}
