package suite

import (
	"context"
	"encoding/json"
	"fmt"
	"testing"

	"partnir/graph"
	"partnir/suite/random"
)

// complement checks for random filters that what meets a filter and what does not are all that there is, and that both are what
// the reference finds.
func (s Suite) complement(t *testing.T, a *asker) {
	g := random.New(s.Seed, graph.Schema(), a.mapping)
	records := Fixture(a.mapping)
	reference, pool, some := mustKnow(t, records), random.NewPool(records, BaseIRI), 0
	for i := range s.Questions {
		list := g.List()
		filterType := list.Arguments.ForName("filter").Type.Name()
		variables, err := json.Marshal(map[string]any{"f": g.Filter(pool, filterType)})
		if err != nil {
			t.Fatal(err)
		}
		query := fmt.Sprintf(`query($f: %[2]s!) { met: %[1]s(filter: $f, first: 300) { totalCount nodes { id } }
			unmet: %[1]s(filter: {not: $f}, first: 300) { totalCount nodes { id } } all: %[1]s(first: 0) { totalCount } }`, list.Name, filterType)
		got := a.compared(t, reference, query, variables)
		var r struct {
			Data struct{ Met, Unmet, All struct{ TotalCount int } }
		}
		if err := json.Unmarshal(got, &r); err != nil {
			t.Fatal(err)
		}
		if r.Data.Met.TotalCount+r.Data.Unmet.TotalCount != r.Data.All.TotalCount {
			t.Errorf("seed %d, filter %d: %d meet it, %d do not, there are %d\n%s\n%s", s.Seed, i, r.Data.Met.TotalCount, r.Data.Unmet.TotalCount,
				r.Data.All.TotalCount, query, variables)
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

// compared asks a store and the reference, and returns the store's answer.
func (a *asker) compared(t *testing.T, reference truth, query string, variables []byte) []byte {
	t.Helper()
	want := reference.ask(query, decodeVariables(variables))
	got, err := a.ask(context.Background(), query, decodeVariables(variables))
	if err != nil {
		t.Errorf("%v\n%s\n%s", err, query, variables)
		return want
	}
	if !same(got.answer, want) {
		g, _ := Pretty(got.answer)
		w, _ := Pretty(want)
		t.Errorf("the answer is\n%s\nwant\n%s\n%s\n%s", g, w, query, variables)
	}
	return got.answer
}
