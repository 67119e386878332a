package analysis

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"partnir/plan"
)

// thingLink is a link that carries a product, or goods of an industry.
type thingLink struct {
	Link
	// value is in US dollars, 0 where it is not known; year is 0 where it is not known.
	value float64
	year  int
}

// thingConcentration finds how concentrated the world's supply of a thing is.
func (r *Reader) thingConcentration(ctx context.Context, q ConcentrationQuestion) (*ConcentrationAnswer, error) {
	if err := r.carriedNow(ctx, &q.Product, &q.Industry); err != nil {
		return nil, err
	}
	out := &ConcentrationAnswer{Links: map[string][]Link{}, InputShare: math.NaN()}
	links, err := r.thingLinks(ctx, q, &out.Read)
	if err != nil {
		return nil, err
	}
	if links, out.Year, err = q.ofYear(links); err != nil {
		return nil, err
	}
	amounts, types := map[string]float64{}, map[string]bool{}
	for _, l := range links {
		if l.value <= 0 {
			out.Unknown++
			continue
		}
		amounts[l.From] += l.value
		out.Value += l.value
		out.Links[l.From] = append(out.Links[l.From], l.Link)
		types[r.Mapping.TypeOf(l.From).Name] = true
	}
	if len(types) > 1 && len(q.Suppliers) == 0 {
		return nil, wrong("suppliers: actors of the types %s supply it, and links of one type may stand for the same goods as those of another; say which types count",
			strings.Join(slices.Sorted(maps.Keys(types)), ", "))
	}
	for _, of := range out.Links {
		slices.SortFunc(of, byEnds)
	}
	out.Index, out.Suppliers = Concentrate(amounts)
	return out, r.byCountry(ctx, out, q.Scope)
}

// thingLinks reads the links that carry what is asked for: those that name the product and the industry; and where an industry alone is asked
// for, also those that name nothing and come from a sector of it. They come by value, the largest first, then by their ends.
func (r *Reader) thingLinks(ctx context.Context, q ConcentrationQuestion, read *Read) ([]thingLink, error) {
	links, err := r.namedLinks(ctx, q, read)
	if err != nil {
		return nil, err
	}
	if q.Product == "" {
		unnamed, err := r.unnamedLinks(ctx, q, read)
		if err != nil {
			return nil, err
		}
		links = append(links, unnamed...)
	}
	slices.SortFunc(links, func(a, b thingLink) int { return cmp.Or(cmp.Compare(b.value, a.value), byEnds(a.Link, b.Link)) })
	if len(links) > q.Limit {
		links, read.Truncated = links[:q.Limit], true
	}
	read.Visited = len(links)
	return links, nil
}

// namedLinks are the links that name the product and the industry.
func (r *Reader) namedLinks(ctx context.Context, q ConcentrationQuestion, read *Read) ([]thingLink, error) {
	p, err := r.question("links of a thing", q.Scope)
	if err != nil {
		return nil, err
	}
	carry := []*plan.Filter{p.flow(q.Flow)}
	for _, c := range []struct{ property, value string }{{"productId", q.Product}, {"industryId", q.Industry}} {
		if c.value != "" {
			carry = append(carry, p.is("SUPPLIES", c.property, plan.Eq, c.value))
		}
	}
	suppliers, err := p.list(ctx, "Actor", p.related(plan.Some, "SUPPLIES", "Actor", p.holding(and(carry...))), noLimit, p.outbound(and(carry...)))
	if err != nil {
		return nil, err
	}
	return r.linksOf(suppliers, q, read), nil
}

// unnamedLinks are the links from sectors of the industry that name neither a product nor an industry.
func (r *Reader) unnamedLinks(ctx context.Context, q ConcentrationQuestion, read *Read) ([]thingLink, error) {
	p, err := r.question("links of sectors", q.Scope)
	if err != nil {
		return nil, err
	}
	links := p.outbound(and(p.is("SUPPLIES", "productId", plan.IsNull, nil), p.is("SUPPLIES", "industryId", plan.IsNull, nil), p.flow(q.Flow)))
	p.limit = noLimit // of an industry all sectors: the limit is of links
	rows, err := p.lookup(ctx, "Industry", []string{q.Industry}, p.many(linked{by: "IN_INDUSTRY", in: true, to: "Sector", below: []*plan.Column{links}}))
	if err != nil || rows[0] == nil {
		return nil, err
	}
	return r.linksOf(rows[0].rows(1), q, read), nil
}

// outbound is the list of the links out of an actor, those of the highest value first.
func (q *question) outbound(where *plan.Filter) *plan.Column {
	return q.many(linked{by: "SUPPLIES", to: "Actor", edge: []string{"id", "valueUsd", "year"}, where: where, largest: "valueUsd"})
}

// linksOf are the links in rows of suppliers with outbound lists, of the suppliers that count.
func (r *Reader) linksOf(suppliers []row, q ConcentrationQuestion, read *Read) []thingLink {
	var all []thingLink
	for _, s := range suppliers {
		if !q.counts(r.Mapping.TypeOf(s.id())) {
			continue
		}
		list := s.rows(1)
		read.Truncated = read.Truncated || len(list) > q.Limit
		for _, l := range list {
			link := thingLink{Link: Link{Type: r.Mapping.Relationship("SUPPLIES"), ID: l.text(1), From: s.id(), To: l.id()}}
			link.value, _ = l.number(2)
			year, _ := l.number(3)
			link.year = int(year)
			all = append(all, link)
		}
	}
	return all
}

// ofYear are the links of the year that is asked for; where none is, of the last that links with a value are of. Where these say of none, all
// links are.
func (q ConcentrationQuestion) ofYear(links []thingLink) ([]thingLink, int, error) {
	year, years := 0, map[int]bool{}
	for _, l := range links {
		if l.value > 0 {
			year = max(year, l.year)
			years[l.year] = true
		}
	}
	if q.Year != nil {
		year = *q.Year
		if len(years) > 0 && !years[year] {
			return nil, 0, wrong("year: no link with a value is of %d; there are links of %s", year, yearNames(years))
		}
	}
	if year == 0 {
		return links, 0, nil
	}
	return slices.DeleteFunc(links, func(l thingLink) bool { return l.year != year }), year, nil
}

// yearNames are years in their order; 0 stands for none.
func yearNames(years map[int]bool) string {
	var list []string
	for _, y := range slices.Sorted(maps.Keys(years)) {
		if y == 0 {
			list = append(list, "no year")
		} else {
			list = append(list, fmt.Sprint(y))
		}
	}
	return strings.Join(list, ", ")
}
