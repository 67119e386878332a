package supply

import (
	"errors"
	"math"
	"testing"

	"partnir/analysis"
	"partnir/fault"
)

// TestBounds asks questions with arguments out of their ranges: each is refused before anything is read.
func TestBounds(t *testing.T) {
	ctx, scope := t.Context(), analysis.Scope{MaxVisited: 1}
	supplyChain := func(tiers int, minShare float64, s analysis.Scope) error {
		_, err := SupplyChain(ctx, nil, SupplyChainQuestion{Tiers: tiers, MinShare: minShare, Scope: s})
		return err
	}
	critical := func(o CriticalOptions) error {
		_, err := CriticalSuppliers(ctx, nil, CriticalSuppliersQuestion{CriticalOptions: o, Scope: scope})
		return err
	}
	impact := func(o ImpactOptions) error {
		_, err := Impact(ctx, nil, ImpactQuestion{ImpactOptions: o, Scope: scope})
		return err
	}
	footprint := func(tiers int) error {
		_, err := Footprint(ctx, nil, FootprintQuestion{Tiers: tiers, Scope: scope})
		return err
	}
	for want, err := range map[string]error{
		"tiers: 0 is outside 1 to 8":                  supplyChain(0, 0, scope),
		"tiers: 9 is outside 1 to 8":                  supplyChain(9, 0, scope),
		"minShare: 1.5 is outside 0 to 1":             supplyChain(8, 1.5, scope),
		"maxVisited: 0 is outside 1 to 1000000":       supplyChain(1, 1, analysis.Scope{}),
		"maxVisited: 1000001 is outside 1 to 1000000": supplyChain(1, 1, analysis.Scope{MaxVisited: 1_000_001}),
		"threshold: NaN is outside 0 to 1":            critical(CriticalOptions{Tiers: 1, Threshold: math.NaN()}),
		"essentialShare: 2 is outside 0 to 1":         critical(CriticalOptions{Tiers: 1, EssentialShare: 2}),
		"rounds: 0 is outside 1 to 20":                impact(ImpactOptions{}),
		"rounds: 21 is outside 1 to 20":               impact(ImpactOptions{Rounds: 21}),
		"essentialShare: -0.1 is outside 0 to 1":      impact(ImpactOptions{Rounds: 20, EssentialShare: -0.1}),
		"shocks: there are 0; give 1 to 100":          impact(ImpactOptions{Rounds: 20, EssentialShare: 1}),
		"tiers: -1 is outside 0 to 100":               footprint(-1),
		"tiers: 101 is outside 0 to 100":              footprint(101),
	} {
		if _, wrong := errors.AsType[*fault.InputError](err); !wrong || err.Error() != want {
			t.Errorf("the error is %v, want %s", err, want)
		}
	}
}
