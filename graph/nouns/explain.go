package nouns

import (
	"context"
	"sync"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"partnir/fault"
	"partnir/graph/present"
	"partnir/plan"
	"partnir/store"
)

// Explain is an extension of gqlgen. A request whose extensions hold {"explain": true} gets in the extensions of its answer how each
// root field was read.
type Explain struct {
	// Allowed says that the server's options allow it: it shows what is inside.
	Allowed bool
}

// Explained is how one root field was read.
type Explained struct {
	Field      string         `json:"field"`
	Form       string         `json:"form"`
	Plan       string         `json:"plan"`
	Statement  string         `json:"statement,omitempty"`
	Parameters map[string]any `json:"parameters,omitempty"`
}

// explanations gathers them; root fields are read at once.
type explanations struct {
	mu   sync.Mutex
	list []Explained
}

type explanationsKey struct{}

// ExtensionName is the name of the extension in gqlgen's messages.
func (Explain) ExtensionName() string { return "Explain" }

// Validate has nothing to check: the extension fits every schema.
func (Explain) Validate(graphql.ExecutableSchema) error { return nil }

// MutateOperationContext refuses the request where it asks for what is not allowed.
func (e Explain) MutateOperationContext(_ context.Context, op *graphql.OperationContext) *gqlerror.Error {
	switch wanted, given := op.Extensions["explain"]; {
	case !given || wanted == false:
		return nil
	case wanted != true:
		return present.Coded(fault.CodeBadInput, "extensions.explain is no truth value; give true or false")
	case !e.Allowed:
		return present.Coded(fault.CodeForbidden, "extensions.explain is not allowed here; the server allows it with --explain")
	}
	return nil
}

// InterceptResponse puts the explanations into the answer.
func (e Explain) InterceptResponse(ctx context.Context, next graphql.ResponseHandler) *graphql.Response {
	wanted := e.Allowed && graphql.HasOperationContext(ctx) && graphql.GetOperationContext(ctx).Extensions["explain"] == true
	if !wanted {
		return next(ctx)
	}
	all := &explanations{list: []Explained{}}
	response := next(context.WithValue(ctx, explanationsKey{}, all))
	if response != nil {
		all.mu.Lock()
		defer all.mu.Unlock()
		if response.Extensions == nil {
			response.Extensions = map[string]any{}
		}
		response.Extensions["explain"] = all.list
	}
	return response
}

// explainPlan notes how the store reads a plan, where the request asks for that.
func explainPlan(ctx context.Context, store store.Store, p *plan.Plan) error {
	all, _ := ctx.Value(explanationsKey{}).(*explanations)
	if all == nil {
		return nil
	}
	e, err := store.Explain(ctx, p)
	if err != nil {
		return err
	}
	all.mu.Lock()
	defer all.mu.Unlock()
	all.list = append(all.list, Explained{
		Field: p.Output.Name, Form: e.Form, Plan: plan.Print(p), Statement: e.Statement, Parameters: e.Parameters,
	})
	return nil
}
