package nouns

import (
	"context"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"partnir/fault"
	"partnir/graph/answer"
	"partnir/graph/noun"
	"partnir/plan"
	"partnir/plan/build"
	"partnir/plan/mapping"
	"partnir/store"
)

// Reader answers root fields that are nouns: make the plan, read it from the store, write the answer.
type Reader struct {
	Store   store.Store
	Builder *build.Builder
	Writer  *answer.Writer

	// fields are the names of the root fields.
	fields map[string]bool
}

// NewReader returns the reader of a store. baseIRI is what IRIs begin with, without a slash at its end.
func NewReader(store store.Store, m *mapping.Mapping, baseIRI string) *Reader {
	r := &Reader{
		Store:   store,
		Builder: &build.Builder{Mapping: m, BaseIRI: baseIRI},
		Writer:  &answer.Writer{Mapping: m, BaseIRI: baseIRI},
		fields:  map[string]bool{},
	}
	for _, name := range r.Builder.RootFields() {
		r.fields[name] = true
	}
	return r
}

// Reads reports whether the root field of that name is one of nouns.
func (r *Reader) Reads(field string) bool { return r.fields[field] }

// Read answers the root field of the context.
func (r *Reader) Read(ctx context.Context) (noun.Noun, error) {
	p, err := planOf(ctx, r.Builder, graphql.GetFieldContext(ctx).Field, graphql.GetOperationContext(ctx).Variables)
	if err != nil {
		return nil, err
	}
	json, missing, err := r.Answer(ctx, p)
	if err != nil {
		return nil, err
	}
	if err := explainPlan(ctx, r.Store, p); err != nil {
		return nil, err
	}
	for i, e := range missing {
		if i > 0 || json != nil {
			graphql.AddError(ctx, e)
		}
	}
	if json == nil && len(missing) > 0 {
		return nil, missing[0]
	}
	return json, nil
}

// Answer reads a plan and writes its JSON, and an error for each value that the schema promises and the store does not have; see
// answer.Writer.
func (r *Reader) Answer(ctx context.Context, p *plan.Plan) (json []byte, missing []*fault.InputError, err error) {
	row, err := r.Store.Read(ctx, p)
	if err != nil {
		return nil, nil, err
	}
	json, missing = r.Writer.Write(p, row)
	return json, missing, nil
}

// Check looks at the selection of a field of a verb's result.
func (r *Reader) Check(ctx context.Context, f *ast.Field) (noun bool, err error) {
	return r.Builder.CheckNodes(f, graphql.GetOperationContext(ctx).Variables)
}

// Nodes answers a field of a verb's result on the nodes with some ids.
func (r *Reader) Nodes(ctx context.Context, f *ast.Field, ids []string) ([]Node, error) {
	p, err := r.Builder.BuildNodes(f, ids, graphql.GetOperationContext(ctx).Variables)
	if err != nil {
		return nil, err
	}
	rows, err := r.Store.Read(ctx, p)
	if err != nil {
		return nil, err
	}
	nodes := make([]Node, len(ids))
	for i := range nodes {
		nodes[i].JSON, nodes[i].Missing = r.Writer.Write(p, rows[i:i+1])
	}
	return nodes, nil
}
