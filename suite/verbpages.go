package suite

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
)

// verbLists are lists in the results of verbs: around holds %s for the field, path leads to it, node is what tells its elements apart.
var verbLists = []struct{ around, path, field, arguments, node string }{
	{`{ neighbourhood(of: "country:CHN", hops: 2) { %s } }`, "neighbourhood", "nodes", "", "id"},
	{`{ neighbourhood(of: "country:CHN") { %s } }`, "neighbourhood", "relationships", "", "id"},
	{`{ paths(from: "country:CHN", to: "country:JPN", mode: K_BEST, k: 20) { %s } }`, "paths", "paths", "", "cost steps { nodes { node { id } } }"},
	{`{ paths(from: "country:CHN", to: "country:JPN", mode: ALL_SHORTEST) { %s } }`, "paths", "paths", "", "length steps { nodes { node { id } } }"},
	{`{ common(of: ["country:CHN", "country:JPN"]) { %s } }`, "common", "groups", "", "entity { id }"},
	{`{ impact(shocks: {actor: "country:CHN", capacityLost: 0.5}, rounds: 5) { %s } }`, "impact", "affected", "", "actor { id } loss"},
	{`{ impact(shocks: {actor: "country:CHN", capacityLost: 0.5}, rounds: 5) { %s } }`, "impact", "affected",
		"orderBy: [{round: DESC}, {valueAtRiskUsd: ASC}]", "actor { id } valueAtRiskUsd"},
	{`{ alignment(group: "org:un") { %s } }`, "alignment", "actors", "", "actor { id } adopted"},
	{`{ alternatives(to: "sector:CHN-C24", product: null) { %s } }`, "alternatives", "alternatives", "", "actor { id } score"},
	{`{ suggestedPartners(actor: "country:CHN") { %s } }`, "suggestedPartners", "partners", "", "actor { id } score"},
	{`{ compare(indicator: "indicator:hub", of: ["country:JPN", "country:CHN", "country:KEN"]) { %s } }`, "compare", "series", "", "subject { id }"},
}

// verbPages reads lists in the results of verbs page by page, forward and backward: together they are the whole list.
func (s Suite) verbPages(t *testing.T, a *asker) {
	elements := 0
	for _, l := range verbLists {
		t.Run(l.path+" "+l.field, func(t *testing.T) {
			page := func(arguments string) verbPage {
				t.Helper()
				query := fmt.Sprintf(l.around, fmt.Sprintf("%s(%s) { totalCount edges { cursor node { %s } } pageInfo { hasNextPage hasPreviousPage } }",
					l.field, strings.Trim(l.arguments+", "+arguments, ", "), l.node))
				var answer struct {
					Data map[string]map[string]verbPage
				}
				if err := json.Unmarshal(mustAsk(t, a, query, nil), &answer); err != nil {
					t.Fatal(err)
				}
				return answer.Data[l.path][l.field]
			}
			whole := page("first: 500")
			if len(whole.Edges) != whole.TotalCount || whole.PageInfo.HasNextPage || whole.PageInfo.HasPreviousPage {
				t.Fatalf("%d of %d are on the whole page, %+v", len(whole.Edges), whole.TotalCount, whole.PageInfo)
			}
			elements += whole.TotalCount
			for _, size := range pageSizes(whole.TotalCount) {
				var forward, backward []verbEdge
				for p := page(fmt.Sprintf("first: %d", size)); ; p = page(fmt.Sprintf("first: %d, after: %q", size, forward[len(forward)-1].Cursor)) {
					forward = append(forward, p.Edges...)
					if !p.PageInfo.HasNextPage || len(forward) > whole.TotalCount {
						break
					}
				}
				for p := page(fmt.Sprintf("last: %d", size)); ; p = page(fmt.Sprintf("last: %d, before: %q", size, backward[0].Cursor)) {
					backward = append(slices.Clone(p.Edges), backward...)
					if !p.PageInfo.HasPreviousPage || len(backward) > whole.TotalCount {
						break
					}
				}
				for name, pages := range map[string][]verbEdge{"forward": forward, "backward": backward} {
					if got, want := fmt.Sprint(pages), fmt.Sprint(whole.Edges); got != want {
						t.Errorf("pages of %d %s are\n%s\nthe whole list is\n%s", size, name, got, want)
					}
				}
			}
		})
	}
	if elements < 50 {
		t.Errorf("the lists hold only %d elements: they show too little", elements)
	}
}

// verbPage is a page of a list in the result of a verb.
type verbPage struct {
	TotalCount int
	Edges      []verbEdge
	PageInfo   struct{ HasNextPage, HasPreviousPage bool }
}

type verbEdge struct {
	Cursor string
	Node   any
}
