package build

import (
	"maps"

	"github.com/vektah/gqlparser/v2/ast"

	"partnir/fault"
	"partnir/plan"
)

// The scope of a request goes with its variables, under names that no document can give to one of its own.
const (
	requestAsOf          = "scope.asOf"
	requestMinConfidence = "scope.minConfidence"
)

// WithScope returns variables with the scope of the request: asOf and minConfidence, where a field has none of its own; nil stands for not
// given. vars is not changed. The error is an *InputError.
func WithScope(vars map[string]any, asOf, minConfidence any) (map[string]any, error) {
	if _, err := NewScope(new(plan.Plan), plain(asOf), plain(minConfidence)); err != nil {
		return nil, err
	}
	if asOf == nil && minConfidence == nil {
		return vars, nil
	}
	with := maps.Clone(vars)
	if with == nil {
		with = map[string]any{}
	}
	for name, value := range map[string]any{requestAsOf: asOf, requestMinConfidence: minConfidence} {
		if value != nil {
			with[name] = value
		}
	}
	return with, nil
}

// RequestScope returns asOf and minConfidence of the request as WithScope put them into variables; nil where they were not given.
func RequestScope(vars map[string]any) (asOf, minConfidence any) {
	return plain(vars[requestAsOf]), plain(vars[requestMinConfidence])
}

// fieldScope is the scope of a field. Fields whose arguments read alike share one, and its parameters.
type fieldScope struct {
	plan.Scope
	// key tells the scopes of a plan apart.
	key string
}

// scopeOf is the scope of a field with some arguments: what it says itself, else what the request says. field is its name, for messages.
func (b *builder) scopeOf(field string, args arguments) (fieldScope, error) {
	asOf, minConfidence := b.orRequest(args["asOf"], requestAsOf), b.orRequest(args["minConfidence"], requestMinConfidence)
	key := asOf.at.String() + " " + minConfidence.at.String()
	if known, ok := b.scopes[key]; ok {
		return known, nil
	}
	scope, err := b.bindScope(asOf, minConfidence)
	if err != nil {
		return fieldScope{}, fault.InputErrorf("%s: %s", field, err)
	}
	if b.scopes == nil {
		b.scopes = map[string]fieldScope{}
	}
	b.scopes[key] = fieldScope{scope, key}
	return b.scopes[key], nil
}

// orRequest is an argument, or where that is null the value of the request.
func (b *builder) orRequest(own input, name string) input {
	if !b.isNull(own) {
		return own
	}
	return b.input(&ast.Value{Kind: ast.Variable, Raw: name})
}

// bindScope takes the values of a scope from their inputs.
func (b *builder) bindScope(asOf, minConfidence input) (scope plan.Scope, err error) {
	b.isNull(asOf)
	b.isNull(minConfidence)
	from := len(b.plan.Params)
	if scope, err = NewScope(b.plan, asOf.now, minConfidence.now); err != nil {
		return scope, err
	}
	var params []plan.Param
	for i := range len(b.plan.Params) - from {
		params = append(params, plan.Param(from+i))
	}
	asOfLater, minConfidenceLater := asOf.later(), minConfidence.later()
	b.rebind([]input{asOf, minConfidence}, params, func(vars map[string]any, p *plan.Plan) bool {
		var values plan.Plan
		asOf, _ := asOfLater.read(vars)
		minConfidence, _ := minConfidenceLater.read(vars)
		_, err := NewScope(&values, asOf, minConfidence)
		return err == nil && copy(p.Params[from:], values.Params) == len(params)
	})
	return scope, nil
}

// ofList is the condition of a scope on what a list holds.
func ofList(s plan.Scope, of connectionOf) *plan.Filter {
	if of.rel != nil {
		return s.Alone(of.rel)
	}
	return s.Valid(of.relationship(), of.t)
}
