package analysis

import (
	"context"
	"slices"

	"partnir/plan"
)

// nearness is what actors have themselves or by their countries.
type nearness struct {
	// countries are those of actors.
	countries map[string]string
	// ties are relationships such as MEMBER_OF and ADOPTED by the actor or country that has them and by what they lead to.
	ties map[[2]string]Link
}

// of are the actors whose groups, rules and figures count for an actor: itself and its country.
func (n *nearness) of(actor string) []string {
	if country := n.countries[actor]; country != "" && country != actor {
		return []string{actor, country}
	}
	return []string{actor}
}

// bearers are those of all actors, each once, in the order of their ids.
func (n *nearness) bearers(actors []string) []string {
	var all []string
	for _, a := range actors {
		if a != "" {
			all = append(all, n.of(a)...)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// links are the relationships by which two actors have things in common: thing by thing, those of the first before those of the second.
func (n *nearness) links(a, b string, things []string) []Link {
	var links []Link
	for _, thing := range things {
		for _, of := range []string{a, b} {
			for _, bearer := range n.of(of) {
				if l, has := n.ties[[2]string{bearer, thing}]; has && !slices.ContainsFunc(links, func(k Link) bool { return k.ID == l.ID }) {
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
	if s.out.For == "" {
		return nil
	}
	s.near.ties = map[[2]string]Link{}
	actors := append(slices.Clone(s.candidates), s.out.For)
	groups, rules := map[string][]string{}, map[string][]string{}
	for some := range slices.Chunk(s.near.bearers(actors), batch) {
		q, err := s.unlimited("nearness", s.Scope)
		if err != nil {
			return err
		}
		memberships := q.many(linked{by: "MEMBER_OF", to: "Entity", where: q.is("MEMBER_OF", "role", plan.Eq, "member"), edge: []string{"id"}})
		rows, err := q.lookup(ctx, "Actor", some, memberships, AlignmentQuestion{Scope: s.Scope}.adoptions(q))
		if err != nil {
			return err
		}
		for _, of := range rows {
			if of != nil {
				groups[of.id()] = s.near.add(s.Mapping.Relationship("MEMBER_OF"), of.id(), of.rows(1))
				rules[of.id()] = s.near.add(s.Mapping.Relationship("ADOPTED"), of.id(), of.rows(2))
			}
		}
	}
	s.view.Rules = s.near.having(actors, rules)
	return s.groups(ctx, actors, s.near.having(actors, groups))
}

// add keeps the relationships of an actor, one for each thing that they lead to, and returns the ids of these things.
func (n *nearness) add(t *plan.RelationshipType, of string, rows []row) []string {
	for _, r := range rows {
		n.tie(Link{Type: t, ID: r.text(1), From: of, To: r.id()})
	}
	return idsOf(rows)
}

// addTo keeps the relationships that lead to a thing, one for each actor that they come from, and returns the ids of these actors.
func (n *nearness) addTo(t *plan.RelationshipType, thing string, rows []row) []string {
	for _, r := range rows {
		n.tie(Link{Type: t, ID: r.text(1), From: r.id(), To: thing})
	}
	return idsOf(rows)
}

func (n *nearness) tie(l Link) {
	if key := [2]string{l.From, l.To}; n.ties[key].ID == "" {
		n.ties[key] = l
	}
}

// having is what each actor has itself or by its country, in order, from what each has itself.
func (n *nearness) having(actors []string, own map[string][]string) map[string][]string {
	all := map[string][]string{}
	for _, a := range actors {
		var things []string
		for _, bearer := range n.of(a) {
			things = append(things, own[bearer]...)
		}
		slices.Sort(things)
		all[a] = slices.Compact(things)
	}
	return all
}

// groups makes the hubs of the customer's groups.
func (s *alternativesSearch) groups(ctx context.Context, actors []string, groups map[string][]string) error {
	q, err := s.unlimited("groups", s.Scope)
	if err != nil {
		return err
	}
	rows, err := q.lookup(ctx, "Entity", groups[s.out.For], q.members())
	if err != nil {
		return err
	}
	at := map[string]int{}
	for _, group := range rows {
		if group != nil {
			members := slices.Compact(idsOf(group.rows(1))) // they come by id
			at[group.id()] = len(s.view.Groups)
			s.view.Groups = append(s.view.Groups, Hub{ID: group.id(), Size: len(members)})
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
