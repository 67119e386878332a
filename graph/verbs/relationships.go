package verbs

import (
	"partnir/analysis"
	"partnir/graph/noun"
)

// relationships are some links as the results of verbs refer to them, in their order.
func relationships(links []analysis.Link) []noun.Noun {
	out := make([]noun.Noun, len(links))
	for i, l := range links {
		out[i] = noun.Of(l.ID)
	}
	return out
}
