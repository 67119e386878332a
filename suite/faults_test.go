package suite

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"slices"
	"testing"

	"partnir/embedded"
	"partnir/plan"
	"partnir/plan/mapping"
	"partnir/store"
)

// faulty is a store with a fault.
type faulty struct {
	store.Store
	// many changes each list of a plan before it is read, records what is loaded, and found the row of a search.
	many    func(*plan.Many)
	records func(*store.Records)
	found   func(row []any)
	// deaf does not look at the context.
	deaf bool
}

func (s faulty) Read(ctx context.Context, p *plan.Plan) ([]any, error) {
	if s.deaf {
		ctx = context.WithoutCancel(ctx)
	}
	if s.many != nil && p.Many != nil {
		s.list(p.Many)
	} else if s.many != nil {
		s.selection(p.Lookup.Select)
	}
	row, err := s.Store.Read(ctx, p)
	if err == nil && p.Search != nil && s.found != nil {
		s.found(row)
	}
	return row, err
}

func (s faulty) list(m *plan.Many) {
	s.many(m)
	s.selection(m.Select)
}

func (s faulty) selection(selection *plan.Selection) {
	if selection == nil {
		return
	}
	for _, c := range selection.Columns {
		s.selection(c.Select)
		if c.One != nil {
			s.selection(c.One.Select)
		}
		if c.Many != nil {
			s.list(c.Many)
		}
	}
}

func (s faulty) Load(ctx context.Context, records *store.Records, progress func(done, total int)) error {
	if s.records != nil {
		records = &store.Records{Nodes: slices.Clone(records.Nodes), Relationships: records.Relationships}
		s.records(records)
	}
	return s.Store.Load(ctx, records, progress)
}

// faults are mistakes that a store could make, with the part of the suite that must find each.
var faults = map[string]struct {
	faulty
	part string
}{
	"no cursor":          {faulty{many: func(m *plan.Many) { m.After = nil }}, "reading/pages"},
	"no condition":       {faulty{many: func(m *plan.Many) { m.Where = nil }}, "reading/complement"},
	"always ascending":   {faulty{many: func(m *plan.Many) { setOrder(m, func(k *plan.OrderKey) { k.Descending = false }) }}, "differential"},
	"never from the end": {faulty{many: func(m *plan.Many) { setOrder(m, func(k *plan.OrderKey) { k.Reverse = false }) }}, "reading/pages"},
	"ties by chance":     {faulty{many: func(m *plan.Many) { m.Order = m.Order[:max(0, len(m.Order)-1)] }}, "case"},
	"no former ids":      {faulty{records: func(r *store.Records) { eachNode(r, func(n *store.Node) { n.FormerIDs = nil }) }}, "case"},
	"evidence turned":    {faulty{records: func(r *store.Records) { eachNode(r, func(n *store.Node) { n.Evidence = reversed(n.Evidence) }) }}, "loading/everything"},
	"one record too few": {faulty{records: func(r *store.Records) { r.Relationships = r.Relationships[1:] }}, "loading/counts"},
	"no description":     {faulty{found: withoutDescriptions}, "reading/search"},
	"deaf":               {faulty{deaf: true}, "reading/cancelled"},
}

func setOrder(m *plan.Many, set func(*plan.OrderKey)) {
	m.Order = slices.Clone(m.Order)
	for i := range m.Order {
		set(&m.Order[i])
	}
}

func eachNode(r *store.Records, change func(*store.Node)) {
	for i := range r.Nodes {
		change(&r.Nodes[i])
	}
}

func reversed(evidence []store.Evidence) []store.Evidence {
	evidence = slices.Clone(evidence)
	slices.Reverse(evidence)
	return evidence
}

// withoutDescriptions takes the hits of descriptions out of the row of a search.
func withoutDescriptions(row []any) {
	rows, _ := row[1].([]any)
	row[1] = slices.DeleteFunc(rows, func(r any) bool { return r.([]any)[2] == "DESCRIPTION" })
}

// faultVariable names the fault that TestWithFault runs the suite on.
const faultVariable = "PLANTEST_FAULT"

// TestFaults shows that the suite fails where a store has a fault. Each fault runs in a process of its own, for a test that must fail
// cannot pass.
func TestFaults(t *testing.T) {
	for name, fault := range faults {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			run := exec.Command(os.Args[0], "-test.run=^TestWithFault$/"+fault.part+"$")
			run.Env = append(os.Environ(), faultVariable+"="+name)
			out, err := run.CombinedOutput()
			if failed := bytes.Contains(out, []byte("--- FAIL: TestWithFault/"+fault.part)); err == nil || !failed {
				t.Errorf("%s does not find the fault: %v\n%s", fault.part, err, out)
			}
		})
	}
}

// TestWithFault is the other process of TestFaults; on its own it does nothing.
func TestWithFault(t *testing.T) {
	fault, ok := faults[os.Getenv(faultVariable)]
	if !ok {
		return
	}
	open := func(t *testing.T, m *mapping.Mapping) store.Store {
		store := fault.faulty
		var err error
		if store.Store, err = embedded.Open(context.Background(), "", m); err != nil {
			t.Fatal(err)
		}
		return store
	}
	Suite{Open: open, Questions: 50}.Run(t)
	t.Run("differential", func(t *testing.T) {
		Differential{
			Stores: map[string]func(*testing.T, *mapping.Mapping) store.Store{"faulty": open}, Texts: 100, Graphs: 1, Seed: 1, Operations: 100,
		}.Run(t)
	})
}
