package supply

import (
	"context"
	"slices"

	"partnir/analysis"
	"partnir/analysis/rules"
	"partnir/plan"
	"partnir/plan/mapping"
)

// Nearness is what actors have themselves or by their countries.
type Nearness struct {
	// countries are those of actors.
	countries map[string]string
	// Ties are relationships such as MEMBER_OF and ADOPTED by the actor or country that has them and by what they lead to.
	Ties map[[2]string]analysis.Link
}

// of are the actors whose groups, rules and figures count for an actor: itself and its country.
func (n *Nearness) of(actor string) []string {
	if country := n.countries[actor]; country != "" && country != actor {
		return []string{actor, country}
	}
	return []string{actor}
}

// bearers are those of all actors, each once, in the order of their ids.
func (n *Nearness) bearers(actors []string) []string {
	var all []string
	for _, a := range actors {
		if a != "" {
			all = append(all, n.of(a)...)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// Links are the relationships by which two actors have items in common: item by item, those of the first before those of the second.
func (n *Nearness) Links(a, b string, items []string) []analysis.Link {
	var links []analysis.Link
	for _, item := range items {
		for _, of := range []string{a, b} {
			for _, bearer := range n.of(of) {
				if l, has := n.Ties[[2]string{bearer, item}]; has && !slices.ContainsFunc(links, func(k analysis.Link) bool { return k.ID == l.ID }) {
					links = append(links, l)
				}
			}
		}
	}
	return links
}

// nearness reads which groups and rules candidates and the customer have in common, in a plan for what they have and one for how many belong
// to the groups of the customer.
func (s *alternativesSearch) nearness(ctx context.Context) error {
	if s.out.Customer == "" {
		return nil
	}
	s.near.Ties = map[[2]string]analysis.Link{}
	actors := append(slices.Clone(s.candidates), s.out.Customer)
	groups, ofRules := map[string][]string{}, map[string][]string{}
	for some := range slices.Chunk(s.near.bearers(actors), analysis.Batch) {
		q, err := s.Unlimited("nearness", s.Scope)
		if err != nil {
			return err
		}
		memberships := q.Many(analysis.Linked{By: "MEMBER_OF", To: "Entity", Where: q.Is("MEMBER_OF", "role", plan.Eq, "member"), Edge: []string{"id"}})
		rows, err := q.Lookup(ctx, "Actor", some, memberships, rules.Adopted{Scope: s.Scope}.Adoptions(q))
		if err != nil {
			return err
		}
		for _, of := range rows {
			if of != nil {
				groups[of.ID()] = s.near.add(s.Mapping.Relationship("MEMBER_OF"), of.ID(), of.Rows(1))
				ofRules[of.ID()] = s.near.add(s.Mapping.Relationship("ADOPTED"), of.ID(), of.Rows(2))
			}
		}
	}
	s.view.Rules = s.near.having(actors, ofRules)
	return s.groups(ctx, actors, s.near.having(actors, groups))
}

// add keeps the relationships of an actor, one for each item that they lead to, and returns the ids of these items.
func (n *Nearness) add(t *mapping.RelationshipType, of string, rows []analysis.Row) []string {
	for _, r := range rows {
		n.tie(analysis.Link{Type: t, ID: r.Text(1), From: of, To: r.ID()})
	}
	return analysis.IdsOf(rows)
}

// AddTo keeps the relationships that lead to an item, one for each actor that they come from, and returns the ids of these actors.
func (n *Nearness) AddTo(t *mapping.RelationshipType, item string, rows []analysis.Row) []string {
	for _, r := range rows {
		n.tie(analysis.Link{Type: t, ID: r.Text(1), From: r.ID(), To: item})
	}
	return analysis.IdsOf(rows)
}

func (n *Nearness) tie(l analysis.Link) {
	if key := [2]string{l.From, l.To}; n.Ties[key].ID == "" {
		n.Ties[key] = l
	}
}

// having is what each actor has itself or by its country, in order, from what each has itself.
func (n *Nearness) having(actors []string, own map[string][]string) map[string][]string {
	all := map[string][]string{}
	for _, a := range actors {
		var items []string
		for _, bearer := range n.of(a) {
			items = append(items, own[bearer]...)
		}
		slices.Sort(items)
		all[a] = slices.Compact(items)
	}
	return all
}

// groups makes the hubs of the customer's groups.
func (s *alternativesSearch) groups(ctx context.Context, actors []string, groups map[string][]string) error {
	q, err := s.Unlimited("groups", s.Scope)
	if err != nil {
		return err
	}
	rows, err := q.Lookup(ctx, "Entity", groups[s.out.Customer], q.Members())
	if err != nil {
		return err
	}
	at := map[string]int{}
	for _, group := range rows {
		if group != nil {
			members := slices.Compact(analysis.IdsOf(group.Rows(1))) // they come by id
			at[group.ID()] = len(s.view.Groups)
			s.view.Groups = append(s.view.Groups, analysis.Hub{ID: group.ID(), Size: len(members)})
		}
	}
	for _, a := range actors {
		for _, id := range groups[a] {
			if i, own := at[id]; own {
				s.view.Groups[i].Actors = append(s.view.Groups[i].Actors, a)
			}
		}
	}
	return nil
}
