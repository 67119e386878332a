package analysis

import (
	"cmp"
	"context"
	"slices"

	"partnir/plan"
)

// PartnersAnswer are the suggested partners of an actor.
type PartnersAnswer struct {
	// For is its id now.
	For      string
	Partners []Suggestion
	Read
	// near holds what the actors have in common.
	near *nearness
}

// Best are the first so many partners, with the relationships that their technologies, projects and groups rest on.
func (a *PartnersAnswer) Best(first int) []Suggestion {
	best := slices.Clone(a.Partners[:min(first, len(a.Partners))])
	for i := range best {
		s := &best[i]
		s.Terms = slices.Clone(s.Terms)
		for j := range s.Terms {
			t := &s.Terms[j]
			t.Links = a.near.links(s.Actor, a.For, t.Because[:min(MostReasons, len(t.Because))])
		}
	}
	return best
}

// ties are the relationships of which actors have ends in common, with the type at the other end.
var ties = []struct{ by, to string }{{"WORKS_ON", "Technology"}, {"PARTICIPATES_IN", "Project"}, {"MEMBER_OF", "Entity"}}

// tie is the list of what an actor has in common with others, or of the actors that have it. Only members belong to a group.
func (q *question) tie(by, to string, in bool, below ...*plan.Column) *plan.Column {
	l := linked{by: by, in: in, to: to, edge: []string{"id"}, below: below}
	if by == "MEMBER_OF" {
		l.where = q.is(by, "role", plan.Eq, "member")
	}
	return q.many(l)
}

// Partners finds partners for an actor. trade says which flows count, where the actor is a country; its Scope is that of all.
//
// It takes one plan for the actor, one for all that it has in common with others, those for the matches of its needs and offers, and one for
// the trade of all countries. Where what it has in common has more actors than the limit, what the fewest have is looked at: it says
// most.
func (r *Reader) Partners(ctx context.Context, actor string, trade TradeQuestion) (*PartnersAnswer, error) {
	ids := []string{actor}
	if err := r.known("for", ids, nil, "Actor"); err != nil {
		return nil, err
	}
	q, err := r.question("partner", trade.Scope)
	if err != nil {
		return nil, err
	}
	var lists []*plan.Column
	for _, t := range ties {
		size := q.tie(t.by, "Actor", true)
		size.Many.Select, size.Many.Total = nil, true
		lists = append(lists, q.tie(t.by, t.to, false, size))
	}
	lists = append(lists,
		q.many(linked{by: "NEEDS", to: "Need", below: q.listingColumns("Need")}),
		q.many(linked{by: "OFFERS", to: "Offer", below: q.listingColumns("Offer")}))
	rows, err := q.lookup(ctx, "Actor", ids, lists...)
	if err != nil {
		return nil, err
	}
	if err := r.known("for", ids, rows, "Actor"); err != nil {
		return nil, err
	}
	p := &partnerSearch{
		Reader: r, row: rows[0], trade: trade, view: &PartnerView{Of: rows[0].id()}, near: &nearness{ties: map[[2]string]Link{}},
	}
	for _, read := range []func(context.Context) error{p.ties, p.listings, p.flows} {
		if err := read(ctx); err != nil {
			return nil, err
		}
	}
	return &PartnersAnswer{p.view.Of, p.view.Partners(), p.Read, p.near}, nil
}

// partnerSearch is the work on one question for partners.
type partnerSearch struct {
	*Reader
	row   row
	trade TradeQuestion
	view  *PartnerView
	near  *nearness
	Read
}

// ties reads the actors of what the actor has in common with others.
func (p *partnerSearch) ties(ctx context.Context) error {
	type hub struct {
		id   string
		size int
	}
	var hubs []hub
	seen := map[string]bool{}
	for i := range ties {
		for _, h := range p.take(p.row.rows(1+i), p.trade.Limit) {
			if seen[h.id()] {
				continue
			}
			seen[h.id()] = true
			many, _ := h[2].([]any)
			size, _ := row(many).number(0)
			hubs = append(hubs, hub{h.id(), int(size)})
		}
	}
	slices.SortFunc(hubs, func(a, b hub) int { return cmp.Or(cmp.Compare(a.size, b.size), cmp.Compare(a.id, b.id)) })
	var ids []string
	for _, h := range hubs {
		if p.Visited+h.size > p.trade.Limit {
			p.Truncated = true
			break
		}
		p.Visited += h.size
		ids = append(ids, h.id)
	}
	q, err := p.question("ties", p.trade.Scope)
	if err != nil {
		return err
	}
	var lists []*plan.Column
	for _, t := range ties {
		lists = append(lists, q.tie(t.by, "Actor", true))
	}
	rows, err := q.lookup(ctx, "Entity", ids, lists...)
	if err != nil {
		return err
	}
	for i, hubs := range []*[]Hub{&p.view.Technologies, &p.view.Projects, &p.view.Groups} {
		for _, row := range rows {
			if row == nil {
				continue
			}
			actors := p.near.addTo(p.Mapping.Relationship(ties[i].by), row.id(), row.rows(1+i))
			slices.Sort(actors)
			if actors = slices.Compact(actors); len(actors) > 0 {
				*hubs = append(*hubs, Hub{ID: row.id(), Actors: actors})
			}
		}
	}
	return nil
}

// listings finds the matches of the actor's needs and offers. They have a limit of their own, all together.
func (p *partnerSearch) listings(ctx context.Context) error {
	var read Read
	for i, typeName := range []string{"Need", "Offer"} {
		var own []Listing
		for _, l := range read.take(p.row.rows(1+len(ties)+i), p.trade.Limit) {
			own = append(own, listingOf(l, 1))
		}
		if len(own) == 0 {
			continue
		}
		rest := p.trade.Scope
		rest.Limit -= read.Visited
		matches, more, err := p.matches(ctx, typeName, own, rest)
		if err != nil {
			return err
		}
		read = Read{read.Visited + more.Visited, read.Truncated || more.Truncated}
		if typeName == "Need" {
			p.view.Needs = matches
		} else {
			p.view.Offers = matches
		}
	}
	p.Visited, p.Truncated = p.Visited+read.Visited, p.Truncated || read.Truncated
	return nil
}

// flows reads the trade of all countries in the latest year in which the country exports, unless a year was given. It is an error where the country
// exports in other years alone.
func (p *partnerSearch) flows(ctx context.Context) error {
	if p.Mapping.TypeOf(p.view.Of).Name != "Country" {
		return nil
	}
	t := p.trade
	if t.Year == 0 {
		years, err := t.years(ctx, p.Reader, p.view.Of, false)
		if err != nil || len(years) == 0 {
			return err
		}
		t.Year = slices.Max(years)
	}
	trade, counted, err := t.all(ctx, p.Reader)
	if err != nil {
		return err
	}
	if trade.exports[p.view.Of] == nil {
		years, err := t.years(ctx, p.Reader, p.view.Of, false)
		if err != nil {
			return err
		}
		if len(years) > 0 && !slices.Contains(years, t.Year) {
			return t.otherYears(p.view.Of, "exports", years)
		}
	}
	p.view.Trade = trade
	p.Visited, p.Truncated = p.Visited+counted.Flows, p.Truncated || counted.Truncated
	return nil
}
