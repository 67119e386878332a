package embedded

import (
	"cmp"
	"context"
	"errors"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"partnir/plan/mapping"
	"partnir/plan/search"
	"partnir/store"
)

// misspell puts so many typing errors into a word.
func misspell(r *rand.Rand, w string, errors int) string {
	letters := []rune(w)
	for range errors {
		i := r.IntN(len(letters))
		switch r.IntN(4) {
		case 0:
			letters[i] = rune('a' + r.IntN(26))
		case 1:
			letters = slices.Insert(letters, i, rune('a'+r.IntN(26)))
		case 2:
			if len(letters) > 1 {
				letters = slices.Delete(letters, i, i+1)
			}
		case 3:
			if i > 0 {
				letters[i], letters[i-1] = letters[i-1], letters[i]
			}
		}
	}
	return string(letters)
}

// TestFindMissesNothing compares what the index finds with what ranking every node finds.
func TestFindMissesNothing(t *testing.T) {
	m := readSchema(t)
	for seed := range uint64(2) {
		path := map[bool]string{true: "", false: filepath.Join(t.TempDir(), "graph.db")}[seed%2 == 0]
		s := mustOpen(t, path, m)
		records := starterGraph(m, 0.01)
		if seed > 0 {
			records = smallGraph(m, seed)
		}
		mustLoad(t, s, &store.Records{Nodes: records.Nodes[:len(records.Nodes)/2]})
		mustLoad(t, s, records)
		g := s.graph.Load()
		var all []search.Candidate
		for node := range uint32(len(g.Ids)) {
			if g.TypeOf(node).Search {
				all = append(all, g.Candidate(node))
			}
		}
		r := rand.New(rand.NewPCG(seed, 5))
		found := 0
		for range 40 {
			search := search.New(randomText(r, all), nil)
			if len(search.Words) == 0 {
				continue
			}
			_, candidates, err := s.find(t.Context(), search)
			if err != nil {
				t.Fatalf("%q: %v", search.Words, err)
			}
			got, want := search.Rank(candidates), search.Rank(all)
			if !slices.Equal(got, want) {
				t.Fatalf("seed %d, %q: got %d hits, want %d\ngot  %v\nwant %v", seed, search.Words, len(got), len(want), got, want)
			}
			found += len(want)
		}
		if found < 30 {
			t.Errorf("the searches found %d nodes in all; they are too seldom met to mean anything", found)
		}
	}
}

// randomText makes a search of words of one node, whole, cut off or misspelt, and now and then of another.
func randomText(r *rand.Rand, all []search.Candidate) string {
	c := all[r.IntN(len(all))]
	from := search.Words(c.Name + " " + c.Description)
	var words []string
	for range 1 + r.IntN(4) {
		if len(from) == 0 {
			break
		}
		w := from[r.IntN(len(from))]
		switch r.IntN(4) {
		case 0:
			letters := []rune(w)
			w = string(letters[:1+r.IntN(len(letters))])
		case 1:
			w = misspell(r, w, 1)
		case 2:
			w = misspell(r, w, 2)
		}
		words = append(words, w)
	}
	if r.IntN(3) == 0 {
		words = append(words, "zzzz")
	}
	return strings.Join(words, " ")
}

func TestFind(t *testing.T) {
	m := readSchema(t)
	s := mustOpen(t, "", m)
	records := village(m)
	mustLoad(t, s, records)
	find := func(text string, types ...*mapping.NodeType) (ids []string) {
		t.Helper()
		_, candidates, err := s.find(t.Context(), search.New(text, types))
		if err != nil {
			t.Fatalf("%q: %v", text, err)
		}
		for _, c := range candidates {
			ids = append(ids, c.ID)
		}
		slices.Sort(ids)
		return ids
	}
	for _, c := range []struct {
		text  string
		types []*mapping.NodeType
		want  []string
	}{
		{"china", nil, []string{"country:CHN"}},
		{"chnia", nil, []string{"country:CHN"}},
		{"åland", nil, []string{"country:ALA"}},
		{"ISLAND aland", nil, []string{"country:ALA"}},
		{"aland islands nowhere", nil, []string{"country:ALA"}},
		{"aland nowhere", nil, nil},
		{"h", nil, []string{"org:huawei"}},
		{"b", nil, []string{"org:brics", "source:b"}},
		{"b", []*mapping.NodeType{m.Type("Source"), m.Type("Country")}, []string{"source:b"}},
		{`" OR NOT (china* AND`, nil, nil},
		{"'; DROP TABLE nodes; --", nil, nil},
	} {
		if got := find(c.text, c.types...); !slices.Equal(got, c.want) {
			t.Errorf("%q: got %v, want %v", c.text, got, c.want)
		}
	}
	if _, _, err := s.find(canceled(), search.New("china", nil)); !errors.Is(err, context.Canceled) {
		t.Errorf("canceled: %v", err)
	}
	name := records.Nodes[2].Type.Slot(m.Type("Entity").Property("name"))
	records.Nodes[2].Values[name] = "Middle Kingdom"
	mustLoad(t, s, records)
	if china, kingdom := find("china"), find("kingdom middle"); len(china) != 0 || len(kingdom) != 1 {
		t.Errorf("after a change of name: got %v and %v", china, kingdom)
	}
}

// TestAllButOne proves the expression by trying all sets of words.
func TestAllButOne(t *testing.T) {
	for n := 2; n <= 6; n++ {
		groups := make([]string, n)
		for i := range groups {
			groups[i] = string(rune('a' + i))
		}
		expression := allButOne(groups)
		for set := range 1 << n {
			has := 0
			for i := range n {
				has += set >> i & 1
			}
			if got := evaluate(expression, set); got != (has >= n-1) {
				t.Errorf("%s with %b: got %v", expression, set, got)
			}
		}
	}
}

// evaluate evaluates an expression of letters, AND, OR and parentheses; set has a bit for each letter that is true.
func evaluate(expression string, set int) bool {
	tokens := strings.Fields(strings.NewReplacer("(", " ( ", ")", " ) ").Replace(expression))
	var or func() bool
	atom := func() bool {
		token := tokens[0]
		tokens = tokens[1:]
		if token == "(" {
			v := or()
			tokens = tokens[1:]
			return v
		}
		return set>>(token[0]-'a')&1 == 1
	}
	and := func() bool {
		v := atom()
		for len(tokens) > 0 && tokens[0] == "AND" {
			tokens = tokens[1:]
			w := atom()
			v = v && w
		}
		return v
	}
	or = func() bool {
		v := and()
		for len(tokens) > 0 && tokens[0] == "OR" {
			tokens = tokens[1:]
			w := and()
			v = v || w
		}
		return v
	}
	return or()
}

// TestFindWhileLoading sees to it that a search finds what one state of the graph holds, whatever is being loaded.
func TestFindWhileLoading(t *testing.T) {
	m := readSchema(t)
	s := mustOpen(t, filepath.Join(t.TempDir(), "graph.db"), m)
	records := village(m)
	slot := records.Nodes[2].Type.Slot(m.Type("Entity").Property("name"))
	load := func(i int) {
		records.Nodes[2].Values[slot] = []string{"Cathay", "Zhongguo"}[i%2]
		mustLoad(t, s, records)
	}
	load(0)
	var searches sync.WaitGroup
	done := make(chan struct{})
	for range 3 {
		searches.Go(func() {
			for {
				select {
				case <-done:
					return
				default:
				}
				_, candidates, err := s.find(context.Background(), search.New("cathay zhongguo kenya", nil))
				if err != nil || len(candidates) != 0 {
					t.Errorf("two of three words: got %v, %v", candidates, err)
					return
				}
				search := search.Search{Words: []string{"cathay"}}
				_, first, err1 := s.find(context.Background(), search)
				search.Words[0] = "zhongguo"
				_, second, err2 := s.find(context.Background(), search)
				if err := cmp.Or(err1, err2); err != nil || len(first) > 1 || len(second) > 1 {
					t.Errorf("got %v, %v, %v", first, second, err)
				}
			}
		})
	}
	for i := range 40 {
		load(i)
	}
	close(done)
	searches.Wait()
}
