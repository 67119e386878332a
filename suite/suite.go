package suite

import (
	"context"
	"testing"

	"partnir/plan/mapping"
	"partnir/store"
	"partnir/suite/compare"
)

// Suite is what a store must do. Every store runs all of it: there is no way to leave a part out.
type Suite struct {
	// Open returns an empty store. The suite closes it, and opens no other one before.
	Open func(t *testing.T, m *mapping.Mapping) store.Store
	// Statements says that the store sends a statement for each plan. The cases hold it as cypher.txt.
	Statements bool
	// Update writes what the cases come to into their files, instead of comparing. Read the difference before you keep it.
	Update bool
	// Seed begins the random questions; 0 stands for 1. Questions is how many there are of each kind; 0 stands for 150.
	Seed      uint64
	Questions int
}

// Run runs the suite as subtests.
func (s Suite) Run(t *testing.T) {
	s.RunCases(t)
	s.RunReading(t)
	s.RunRecords(t)
	s.RunLoading(t)
}

// RunRecords asks for what only graphs of the suite's own show: the cases with graphs of their own, verbs compared with all records, and a new type.
func (s Suite) RunRecords(t *testing.T) {
	s = s.whole()
	t.Run("case with its own graph", func(t *testing.T) { s.ownCases(t) })
	t.Run("comparisons", func(t *testing.T) { compare.Comparisons(t, s.compared(t)) })
	t.Run("supply", func(t *testing.T) { compare.Supply(t, s.compared(t)) })
	t.Run("new type", func(t *testing.T) { s.newType(t) })
}

// RunLoading runs what a store must do with records: take them, take them again, and refuse them.
func (s Suite) RunLoading(t *testing.T) {
	s = s.whole()
	t.Run("loading", func(t *testing.T) {
		t.Run("everything", func(t *testing.T) { s.everything(t) })
		t.Run("counts", func(t *testing.T) { s.counts(t) })
		t.Run("twice", func(t *testing.T) { s.twice(t) })
		t.Run("replaced", func(t *testing.T) { s.replaced(t) })
		t.Run("missing end", func(t *testing.T) { s.missingEnd(t) })
		t.Run("cancelled", func(t *testing.T) { s.cancelledLoad(t) })
		t.Run("refused", func(t *testing.T) { s.refused(t) })
		t.Run("traded places", func(t *testing.T) { s.tradedPlaces(t) })
	})
}

// compared is what package compare is to ask.
func (s Suite) compared(t *testing.T) compare.Options {
	t.Helper()
	m := Mapping(t)
	open := func(t *testing.T) store.Store { return s.openWith(t, m) }
	return compare.Options{Open: open, Mapping: m, Seed: s.Seed, Questions: s.Questions}
}

// whole is the suite with what is left out of it.
func (s Suite) whole() Suite {
	if s.Seed == 0 {
		s.Seed = 1
	}
	if s.Questions == 0 {
		s.Questions = 150
	}
	return s
}

// RunCases asks the questions of all cases about the fixture. A store that passes Run and has other ways to read passes this, and RunReading, with each of them.
func (s Suite) RunCases(t *testing.T) {
	s = s.whole()
	t.Run("case", func(t *testing.T) {
		a := s.loaded(t)
		s.cases(t, a)
		t.Run("concurrent", func(t *testing.T) { s.concurrent(t, a) })
	})
}

// RunReading runs what else depends on how nouns are read.
func (s Suite) RunReading(t *testing.T) {
	s = s.whole()
	t.Run("reading", func(t *testing.T) {
		a := s.loaded(t)
		t.Run("pages", func(t *testing.T) { s.pages(t, a) })
		t.Run("pages of verbs", func(t *testing.T) { s.verbPages(t, a) })
		t.Run("complement", func(t *testing.T) { s.complement(t, a) })
		t.Run("search", func(t *testing.T) { s.search(t, a) })
		t.Run("cancelled", func(t *testing.T) { s.cancelled(t, a) })
	})
	t.Run("vocabularies", func(t *testing.T) { s.vocabularies(t) })
	t.Run("pages meanwhile", func(t *testing.T) { s.pagesWhileWriting(t) })
}

// open opens an empty store and closes it at the end of the test.
func (s Suite) open(t *testing.T) *asker {
	t.Helper()
	m := Mapping(t)
	return newAsker(s.openWith(t, m), m)
}

// openWith opens an empty store of a mapping and closes it at the end of the test.
func (s Suite) openWith(t *testing.T, m *mapping.Mapping) store.Store {
	t.Helper()
	store := s.Open(t, m)
	t.Cleanup(func() {
		if err := store.Close(context.WithoutCancel(t.Context())); err != nil {
			t.Errorf("closing the store: %v", err)
		}
	})
	return store
}

// loaded opens a store that holds the fixture.
func (s Suite) loaded(t *testing.T) *asker {
	t.Helper()
	a := s.open(t)
	load(t, a, Fixture(a.mapping))
	return a
}

func load(t *testing.T, a *asker, records *store.Records) {
	t.Helper()
	if err := a.store.Load(context.Background(), records, nil); err != nil {
		t.Fatalf("loading: %v", err)
	}
}

// mustKnow returns the reference over records.
func mustKnow(t *testing.T, records *store.Records) truth {
	t.Helper()
	x, err := newTruth(records)
	if err != nil {
		t.Fatal(err)
	}
	return x
}

// mustAsk asks the reference a question without variables.
func (x truth) mustAsk(query string) []byte { return x.ask(query, nil) }

// asking asks a store questions without variables that must have an answer.
func asking(t *testing.T, a *asker) func(query string) []byte {
	return func(query string) []byte {
		t.Helper()
		return mustAsk(t, a, query, nil)
	}
}

// mustAsk asks a question that must have an answer without errors.
func mustAsk(t *testing.T, a *asker, query string, variables map[string]any) []byte {
	t.Helper()
	r, err := a.ask(context.Background(), query, variables)
	if err != nil {
		t.Fatalf("%s\n%v", query, err)
	}
	return r.answer
}
