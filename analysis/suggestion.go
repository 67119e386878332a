package analysis

import (
	"cmp"
	"slices"
)

// Suggestion is an actor that is suggested for something, with why.
type Suggestion struct {
	// Actor is the id of the actor.
	Actor string
	// Score is the sum of value × weight over Terms; the higher the better.
	Score float64
	Terms []Term
}

// Term is one reason for a suggestion.
type Term struct {
	// Name says what was measured, by a value of TermName; Value is how much of it there is.
	Name  string
	Value float64
	// Weight is what one unit of the value adds to the score.
	Weight float64
	// Because are the ids of what the value rests on, those first that matter most.
	Because []string
	// Links are relationships that the value rests on, those first that matter most.
	Links []Link
}

// NewSuggestion returns a suggestion with its score.
func NewSuggestion(actor string, terms ...Term) Suggestion {
	s := Suggestion{Actor: actor, Terms: terms}
	for _, t := range terms {
		s.Score += t.Value * t.Weight
	}
	return s
}

// BestSuggestions are the first suggestions, the highest score first; equal ones go by actor.
func BestSuggestions(all []Suggestion, first int) []Suggestion {
	slices.SortStableFunc(all, func(a, b Suggestion) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.Actor, b.Actor))
	})
	return all[:min(first, len(all))]
}
