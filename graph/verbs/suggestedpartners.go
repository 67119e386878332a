package verbs

import (
	"partnir/analysis/partners"
	"partnir/graph/model"
	"partnir/graph/noun"
)

// suggestedPartners shows suggested partners.
func suggestedPartners(found *partners.SuggestedPartnersAnswer) *model.Partners {
	return &model.Partners{
		Actor: noun.Of(found.Actor), Partners: suggestions(found.Partners, found.Terms), Visited: found.Visited, Truncated: found.Truncated,
	}
}
