package compare

import (
	"cmp"
	"math"
	"slices"
	"testing"

	"partnir/analysis"
	"partnir/analysis/figures"
	"partnir/analysis/supply"
)

// Supply asks what analysis computes of a random supply network, and compares the answers with what is computed over all records at once, by
// matrices and by definition.
func Supply(t *testing.T, o Options) {
	c := o.opened(t, 6, newSupplyGraph)
	c.ask(t, o.Questions, []comparedQuestion{
		{"footprint", c.footprint}, {"concentration", c.concentration}, {"supply of an item", c.itemSupply}, {"alternatives", c.alternatives},
		{"supply chain", c.supplyChain}, {"critical suppliers", c.criticalSuppliers}, {"impact", c.impact},
	})
	t.Run("maxVisited", func(t *testing.T) {
		c.limitedSupply(t)
		c.limitedChains(t)
	})
}

// supplied is a link of the records with its share.
type supplied struct {
	*told
	share float64
	// value is NaN where it is not known; so is share, of a link that carries nothing.
	value float64
}

// supplies are the links of a flow that hold, by customer, with shares of which nobody has more than 1; and those of whom that was not so.
func (c *comparer) supplies(flow string) (by map[string][]*supplied, clamped map[string]bool) {
	by, clamped = map[string][]*supplied{}, map[string]bool{}
	for _, r := range c.records.relationships("SUPPLIES", c.scope) {
		if flow != "" && r.text("flow") != flow {
			continue
		}
		l := &supplied{told: r, share: math.NaN(), value: math.NaN()}
		if r.value("share") != nil {
			l.share = r.number("share")
		}
		if r.value("valueUsd") != nil {
			l.value = r.number("valueUsd")
		}
		by[r.To] = append(by[r.To], l)
	}
	for customer, links := range by {
		values, shares := 0.0, 0.0
		for _, l := range links {
			if !math.IsNaN(l.value) {
				values += l.value
			}
		}
		for _, l := range links {
			if math.IsNaN(l.share) && !math.IsNaN(l.value) && values > 0 {
				l.share = l.value / values
			}
			if !math.IsNaN(l.share) {
				shares += l.share
			}
		}
		if clamped[customer] = shares > 1.001; clamped[customer] {
			for _, l := range links {
				l.share /= shares
			}
		}
	}
	return by, clamped
}

// countryOf is the country of an actor, "" where it has none.
func (c *comparer) countryOf(actor string) string {
	if c.records.node(actor).typeName == "Country" {
		return actor
	}
	country := ""
	for _, r := range c.records.relationships("", c.scope) {
		if (r.Type.Name == "OF_COUNTRY" || r.Type.Name == "LOCATED_IN") && r.From == actor && (country == "" || r.To < country) {
			country = r.To
		}
	}
	return country
}

// lastFigure is the last of some figures that is of a subject, and of a year where one is given.
func lastFigure(figures []figures.Figure, subject string, year *int) (last figures.Figure, ok bool) {
	for _, f := range figures {
		name := f.When().Name
		if f.Subject != subject || name == "" || year != nil && f.Year != *year {
			continue
		}
		order := cmp.Or(cmp.Compare(f.Year, last.Year), cmp.Compare(name, last.When().Name), cmp.Compare(f.Confidence, last.Confidence), cmp.Compare(last.ID, f.ID))
		if !ok || order > 0 {
			last, ok = f, true
		}
	}
	return last, ok
}

// nearly says that numbers are equal but for rounding.
func nearly(a, b []float64) bool {
	return slices.EqualFunc(a, b, func(a, b float64) bool {
		return math.Abs(a-b) <= 1e-9*max(1, math.Abs(a), math.Abs(b)) || math.IsNaN(a) && math.IsNaN(b)
	})
}

// measured is an answer: what must be the same to the letter, and numbers that may differ in rounding.
type measured struct {
	text    string
	numbers []float64
}

// orSame gives want in the place of got where they differ in nothing but rounding.
func orSame(got, want measured) any {
	if got.text == want.text && nearly(got.numbers, want.numbers) {
		return want
	}
	return got
}

// maybeYear is a year, or nil.
func (c *comparer) maybeYear() *int {
	if c.IntN(3) > 0 {
		return nil
	}
	year := 2020 + c.IntN(3)
	return &year
}

func (c *comparer) anyActor() string { return c.pick(supplyActors()...) }

// limitedSupply asks with small limits: whatever is left out, it is said.
func (c *comparer) limitedSupply(t *testing.T) {
	c.scope = analysis.Scope{MaxVisited: 3}
	cut := 0
	for _, of := range supplyActors() {
		q := supply.FootprintQuestion{Of: of, Indicator: "indicator:intensity", Tiers: 8, CountryFigures: true, Basis: supply.PerValueAdded, Scope: c.scope}
		a, err := supply.Footprint(t.Context(), c.Reader, q)
		if err != nil {
			continue // none of the few has a figure
		}
		whole := 0.0
		for _, tier := range a.Tiers {
			whole += tier.Weight
		}
		if a.Visited > 3 || a.Truncated && a.Converged || whole > 1+1e-9 || a.Known > a.Weight+1e-9 {
			t.Errorf("of %s: visited %d, truncated %v, converged %v, weight %v of which %v is known", of, a.Visited, a.Truncated, a.Converged, whole, a.Known)
		}
		if a.Truncated {
			cut++
		}
	}
	if cut == 0 {
		t.Error("no footprint is cut")
	}
	a, err := supply.Concentration(t.Context(), c.Reader, supply.ConcentrationQuestion{
		Carrying: supply.Carrying{Industry: "industry:i0"}, Suppliers: c.actorTypes("Country", "Sector", "Organization"), Scope: c.scope,
	})
	if err != nil || a.Visited != 3 || !a.Truncated {
		t.Errorf("%+v, %v: want 3 links, and that there are more", a, err)
	}
}
