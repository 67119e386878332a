package partners

import (
	"cmp"
	"context"
	"slices"

	"partnir/analysis"
	"partnir/analysis/supply"
	"partnir/analysis/trade"
	"partnir/plan"
)

// SuggestedPartnersQuestion asks for partners of an actor.
type SuggestedPartnersQuestion struct {
	// Actor is its id.
	Actor string
	// Year is the year of the flows that count as trade, where the actor is a country; nil for the last one in which it exports.
	Year *int
	// ByProduct tells what is traded apart by product; otherwise by industry.
	ByProduct bool
	analysis.Scope
}

// SuggestedPartnersAnswer are the suggested partners of an actor.
type SuggestedPartnersAnswer struct {
	// Actor is its id now.
	Actor    string
	Partners []analysis.Suggestion
	analysis.Reach
	// near holds what the actors have in common.
	near *supply.Nearness
}

// Terms are the terms of a partner, with the relationships that its technologies, projects and groups rest on.
func (a *SuggestedPartnersAnswer) Terms(of analysis.Suggestion) []analysis.Term {
	terms := slices.Clone(of.Terms)
	for i := range terms {
		t := &terms[i]
		t.Links = a.near.Links(of.Actor, a.Actor, t.Because[:min(supply.MostReasons, len(t.Because))])
	}
	return terms
}

// ties are the relationships of which actors have ends in common, with the type at the other end.
var ties = []struct{ by, to string }{{"WORKS_ON", "Technology"}, {"PARTICIPATES_IN", "Project"}, {"MEMBER_OF", "Entity"}}

// tie is the list of what an actor has in common with others, or of the actors that have it. Only members belong to a group.
func tie(q *analysis.Query, by, to string, in bool, below ...*plan.Column) *plan.Column {
	l := analysis.Linked{By: by, In: in, To: to, Edge: []string{"id"}, Below: below}
	if by == "MEMBER_OF" {
		l.Where = q.Is(by, "role", plan.Eq, "member")
	}
	return q.Many(l)
}

// SuggestedPartners finds partners for an actor.
//
// It takes one plan for the actor, one for all that it has in common with others, those for the matches of its needs and offers, and one for
// the trade of all countries. Where what it has in common has more actors than the limit, what the fewest have is looked at: it says
// most.
func SuggestedPartners(ctx context.Context, r *analysis.Reader, ask SuggestedPartnersQuestion) (*SuggestedPartnersAnswer, error) {
	if err := ask.Check(); err != nil {
		return nil, err
	}
	q, err := r.Query("partner", ask.Scope)
	if err != nil {
		return nil, err
	}
	var lists []*plan.Column
	for _, t := range ties {
		size := tie(q, t.by, "Actor", true)
		size.Many.Select, size.Many.Total = nil, true
		lists = append(lists, tie(q, t.by, t.to, false, size))
	}
	lists = append(lists,
		q.Many(analysis.Linked{By: "NEEDS", To: "Need", Below: listingColumns(q, "Need")}),
		q.Many(analysis.Linked{By: "OFFERS", To: "Offer", Below: listingColumns(q, "Offer")}))
	rows, err := q.Find(ctx, "Actor", []analysis.Asked{analysis.One("actor", ask.Actor, "Actor")}, lists...)
	if err != nil {
		return nil, err
	}
	p := &partnerSearch{
		Reader: r, ask: ask, row: rows[0], view: &PartnerView{Of: rows[0].ID()}, near: &supply.Nearness{Ties: map[[2]string]analysis.Link{}},
	}
	for _, read := range []func(context.Context) error{p.ties, p.listings, p.flows} {
		if err := read(ctx); err != nil {
			return nil, err
		}
	}
	return &SuggestedPartnersAnswer{p.view.Of, p.view.Partners(), p.Reach, p.near}, nil
}

// partnerSearch is the work on one question for partners.
type partnerSearch struct {
	*analysis.Reader
	ask  SuggestedPartnersQuestion
	row  analysis.Row
	view *PartnerView
	near *supply.Nearness
	analysis.Reach
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
		for _, h := range p.Take(p.row.Rows(1+i), p.ask.MaxVisited) {
			if seen[h.ID()] {
				continue
			}
			seen[h.ID()] = true
			many, _ := h[2].([]any)
			size, _ := analysis.Row(many).Number(0)
			hubs = append(hubs, hub{h.ID(), int(size)})
		}
	}
	slices.SortFunc(hubs, func(a, b hub) int { return cmp.Or(cmp.Compare(a.size, b.size), cmp.Compare(a.id, b.id)) })
	var ids []string
	for _, h := range hubs {
		if p.Visited+h.size > p.ask.MaxVisited {
			p.Truncated = true
			break
		}
		p.Visited += h.size
		ids = append(ids, h.id)
	}
	q, err := p.Query("ties", p.ask.Scope)
	if err != nil {
		return err
	}
	var lists []*plan.Column
	for _, t := range ties {
		lists = append(lists, tie(q, t.by, "Actor", true))
	}
	rows, err := q.Lookup(ctx, "Entity", ids, lists...)
	if err != nil {
		return err
	}
	for i, hubs := range []*[]analysis.Hub{&p.view.Technologies, &p.view.Projects, &p.view.Groups} {
		for _, row := range rows {
			if row == nil {
				continue
			}
			actors := p.near.AddTo(p.Mapping.Relationship(ties[i].by), row.ID(), row.Rows(1+i))
			slices.Sort(actors)
			if actors = slices.Compact(actors); len(actors) > 0 {
				*hubs = append(*hubs, analysis.Hub{ID: row.ID(), Actors: actors})
			}
		}
	}
	return nil
}

// listings finds the matches of the actor's needs and offers. They have a limit of their own, all together.
func (p *partnerSearch) listings(ctx context.Context) error {
	var read analysis.Reach
	for i, typeName := range []string{"Need", "Offer"} {
		var own []Listing
		for _, l := range read.Take(p.row.Rows(1+len(ties)+i), p.ask.MaxVisited) {
			own = append(own, listingOf(l, 1))
		}
		if len(own) == 0 {
			continue
		}
		rest := p.ask.Scope
		rest.MaxVisited -= read.Visited
		matches, more, err := matchAll(ctx, p.Reader, typeName, own, rest)
		if err != nil {
			return err
		}
		read = analysis.Reach{Visited: read.Visited + more.Visited, Truncated: read.Truncated || more.Truncated}
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
	t := trade.Flows{Flow: "GOODS", ByProduct: p.ask.ByProduct, Scope: p.ask.Scope}
	if p.ask.Year != nil {
		t.Year = *p.ask.Year
	} else {
		years, err := t.Years(ctx, p.Reader, p.view.Of, false)
		if err != nil || len(years) == 0 {
			return err
		}
		t.Year = slices.Max(years)
	}
	trade, counted, err := t.All(ctx, p.Reader)
	if err != nil {
		return err
	}
	if trade.Exports[p.view.Of] == nil {
		years, err := t.Years(ctx, p.Reader, p.view.Of, false)
		if err != nil {
			return err
		}
		if len(years) > 0 && !slices.Contains(years, t.Year) {
			return t.OtherYears(p.view.Of, "exports", years)
		}
	}
	p.view.Trade = trade
	p.Visited, p.Truncated = p.Visited+counted.Visited, p.Truncated || counted.Truncated
	return nil
}
