package supply

import (
	"cmp"
	"context"
	"math"
	"slices"
	"strings"

	"partnir/analysis"
	"partnir/plan"
	"partnir/plan/mapping"
)

// ReadView reads the part of the network that a question is about, in a few plans for each level.
func ReadView(ctx context.Context, r *analysis.Reader, s SupplyQuestion) (*View, error) {
	of, err := r.Resolve(ctx, analysis.Asked{Argument: s.argument, IDs: s.Of, Types: []string{"Actor"}})
	if err != nil {
		return nil, err
	}
	w := &supplyWalk{Reader: r, SupplyQuestion: s, Numbering: analysis.Numbering{Number: map[string]int{}}}
	var start []int
	for _, id := range of {
		start = append(start, w.Add(id))
	}
	start = w.visit(start)
	if s.Direction == Upstream {
		err = w.upstream(ctx, start)
	} else {
		err = w.downstream(ctx, start)
	}
	if err != nil {
		return nil, err
	}
	if err := w.group(ctx); err != nil {
		return nil, err
	}
	return w.end(of), nil
}

// supplyWalk is the reading of a view. It numbers actors as it meets them; end numbers them anew.
type supplyWalk struct {
	*analysis.Reader
	SupplyQuestion
	analysis.Numbering
	// seen says which actors were visited.
	seen []bool
	analysis.Reach
	links   []NetworkLink
	carried []Carried
	// whole are the actors whose inbound links were read.
	whole []int
}

// visit marks actors as visited. It returns those that were not and that the limit has room for, in the order of their ids.
func (w *supplyWalk) visit(actors []int) []int {
	var fresh []int
	w.seen = append(w.seen, make([]bool, len(w.Ids)-len(w.seen))...)
	for _, a := range actors {
		if !w.seen[a] {
			w.seen[a] = true
			fresh = append(fresh, a)
		}
	}
	slices.SortFunc(fresh, func(a, b int) int { return strings.Compare(w.Ids[a], w.Ids[b]) })
	if room := w.MaxVisited - w.Visited; len(fresh) > room {
		w.Truncated = true
		fresh = fresh[:room]
	}
	w.Visited += len(fresh)
	return fresh
}

// upstream reads the links into the actors of one level, and goes on to their suppliers. Links from suppliers that the limit had no
// room for stay: the shares of their customers rest on them.
func (w *supplyWalk) upstream(ctx context.Context, level []int) error {
	for l := 0; l < w.Levels && len(level) > 0; l++ {
		before := len(w.links)
		if err := w.inbound(ctx, level); err != nil {
			return err
		}
		suppliers := make([]int, 0, len(w.links)-before)
		for _, link := range w.links[before:] {
			suppliers = append(suppliers, link.Supplier)
		}
		level = w.visit(suppliers)
	}
	if w.Last && len(level) > 0 {
		return w.inbound(ctx, level)
	}
	return nil
}

// downstream finds the customers level by level, and then reads all links into them: what a customer lacks depends on them all.
func (w *supplyWalk) downstream(ctx context.Context, level []int) error {
	customers := slices.Clone(level)
	for l := 0; l < w.Levels && len(level) > 0; l++ {
		next, err := w.customers(ctx, level)
		if err != nil {
			return err
		}
		level = w.visit(next)
		customers = append(customers, level...)
	}
	return w.inbound(ctx, customers)
}

// supplies is the column of the supply links of an actor.
func (w *supplyWalk) supplies(q *analysis.Query, in bool, edge ...string) *plan.Column {
	q.Limit = analysis.NoLimit // of an actor all: a sum over some of its links would be wrong
	return q.Many(analysis.Linked{By: "SUPPLIES", In: in, To: "Actor", Where: q.Flow(w.Flow), Edge: edge})
}

// supplyRows are the supply links of one actor, as rows.
type supplyRows struct {
	actor int
	links []any
}

// read reads the supply links of actors, with these properties of the links, and hands them on statement by statement.
func (w *supplyWalk) read(ctx context.Context, name string, actors []int, in bool, edge []string, take func([]supplyRows)) error {
	for some := range slices.Chunk(actors, analysis.Batch) {
		q, err := w.Query(name, w.Scope)
		if err != nil {
			return err
		}
		ids := make([]string, len(some))
		for i, a := range some {
			ids[i] = w.Ids[a]
		}
		rows, err := q.Lookup(ctx, "Actor", ids, w.supplies(q, in, edge...))
		if err != nil {
			return err
		}
		of := make([]supplyRows, 0, len(rows))
		for i, r := range rows {
			if r != nil {
				many, _ := r[1].([]any)
				links, _ := many[1].([]any)
				of = append(of, supplyRows{some[i], links})
			}
		}
		take(of)
	}
	return nil
}

func (w *supplyWalk) customers(ctx context.Context, suppliers []int) (customers []int, err error) {
	err = w.read(ctx, "customers", suppliers, false, nil, func(rows []supplyRows) {
		customers = slices.Grow(customers, count(rows))
		for _, of := range rows {
			for _, link := range of.links {
				r, _ := link.([]any)
				customers = append(customers, w.Add(analysis.Row(r).ID()))
			}
		}
	})
	return customers, err
}

func (w *supplyWalk) inbound(ctx context.Context, customers []int) error {
	edge := []string{"id", "share", "valueUsd", "productId", "industryId"}
	w.whole = append(w.whole, customers...)
	return w.read(ctx, "suppliers", customers, true, edge, func(rows []supplyRows) {
		w.links, w.carried = slices.Grow(w.links, count(rows)), slices.Grow(w.carried, count(rows))
		for _, of := range rows {
			for _, link := range of.links {
				values, _ := link.([]any)
				r := analysis.Row(values)
				w.links = append(w.links, NetworkLink{
					Supplier: w.Add(r.ID()), Customer: of.actor, Share: orNaN(r, 2), Value: orNaN(r, 3),
				})
				w.carried = append(w.carried, Carried{ID: r.Text(1), Product: r.Text(4), Industry: r.Text(5)})
			}
		}
	})
}

func count(rows []supplyRows) int {
	n := 0
	for _, of := range rows {
		n += len(of.links)
	}
	return n
}

// orNaN is a number; NaN where it is missing.
func orNaN(r analysis.Row, i int) float64 {
	if n, ok := r.Number(i); ok {
		return n
	}
	return math.NaN()
}

// group finds what each link delivers: its product, else its industry, else the industry of its supplier, else the supplier. Groups
// are numbered in the order of their ids.
func (w *supplyWalk) group(ctx context.Context) error {
	var ask []string
	for i, c := range w.carried {
		if c.Product == "" && c.Industry == "" {
			ask = append(ask, w.Ids[w.links[i].Supplier])
		}
	}
	slices.Sort(ask)
	industries, err := ends(ctx, w.Reader, w.Scope, "Sector", "IN_INDUSTRY", "Industry", slices.Compact(ask))
	if err != nil {
		return err
	}
	groups := analysis.Numbering{Number: map[string]int{}}
	for i, c := range w.carried {
		supplier := w.Ids[w.links[i].Supplier]
		w.links[i].Group = groups.Add(cmp.Or(c.Product, c.Industry, industries[supplier], supplier))
	}
	place := groups.Places()
	for i := range w.links {
		w.links[i].Group = place[w.links[i].Group]
	}
	return nil
}

// end makes the view. Its actors are numbered in the order of their ids, whatever the order of reading.
func (w *supplyWalk) end(of []string) *View {
	place := w.Places()
	v := &View{Of: of, IDs: make([]string, len(w.Ids)), Carried: w.carried, Reach: w.Reach}
	for n, p := range place {
		v.IDs[p] = w.Ids[n]
	}
	v.Whole = make([]bool, len(w.Ids))
	for _, n := range w.whole {
		v.Whole[place[n]] = true
	}
	for i := range w.links {
		l := &w.links[i]
		l.Supplier, l.Customer = place[l.Supplier], place[l.Customer]
	}
	v.Network = NewNetwork(len(v.IDs), w.links)
	return v
}

// ends is the one node of a type that a relationship of each entity leads to, for those of a type that have one.
func ends(ctx context.Context, r *analysis.Reader, s analysis.Scope, typeName, by, to string, ids []string) (map[string]string, error) {
	found := map[string]string{}
	for some := range slices.Chunk(ids, analysis.Batch) {
		q, err := r.Query("ends", s)
		if err != nil {
			return nil, err
		}
		t, end := q.Mapping.Relationship(by), q.Mapping.Type(to)
		rows, err := q.Lookup(ctx, typeName, some, &plan.Column{Kind: plan.OneColumn, One: &plan.One{
			Step: mapping.Step{Relationship: t}, Type: end, Where: q.Scope.Valid(t, end), Select: &plan.Selection{},
		}})
		if err != nil {
			return nil, err
		}
		for _, of := range rows {
			if of == nil || of[1] == nil {
				continue
			}
			one, _ := of[1].([]any)
			found[of.ID()] = analysis.Row(one).ID()
		}
	}
	return found, nil
}
