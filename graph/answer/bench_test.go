package answer

import (
	"fmt"
	"testing"

	"partnir/plan"
	"partnir/plan/mapping"
)

// sample is an answer of lists in lists with fields of each kind, the row for it, and how many fields its JSON has.
func sample() (p *plan.Plan, row []any, fields int) {
	const outer, inner = 20, 50
	leaf := []*plan.Field{
		nonNull(&plan.Field{Name: "id", Kind: plan.Scalar, Value: mapping.ID}), nonNull(text("name", 1)), text("note", 2),
		{Name: "iri", Kind: plan.IRIValue, NonNull: true}, {Name: "type", Kind: plan.TypeName, NonNull: true},
		{Name: "year", Kind: plan.Scalar, Value: mapping.Int, Column: 3}, {Name: "share", Kind: plan.Scalar, Value: mapping.Float, Column: 4},
		{Name: "sure", Kind: plan.Scalar, Value: mapping.Boolean, Column: 5},
	}
	leaves := &plan.Object{ByType: [][]*plan.Field{leaf, leaf}}
	edge := &plan.Object{Fields: []*plan.Field{
		{Name: "cursor", Kind: plan.PageCursor, NonNull: true}, {Name: "node", Kind: plan.Self, NonNull: true, Object: leaves},
	}}
	page := &plan.Page{Limit: 1, Signature: "01234567", Cursor: []int{1, 0}}
	list := connection("goals", 2, page, nonNull(&plan.Field{Name: "totalCount", Kind: plan.Scalar, Value: mapping.Int}),
		&plan.Field{Name: "edges", Kind: plan.PageRows, Column: plan.Whole, NonNull: true, ItemsNonNull: true, Object: edge},
		&plan.Field{Name: "pageInfo", Kind: plan.Self, NonNull: true, Object: &plan.Object{Fields: []*plan.Field{
			{Name: "hasNextPage", Kind: plan.HasNextPage, NonNull: true}, {Name: "endCursor", Kind: plan.EndCursor},
		}}})
	root := connection("countries", plan.Whole, &plan.Page{}, rows("nodes", nonNull(text("name", 1)), list))
	countries := make([]any, outer)
	for i := range countries {
		goals := make([]any, inner)
		for j := range goals {
			goals[j] = []any{fmt.Sprintf("goal:%d.%d", i, j), fmt.Sprintf("Build resilient infrastructure %d", j), nil, int64(2000 + j), 0.5 + float64(j), j%2 == 0}
		}
		countries[i] = []any{fmt.Sprintf("country:%03d", i), fmt.Sprintf("Côte %d", i), []any{int64(inner), goals}}
	}
	perLeaf, perCountry := len(leaf)+len(edge.Fields), 2+3+2
	return &plan.Plan{Output: root, Params: []any{int64(outer), int64(inner)}}, []any{nil, countries}, 1 + outer*(perCountry+inner*perLeaf)
}

// BenchmarkWrite measures what a field costs from the rows of a store to the bytes of the answer.
func BenchmarkWrite(b *testing.B) {
	w := newWriter(b)
	p, row, fields := sample()
	json, errs := w.Write(p, row)
	if len(errs) > 0 {
		b.Fatal(errs[0])
	}
	b.SetBytes(int64(len(json)))
	b.ReportAllocs()
	for b.Loop() {
		w.Write(p, row)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*fields), "ns/field")
}
