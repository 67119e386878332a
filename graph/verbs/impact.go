package verbs

import (
	"cmp"
	"context"
	"encoding/base64"
	"fmt"
	"math"
	"slices"

	"partnir/analysis/paths"
	"partnir/analysis/supply"
	"partnir/graph/model"
	"partnir/graph/noun"
)

// maxAffected is how many affected actors a page has at most.
const maxAffected = 500

// spread asks what a shock does.
func (r *Resolver) spread(ctx context.Context, q supply.ImpactQuestion) (*model.Impact, error) {
	found, err := supply.Impact(ctx, r.Analysis, q)
	if err != nil {
		return nil, err
	}
	return &model.Impact{
		Rounds: found.Rounds, Converged: found.Converged, ValueAtRiskUsd: found.ValueAtRisk, Clamped: noun.AllOf(found.Clamped),
		Truncated: found.Truncated, Visited: found.Visited, All: found.Affected,
	}, nil
}

// affectedOrder is the order that is asked for; by loss, the largest first, where none is.
func affectedOrder(orderBy []model.ImpactedActorOrder) (func(a, b supply.AffectedActor) int, error) {
	type key struct {
		of   func(supply.AffectedActor) float64
		down bool
	}
	var keys []key
	for i, o := range orderBy {
		before := len(keys)
		add := func(d *model.OrderDirection, of func(supply.AffectedActor) float64) {
			if d != nil {
				keys = append(keys, key{of, *d == model.OrderDirectionDesc})
			}
		}
		add(o.Loss, func(a supply.AffectedActor) float64 { return a.Loss })
		add(o.ValueAtRiskUsd, func(a supply.AffectedActor) float64 { return a.ValueAtRisk })
		add(o.Round, func(a supply.AffectedActor) float64 { return float64(a.Round) })
		if n := len(keys) - before; n != 1 {
			return nil, badInput(fmt.Sprintf("orderBy: element %d has %d fields; give exactly one in each", i+1, n))
		}
	}
	if len(keys) == 0 {
		keys = []key{{func(a supply.AffectedActor) float64 { return a.Loss }, true}}
	}
	return func(a, b supply.AffectedActor) int {
		for _, k := range keys {
			if c := compareKnown(k.of(a), k.of(b), k.down); c != 0 {
				return c
			}
		}
		return cmp.Compare(a.ID, b.ID)
	}, nil
}

// compareKnown compares numbers, of which those that are not known come last.
func compareKnown(a, b float64, down bool) int {
	switch {
	case math.IsNaN(a) || math.IsNaN(b):
		return cmp.Compare(known(b), known(a))
	case down:
		return cmp.Compare(b, a)
	}
	return cmp.Compare(a, b)
}

func known(n float64) int {
	if math.IsNaN(n) {
		return 0
	}
	return 1
}

// affected is a page of affected actors. A cursor is the id of the actor that it stands on.
func affected(all []supply.AffectedActor, first int, after *string, orderBy []model.ImpactedActorOrder) (*model.ImpactedActorConnection, error) {
	if err := within("first", first, 0, maxAffected); err != nil {
		return nil, err
	}
	order, err := affectedOrder(orderBy)
	if err != nil {
		return nil, err
	}
	all = slices.SortedFunc(slices.Values(all), order)
	from := 0
	if after != nil {
		id, err := base64.RawURLEncoding.DecodeString(*after)
		from = 1 + slices.IndexFunc(all, func(a supply.AffectedActor) bool { return a.ID == string(id) })
		if err != nil || from == 0 {
			return nil, badInput("after: the cursor is of no actor in this list; give one that the same question gave")
		}
	}
	page := all[from:min(len(all), from+first)]
	out := affectedPage(page)
	out.TotalCount = len(all)
	out.PageInfo = model.PageInfo{HasNextPage: from+len(page) < len(all), HasPreviousPage: from > 0}
	if n := len(out.Edges); n > 0 {
		out.PageInfo.StartCursor, out.PageInfo.EndCursor = &out.Edges[0].Cursor, &out.Edges[n-1].Cursor
	}
	return out, nil
}

// affectedPage shows affected actors with their strongest paths.
func affectedPage(page []supply.AffectedActor) *model.ImpactedActorConnection {
	out := &model.ImpactedActorConnection{Edges: make([]model.ImpactedActorEdge, len(page)), Nodes: make([]model.ImpactedActor, len(page))}
	for i, a := range page {
		shown := model.ImpactedActor{
			Actor: noun.Of(a.ID), Loss: a.Loss, ValueAtRiskUsd: knownOrNil(a.ValueAtRisk), Round: a.Round, StrongestPath: lossPath(a),
		}
		out.Nodes[i] = shown
		out.Edges[i] = model.ImpactedActorEdge{Cursor: base64.RawURLEncoding.EncodeToString([]byte(a.ID)), Node: shown}
	}
	return out
}

// lossPath is the chain that carries most of the loss of an actor.
func lossPath(a supply.AffectedActor) model.Path {
	nodes := []string{a.ID}
	if len(a.Chain) > 0 {
		nodes[0] = a.Chain[0].From
	}
	for _, l := range a.Chain {
		nodes = append(nodes, l.To)
	}
	return path(paths.Path{Nodes: nodes, Links: a.Chain, Cost: a.Cost})
}
