package supply

import (
	"cmp"
	"math"
	"slices"

	"partnir/analysis"
	"partnir/analysis/rules"
)

// The weights of the terms of an alternative. They sum to 1.
const (
	capacityWeight     = 0.45
	presentWeight      = 0.3
	independenceWeight = 0.1
	intensityWeight    = 0.05
	sameGroupsWeight   = 0.05
	sameRulesWeight    = 0.05
	// ofCustomer is what those terms weigh together that compare with a customer.
	ofCustomer = presentWeight + sameGroupsWeight + sameRulesWeight
)

// AlternativesView is what the alternatives to a supplier are found by.
type AlternativesView struct {
	// Customer is its id; "" where the supplier is to be replaced for all that it supplies.
	Customer string
	// Value is what is to be replaced in US dollars; NaN where it is not known.
	Value float64
	// Intensity is the emission intensity of the supplier.
	Intensity Ground
	// Threshold is the greatest loss of an alternative, 0 to 1.
	Threshold  float64
	Candidates []Candidate
	// Groups are those that the customer belongs to; their actors are those of the question that belong to them.
	Groups []analysis.Hub
	// Rules are the ids of the rules that an actor adopted, each once and in order, by the actor.
	Rules map[string][]string
}

// Ground is a number with what it rests on.
type Ground struct {
	// Value is NaN where it is not known.
	Value float64
	// Because and Links are those of a Term.
	Because []string
	Links   []analysis.Link
}

// Candidate is an actor that supplies the same item.
type Candidate struct {
	Actor string
	// Delivers is what it delivers of the item to all, in US dollars.
	Delivers Ground
	// Part is its part of what the customer buys of the item from others than the supplier and itself, 0 to 1.
	Part Ground
	// Loss is the part of its output that it loses where the supplier loses all of its capacity, 0 to 1.
	Loss Ground
	// Intensity is its emission intensity, in the unit of the supplier's.
	Intensity Ground
}

// Alternatives are the candidates that lose no more than the threshold where the supplier fails, the best first; dependent are the
// others, those first that lose most. Each alternative has six terms, of values from 0 to 1:
//
//   - CAPACITY (weight 0.45): S ÷ (S + V), S what it delivers of the item to all and V what is to be replaced, in US dollars;
//   - LINKS (0.3): its part of what the customer buys of the item already, from others than the supplier;
//   - INDEPENDENCE (0.1): 1 − its loss where the supplier loses all of its capacity;
//   - INTENSITY (0.05): e ÷ (e + x), e the emission intensity of the supplier and x its own: 0.5 where they are equal, more where it is
//     cleaner;
//   - GROUPS (0.05): the Adamic–Adar index of the groups that it and the customer belong to, over that of one that belongs to all those of the
//     customer;
//   - RULES (0.05): the Jaccard index of the rules that it and the customer adopted.
//
// What is not known is worth 0. Without a customer there are no links, groups and rules, and the others weigh so much more that the
// weights sum to 1 again.
func (v *AlternativesView) Alternatives() (alternatives []analysis.Suggestion, dependent []Candidate) {
	groups, whole := analysis.AdamicAdar(v.Customer, v.Groups)
	for _, c := range v.Candidates {
		if c.Loss.Value > v.Threshold {
			dependent = append(dependent, c)
			continue
		}
		terms := []analysis.Term{
			c.Delivers.term("CAPACITY", capacityWeight, partOf(c.Delivers.Value, v.Value)),
			c.Part.term("LINKS", presentWeight, c.Part.Value),
			c.Loss.term("INDEPENDENCE", independenceWeight, 1-c.Loss.Value),
			v.intensity(c),
			{Name: "GROUPS", Weight: sameGroupsWeight},
			v.rules(c.Actor),
		}
		if s, has := groups[c.Actor]; has && whole > 0 {
			terms[4].Value, terms[4].Because = s.Value/whole, s.Hubs
		}
		alternatives = append(alternatives, analysis.NewSuggestion(c.Actor, v.weighed(terms)...))
	}
	slices.SortStableFunc(dependent, func(a, b Candidate) int {
		return cmp.Or(cmp.Compare(b.Loss.Value, a.Loss.Value), cmp.Compare(a.Actor, b.Actor))
	})
	return analysis.BestSuggestions(alternatives, len(alternatives)), dependent
}

// weighed leaves out the terms that compare with a customer where there is none.
func (v *AlternativesView) weighed(terms []analysis.Term) []analysis.Term {
	if v.Customer != "" {
		return terms
	}
	general := []analysis.Term{terms[0], terms[2], terms[3]}
	for i := range general {
		general[i].Weight /= 1 - ofCustomer
	}
	return general
}

// term is the term of a value that rests on what the ground rests on; 0 and without reasons where the value is not known.
func (g Ground) term(name string, weight, value float64) analysis.Term {
	if math.IsNaN(value) {
		return analysis.Term{Name: name, Weight: weight}
	}
	return analysis.Term{Name: name, Value: value, Weight: weight, Because: g.Because, Links: g.Links}
}

// partOf is a ÷ (a + b); 0.5 where both are 0, NaN where one is not known or below 0.
func partOf(a, b float64) float64 {
	switch {
	case !(a >= 0 && b >= 0):
		return math.NaN()
	case a == b:
		return 0.5
	}
	return a / (a + b)
}

// intensity is the term of the emission intensity of a candidate. It rests on its figure and on that of the supplier.
func (v *AlternativesView) intensity(c Candidate) analysis.Term {
	both := Ground{Because: append(slices.Clone(c.Intensity.Because), v.Intensity.Because...)}
	if len(both.Because) == 2 && both.Because[0] == both.Because[1] {
		both.Because = both.Because[:1]
	}
	return both.term("INTENSITY", intensityWeight, partOf(v.Intensity.Value, c.Intensity.Value))
}

// rules is the term of the rules that a candidate and the customer adopted.
func (v *AlternativesView) rules(candidate string) analysis.Term {
	t := analysis.Term{Name: "RULES", Weight: sameRulesWeight}
	own, other := v.Rules[v.Customer], v.Rules[candidate]
	for _, rule := range other {
		if _, adopted := slices.BinarySearch(own, rule); adopted {
			t.Because = append(t.Because, rule)
		}
	}
	t.Value, _ = rules.Jaccard(len(t.Because), len(own)+len(other)-len(t.Because))
	return t
}

// Parts are the parts that suppliers have of what a customer buys through the links that carry says yes to, by supplier, with the places of
// these links in Links. What the customer and one other supplier deliver does not count.
func (n *Network) Parts(customer, without int, carry func(link int) bool) (parts map[int]float64, links map[int][]int) {
	parts, links = map[int]float64{}, map[int][]int{}
	sum := 0.0
	for link := n.first[customer]; link < n.first[customer+1]; link++ {
		l := n.Links[link]
		if l.Share > 0 && l.Supplier != customer && l.Supplier != without && carry(link) {
			parts[l.Supplier] += l.Share
			links[l.Supplier] = append(links[l.Supplier], link)
			sum += l.Share
		}
	}
	for supplier := range parts {
		parts[supplier] /= sum
	}
	return parts, links
}
