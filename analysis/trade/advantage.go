package trade

import (
	"cmp"
	"context"
	"slices"

	"partnir/analysis"
)

// Specialization is how much a country specializes in exporting one thing.
type Specialization struct {
	Thing string
	// Index is Balassa's index (x_cp / x_c) / (x_p / x): the thing's share in the exports of the country over its share in the
	// exports of all. Above 1 the country has a revealed comparative advantage.
	Index float64
	// ExportsUSD is x_cp, what the country exports of the thing; WorldUSD is x_p, what all export of it.
	ExportsUSD, WorldUSD float64
	// Share is x_cp / x_c and WorldShare is x_p / x, both 0 to 1.
	Share, WorldShare float64
	// Flows are the exports that ExportsUSD sums up, the largest first.
	Flows []TradeFlow
}

// Advantages are the revealed comparative advantages of a country in all that it exports, the highest index first (Bela Balassa, Trade
// Liberalisation and "Revealed" Comparative Advantage, 1965). What it does not export has the index 0 and is left out.
func (t *Trade) Advantages(country string) []Specialization {
	exports := t.Exports[country]
	if exports == nil {
		return nil
	}
	out := make([]Specialization, 0, len(exports.values))
	for thing, value := range exports.values {
		a := Specialization{
			Thing: thing, ExportsUSD: value, WorldUSD: t.world.values[thing], Share: exports.share(thing),
			WorldShare: t.world.share(thing), Flows: exports.largest(thing),
		}
		a.Index = a.Share / a.WorldShare
		out = append(out, a)
	}
	slices.SortFunc(out, func(a, b Specialization) int {
		return cmp.Or(cmp.Compare(b.Index, a.Index), cmp.Compare(a.Thing, b.Thing))
	})
	return out
}

// AdvantageQuestion asks for the advantages of a country.
type AdvantageQuestion struct {
	// Country is its id.
	Country string
	Flows
}

// AdvantageAnswer are the advantages of a country.
type AdvantageAnswer struct {
	// Country is its id now.
	Country    string
	Advantages []Specialization
	Counted
}

// Advantage reads the trade of a year, and answers the revealed comparative advantages of a country.
func Advantage(ctx context.Context, r *analysis.Reader, ask AdvantageQuestion) (*AdvantageAnswer, error) {
	if err := ask.Check(); err != nil {
		return nil, err
	}
	country, err := r.ResolveOne(ctx, "country", ask.Country, "Country")
	if err != nil {
		return nil, err
	}
	trade, counted, err := ask.All(ctx, r)
	if err != nil {
		return nil, err
	}
	advantages := trade.Advantages(country)
	if advantages == nil {
		return nil, ask.without(ctx, r, country, "exports", false)
	}
	return &AdvantageAnswer{country, advantages, counted}, nil
}
