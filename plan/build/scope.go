package build

import (
	"partnir/fault"
	"partnir/plan"
	"partnir/plan/mapping"
)

// NewScope adds the values of asOf and minConfidence to the parameters of the plan; nil stands for not given. The error is an
// *InputError.
func NewScope(p *plan.Plan, asOf, minConfidence any) (plan.Scope, error) {
	var scope plan.Scope
	add := func(v any) *plan.Param {
		p.Params = append(p.Params, v)
		at := plan.Param(len(p.Params) - 1)
		return &at
	}
	if asOf != nil {
		s, isText := asOf.(string)
		if !isText {
			return plan.Scope{}, fault.InputErrorf("asOf: %v is no day; write YYYY-MM-DD", asOf)
		}
		if err := mapping.CheckScalar("Date", s); err != nil {
			return plan.Scope{}, fault.InputErrorf("asOf: %s", err)
		}
		scope.AsOf, scope.AsOfWithin = add(s), add([]any{s[:len("2006")], s[:len("2006-01")]})
	}
	if minConfidence != nil {
		n, err := number("minConfidence", mapping.Float, minConfidence)
		if err != nil {
			return plan.Scope{}, err
		}
		if c := n.(float64); c < 0 || c > 1 {
			return plan.Scope{}, fault.InputErrorf("minConfidence: %v is outside 0 to 1", c)
		}
		scope.MinConfidence = add(n)
	}
	return scope, nil
}
