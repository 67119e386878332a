package suite

import (
	"fmt"
	"slices"
	"testing"
)

// pagedLists are lists to page through: a list field with its orders, below a root with its arguments.
var pagedLists = []struct {
	// around holds %s for the field; path leads to the connection.
	around, path, field string
	orders              []string
}{
	{"{ %s }", "countries", "countries", []string{
		"[{name: ASC}]", "[{name: DESC}]", "[{ldc: ASC}, {name: DESC}]", "[{region: DESC}]", "[{region: ASC}, {sids: DESC}]", "[{id: DESC}]", "[]",
	}},
	{"{ %s }", "projects", "projects", []string{"[{amountUsd: DESC}]", "[{amountUsd: ASC}]", "[{year: ASC}, {status: DESC}]", "[{startsOn: DESC}]"}},
	{"{ %s }", "entities", "entities", []string{"[{name: ASC}]", "[{description: ASC}]"}},
	{"{ %s }", "goals", "goals", []string{"[{code: ASC}]", "[{text: DESC}, {code: DESC}]"}},
	{"{ %s }", "listings", "listings", []string{"[{confidence: DESC}]", "[{validFrom: ASC}]"}},
	{`{ organization(id: "org:un") { %s } }`, "organization.members", "members", []string{
		"[{node: {name: ASC}}]", "[{role: ASC}, {node: {name: DESC}}]", "[{validFrom: DESC}]", "[{validTo: ASC}, {confidence: DESC}]",
	}},
	{`{ country(id: "country:CHN") { %s } }`, "country.supplies", "supplies", []string{
		"[{valueUsd: DESC}]", "[{valueUsd: ASC}]", "[{industryId: ASC}]", "[{node: {id: DESC}}]", "[]",
	}},
	{`{ country(id: "country:CHN") { %s } }`, "country.suppliedBy", "suppliedBy", []string{"[{valueUsd: DESC}]", "[{productId: ASC}, {year: DESC}]"}},
	{`{ project(id: "project:rail") { %s } }`, "project.participants", "participants", []string{"[{node: {id: ASC}}]", "[{amountUsd: ASC}]"}},
	{`{ indicator(id: "indicator:hub") { %s } }`, "indicator.observations", "observations", []string{
		"[{node: {value: ASC}}]", "[{node: {year: DESC}}]", "[{node: {rank: ASC}}]",
	}},
}

// pages reads lists page by page, forward and backward, and puts the pages together again.
func (s Suite) pages(t *testing.T, a *asker) {
	for _, l := range pagedLists {
		for _, order := range l.orders {
			t.Run(l.path+" "+order, func(t *testing.T) {
				whole := a.page(t, l.around, l.path, fmt.Sprintf("%s(first: 200, orderBy: %s)", l.field, order), true)
				for _, size := range pageSizes(len(whole.ids)) {
					forward := a.walk(t, l.around, l.path, l.field, order, size, len(whole.ids), true)
					if !slices.Equal(forward, whole.ids) {
						t.Errorf("pages of %d forward are\n%v\nthe whole list is\n%v", size, forward, whole.ids)
					}
					backward := a.walk(t, l.around, l.path, l.field, order, size, len(whole.ids), false)
					if !slices.Equal(backward, whole.ids) {
						t.Errorf("pages of %d backward are\n%v\nthe whole list is\n%v", size, backward, whole.ids)
					}
				}
			})
		}
	}
}

// pageSizes are the sizes of pages in which a list of so many is read: of the smallest only those that do not take very many pages.
func pageSizes(length int) []int {
	return slices.DeleteFunc([]int{1, 2, 3, 7, 100}, func(size int) bool { return size < 7 && size*12 < length || size < 100 && size > length+1 })
}

// listPage is a page of a list: the ids of nodes, its end on the side that the walk goes to, and whether it goes on there.
type listPage struct {
	ids  []string
	end  string
	more bool
}

// walk reads a list of so many nodes page by page, and returns all ids from first to last.
func (a *asker) walk(t *testing.T, around, path, field, order string, size, length int, forward bool) []string {
	t.Helper()
	var ids []string
	side, cursor := "first", "after"
	if !forward {
		side, cursor = "last", "before"
	}
	arguments := fmt.Sprintf("%s: %d, orderBy: %s", side, size, order)
	for next := ""; ; {
		p := a.page(t, around, path, field+"("+arguments+next+")", forward)
		if forward {
			ids = append(ids, p.ids...)
		} else {
			ids = append(slices.Clone(p.ids), ids...)
		}
		if !p.more {
			return ids
		}
		if len(p.ids) != size || len(ids) > length {
			t.Fatalf("a page of %d holds %d and says that the list of %d goes on after %d", size, len(p.ids), length, len(ids))
		}
		next = fmt.Sprintf(", %s: %q", cursor, p.end)
	}
}

func (a *asker) page(t *testing.T, around, path, field string, forward bool) listPage {
	t.Helper()
	query := fmt.Sprintf(around, field+" { edges { node { id } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } }")
	answer := mustAsk(t, a, query, nil)
	get := func(name string) any {
		v, _ := at(answer, path+"."+name) // nothing there: null
		return v
	}
	p := listPage{}
	if get("edges") == nil {
		t.Fatalf("%s\n%s", query, answer)
	}
	for i := range get("edges").([]any) {
		p.ids = append(p.ids, get(fmt.Sprintf("edges.%d.node.id", i)).(string))
	}
	end, more := "pageInfo.endCursor", "pageInfo.hasNextPage"
	if !forward {
		end, more = "pageInfo.startCursor", "pageInfo.hasPreviousPage"
	}
	p.end, _ = get(end).(string)
	p.more = get(more) == true
	return p
}
