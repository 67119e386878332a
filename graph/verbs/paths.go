package verbs

import (
	"strings"

	"partnir/analysis/paths"
	"partnir/graph/list"
	"partnir/graph/model"
)

// pathWeights are the weights of paths by their names.
var pathWeights = map[model.PathWeight]paths.PathWeight{
	model.PathWeightHops: paths.ByHops, model.PathWeightConfidence: paths.ByConfidence, model.PathWeightValue: paths.ByValue,
}

// pathModes are the modes of paths by their names.
var pathModes = map[model.PathMode]paths.PathMode{
	model.PathModeShortest: paths.Shortest, model.PathModeAllShortest: paths.AllShortest, model.PathModeKBest: paths.KBest,
}

// between shows paths.
func between(found *paths.PathsAnswer) *model.Paths {
	return &model.Paths{
		Paths: model.PathConnection{List: list.Of(found.Paths, path,
			list.Up(func(p paths.Path) float64 { return p.Cost }), list.Up(func(p paths.Path) int { return len(p.Links) }),
			list.Up(func(p paths.Path) string { return strings.Join(p.Nodes, "\x00") }))},
		Truncated: found.Truncated, Visited: found.Visited,
	}
}
