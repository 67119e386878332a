package supply

import (
	"cmp"
	"context"
	"slices"

	"partnir/analysis"
	"partnir/analysis/figures"
	"partnir/fault"
	"partnir/plan"
)

// intensityCode is the code of the indicator of emission intensity: kg of CO2 per dollar of output, at purchasing power parity.
const intensityCode = "co2_intensity_of_economic_output_kg_co2_per_2021_ppp_of_gdp"

// AlternativesQuestion asks who could take the place of a supplier.
type AlternativesQuestion struct {
	// To is the id of the supplier, or of a relationship SUPPLIES.
	To string
	// Customer is the id of the customer; "" for that of the relationship, or for all.
	Customer string
	// Carrying says what flows, and by a product or an industry what is supplied; where both are "", the relationship or the supplier says it.
	Carrying
	// Tiers is how far a loss of the supplier is followed, and Threshold the greatest loss that an alternative suffers by it, 0 to 1.
	Tiers     int
	Threshold float64
	// Intensity and Output are the ids of the indicators of emission intensity and of gross output; nil for those with the usual codes.
	Intensity, Output *string
	// Scope narrows links and figures; its MaxVisited is how many actors to visit at most, candidates and those that the loss comes to each.
	analysis.Scope
}

// AlternativesAnswer is who could take the place of a supplier.
type AlternativesAnswer struct {
	// To, Customer and Item are ids now; Customer is "" where the supplier is to be replaced for all.
	To, Customer, Item string
	// Value is what is to be replaced in US dollars; NaN where it is not known. Links carry it, the largest first; the weight of each is its value.
	Value float64
	Links []analysis.Link
	// Alternatives are the best first. Dependent would be alternatives, but lose more than the threshold; those that lose most are first.
	Alternatives []analysis.Suggestion
	Dependent    []AffectedActor
	// SupplyRead counts the candidates and the actors that the loss comes to.
	SupplyRead
	near *Nearness
}

// Terms are the terms of an alternative, with the relationships that its groups and rules rest on.
func (a *AlternativesAnswer) Terms(of analysis.Suggestion) []analysis.Term {
	terms := slices.Clone(of.Terms)
	for i := range terms {
		t := &terms[i]
		if t.Name == "GROUPS" || t.Name == "RULES" {
			t.Links = a.near.Links(of.Actor, a.Customer, t.Because[:min(MostReasons, len(t.Because))])
		}
	}
	return terms
}

// Alternatives finds who could take the place of a supplier. The number of its plans does not depend on how many candidates there are, up to
// a batch of them.
func Alternatives(ctx context.Context, r *analysis.Reader, q AlternativesQuestion) (*AlternativesAnswer, error) {
	if q.Product != "" && q.Industry != "" {
		return nil, analysis.Wrong("give product or industry, not both")
	}
	err := cmp.Or(analysis.Within("tiers", q.Tiers, 1, MaxTiers), analysis.Part("threshold", q.Threshold), q.Check())
	if err != nil {
		return nil, err
	}
	s := &alternativesSearch{Reader: r, AlternativesQuestion: q, out: &AlternativesAnswer{}, near: &Nearness{}}
	for _, step := range []func(context.Context) error{s.link, s.carried, s.network, s.item, s.loss, s.purchases, s.find, s.measure, s.nearness} {
		if err := step(ctx); err != nil {
			return nil, err
		}
	}
	return s.answer(), nil
}

// alternativesSearch is the work on one question for alternatives.
type alternativesSearch struct {
	*analysis.Reader
	AlternativesQuestion
	out *AlternativesAnswer
	// replaced is the relationship that is to be replaced; "" where a supplier was asked for.
	replaced string
	// of names what is supplied: productId or industryId.
	property string
	// makers are the sectors of the industry, or the makers of the product.
	makers map[string]bool
	// shocked is the network that the loss spreads over.
	shocked *View
	losses  *Losses
	// bought are the parts of the suppliers in what the customer buys of the item.
	bought     *View
	parts      map[int]float64
	partLinks  map[int][]int
	candidates []string
	view       AlternativesView
	near       *Nearness
}

// link finds the supply relationship that is to be replaced, where its id is given.
func (s *alternativesSearch) link(ctx context.Context) error {
	if s.Mapping.TypeOf(s.To) != nil {
		return nil
	}
	q, err := s.Query("link", s.Scope)
	if err != nil {
		return err
	}
	is := analysis.And(q.Is("SUPPLIES", "id", plan.Eq, s.To), q.Flow(s.Flow))
	rows, err := q.List(ctx, "Actor", figures.Related(q, plan.Some, "SUPPLIES", "Actor", q.Holding(is)), 1,
		q.Many(analysis.Linked{By: "SUPPLIES", To: "Actor", Where: is, Edge: []string{"id", "productId", "industryId"}}))
	if err != nil {
		return err
	}
	if len(rows) == 0 {
		return fault.NotFoundf("to: no actor and no SUPPLIES relationship that counts has the id %q; search finds ids of actors by names", s.To)
	}
	link := rows[0].Rows(1)[0]
	if s.Customer != "" {
		if s.Customer, err = s.ResolveOne(ctx, "customer", s.Customer, "Actor"); err != nil {
			return err
		}
		if s.Customer != link.ID() {
			return analysis.Wrong("customer: the customer of %s is %s, not %s; leave it out", s.To, link.ID(), s.Customer)
		}
	}
	s.To, s.Customer, s.replaced = rows[0].ID(), link.ID(), link.Text(1)
	if s.Product == "" && s.Industry == "" {
		if s.Product = link.Text(2); s.Product == "" {
			s.Industry = link.Text(3)
		}
	}
	return nil
}

// carried finds the id that the product or industry has now.
func (s *alternativesSearch) carried(ctx context.Context) error {
	return s.resolve(ctx, s.Reader)
}

// network reads what a loss of the supplier can come to.
func (s *alternativesSearch) network(ctx context.Context) (err error) {
	s.shocked, s.out.SupplyRead, err = clamped(ctx, s.Reader, SupplyQuestion{
		Of: []string{s.To}, argument: "to", Direction: Downstream, Levels: s.Tiers, Flow: s.Flow, Scope: s.Scope,
	})
	if err != nil {
		return err
	}
	s.out.To = s.shocked.Of[0]
	return nil
}

// loss spreads the loss of all capacity of the supplier. Of a country what is asked for is lost: its other industries do not fail with it.
func (s *alternativesSearch) loss(ctx context.Context) (err error) {
	to := s.shocked.Number(s.out.To)
	if s.ofCountries() {
		narrow := *s.shocked
		narrow.Network = s.shocked.Only(func(link int) bool {
			c := s.shocked.Carries(link)
			return s.shocked.Links[link].Supplier != to || s.carries(s.out.To, c.Product, c.Industry)
		})
		s.shocked = &narrow
	}
	s.losses, err = s.shocked.Spread(ctx, []Shock{{to, 1}}, ImpactOptions{Rounds: s.Tiers})
	return err
}

// ofCountries reports whether the supplier, and so each candidate, is a country.
func (s *alternativesSearch) ofCountries() bool { return s.Mapping.TypeOf(s.out.To).Name == "Country" }

// item finds what is supplied, and who makes it.
func (s *alternativesSearch) item(ctx context.Context) error {
	of, by, to := "Industry", "IN_INDUSTRY", "Sector"
	s.out.Item, s.property = s.Industry, "industryId"
	switch {
	case s.Product != "":
		of, by, to = "Product", "MAKES", "Actor"
		s.out.Item, s.property = s.Product, "productId"
	case s.Industry == "":
		industries, err := ends(ctx, s.Reader, s.Scope, "Actor", by, of, []string{s.out.To})
		if err != nil {
			return err
		}
		if s.out.Item = industries[s.out.To]; s.out.Item == "" {
			return analysis.Wrong("to: nothing says of which industry %s is; give product or industry", s.out.To)
		}
	}
	q, err := s.Unlimited("makers", s.Scope)
	if err != nil {
		return err
	}
	rows, err := q.Lookup(ctx, of, []string{s.out.Item}, q.Many(analysis.Linked{By: by, In: true, To: to}))
	if err != nil {
		return err
	}
	s.makers = map[string]bool{}
	if rows[0] != nil {
		for _, id := range analysis.IdsOf(rows[0].Rows(1)) {
			s.makers[id] = true
		}
	}
	return nil
}

// carries reports whether a link of a supplier carries what is supplied: it names it, or it names nothing and the supplier is of the
// industry.
func (s *alternativesSearch) carries(supplier, product, industry string) bool {
	if s.property == "productId" {
		return product == s.out.Item
	}
	return industry == s.out.Item || product == "" && industry == "" && s.makers[supplier]
}

// purchases reads what the customer buys of the item, and what of it is to be replaced.
func (s *alternativesSearch) purchases(ctx context.Context) error {
	if s.Customer == "" {
		return nil
	}
	scope := s.Scope
	scope.MaxVisited = analysis.NoLimit
	v, read, err := clamped(ctx, s.Reader, SupplyQuestion{
		Of: []string{s.Customer}, argument: "customer", Direction: Upstream, Levels: 1, Flow: s.Flow, Scope: scope,
	})
	if err != nil {
		return err
	}
	s.out.Customer, s.bought = v.Of[0], v
	if s.out.Customer == s.out.To {
		return analysis.Wrong("to and customer are both %s; give a supplier and another actor that it supplies", s.out.To)
	}
	for _, id := range read.Clamped {
		if !slices.Contains(s.out.Clamped, id) {
			s.out.Clamped = append(s.out.Clamped, id)
		}
	}
	slices.Sort(s.out.Clamped)
	customer, supplier := v.Number(s.out.Customer), v.Number(s.out.To)
	carry := func(link int) bool {
		c := v.Carries(link)
		return s.carries(v.IDs[v.Links[link].Supplier], c.Product, c.Industry)
	}
	s.parts, s.partLinks = v.Parts(customer, supplier, carry)
	var d deliveries
	for link := v.first[customer]; link < v.first[customer+1]; link++ {
		if v.Links[link].Supplier == supplier && carry(link) && (s.replaced == "" || s.replaced == v.Carries(link).ID) {
			d.add(supplyLink(s.Reader, v, link), v.Links[link].Value)
		}
	}
	if len(d.links) == 0 {
		return analysis.Wrong("to: no link says that %s supplies %s to %s, so there is nothing to replace", s.out.To, s.out.Item, s.out.Customer)
	}
	s.out.Value, s.out.Links = d.value(), d.sorted()
	return nil
}

// find finds the candidates: those who make the item or have links that carry it. A country is replaced by countries and another actor by
// others, as what the sectors and companies of a country supply is what the country supplies.
func (s *alternativesSearch) find(ctx context.Context) error {
	q, err := s.Query("candidates", s.Scope)
	if err != nil {
		return err
	}
	kind := &plan.Filter{Op: plan.IsType}
	for _, t := range q.Mapping.Type("Actor").Objects {
		if (t.Name == "Country") == s.ofCountries() {
			kind.Types = append(kind.Types, t.Name)
		}
	}
	makers := make([]string, 0, len(s.makers))
	for id := range s.makers {
		makers = append(makers, id)
	}
	slices.Sort(makers)
	named := q.Is("SUPPLIES", s.property, plan.Eq, s.out.Item)
	not := &plan.Filter{Op: plan.Not, Args: []*plan.Filter{q.NodeIs("Actor", "id", plan.In, analysis.Values([]string{s.out.To, s.out.Customer}))}}
	supply := &plan.Filter{Op: plan.Or, Args: []*plan.Filter{
		q.NodeIs("Actor", "id", plan.In, analysis.Values(makers)),
		figures.Related(q, plan.Some, "SUPPLIES", "Actor", q.Holding(analysis.And(named, q.Flow(s.Flow)))),
	}}
	rows, err := q.List(ctx, "Actor", analysis.And(kind, not, supply), s.MaxVisited+1)
	if err != nil {
		return err
	}
	s.candidates = analysis.IdsOf(rows)
	if len(s.candidates) > s.MaxVisited {
		s.candidates, s.out.Truncated = s.candidates[:s.MaxVisited], true
	}
	s.out.Visited += len(s.candidates)
	return nil
}

// answer ranks the candidates.
func (s *alternativesSearch) answer() *AlternativesAnswer {
	alternatives, dependent := s.view.Alternatives()
	s.out.Alternatives, s.out.near = alternatives, s.near
	for _, d := range dependent {
		s.out.Dependent = append(s.out.Dependent, affected(s.Reader, s.shocked, s.losses, s.shocked.Number(d.Actor)))
	}
	return s.out
}
