package model

import (
	"partnir/analysis/supply"
	"partnir/graph/noun"
)

// Impact is what a shock does. It is written by hand, because it holds more than it shows.
type Impact struct {
	Rounds         int
	Converged      bool
	ValueAtRiskUsd float64
	Clamped        []noun.Noun
	Truncated      bool
	Visited        int
	// All are the affected actors, of which the field `affected` shows a page.
	All []supply.AffectedActor
}
