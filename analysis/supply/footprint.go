package supply

import (
	"cmp"
	"context"
	"maps"
	"math"
	"regexp"
	"slices"
	"strings"

	"partnir/analysis"
	"partnir/analysis/figures"
)

// FootprintBasis is what the figures of a footprint are about.
type FootprintBasis int

const (
	// PerOutput figures are per unit of an actor's output.
	PerOutput FootprintBasis = iota
	// PerValueAdded figures are per unit of what an actor adds: of its input that no link brings.
	PerValueAdded
	// Totals are figures about all of an actor's output. A supplier's goes to its customers by their part of its output.
	Totals
)

// FootprintQuestion asks for the footprint of an actor.
type FootprintQuestion struct {
	// Of is the id of the actor, Indicator that of what is rolled up.
	Of, Indicator string
	Tiers         int
	Basis         FootprintBasis
	// CountryFigures gives actors without a figure that of their country.
	CountryFigures bool
	// Year is the year of the figures; nil for the last of each actor.
	Year *int
	// Output is the id of the indicator of gross output; nil for the one with the code gross_output. It counts with Totals alone.
	Output *string
	// Flow is what flows; "" for all.
	Flow string
	// Scope narrows links, countries and figures, AsOf not the figures; its MaxVisited is how many actors to visit at most.
	analysis.Scope
}

// Contributor is an actor that contributes to a footprint.
type Contributor struct {
	ID string
	// Weight is how much of the actor's output stands behind one unit of the output that the footprint is of; of what it adds, where
	// the figures are about that. Value is Weight × the figure.
	Weight, Value float64
	// Figure is the actor's own, or that of its country.
	Figure figures.Figure
}

// Weighed is an actor with its weight in a footprint.
type Weighed struct {
	ID     string
	Weight float64
}

// FootprintAnswer is the footprint of an actor.
type FootprintAnswer struct {
	*RolledFootprint
	// Indicator is the id of the indicator now.
	Indicator string
	// Contributors are the actors whose figure is not 0, by value, the largest first, then by id.
	Contributors []Contributor
	// Missing are the actors without a figure, by weight, the largest first, then by id.
	Missing []Weighed
	// Weight is that of all actors together, Known that of those with a figure, OfCountries that of those with the figure of their country.
	Weight, Known, OfCountries float64
	// UnknownLinks is how many links carry nothing because nothing is known of what they carry.
	UnknownLinks int
	SupplyRead
}

// perSomething finds units of figures that are about a part of something, such as kg/USD, kg per dollar, percent.
var perSomething = regexp.MustCompile(`(?i)\bper(cent)?\b|[/%]`)

// Footprint rolls the figures of an indicator up the supply chain of an actor.
func Footprint(ctx context.Context, r *analysis.Reader, q FootprintQuestion) (*FootprintAnswer, error) {
	if err := cmp.Or(analysis.Within("tiers", q.Tiers, 0, MaxFootprintTiers), q.Check()); err != nil {
		return nil, err
	}
	indicator, unit, err := footprintIndicator(ctx, r, q)
	if err != nil {
		return nil, err
	}
	v, read, err := footprintView(ctx, r, q)
	if err != nil {
		return nil, err
	}
	of := v.Number(v.Of[0])
	figures, periods, err := footprintFigures(ctx, r, q, indicator, v, of)
	if err != nil {
		return nil, err
	}
	if len(figures) == 0 {
		return nil, q.without(v.IDs[of], indicator, unit, periods)
	}
	rolled := FootprintFigures{Own: make([]float64, v.Actors())}
	for a, id := range v.IDs {
		rolled.Own[a] = math.NaN()
		if f, ok := figures[id]; ok {
			rolled.Own[a] = f.Value
		}
	}
	if q.Basis == PerValueAdded {
		rolled.Part = v.ValueAdded()
		for a, whole := range v.Whole {
			if !whole {
				rolled.Part[a] = math.NaN()
			}
		}
	}
	f, err := v.Footprint(ctx, of, q.Tiers, rolled)
	if err != nil {
		return nil, err
	}
	f.Converged = f.Converged && !read.Truncated
	out := &FootprintAnswer{RolledFootprint: f, Indicator: indicator, UnknownLinks: v.Unknown, SupplyRead: read}
	out.list(v, rolled, figures)
	return out, nil
}

// footprintIndicator is the id that the indicator has now, and its unit. It checks that its figures can be those of a country's actors too,
// where they are to be.
func footprintIndicator(ctx context.Context, r *analysis.Reader, q FootprintQuestion) (id, unit string, err error) {
	if q.CountryFigures && q.Basis == Totals {
		return "", "", analysis.Wrong("countryFigures: the total of a country is not that of one of its actors; leave it out, or ask for figures that are per something")
	}
	found, err := (&figures.FigureQuestion{Indicator: q.Indicator}).ResolveIndicator(ctx, r)
	if err != nil {
		return "", "", err
	}
	if q.CountryFigures && !perSomething.MatchString(found.Unit) {
		return "", "", analysis.Wrong("countryFigures: the unit of %s is %q, which is per nothing; the total of a country is not that of one of its actors", q.Indicator, found.Unit)
	}
	return found.Indicator, found.Unit, nil
}

// footprintView reads the part of the network that the tiers reach, with the parts in it by which the figures are handed on.
func footprintView(ctx context.Context, r *analysis.Reader, q FootprintQuestion) (*View, SupplyRead, error) {
	v, read, err := clamped(ctx, r, SupplyQuestion{
		Of: []string{q.Of}, argument: "of", Direction: Upstream, Levels: q.Tiers, Flow: q.Flow, Scope: q.Scope,
		Last: true, // what an actor of the last tier adds, and whether anything is to come, the links into it say
	})
	if err != nil || q.Basis != Totals {
		return v, read, err
	}
	var suppliers []string
	for a, id := range v.IDs {
		if len(v.Outbound(a)) > 0 {
			suppliers = append(suppliers, id)
		}
	}
	outputs, err := outputs(ctx, r, q.Output, q.Scope, suppliers)
	if err != nil {
		return nil, SupplyRead{}, err
	}
	if len(outputs) == 0 && len(suppliers) > 0 {
		return nil, SupplyRead{}, analysis.Wrong("output: totals go to customers by their part of a supplier's gross output, and no supplier has a figure of that; " +
			"name the indicator of gross output, or ask for figures that are per something")
	}
	output := make([]float64, v.Actors())
	for a, id := range v.IDs {
		output[a] = math.NaN()
		if o, ok := outputs[id]; ok {
			output[a] = o.Value
		}
	}
	v.Network = v.ByOutput(output)
	read.Clamped = nil
	for _, a := range v.Oversubscribed {
		read.Clamped = append(read.Clamped, v.IDs[a])
	}
	return v, read, nil
}

// footprintFigures are the figures of the actors within the tiers, by their ids: their own, else those of their countries. periods are all that
// there are figures of.
func footprintFigures(ctx context.Context, r *analysis.Reader, q FootprintQuestion, indicator string, v *View, of int) (amounts map[string]figures.Figure, periods []figures.Period, err error) {
	var within []string
	for a, tier := range v.tiers(of, Upstream, q.Tiers) {
		if tier >= 0 {
			within = append(within, v.IDs[a])
		}
	}
	asked := figures.FigureQuestion{Indicator: indicator, Scope: q.Scope}
	own, err := asked.Table(ctx, r, "figures", within)
	if err != nil {
		return nil, nil, err
	}
	amounts, periods = map[string]figures.Figure{}, own.Periods
	var without []string
	for _, id := range within {
		if f, ok := own.Last(id, q.Year); ok {
			amounts[id] = f
		} else {
			without = append(without, id)
		}
	}
	if q.CountryFigures {
		countries, err := countries(ctx, r, without, q.Scope)
		if err != nil {
			return nil, nil, err
		}
		of, err := asked.Table(ctx, r, "country figures", slices.Compact(slices.Sorted(maps.Values(countries))))
		if err != nil {
			return nil, nil, err
		}
		periods = append(periods, of.Periods...)
		for id, country := range countries {
			if f, ok := of.Last(country, q.Year); ok {
				amounts[id] = f
			}
		}
	}
	return amounts, periods, nil
}

// without is the error of a footprint for which there is no figure at all.
func (q FootprintQuestion) without(of, indicator, unit string, periods []figures.Period) error {
	if q.Year != nil && len(periods) > 0 {
		slices.SortFunc(periods, figures.ComparePeriods)
		return analysis.Wrong("year: there are no figures of %s for %d in the supply chain of %s; there are figures for %s", indicator, *q.Year, of,
			figures.Names(slices.Compact(periods)))
	}
	hint := ""
	if !q.CountryFigures && q.Basis != Totals && perSomething.MatchString(unit) {
		hint = "; with countryFigures those of their countries count"
	}
	return analysis.Wrong("indicator: neither %s nor any of its suppliers within %d tiers has a figure of %s%s", of, q.Tiers, indicator, hint)
}

// list says what each actor contributes, and how much is known.
func (out *FootprintAnswer) list(v *View, rolled FootprintFigures, figures map[string]figures.Figure) {
	for a, id := range v.IDs {
		w := out.Weights[a]
		if w <= 0 {
			continue
		}
		out.Weight += w
		own, _ := rolled.at(a)
		if math.IsNaN(own) {
			out.Missing = append(out.Missing, Weighed{id, w})
			continue
		}
		f := figures[id]
		out.Known += w
		if f.Subject != id {
			out.OfCountries += w
		}
		if own != 0 {
			out.Contributors = append(out.Contributors, Contributor{ID: id, Weight: w, Value: w * own, Figure: f})
		}
	}
	slices.SortFunc(out.Contributors, func(a, b Contributor) int { return cmp.Or(cmp.Compare(b.Value, a.Value), strings.Compare(a.ID, b.ID)) })
	slices.SortFunc(out.Missing, func(a, b Weighed) int { return cmp.Or(cmp.Compare(b.Weight, a.Weight), strings.Compare(a.ID, b.ID)) })
}
