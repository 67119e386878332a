package analysis

import (
	"context"
	"math"
	"slices"
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
	// Scope narrows links and figures; its Limit is how many actors to visit at most.
	Scope
}

// AffectedActor is an actor that loses something.
type AffectedActor struct {
	ID    string
	Loss  float64
	Round int
	// ValueAtRisk is in US dollars; NaN where it is not known.
	ValueAtRisk float64
	// Chain is the chain that carries most of the loss, from where it starts, and Cost the sum of −ln(share) over its links.
	Chain []Link
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
	if err := q.ImpactOptions.Check(); err != nil {
		return wrong("%v", err)
	}
	if len(q.Shocks) < 1 || len(q.Shocks) > MaxShocks {
		return wrong("shocks: there are %d; give 1 to %d", len(q.Shocks), MaxShocks)
	}
	for i, s := range q.Shocks {
		if !(s.CapacityLost >= 0 && s.CapacityLost <= 1) {
			return wrong("shocks: capacityLost of shock %d is %v, which is outside 0 to 1", i+1, s.CapacityLost)
		}
	}
	return nil
}

// Impact hands a shock on from suppliers to customers.
func (r *Reader) Impact(ctx context.Context, q ImpactQuestion) (*ImpactAnswer, error) {
	if err := q.check(); err != nil {
		return nil, err
	}
	of := make([]string, len(q.Shocks))
	for i, s := range q.Shocks {
		of[i] = s.Actor
	}
	v, read, err := r.clamped(ctx, SupplyQuestion{Of: of, argument: "shocks", Direction: Downstream, Levels: q.Rounds, Flow: q.Flow, Scope: q.Scope})
	if err != nil {
		return nil, err
	}
	shocks := make([]Shock, len(v.Of))
	for i, id := range v.Of {
		if slices.Contains(v.Of[:i], id) {
			return nil, wrong("shocks: %s comes twice; give one shock for each actor", id)
		}
		shocks[i] = Shock{Actor: v.Number(id), CapacityLost: q.Shocks[i].CapacityLost}
	}
	losses, err := v.Impact(ctx, shocks, q.ImpactOptions)
	if err != nil {
		return nil, err
	}
	out := &ImpactAnswer{Rounds: losses.Rounds, Converged: losses.Converged, SupplyRead: read}
	for a, loss := range losses.Loss {
		if loss > 0 {
			out.Affected = append(out.Affected, r.affected(v, losses, a))
		}
	}
	return out, r.atRisk(ctx, q, v, out)
}

// affected is what an actor loses, without its value.
func (r *Reader) affected(v *SupplyView, losses *Losses, a int) AffectedActor {
	chain := losses.StrongestChain(a)
	of := AffectedActor{ID: v.IDs[a], Loss: losses.Loss[a], Round: losses.Round[a]}
	for _, place := range chain {
		of.Chain = append(of.Chain, r.supplyLink(v, place))
		of.Cost -= math.Log(v.Links[place].Share)
	}
	return of
}

// atRisk gives each affected actor its value at risk.
func (r *Reader) atRisk(ctx context.Context, q ImpactQuestion, v *SupplyView, out *ImpactAnswer) error {
	ids := make([]string, len(out.Affected))
	for i, a := range out.Affected {
		ids[i] = a.ID
	}
	outputs, err := r.outputs(ctx, q.Output, q.Scope, ids)
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
func (r *Reader) outputs(ctx context.Context, asked *string, s Scope, actors []string) (map[string]Figure, error) {
	return r.lastFigures(ctx, "output", asked, outputCode, s, actors)
}
