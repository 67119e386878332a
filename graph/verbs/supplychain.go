package verbs

import (
	"context"
	"fmt"
	"math"

	"partnir/analysis"
	"partnir/analysis/supply"
	"partnir/fault"
	"partnir/graph/model"
	"partnir/graph/noun"
)

// maxShownLinks is how many links a supply chain shows at most.
const maxShownLinks = 100_000

// chainDirections and substitutions are the values of the analysis by their names.
var (
	chainDirections = map[model.ChainDirection]supply.ChainDirection{
		model.ChainDirectionUpstream: supply.Upstream, model.ChainDirectionDownstream: supply.Downstream,
	}
	substitutions = map[model.Substitution]supply.Substitution{
		model.SubstitutionFull: supply.FullSubstitution, model.SubstitutionNone: supply.NoSubstitution,
	}
)

// orEmpty is a text, empty where it is nil.
func orEmpty[T ~string](s *T) string {
	if s == nil {
		return ""
	}
	return string(*s)
}

// showable checks that the links of a supply chain are not too many to show.
func showable(links []analysis.Link) error {
	if len(links) > maxShownLinks {
		return &fault.InputError{Code: fault.CodeTooComplex, Message: fmt.Sprintf("the answer would show %d links, more than %d; "+
			"ask for fewer tiers, or narrow it by flow, product, industry or minShare", len(links), maxShownLinks)}
	}
	return nil
}

// supplyChain shows a supply chain.
func (r *Resolver) supplyChain(ctx context.Context, found *supply.SupplyChainAnswer) (*model.SupplyChain, error) {
	var links []analysis.Link
	for _, a := range found.Actors {
		links = append(links, a.Links...)
	}
	if err := showable(ifSelected(ctx, links, "tiers", "actors", "links")); err != nil {
		return nil, err
	}
	out := &model.SupplyChain{
		Tiers: []model.SupplyTier{}, Clamped: noun.AllOf(found.Clamped), Truncated: found.Truncated, Visited: found.Visited,
	}
	for _, a := range found.Actors {
		if n := len(out.Tiers); n == 0 || out.Tiers[n-1].Tier != a.Tier {
			out.Tiers = append(out.Tiers, model.SupplyTier{Tier: a.Tier})
		}
		t := &out.Tiers[len(out.Tiers)-1]
		t.Actors = append(t.Actors, model.TieredActor{Actor: noun.Of(a.ID), Share: a.Share, Links: relationships(a.Links)})
	}
	return out, nil
}

// criticalSuppliers shows on whom an actor depends.
func (r *Resolver) criticalSuppliers(ctx context.Context, found *supply.CriticalSuppliersAnswer) (*model.CriticalSuppliers, error) {
	var links []analysis.Link
	for _, s := range found.Suppliers {
		links = append(links, s.Links...)
	}
	if err := showable(ifSelected(ctx, links, "suppliers", "links")); err != nil {
		return nil, err
	}
	out := &model.CriticalSuppliers{
		Suppliers: make([]model.CriticalSupplier, len(found.Suppliers)), Clamped: noun.AllOf(found.Clamped),
		Truncated: found.Truncated, Visited: found.Visited,
	}
	for i, s := range found.Suppliers {
		out.Suppliers[i] = model.CriticalSupplier{
			Actor: noun.Of(s.ID), Tier: s.Tier, Share: s.Share, Unavoidable: s.Unavoidable, Loss: s.Loss, Links: relationships(s.Links),
		}
	}
	return out, nil
}

// concentration shows how concentrated the input of an actor, or the supply of a thing, is: the first suppliers and countries.
func (r *Resolver) concentration(ctx context.Context, found *supply.ConcentrationAnswer, first int) (*model.Concentration, error) {
	suppliers, countries := found.Suppliers[:min(first, len(found.Suppliers))], found.Countries[:min(first, len(found.Countries))]
	var links []analysis.Link
	for _, s := range suppliers {
		links = append(links, found.Links[s.ID]...)
	}
	if err := showable(ifSelected(ctx, links, "suppliers", "links")); err != nil {
		return nil, err
	}
	out := &model.Concentration{
		InputShare: knownOrNil(found.InputShare), ValueUsd: knownOrNil(found.Value), SupplierCount: len(found.Suppliers), CountryCount: len(found.Countries),
		Suppliers: make([]model.SupplierShare, len(suppliers)), Countries: make([]model.CountryShare, len(countries)),
		WithoutCountry: noun.AllOf(found.WithoutCountry[:min(first, len(found.WithoutCountry))]), Clamped: noun.AllOf(found.Clamped),
		UnknownLinks: found.Unknown, Truncated: found.Truncated, Visited: found.Visited,
	}
	if found.Year != 0 {
		out.Year = &found.Year
	}
	if len(suppliers) > 0 {
		out.Herfindahl = &found.Index
	}
	if len(countries) > 0 {
		out.CountryHerfindahl = &found.CountryIndex
	}
	for i, s := range suppliers {
		out.Suppliers[i] = model.SupplierShare{Actor: noun.Of(s.ID), Share: s.Share, Links: relationships(found.Links[s.ID])}
	}
	for i, c := range countries {
		out.Countries[i] = model.CountryShare{Country: noun.Of(c.ID), Share: c.Share}
	}
	return out, nil
}

// knownOrNil is nil for NaN.
func knownOrNil(n float64) *float64 {
	if math.IsNaN(n) {
		return nil
	}
	return &n
}
