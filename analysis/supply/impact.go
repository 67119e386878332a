package supply

import (
	"cmp"
	"context"
	"math"
	"slices"

	"partnir/analysis"
	"partnir/analysis/figures"
)

// MaxShocks is how many shocks an impact has at most.
const MaxShocks = 100

// outputCode is the code of the indicator of gross output.
const outputCode = "gross_output"

// ShockTo is the part of an actor's capacity that is lost, 0 to 1.
type ShockTo struct {
	Actor        string
	CapacityLost float64
}

// ImpactQuestion asks what a shock does.
type ImpactQuestion struct {
	Shocks []ShockTo
	ImpactOptions
	// Flow is what flows; "" for all.
	Flow string
	// Output is the id of the indicator of gross output; nil for the one with the code gross_output.
	Output *string
	// Scope narrows links and figures; its MaxVisited is how many actors to visit at most.
	analysis.Scope
}

// AffectedActor is an actor that loses something.
type AffectedActor struct {
	ID    string
	Loss  float64
	Round int
	// ValueAtRisk is in US dollars; NaN where it is not known.
	ValueAtRisk float64
	// Chain is the chain that carries most of the loss, from where it starts, and Cost the sum of −ln(share) over its links.
	Chain []analysis.Link
	Cost  float64
}

// ImpactAnswer is what a shock does.
type ImpactAnswer struct {
	Rounds    int
	Converged bool
	// ValueAtRisk is the sum of those that are known, in US dollars.
	ValueAtRisk float64
	// Affected are by id.
	Affected []AffectedActor
	SupplyRead
}

// check says what is wrong with the question.
func (q *ImpactQuestion) check() error {
	err := cmp.Or(analysis.Within("rounds", q.Rounds, 1, MaxRounds), analysis.Part("essentialShare", q.EssentialShare), q.Check())
	if err != nil {
		return err
	}
	if len(q.Shocks) < 1 || len(q.Shocks) > MaxShocks {
		return analysis.Wrong("shocks: there are %d; give 1 to %d", len(q.Shocks), MaxShocks)
	}
	for i, s := range q.Shocks {
		if !(s.CapacityLost >= 0 && s.CapacityLost <= 1) {
			return analysis.Wrong("shocks: capacityLost of shock %d is %v, which is outside 0 to 1", i+1, s.CapacityLost)
		}
	}
	return nil
}

// Impact hands a shock on from suppliers to customers.
func Impact(ctx context.Context, r *analysis.Reader, q ImpactQuestion) (*ImpactAnswer, error) {
	if err := q.check(); err != nil {
		return nil, err
	}
	of := make([]string, len(q.Shocks))
	for i, s := range q.Shocks {
		of[i] = s.Actor
	}
	v, read, err := clamped(ctx, r, SupplyQuestion{Of: of, argument: "shocks", Direction: Downstream, Levels: q.Rounds, Flow: q.Flow, Scope: q.Scope})
	if err != nil {
		return nil, err
	}
	shocks := make([]Shock, len(v.Of))
	for i, id := range v.Of {
		if slices.Contains(v.Of[:i], id) {
			return nil, analysis.Wrong("shocks: %s comes twice; give one shock for each actor", id)
		}
		shocks[i] = Shock{Actor: v.Number(id), CapacityLost: q.Shocks[i].CapacityLost}
	}
	losses, err := v.Spread(ctx, shocks, q.ImpactOptions)
	if err != nil {
		return nil, err
	}
	out := &ImpactAnswer{Rounds: losses.Rounds, Converged: losses.Converged, SupplyRead: read}
	for a, loss := range losses.Loss {
		if loss > 0 {
			out.Affected = append(out.Affected, affected(r, v, losses, a))
		}
	}
	return out, atRisk(ctx, r, q, v, out)
}

// affected is what an actor loses, without its value.
func affected(r *analysis.Reader, v *View, losses *Losses, a int) AffectedActor {
	chain := losses.StrongestChain(a)
	of := AffectedActor{ID: v.IDs[a], Loss: losses.Loss[a], Round: losses.Round[a]}
	for _, place := range chain {
		of.Chain = append(of.Chain, supplyLink(r, v, place))
		of.Cost -= math.Log(v.Links[place].Share)
	}
	return of
}

// atRisk gives each affected actor its value at risk.
func atRisk(ctx context.Context, r *analysis.Reader, q ImpactQuestion, v *View, out *ImpactAnswer) error {
	ids := make([]string, len(out.Affected))
	for i, a := range out.Affected {
		ids[i] = a.ID
	}
	outputs, err := outputs(ctx, r, q.Output, q.Scope, ids)
	if err != nil {
		return err
	}
	for i := range out.Affected {
		a := &out.Affected[i]
		output, known := outputs[a.ID]
		value := output.Value
		if known = known && value >= 0; !known {
			value = v.InboundValue(v.Number(a.ID))
			known = value > 0
		}
		a.ValueAtRisk = math.NaN()
		if known {
			a.ValueAtRisk = a.Loss * value
			out.ValueAtRisk += a.ValueAtRisk
		}
	}
	return nil
}

// outputs are the last figures of gross output of actors, in US dollars, for those that have one; asked is the id of the indicator.
func outputs(ctx context.Context, r *analysis.Reader, asked *string, s analysis.Scope, actors []string) (map[string]figures.Figure, error) {
	return figures.LastFigures(ctx, r, "output", asked, outputCode, s, actors)
}
