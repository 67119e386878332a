package verbs

import (
	"partnir/analysis/supply"
	"partnir/graph/list"
	"partnir/graph/model"
	"partnir/graph/noun"
)

// concentration shows how concentrated the input of an actor, or the supply of a product or industry, is.
func concentration(found *supply.ConcentrationAnswer) *model.Concentration {
	amount, id := list.Down(func(p supply.Part) float64 { return p.Amount }), list.Up(func(p supply.Part) string { return p.ID })
	out := &model.Concentration{
		InputShare: knownOrNil(found.InputShare), ValueUsd: knownOrNil(found.Value),
		Suppliers: model.SupplierShareConnection{List: list.Of(found.Suppliers, func(p supply.Part) model.SupplierShare {
			return model.SupplierShare{Actor: noun.Of(p.ID), Share: p.Share, Links: relationships(found.Links[p.ID])}
		}, amount, id)},
		Countries:      model.CountryShareConnection{List: list.Of(found.Countries, countryShare, amount, id)},
		WithoutCountry: actors(found.WithoutCountry), Clamped: actors(found.Clamped),
		UnknownLinks: found.Unknown, Truncated: found.Truncated, Visited: found.Visited,
	}
	if found.Year != 0 {
		out.Year = &found.Year
	}
	if len(found.Suppliers) > 0 {
		out.Herfindahl = &found.Index
	}
	if len(found.Countries) > 0 {
		out.CountryHerfindahl = &found.CountryIndex
	}
	return out
}

func countryShare(p supply.Part) model.CountryShare {
	return model.CountryShare{Country: noun.Of(p.ID), Share: p.Share}
}
