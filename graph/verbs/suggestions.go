package verbs

import (
	"partnir/analysis"
	"partnir/analysis/supply"
	"partnir/graph/list"
	"partnir/graph/model"
	"partnir/graph/noun"
)

// suggestions shows suggested actors. terms are the terms of one, with the relationships that they rest on.
func suggestions(found []analysis.Suggestion, termsOf func(analysis.Suggestion) []analysis.Term) model.SuggestionConnection {
	return model.SuggestionConnection{List: list.Of(found, func(s analysis.Suggestion) model.Suggestion {
		return model.Suggestion{Actor: noun.Of(s.Actor), Score: s.Score, Terms: terms(termsOf(s))}
	}, list.Down(func(s analysis.Suggestion) float64 { return s.Score }), list.Up(func(s analysis.Suggestion) string { return s.Actor }))}
}

// terms shows the reasons of a suggestion.
func terms(all []analysis.Term) model.TermConnection {
	return model.TermConnection{List: list.InOrder(all, func(t analysis.Term) model.Term {
		return model.Term{
			Name: model.TermName(t.Name), Value: t.Value, Weight: t.Weight, Because: entities(t.Because[:min(supply.MostReasons, len(t.Because))]),
			Relationships: inOrder(t.Links),
		}
	})}
}
