package supply

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"partnir/analysis"
	"partnir/analysis/figures"
	"partnir/plan"
)

// itemLink is a link that carries a product, or goods of an industry.
type itemLink struct {
	analysis.Link
	// value is in US dollars, 0 where it is not known; year is 0 where it is not known.
	value float64
	year  int
}

// itemConcentration finds how concentrated the world's supply of an item is.
func itemConcentration(ctx context.Context, r *analysis.Reader, q ConcentrationQuestion) (*ConcentrationAnswer, error) {
	if err := q.resolve(ctx, r); err != nil {
		return nil, err
	}
	out := &ConcentrationAnswer{Links: map[string][]analysis.Link{}, InputShare: math.NaN()}
	links, err := itemLinks(ctx, r, q, &out.Reach)
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
		return nil, analysis.Wrong("suppliers: actors of the types %s supply it, and links of one type may stand for the same goods as those of another; say which types count",
			strings.Join(slices.Sorted(maps.Keys(types)), ", "))
	}
	for _, of := range out.Links {
		slices.SortFunc(of, analysis.ByEnds)
	}
	out.Index, out.Suppliers = Concentrate(amounts)
	return out, byCountry(ctx, r, out, q.Scope)
}

// itemLinks reads the links that carry what is asked for: those that name the product and the industry; and where an industry alone is asked
// for, also those that name nothing and come from a sector of it. They come by value, the largest first, then by their ends.
func itemLinks(ctx context.Context, r *analysis.Reader, q ConcentrationQuestion, read *analysis.Reach) ([]itemLink, error) {
	links, err := namedLinks(ctx, r, q, read)
	if err != nil {
		return nil, err
	}
	if q.Product == "" {
		unnamed, err := unnamedLinks(ctx, r, q, read)
		if err != nil {
			return nil, err
		}
		links = append(links, unnamed...)
	}
	slices.SortFunc(links, func(a, b itemLink) int {
		return cmp.Or(cmp.Compare(b.value, a.value), analysis.ByEnds(a.Link, b.Link))
	})
	if len(links) > q.MaxVisited {
		links, read.Truncated = links[:q.MaxVisited], true
	}
	read.Visited = len(links)
	return links, nil
}

// namedLinks are the links that name the product and the industry.
func namedLinks(ctx context.Context, r *analysis.Reader, q ConcentrationQuestion, read *analysis.Reach) ([]itemLink, error) {
	p, err := r.Query("links of an item", q.Scope)
	if err != nil {
		return nil, err
	}
	carry := []*plan.Filter{p.Flow(q.Flow)}
	for _, c := range []struct{ property, value string }{{"productId", q.Product}, {"industryId", q.Industry}} {
		if c.value != "" {
			carry = append(carry, p.Is("SUPPLIES", c.property, plan.Eq, c.value))
		}
	}
	suppliers, err := p.List(ctx, "Actor", figures.Related(p, plan.Some, "SUPPLIES", "Actor", p.Holding(analysis.And(carry...))), analysis.NoLimit, outbound(p, analysis.And(carry...)))
	if err != nil {
		return nil, err
	}
	return linksOf(r, suppliers, q, read), nil
}

// unnamedLinks are the links from sectors of the industry that name neither a product nor an industry.
func unnamedLinks(ctx context.Context, r *analysis.Reader, q ConcentrationQuestion, read *analysis.Reach) ([]itemLink, error) {
	p, err := r.Query("links of sectors", q.Scope)
	if err != nil {
		return nil, err
	}
	links := outbound(p, analysis.And(p.Is("SUPPLIES", "productId", plan.IsNull, nil), p.Is("SUPPLIES", "industryId", plan.IsNull, nil), p.Flow(q.Flow)))
	p.Limit = analysis.NoLimit // of an industry all sectors: the limit is of links
	rows, err := p.Lookup(ctx, "Industry", []string{q.Industry}, p.Many(analysis.Linked{By: "IN_INDUSTRY", In: true, To: "Sector", Below: []*plan.Column{links}}))
	if err != nil || rows[0] == nil {
		return nil, err
	}
	return linksOf(r, rows[0].Rows(1), q, read), nil
}

// outbound is the list of the links out of an actor, those of the highest value first.
func outbound(q *analysis.Query, where *plan.Filter) *plan.Column {
	return q.Many(analysis.Linked{By: "SUPPLIES", To: "Actor", Edge: []string{"id", "valueUsd", "year"}, Where: where, Largest: "valueUsd"})
}

// linksOf are the links in rows of suppliers with outbound lists, of the suppliers that count.
func linksOf(r *analysis.Reader, suppliers []analysis.Row, q ConcentrationQuestion, read *analysis.Reach) []itemLink {
	var all []itemLink
	for _, s := range suppliers {
		if !q.counts(r.Mapping.TypeOf(s.ID())) {
			continue
		}
		list := s.Rows(1)
		read.Truncated = read.Truncated || len(list) > q.MaxVisited
		for _, l := range list {
			link := itemLink{Link: analysis.Link{Type: r.Mapping.Relationship("SUPPLIES"), ID: l.Text(1), From: s.ID(), To: l.ID()}}
			link.value, _ = l.Number(2)
			year, _ := l.Number(3)
			link.year = int(year)
			all = append(all, link)
		}
	}
	return all
}

// ofYear are the links of the year that is asked for; where none is, of the last that links with a value are of. Where these say of none, all
// links are.
func (q ConcentrationQuestion) ofYear(links []itemLink) ([]itemLink, int, error) {
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
			return nil, 0, analysis.Wrong("year: no link with a value is of %d; there are links of %s", year, yearNames(years))
		}
	}
	if year == 0 {
		return links, 0, nil
	}
	return slices.DeleteFunc(links, func(l itemLink) bool { return l.year != year }), year, nil
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
