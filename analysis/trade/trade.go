// Package trade answers what follows from trade flows: advantage and complementarity.
package trade

import (
	"cmp"
	"slices"
)

// TradeFlow is a flow of one item from one country to another: a relationship SUPPLIES between them.
type TradeFlow struct {
	// ID is the id of the relationship, From and To those of the countries, Item that of the product or industry.
	ID, From, To, Item string
	// ValueUSD is its value in US dollars.
	ValueUSD float64
}

// Trade is what countries export to and import from one another.
type Trade struct {
	Exports, imports map[string]*basket
	world            *basket
}

// basket is what is traded, by item.
type basket struct {
	total  float64
	values map[string]float64
	flows  map[string][]TradeFlow
}

// NewTrade sums up flows. Those inside a country do not count, nor do those without a value above 0. They are added in the order of
// their ids, so that sums come out the same whatever the order in which a store reads.
func NewTrade(flows []TradeFlow) *Trade {
	flows = slices.Clone(flows)
	slices.SortFunc(flows, func(a, b TradeFlow) int { return cmp.Compare(a.ID, b.ID) })
	t := &Trade{Exports: map[string]*basket{}, imports: map[string]*basket{}, world: newBasket()}
	for _, f := range flows {
		if !f.crossesBorder() {
			continue
		}
		t.world.add(f)
		of(t.Exports, f.From).add(f)
		of(t.imports, f.To).add(f)
	}
	return t
}

// crossesBorder says that a flow counts as trade.
func (f TradeFlow) crossesBorder() bool { return f.From != f.To && f.ValueUSD > 0 }

func newBasket() *basket {
	return &basket{values: map[string]float64{}, flows: map[string][]TradeFlow{}}
}

// of is the basket of a country, made where it is missing.
func of(baskets map[string]*basket, country string) *basket {
	if baskets[country] == nil {
		baskets[country] = newBasket()
	}
	return baskets[country]
}

func (b *basket) add(f TradeFlow) {
	b.total += f.ValueUSD
	b.values[f.Item] += f.ValueUSD
	b.flows[f.Item] = append(b.flows[f.Item], f)
}

// share is the part of an item in the whole, 0 to 1.
func (b *basket) share(item string) float64 { return b.values[item] / b.total }

// largest are the flows of an item, that of the highest value first.
func (b *basket) largest(item string) []TradeFlow {
	flows := slices.Clone(b.flows[item])
	slices.SortStableFunc(flows, func(a, b TradeFlow) int { return cmp.Compare(b.ValueUSD, a.ValueUSD) })
	return flows
}
