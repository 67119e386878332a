package trade

import (
	"cmp"
	"context"
	"slices"

	"partnir/analysis"
)

// Specialization is how much a country specializes in exporting one item.
type Specialization struct {
	Item string
	// Index is Balassa's index (x_cp / x_c) / (x_p / x): the item's share in the exports of the country over its share in the
	// exports of all. Above 1 the country has a revealed comparative advantage.
	Index float64
	// ExportsUSD is x_cp, what the country exports of the item; WorldUSD is x_p, what all export of it.
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
	for item, value := range exports.values {
		a := Specialization{
			Item: item, ExportsUSD: value, WorldUSD: t.world.values[item], Share: exports.share(item),
			WorldShare: t.world.share(item), Flows: exports.largest(item),
		}
		a.Index = a.Share / a.WorldShare
		out = append(out, a)
	}
	slices.SortFunc(out, func(a, b Specialization) int {
		return cmp.Or(cmp.Compare(b.Index, a.Index), cmp.Compare(a.Item, b.Item))
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
