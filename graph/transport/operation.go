package transport

import (
	"context"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/parser"
	"github.com/vektah/gqlparser/v2/validator"
	"github.com/vektah/gqlparser/v2/validator/rules"

	"partnir/fault"
	"partnir/graph/nouns"
)

// operations makes the operations of requests. All that can be wrong with a request is told here, before anything of it runs: its
// document is parsed, measured and validated, once for each text; its variables are coerced, and no null may come to where none is
// allowed. gqlgen's executor would do these things in another order, and some of them not as the specification says.
type operations struct {
	executor
	schema *ast.Schema
	limits Limits
	// known keeps the documents that passed.
	known *nouns.Documents
}

// CreateOperationContext returns the operation of a request, or what is wrong with it.
func (o *operations) CreateOperationContext(ctx context.Context, params *graphql.RawParams) (*graphql.OperationContext, gqlerror.List) {
	refused := func(errs ...*gqlerror.Error) (*graphql.OperationContext, gqlerror.List) {
		return &graphql.OperationContext{RawQuery: params.Query, Extensions: params.Extensions, Headers: params.Headers}, errs
	}
	doc, errs := o.document(ctx, params.Query, params.OperationName)
	if errs != nil {
		return refused(errs...)
	}
	op := doc.Operations.ForName(params.OperationName)
	if op == nil {
		return refused(noOperation(doc, params.OperationName))
	}
	values, errs := variables{o.schema}.values(op, params.Variables)
	if errs != nil {
		return refused(errs...)
	}
	if errs := forbiddenNulls(op, values); errs != nil {
		return refused(errs...)
	}
	// The values are such that the executor leaves them as they are.
	params.Variables = values
	return o.executor.CreateOperationContext(withDocument(ctx, doc), params)
}

// document returns the document of a text, ready to be executed. One that does not have the operation of that name is not validated.
func (o *operations) document(ctx context.Context, text, operation string) (*ast.QueryDocument, gqlerror.List) {
	if doc, ok := o.known.Get(ctx, text); ok {
		return doc, nil
	}
	doc, err := o.limits.parse(text)
	if err != nil {
		return nil, gqlerror.List{err}
	}
	if doc.Operations.ForName(operation) == nil {
		return doc, nil
	}
	if errs := validate(o.schema, doc); errs != nil {
		return nil, errs
	}
	o.known.Add(ctx, text, doc)
	return doc, nil
}

// parse parses a document and measures it.
func (l Limits) parse(text string) (*ast.QueryDocument, *gqlerror.Error) {
	doc, err := parser.ParseQueryWithTokenLimit(&ast.Source{Input: text}, l.Tokens)
	if err != nil {
		return nil, l.parseError(gqlerror.WrapIfUnwrapped(err))
	}
	if err := lexical(text); err != nil {
		return nil, l.parseError(err)
	}
	return doc, l.refuse(doc)
}

// validate checks a document as the specification says, and makes it ready to be executed.
func validate(schema *ast.Schema, doc *ast.QueryDocument) gqlerror.List {
	checked := rules.NewDefaultRules()
	checked.ReplaceRule(rules.ValuesOfCorrectTypeRule.Name, literalRule(schema))
	errs := validator.ValidateWithRules(schema, doc, checked)
	if len(errs) > 0 {
		for i, e := range errs {
			errs[i] = &gqlerror.Error{Message: e.Message, Locations: e.Locations, Extensions: map[string]any{"code": fault.CodeValidationFailed}}
		}
		byLocation(errs)
		return errs
	}
	settle(schema, doc)
	return nil
}

type documentKey struct{}

// withDocument hands a validated document to the executor.
func withDocument(ctx context.Context, doc *ast.QueryDocument) context.Context {
	return context.WithValue(ctx, documentKey{}, doc)
}

// handed is where the executor looks for the document of a request: it finds the one of the context.
type handed struct{}

// Get returns the document of the context.
func (handed) Get(ctx context.Context, _ string) (*ast.QueryDocument, bool) {
	doc, ok := ctx.Value(documentKey{}).(*ast.QueryDocument)
	return doc, ok
}

// Add does nothing: documents are kept where they were made.
func (handed) Add(context.Context, string, *ast.QueryDocument) {}
