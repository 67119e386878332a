package suite

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"partnir/plan"
	"partnir/plan/mapping"
	"partnir/plan/search"
	"partnir/store"
)

// searches are texts to look for: names, aliases and descriptions, with typing errors, in other scripts, of many words.
var searches = []string{
	"Åland", "aland", "ALAND", "a", "industrial internet", "industrial internt", "industrail internet", "internet", "intranet", "internat",
	"indus", "japan", "日本", "日", "中国", "农业", "مصر", "مص", "🌾", "grainland", "🌾 grainland", "cote d'ivoire", "côte", "ivory", "basic metals japan",
	"basic metals of japan", "metals", "metal", "the", "of", "9.1", "9", "T1", "hydrogen", "hydorgen", "hydrgoen", "green lab vert", "artificial",
	"artifical inteligence", "machines people data", "zzz", "united nations organization", "machine learning deep learning", "étude", "loop",
	"south africa", "africa south", "brazil russia india", "öresund stål", "oresund stal", "stal", "five 五", "hub 07",
}

func candidate(n *store.Node) search.Candidate {
	c := search.Candidate{ID: n.ID}
	c.Name, _ = n.Values[n.Type.Slot(n.Type.Property("name"))].(string)
	c.Aliases, _ = n.Values[n.Type.Slot(n.Type.Property("aliases"))].([]string)
	c.Description, _ = n.Values[n.Type.Slot(n.Type.Property("description"))].(string)
	return c
}

// search compares what a store finds with the ranking of all that there is, page by page.
func (s Suite) search(t *testing.T, a *asker) {
	m := a.mapping
	var all []search.Candidate
	for _, n := range Fixture(m).Nodes {
		if n.Type.Search {
			all = append(all, candidate(&n))
		}
	}
	matched := 0
	for _, text := range searches {
		for _, types := range [][]string{nil, {"Country"}, {"Organization", "Technology"}} {
			candidates := slices.DeleteFunc(slices.Clone(all), func(c search.Candidate) bool {
				return types != nil && !slices.Contains(types, m.TypeOf(c.ID).Name)
			})
			query := search.New(text, nil)
			if len(query.Words) == 0 {
				continue
			}
			want := query.Rank(candidates)
			matched += len(want)
			if got := a.hits(t, text, types, len(want)); !slices.Equal(got, hitLines(want)) {
				t.Errorf("search %q of %v finds\n%q\nof all that there is match\n%q", text, types, got, hitLines(want))
			}
		}
	}
	if matched < 100 {
		t.Errorf("all searches together match %d times: they show too little", matched)
	}
}

func hitLines(hits []search.Hit) []string {
	lines := []string{}
	for _, h := range hits {
		lines = append(lines, fmt.Sprint(h.Score, h.Field, h.ID))
	}
	return lines
}

const searchPages = `query($text: String!, $types: [EntityType!], $after: String) { search(text: $text, types: $types, first: 7, after: $after) {
	totalCount pageInfo { hasNextPage endCursor } edges { score field node { id } } } }`

// hits reads all pages of a search, of which there are total hits.
func (a *asker) hits(t *testing.T, text string, types []string, total int) []string {
	t.Helper()
	variables := map[string]any{"text": text}
	if types != nil {
		var names []any
		for _, name := range types {
			names = append(names, mapping.EnumName(name))
		}
		variables["types"] = names
	}
	found := []string{}
	for {
		var r struct {
			Data struct {
				Search struct {
					TotalCount int
					PageInfo   struct {
						HasNextPage bool
						EndCursor   string
					}
					Edges []struct {
						Score float64
						Field string
						Node  struct{ ID string }
					}
				}
			}
		}
		if err := json.Unmarshal(mustAsk(t, a, searchPages, variables), &r); err != nil {
			t.Fatal(err)
		}
		page := r.Data.Search
		if page.TotalCount != total {
			t.Errorf("search %q of %v counts %d, want %d", text, types, page.TotalCount, total)
		}
		for _, e := range page.Edges {
			found = append(found, fmt.Sprint(e.Score, e.Field, e.Node.ID))
		}
		if !page.PageInfo.HasNextPage || len(found) > total {
			return found
		}
		variables["after"] = page.PageInfo.EndCursor
	}
}

// slow is a question with much to read.
const slow = `{ entities(first: 500, orderBy: [{name: ASC}]) { nodes { id name sources { quote source { name } } ... on Actor {
	supplies(first: 200) { nodes { id observations(first: 200) { nodes { id } } } } memberships(first: 200) { nodes { id } } } } } }`

// cancelled checks that a store stops when its context is done, says so, and works on afterwards.
func (s Suite) cancelled(t *testing.T, a *asker) {
	want := mustAsk(t, a, slow, nil)
	plans := map[string]*plan.Plan{"a list": Plan(t, slow), "a search": Plan(t, `{ search(text: "japan") { nodes { id } } }`)}
	done, cancel := context.WithCancel(context.Background())
	cancel()
	late, cancelLate := context.WithDeadline(context.Background(), time.Now().Add(-time.Second))
	defer cancelLate()
	for ctx, cause := range map[context.Context]error{done: context.Canceled, late: context.DeadlineExceeded} {
		for name, p := range plans {
			if _, err := a.store.Read(ctx, p); !errors.Is(err, cause) {
				t.Errorf("reading %s: the error is %v, want %v", name, err, cause)
			}
		}
		if _, err := a.store.Counts(ctx); !errors.Is(err, cause) {
			t.Errorf("Counts: the error is %v, want %v", err, cause)
		}
	}
	for range 20 {
		ctx, cancel := context.WithCancel(context.Background())
		go cancel() // at some moment of the reading
		r, err := a.ask(ctx, slow, nil)
		answered := bytes.Equal(r.answer, want) || bytes.Contains(r.answer, []byte(`"code":"UNAVAILABLE"`))
		if !answered || err != nil && !errors.Is(err, context.Canceled) {
			t.Errorf("cancelled while reading: %v\n%s", err, r.answer)
		}
	}
	if got := mustAsk(t, a, slow, nil); !bytes.Equal(got, want) {
		t.Errorf("after the cancellations the answer is\n%s\nwant\n%s", got, want)
	}
}

// concurrent asks the questions of all cases from several goroutines at once.
func (s Suite) concurrent(t *testing.T, a *asker) {
	type asked struct {
		query, variables string
		want             []byte
	}
	var all []asked
	for _, name := range caseNames(t, false) {
		_, questions, err := readCase(name)
		if err != nil {
			t.Fatal(err)
		}
		q := questions[0]
		variables, err := caseVariables(q.parts["variables.json"], nil)
		if err != nil {
			t.Fatal(err)
		}
		text := q.parts["query.graphql"]
		all = append(all, asked{text, q.parts["variables.json"], mustAsk(t, a, text, variables)})
	}
	var wg sync.WaitGroup
	for worker := range 8 {
		wg.Go(func() {
			for i := range all {
				q := all[(i+worker*len(all)/8)%len(all)]
				// Each asks with variables of its own: to coerce them changes them.
				variables, err := caseVariables(q.variables, nil)
				if err != nil {
					t.Error(err)
					return
				}
				r, err := a.ask(context.Background(), q.query, variables)
				if err != nil || !bytes.Equal(r.answer, q.want) {
					t.Errorf("beside others the answer of\n%s\nis\n%s\n%v\nalone it is\n%s", q.query, r.answer, err, q.want)
					return
				}
			}
		})
	}
	wg.Wait()
}
