package analysis

import (
	"context"
	"math"
	"slices"
)

// ConcentrationAnswer is how concentrated the input of an actor is.
type ConcentrationAnswer struct {
	// Index is the Herfindahl–Hirschman index over Suppliers, CountryIndex that over Countries; 0 where there are none.
	Index, CountryIndex float64
	// InputShare is the part of the whole input that the suppliers stand for.
	InputShare float64
	// Suppliers and Countries come by share, the largest first, then by id.
	Suppliers, Countries []Part
	// WithoutCountry are the suppliers whose country is not known, by id.
	WithoutCountry []string
	// Links are the links of each supplier.
	Links map[string][]Link
	// Clamped are the actors whose shares summed above 1 and were divided by their sum.
	Clamped []string
}

// Concentration finds how concentrated the input of an actor is. Only Of, Flow, Product, Industry and what narrows the links count in the
// question: all links into the actor are read.
func (r *Reader) Concentration(ctx context.Context, q SupplyChainQuestion) (*ConcentrationAnswer, error) {
	q.Direction, q.Tiers, q.Limit = Upstream, 1, math.MaxInt32-1
	v, read, err := r.supplyOf(ctx, q)
	if err != nil {
		return nil, err
	}
	out := &ConcentrationAnswer{Links: map[string][]Link{}, Clamped: read.Clamped}
	amounts, places := map[string]float64{}, map[string][]int{}
	of := v.Number(v.Of[0])
	for link := v.first[of]; link < v.first[of+1]; link++ {
		if l := v.Links[link]; l.Share > 0 {
			id := v.IDs[l.Supplier]
			amounts[id] += l.Share
			places[id] = append(places[id], link)
		}
	}
	out.Index, out.Suppliers = Concentrate(amounts)
	for _, s := range out.Suppliers {
		out.InputShare += s.Amount
		out.Links[s.ID] = r.supplyLinks(v, places[s.ID])
	}
	out.InputShare = min(1, out.InputShare)
	return out, r.byCountry(ctx, out, q.Scope)
}

// byCountry adds up the suppliers by country.
func (r *Reader) byCountry(ctx context.Context, out *ConcentrationAnswer, s Scope) error {
	ids := make([]string, len(out.Suppliers))
	for i, p := range out.Suppliers {
		ids[i] = p.ID
	}
	in, err := r.countries(ctx, ids, s)
	if err != nil {
		return err
	}
	amounts := map[string]float64{}
	for _, p := range out.Suppliers {
		if country := in[p.ID]; country != "" {
			amounts[country] += p.Amount
		} else {
			out.WithoutCountry = append(out.WithoutCountry, p.ID)
		}
	}
	slices.Sort(out.WithoutCountry)
	out.CountryIndex, out.Countries = Concentrate(amounts)
	return nil
}

// countries are the countries of actors, of those that have one: a country's is itself.
func (r *Reader) countries(ctx context.Context, actors []string, s Scope) (map[string]string, error) {
	in, byType := map[string]string{}, map[string][]string{}
	for _, id := range actors {
		switch t := r.Mapping.TypeOf(id); {
		case t == nil:
		case t.Name == "Country":
			in[id] = id
		default:
			byType[t.Name] = append(byType[t.Name], id)
		}
	}
	for _, way := range []struct{ of, by string }{{"Sector", "OF_COUNTRY"}, {"Organization", "LOCATED_IN"}, {"Platform", "LOCATED_IN"}} {
		found, err := r.ends(ctx, s, way.of, way.by, "Country", byType[way.of])
		if err != nil {
			return nil, err
		}
		for id, country := range found {
			in[id] = country
		}
	}
	return in, nil
}
