package plantest

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"testing"
)

// complement checks for generated filters that what meets a filter and what does not are all that there is, and that both are what
// the reference finds.
func (s Suite) complement(t *testing.T, a *asker) {
	g := newGenerator(s.Seed, a.builder.Mapping)
	reference := mustKnow(t, Fixture(a.builder.Mapping))
	lists, some := g.roots(), 0
	for i := range s.Questions {
		g.begin()
		list := pick(g, lists)
		filterType := list.Arguments.ForName("filter").Type.Name()
		f := g.variable(filterType+"!", g.filter(filterType, 3))
		query := g.operation(fmt.Sprintf(`met: %[1]s(filter: %[2]s, first: 300) { totalCount nodes { id } }
			unmet: %[1]s(filter: {not: %[2]s}, first: 300) { totalCount nodes { id } } all: %[1]s(first: 0) { totalCount }`, list.Name, f))
		got := a.compared(t, reference, fmt.Sprintf("seed %d, filter %d", s.Seed, i), query, g.variables)
		var r struct {
			Data struct{ Met, Unmet, All struct{ TotalCount int } }
		}
		if err := json.Unmarshal(got, &r); err != nil {
			t.Fatal(err)
		}
		if r.Data.Met.TotalCount+r.Data.Unmet.TotalCount != r.Data.All.TotalCount {
			t.Errorf("seed %d, filter %d: %d meet it, %d do not, there are %d\n%s\n%v", s.Seed, i, r.Data.Met.TotalCount, r.Data.Unmet.TotalCount,
				r.Data.All.TotalCount, query, g.variables)
		}
		if r.Data.Met.TotalCount > 0 && r.Data.Unmet.TotalCount > 0 {
			some++
		}
	}
	if some < s.Questions/10 {
		t.Errorf("%d of %d filters tell nodes apart: they show too little", some, s.Questions)
	}
	t.Logf("seed %d: %d filters, %d of them tell nodes apart", s.Seed, s.Questions, some)
}

// generated compares a store with the reference on generated questions.
func (s Suite) generated(t *testing.T, a *asker) {
	g := newGenerator(s.Seed, a.builder.Mapping)
	reference := mustKnow(t, Fixture(a.builder.Mapping))
	lists := g.roots()
	for i := range s.Questions {
		g.begin()
		list := pick(g, lists)
		selection := list.Name + g.list(list.Arguments, true) + " { " + g.selection(list.Type.Name(), 3) + " }"
		a.compared(t, reference, fmt.Sprintf("seed %d, question %d", s.Seed, i), g.operation(selection), g.variables)
	}
	t.Logf("seed %d: %d questions", s.Seed, s.Questions)
}

// compared asks a store and the reference, and returns the store's answer.
func (a *asker) compared(t *testing.T, reference truth, name, query string, variables map[string]any) []byte {
	t.Helper()
	want := reference.ask(query, variables)
	got, err := a.ask(context.Background(), query, variables)
	if err != nil {
		t.Errorf("%s: %v\n%s\n%v", name, err, query, variables)
		return want
	}
	if !bytes.Equal(got.answer, want) {
		g, _ := Pretty(got.answer)
		w, _ := Pretty(want)
		v, _ := json.Marshal(variables)
		t.Errorf("%s: the answer is\n%s\nwant\n%s\n%s\n%s", name, g, w, query, v)
	}
	return got.answer
}
