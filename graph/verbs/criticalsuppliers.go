package verbs

import (
	"partnir/analysis/supply"
	"partnir/graph/list"
	"partnir/graph/model"
	"partnir/graph/noun"
)

// criticalSuppliers shows on whom an actor depends.
func criticalSuppliers(found *supply.CriticalSuppliersAnswer) *model.CriticalSuppliers {
	return &model.CriticalSuppliers{
		Suppliers: model.CriticalSupplierConnection{List: list.Of(found.Suppliers, criticalSupplier,
			list.Down(func(s supply.DependedActor) float64 { return s.Loss }), list.Down(func(s supply.DependedActor) float64 { return s.Share }),
			list.Up(func(s supply.DependedActor) string { return s.ID }))},
		Clamped: actors(found.Clamped), Truncated: found.Truncated, Visited: found.Visited,
	}
}

func criticalSupplier(s supply.DependedActor) model.CriticalSupplier {
	return model.CriticalSupplier{
		Actor: noun.Of(s.ID), Tier: s.Tier, Share: s.Share, Unavoidable: s.Unavoidable, Loss: s.Loss, Links: relationships(s.Links),
	}
}
