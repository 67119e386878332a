package compare

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"math"
	"slices"

	"partnir/analysis/supply"
	"partnir/plan/mapping"
)

// actorTypes are types of actors by their names.
func (c *comparer) actorTypes(names ...string) []*mapping.NodeType {
	var types []*mapping.NodeType
	for _, name := range names {
		types = append(types, c.Mapping.Type(name))
	}
	return types
}

// suppliers are types of suppliers that count; none stands for all.
func (c *comparer) suppliers() []*mapping.NodeType {
	all := []string{"Country", "Organization", "Sector"}
	c.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	return c.actorTypes(all[:c.IntN(4)]...)
}

func (c *comparer) concentration() (got, want any, err error) {
	of := c.anyActor()
	q := supply.ConcentrationQuestion{
		Of: &of, Suppliers: c.suppliers(), Scope: c.scope,
		Carrying: supply.Carrying{Product: c.pick("", "", "product:p0"), Industry: c.pick("", "", "industry:i0"), Flow: c.pick("", "GOODS")},
	}
	by, _ := c.supplies(q.Flow)
	amounts, looked, unknown := map[string]float64{}, 0, 0
	for _, l := range by[of] {
		if q.Product != "" && l.text("productId") != q.Product || q.Industry != "" && l.text("industryId") != q.Industry || !c.ofTypes(l.From, q.Suppliers) {
			continue
		}
		looked++
		if l.share > 0 {
			amounts[l.From] += l.share
		} else {
			unknown++
		}
	}
	input := 0.0
	for _, amount := range amounts {
		input += amount
	}
	return c.concentrated(q, c.concentrationOf(amounts, fmt.Sprint(looked, " links, unknown ", unknown), min(1, input), math.NaN()))
}

func (c *comparer) ofTypes(actor string, types []*mapping.NodeType) bool {
	return len(types) == 0 || slices.ContainsFunc(types, func(t *mapping.NodeType) bool { return t.Name == c.records.node(actor).typeName })
}

func (c *comparer) itemSupply() (got, want any, err error) {
	q := supply.ConcentrationQuestion{Carrying: supply.Carrying{Flow: c.pick("", "GOODS")}, Year: c.maybeYear(), Suppliers: c.suppliers(), Scope: c.scope}
	for q.Product == "" && q.Industry == "" {
		q.Product, q.Industry = c.pick("", "product:p0", "product:p1"), c.pick("", "industry:i0", "industry:i1")
	}
	var links []*told
	year, years := 0, map[int]bool{}
	for _, r := range c.records.relationships("SUPPLIES", c.scope) {
		if (q.Flow == "" || r.text("flow") == q.Flow) && c.carries(r, q) && c.ofTypes(r.From, q.Suppliers) {
			links = append(links, r)
			if of := int(r.number("year")); r.number("valueUsd") > 0 {
				year, years[of] = max(year, of), true
			}
		}
	}
	if q.Year != nil {
		year = *q.Year
	}
	if q.Year != nil && len(years) > 0 && !years[year] {
		return c.concentrated(q, measured{})
	}
	amounts, types, unknown, value := map[string]float64{}, map[string]bool{}, 0, 0.0
	for _, r := range links {
		of := r.number("valueUsd")
		switch {
		case year != 0 && int(r.number("year")) != year:
		case of <= 0:
			unknown++
		default:
			amounts[r.From] += of
			value += of
			types[c.records.node(r.From).typeName] = true
		}
	}
	if len(types) > 1 && len(q.Suppliers) == 0 {
		return c.concentrated(q, measured{})
	}
	return c.concentrated(q, c.concentrationOf(amounts, fmt.Sprint(len(links), " links, unknown ", unknown), math.NaN(), value))
}

// carries says whether a link carries what is asked for.
func (c *comparer) carries(r *told, q supply.ConcentrationQuestion) bool {
	product, industry := r.text("productId"), r.text("industryId")
	if q.Product != "" || industry != "" || product != "" {
		return (q.Product == "" || product == q.Product) && (q.Industry == "" || industry == q.Industry)
	}
	return slices.ContainsFunc(c.records.relationships("IN_INDUSTRY", c.scope), func(in *told) bool { return in.From == r.From && in.To == q.Industry })
}

// concentrationOf is what amounts by supplier come to.
func (c *comparer) concentrationOf(amounts map[string]float64, text string, numbers ...float64) measured {
	countries, without := map[string]float64{}, []string{}
	for _, id := range slices.Sorted(maps.Keys(amounts)) {
		if country := c.countryOf(id); country != "" {
			countries[country] += amounts[id]
		} else {
			without = append(without, id)
		}
	}
	m := measured{fmt.Sprint(text, " without country ", without), numbers}
	for _, of := range []map[string]float64{amounts, countries} {
		sum, index := 0.0, 0.0
		for _, amount := range of {
			sum += amount
		}
		for _, id := range slices.Sorted(maps.Keys(of)) {
			m.text += " " + id
			m.numbers = append(m.numbers, of[id]/sum)
			index += of[id] / sum * of[id] / sum
		}
		m.numbers = append(m.numbers, index)
	}
	return m
}

// concentrated asks, and writes the answer as concentrationOf does. An expected answer without text is none.
func (c *comparer) concentrated(q supply.ConcentrationQuestion, expected measured) (got, want any, err error) {
	if expected.text != "" {
		want = expected
	}
	answer, err := supply.Concentration(context.Background(), c.Reader, q)
	if err != nil || want == nil {
		return answer, want, err
	}
	value := answer.Value
	m := measured{fmt.Sprint(answer.Visited, " links, unknown ", answer.Unknown, " without country ", append([]string{}, answer.WithoutCountry...)), []float64{answer.InputShare, value}}
	for _, of := range []struct {
		parts []supply.Part
		index float64
	}{{answer.Suppliers, answer.Index}, {answer.Countries, answer.CountryIndex}} {
		byAmount := func(a, b supply.Part) int { return cmp.Or(cmp.Compare(b.Share, a.Share), cmp.Compare(a.ID, b.ID)) }
		if !slices.IsSortedFunc(of.parts, byAmount) {
			m.text += " not in order"
		}
		slices.SortFunc(of.parts, func(a, b supply.Part) int { return cmp.Compare(a.ID, b.ID) })
		for _, p := range of.parts {
			m.text += " " + p.ID
			m.numbers = append(m.numbers, p.Share)
		}
		m.numbers = append(m.numbers, of.index)
	}
	return orSame(m, expected), want, nil
}
