package supply

import (
	"cmp"
	"context"
	"math"
	"slices"

	"partnir/analysis"
	"partnir/analysis/figures"
	"partnir/plan"
)

// MostReasons is how many entities a term is shown with at most, those that matter most.
const MostReasons = 10

// deliveries are what an actor delivers of the item.
type deliveries struct {
	// links have their values as weights.
	links []analysis.Link
	sum   float64
}

// add adds a link of a value in US dollars. What is not above 0 is not known.
func (d *deliveries) add(l analysis.Link, value float64) {
	if l.Weight = 0; value > 0 {
		l.Weight = value
		d.sum += value
	}
	d.links = append(d.links, l)
}

// value is what they sum up to; NaN where nothing is known.
func (d *deliveries) value() float64 {
	if d.sum > 0 {
		return d.sum
	}
	return math.NaN()
}

// sorted are the links, those of the highest value first, equal ones by their ids.
func (d *deliveries) sorted() []analysis.Link {
	slices.SortFunc(d.links, func(a, b analysis.Link) int {
		return cmp.Or(cmp.Compare(b.Weight, a.Weight), cmp.Compare(a.ID, b.ID))
	})
	return d.links
}

// measure reads how much the candidates deliver and how much they emit, and makes the view.
func (s *alternativesSearch) measure(ctx context.Context) error {
	actors := append(slices.Clone(s.candidates), s.out.To)
	delivers, err := s.deliver(ctx, actors)
	if err != nil {
		return err
	}
	intensities, err := s.intensities(ctx, actors)
	if err != nil {
		return err
	}
	s.view = AlternativesView{Customer: s.out.Customer, Intensity: intensities[s.out.To], Threshold: s.Threshold}
	if s.Customer == "" {
		if len(s.out.Links) == 0 && !s.makers[s.out.To] {
			return analysis.Wrong("to: no link says that %s supplies %s, so there is nothing to replace", s.out.To, s.out.Item)
		}
		s.out.Value = delivers[s.out.To].Value
	}
	s.view.Value = s.out.Value
	for _, id := range s.candidates {
		s.view.Candidates = append(s.view.Candidates, Candidate{
			Actor: id, Delivers: delivers[id], Part: s.part(id), Loss: s.lost(id), Intensity: intensities[id],
		})
	}
	return nil
}

// deliver is what actors deliver of the item to all: the gross output of those who are of the industry, where it is known, otherwise the
// sum of their links that carry it.
func (s *alternativesSearch) deliver(ctx context.Context, actors []string) (map[string]Ground, error) {
	var whole []string
	for _, id := range actors {
		if s.makers[id] && s.property == "industryId" {
			whole = append(whole, id)
		}
	}
	outputs, err := outputs(ctx, s.Reader, s.Output, s.Scope, whole)
	if err != nil {
		return nil, err
	}
	delivers := map[string]Ground{}
	for some := range slices.Chunk(actors, analysis.Batch) {
		q, err := s.Unlimited("deliveries", s.Scope)
		if err != nil {
			return nil, err
		}
		carry := q.Is("SUPPLIES", s.property, plan.Eq, s.out.Item)
		if s.property == "industryId" {
			carry = &plan.Filter{Op: plan.Or, Args: []*plan.Filter{
				carry, analysis.And(q.Is("SUPPLIES", "productId", plan.IsNull, nil), q.Is("SUPPLIES", "industryId", plan.IsNull, nil)),
			}}
		}
		rows, err := q.Lookup(ctx, "Actor", some, q.Many(analysis.Linked{
			By: "SUPPLIES", To: "Actor", Where: analysis.And(carry, q.Flow(s.Flow)), Edge: []string{"id", "valueUsd", "productId", "industryId"},
		}))
		if err != nil {
			return nil, err
		}
		for _, of := range rows {
			if of != nil {
				delivers[of.ID()] = s.delivered(of, outputs)
			}
		}
	}
	return delivers, nil
}

// delivered is what an actor delivers, by its output or by its links. What the supplier delivers to all is what is to be replaced.
func (s *alternativesSearch) delivered(of analysis.Row, outputs map[string]figures.Figure) Ground {
	var d deliveries
	for _, l := range of.Rows(1) {
		if s.carries(of.ID(), l.Text(3), l.Text(4)) {
			d.add(analysis.Link{Type: s.Mapping.Relationship("SUPPLIES"), ID: l.Text(1), From: of.ID(), To: l.ID()}, orNaN(l, 2))
		}
	}
	links := d.sorted()
	if s.out.Customer == "" && of.ID() == s.out.To {
		s.out.Links = links
	}
	largest := links[:min(MostReasons, len(links))]
	if output, known := outputs[of.ID()]; known && output.Value > 0 {
		return Ground{Value: output.Value, Because: []string{output.ID}}
	}
	g := Ground{Value: d.value(), Links: largest}
	for _, l := range g.Links {
		if !slices.Contains(g.Because, l.To) {
			g.Because = append(g.Because, l.To)
		}
	}
	return g
}

// part is the part of a candidate in what the customer buys of the item already.
func (s *alternativesSearch) part(candidate string) Ground {
	if s.bought == nil {
		return Ground{}
	}
	n := s.bought.Number(candidate)
	if n < 0 || s.partLinks[n] == nil {
		return Ground{}
	}
	return Ground{s.parts[n], []string{s.out.Customer}, supplyLinks(s.Reader, s.bought, s.partLinks[n])}
}

// lost is what a candidate loses where the supplier fails, with the chain that carries most of it.
func (s *alternativesSearch) lost(candidate string) Ground {
	n := s.shocked.Number(candidate)
	if n < 0 || s.losses.Loss[n] == 0 {
		return Ground{}
	}
	g := Ground{Value: s.losses.Loss[n]}
	for _, place := range s.losses.StrongestChain(n) {
		l := supplyLink(s.Reader, s.shocked, place)
		g.Links, g.Because = append(g.Links, l), append(g.Because, l.From)
	}
	return g
}

// intensities are the emission intensities of actors: their own figures, or those of their countries.
func (s *alternativesSearch) intensities(ctx context.Context, actors []string) (map[string]Ground, error) {
	var err error
	if s.near.countries, err = countries(ctx, s.Reader, append(slices.Clone(actors), s.out.Customer), s.Scope); err != nil {
		return nil, err
	}
	figures, err := figures.LastFigures(ctx, s.Reader, "intensity", s.Intensity, intensityCode, s.Scope, s.near.bearers(actors))
	if err != nil {
		return nil, err
	}
	of := map[string]Ground{}
	for _, id := range actors {
		of[id] = Ground{Value: math.NaN()}
		for _, bearer := range s.near.of(id) {
			if f, known := figures[bearer]; known {
				of[id] = Ground{Value: f.Value, Because: []string{f.ID}}
				break
			}
		}
	}
	return of, nil
}
