package plantest

import (
	"bytes"
	"context"
	"errors"
	"reflect"
	"sync"
	"testing"
	"time"

	"partnir/plan"
)

// searches are texts to look for: names, aliases and descriptions, with typing errors, in other scripts, of many words.
var searches = []string{
	"Åland", "aland", "ALAND", "a", "industrial internet", "industrial internt", "industrail internet", "internet", "intranet", "internat",
	"indus", "japan", "日本", "日", "中国", "农业", "مصر", "مص", "🌾", "grainland", "🌾 grainland", "cote d'ivoire", "côte", "ivory", "basic metals japan",
	"basic metals of japan", "metals", "metal", "the", "of", "9.1", "9", "T1", "hydrogen", "hydorgen", "hydrgoen", "green lab vert", "artificial",
	"artifical inteligence", "machines people data", "zzz", "united nations organization", "machine learning deep learning", "étude", "loop",
	"south africa", "africa south", "brazil russia india", "öresund stål", "oresund stal", "stal", "five 五", "hub 07",
}

func candidate(n *plan.Node) plan.Candidate {
	c := plan.Candidate{ID: n.ID}
	c.Name, _ = n.Values[n.Type.Slot(n.Type.Property("name"))].(string)
	c.Aliases, _ = n.Values[n.Type.Slot(n.Type.Property("aliases"))].([]string)
	c.Description, _ = n.Values[n.Type.Slot(n.Type.Property("description"))].(string)
	return c
}

// search compares what a store finds, once it is ranked, with the ranking of all that there is.
func (s Suite) search(t *testing.T, a *asker) {
	m := a.builder.Mapping
	var all []plan.Candidate
	for _, n := range Fixture(m).Nodes {
		if n.Type.Search {
			all = append(all, candidate(&n))
		}
	}
	typed := func(types []*plan.NodeType) []plan.Candidate {
		var some []plan.Candidate
		for _, c := range all {
			for _, t := range types {
				if m.TypeOf(c.ID) == t {
					some = append(some, c)
				}
			}
		}
		return some
	}
	matched := 0
	for _, text := range searches {
		for _, types := range [][]*plan.NodeType{nil, {m.Type("Country")}, {m.Type("Organization"), m.Type("Technology")}} {
			candidates := all
			if types != nil {
				candidates = typed(types)
			}
			query := plan.NewSearch(text, types)
			if len(query.Words) == 0 {
				continue
			}
			found, err := a.store.Find(context.Background(), query)
			if err != nil {
				t.Errorf("%q: %v", text, err)
				continue
			}
			got, want := query.Rank(found), query.Rank(candidates)
			matched += len(want)
			if len(got) != len(want) || len(want) > 0 && !reflect.DeepEqual(got, want) {
				t.Errorf("search %q of %v finds\n%v\nof all that there is match\n%v", text, types, got, want)
			}
		}
	}
	if matched < 100 {
		t.Errorf("all searches together match %d times: they show too little", matched)
	}
}

// slow is a question with much to read.
const slow = `{ entities(first: 500, orderBy: [{name: ASC}]) { nodes { id name sources { quote source { name } } ... on Actor {
	supplies(first: 200) { nodes { id observations(first: 200) { nodes { id } } } } memberships(first: 200) { nodes { id } } } } } }`

// cancelled checks that a store stops when its context is done, says so, and works on afterwards.
func (s Suite) cancelled(t *testing.T, a *asker) {
	want := mustAsk(t, a, slow, nil)
	done, cancel := context.WithCancel(context.Background())
	cancel()
	late, cancelLate := context.WithDeadline(context.Background(), time.Now().Add(-time.Second))
	defer cancelLate()
	for ctx, cause := range map[context.Context]error{done: context.Canceled, late: context.DeadlineExceeded} {
		if _, err := a.ask(ctx, slow, nil); !errors.Is(err, cause) {
			t.Errorf("Read: the error is %v, want %v", err, cause)
		}
		if _, err := a.store.Find(ctx, plan.NewSearch("japan", nil)); !errors.Is(err, cause) {
			t.Errorf("Find: the error is %v, want %v", err, cause)
		}
		if _, err := a.store.Counts(ctx); !errors.Is(err, cause) {
			t.Errorf("Counts: the error is %v, want %v", err, cause)
		}
	}
	for range 20 {
		ctx, cancel := context.WithCancel(context.Background())
		go cancel() // at some moment of the reading
		r, err := a.ask(ctx, slow, nil)
		if err == nil && !bytes.Equal(r.answer, want) || err != nil && !errors.Is(err, context.Canceled) {
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
	for _, name := range caseNames(t) {
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
