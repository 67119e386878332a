package supply

import (
	"context"
	"math"
	"slices"

	"partnir/analysis"
	"partnir/plan/mapping"
)

// ConcentrationQuestion asks how concentrated the input of an actor is, or the world's supply of an item.
type ConcentrationQuestion struct {
	// Of is the id of the actor; nil for the supply of a product or of the goods of an industry.
	Of *string
	Carrying
	// Suppliers are the types of suppliers that count; empty for all.
	Suppliers []*mapping.NodeType
	// Year is the year of the links of an item; nil for the last that links with a value are of.
	Year *int
	// Scope narrows the links; its MaxVisited is how many links of an item to look at at most.
	analysis.Scope
}

// ConcentrationAnswer is how concentrated the input of an actor, or the supply of an item, is.
type ConcentrationAnswer struct {
	// Index is the Herfindahl–Hirschman index over Suppliers, CountryIndex that over Countries; 0 where there are none.
	Index, CountryIndex float64
	// InputShare is the part of the actor's whole input that the suppliers stand for; NaN for an item.
	InputShare float64
	// Value is what the suppliers of an item deliver, in US dollars, and Year the year that it is of, 0 where the links say of none; Value is
	// NaN for an actor.
	Value float64
	Year  int
	// Suppliers and Countries come by share, the largest first, then by id.
	Suppliers, Countries []Part
	// WithoutCountry are the suppliers whose country is not known, by id.
	WithoutCountry []string
	// Links are the links of each supplier.
	Links map[string][]analysis.Link
	// Unknown is how many links count nothing, for want of a share or value above 0.
	Unknown int
	// Clamped are the actors whose shares summed above 1 and were divided by their sum.
	Clamped []string
	analysis.Reach
}

// Concentration finds how concentrated the input of an actor is, over all links into it, or the world's supply of a product, or of the goods of
// an industry.
func Concentration(ctx context.Context, r *analysis.Reader, q ConcentrationQuestion) (*ConcentrationAnswer, error) {
	if err := q.Check(); err != nil {
		return nil, err
	}
	switch {
	case q.Of == nil && q.Product == "" && q.Industry == "":
		return nil, analysis.Wrong("give of for the input of an actor, or product or industry for the world's supply of it")
	case q.Of != nil && q.Year != nil:
		return nil, analysis.Wrong("year: all links into an actor count; give a year without of")
	case q.Of == nil:
		return itemConcentration(ctx, r, q)
	}
	v, read, err := readCarrying(ctx, r, q.Carrying, SupplyQuestion{
		Of: []string{*q.Of}, argument: "of", Direction: Upstream, Levels: 1,
		Scope: analysis.Scope{AsOf: q.AsOf, MinConfidence: q.MinConfidence, MaxVisited: analysis.NoLimit},
	})
	if err != nil {
		return nil, err
	}
	out := &ConcentrationAnswer{Links: map[string][]analysis.Link{}, Clamped: read.Clamped, Value: math.NaN()}
	amounts, places := map[string]float64{}, map[string][]int{}
	of := v.Number(v.Of[0])
	for link := v.first[of]; link < v.first[of+1]; link++ {
		l, id := v.Links[link], v.IDs[v.Links[link].Supplier]
		if !q.counts(r.Mapping.TypeOf(id)) {
			continue
		}
		out.Visited++
		if l.Share > 0 {
			amounts[id] += l.Share
			places[id] = append(places[id], link)
		} else {
			out.Unknown++
		}
	}
	out.Index, out.Suppliers = Concentrate(amounts)
	for _, s := range out.Suppliers {
		out.InputShare += s.Amount
		out.Links[s.ID] = supplyLinks(r, v, places[s.ID])
	}
	out.InputShare = min(1, out.InputShare)
	return out, byCountry(ctx, r, out, q.Scope)
}

// counts reports whether suppliers of a type count.
func (q ConcentrationQuestion) counts(t *mapping.NodeType) bool {
	return len(q.Suppliers) == 0 || slices.Contains(q.Suppliers, t)
}

// byCountry adds up the suppliers by country.
func byCountry(ctx context.Context, r *analysis.Reader, out *ConcentrationAnswer, s analysis.Scope) error {
	ids := make([]string, len(out.Suppliers))
	for i, p := range out.Suppliers {
		ids[i] = p.ID
	}
	in, err := countries(ctx, r, ids, s)
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
func countries(ctx context.Context, r *analysis.Reader, actors []string, s analysis.Scope) (map[string]string, error) {
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
		found, err := ends(ctx, r, s, way.of, way.by, "Country", byType[way.of])
		if err != nil {
			return nil, err
		}
		for id, country := range found {
			in[id] = country
		}
	}
	return in, nil
}
