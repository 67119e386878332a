package analysistest

import (
	"fmt"
	"math"
	"math/rand/v2"
)

// Flow is a flow of one item between countries, with the fields of trade.TradeFlow.
type Flow struct {
	ID, From, To, Item string
	ValueUSD           float64
}

// RandomFlows are flows between up to 12 countries in up to 9 items, with parallel flows, flows inside a country and flows of nothing.
func RandomFlows(r *rand.Rand) (flows []Flow, countries []string) {
	for i := range 2 + r.IntN(11) {
		countries = append(countries, fmt.Sprint("country", i))
	}
	items := 1 + r.IntN(9)
	for i := range r.IntN(150) {
		flows = append(flows, Flow{
			ID:   fmt.Sprintf("%03d", i),
			From: countries[r.IntN(len(countries))], To: countries[r.IntN(len(countries))],
			Item: fmt.Sprint("item", r.IntN(items)), ValueUSD: float64(r.IntN(6)) * math.Exp(r.NormFloat64()),
		})
	}
	return flows, countries
}
