package trade

import (
	"cmp"
	"context"
	"maps"
	"math"
	"slices"

	"partnir/analysis"
)

// Fit is how well what one country exports fits what another imports.
type Fit struct {
	// Index is 1 − ½ Σ_p |m_bp − x_ap|, 0 to 1, where x_ap is the share of the item p in the exports of a, and m_bp its share in the
	// imports of b: 0 where b imports nothing that a exports, 1 where the shares are the same.
	Index float64
	// Items are what a exports or b imports, those first that contribute most.
	Items []ComplementaryItem
}

// ComplementaryItem is the part of one product or industry in a Complementarity.
type ComplementaryItem struct {
	Item string
	// ExportShare is x_ap and ImportShare is m_bp, 0 to 1.
	ExportShare, ImportShare float64
	// Contribution is the lesser of the two shares. As each kind of share sums to 1, contributions sum to the index.
	Contribution float64
	// Exports are the flows out of a that ExportShare rests on, Imports those into b that ImportShare rests on, the largest
	// first.
	Exports, Imports []TradeFlow
}

// Complementarity is the trade complementarity of an exporter a and an importer b (Michael Michaely, Trade Preferential Agreements in
// Latin America, 1996). All their trade counts, whomever it is with. ok is false where the exporter exports nothing, or the importer
// imports nothing.
func (t *Trade) Complementarity(exporter, importer string) (c Fit, ok bool) {
	exports, imports := t.Exports[exporter], t.imports[importer]
	if exports == nil || imports == nil {
		return c, false
	}
	items := maps.Clone(exports.values)
	maps.Copy(items, imports.values)
	apart := 0.0
	for _, item := range slices.Sorted(maps.Keys(items)) {
		x, m := exports.share(item), imports.share(item)
		apart += math.Abs(m - x)
		c.Items = append(c.Items, ComplementaryItem{
			Item: item, ExportShare: x, ImportShare: m, Contribution: min(x, m),
			Exports: exports.largest(item), Imports: imports.largest(item),
		})
	}
	c.Index = min(1, max(0, 1-apart/2))
	slices.SortStableFunc(c.Items, func(a, b ComplementaryItem) int { return cmp.Compare(b.Contribution, a.Contribution) })
	return c, true
}

// ComplementarityQuestion asks how well the exports of one country fit the imports of another.
type ComplementarityQuestion struct {
	// Exporter and Importer are their ids.
	Exporter, Importer string
	Flows
}

// ComplementarityAnswer is how well exporter and importer fit.
type ComplementarityAnswer struct {
	// Exporter and Importer are their ids now.
	Exporter, Importer string
	Fit
	Counted
}

// Complementarity reads the exports of one country and the imports of another, in one plan, and answers how well they fit.
func Complementarity(ctx context.Context, r *analysis.Reader, ask ComplementarityQuestion) (*ComplementarityAnswer, error) {
	if err := ask.Check(); err != nil {
		return nil, err
	}
	q, err := r.Query("complementarity", ask.Scope)
	if err != nil {
		return nil, err
	}
	asked := []analysis.Asked{analysis.One("a", ask.Exporter, "Country"), analysis.One("b", ask.Importer, "Country")}
	rows, err := q.Find(ctx, "Country", asked, ask.between(q, false), ask.between(q, true))
	if err != nil {
		return nil, err
	}
	out := &ComplementarityAnswer{Exporter: rows[0].ID(), Importer: rows[1].ID()}
	if out.Exporter == out.Importer {
		return nil, analysis.Wrong("a and b are both %s; give two countries", out.Exporter)
	}
	reading := ask.reading()
	reading.add(out.Exporter, rows[0].Rows(1), false)
	reading.add(out.Importer, rows[1].Rows(2), true)
	trade, ok := (*Trade)(nil), false
	trade, out.Counted = reading.end()
	if out.Fit, ok = trade.Complementarity(out.Exporter, out.Importer); ok {
		return out, nil
	}
	if trade.Exports[out.Exporter] == nil {
		return nil, ask.without(ctx, r, out.Exporter, "exports", false)
	}
	return nil, ask.without(ctx, r, out.Importer, "imports", true)
}
