package suite

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"

	"partnir/suite/graphtext"

	"partnir/plan/mapping"
	"partnir/store"
)

// writtenLists are lists that another client adds to, as pagedLists.
var writtenLists = []struct{ around, path, field, order string }{
	{"{ %s }", "projects", "projects", "[{name: ASC}]"},
	{"{ %s }", "projects", "projects", "[{amountUsd: DESC}, {year: ASC}]"},
	{`{ country(id: "country:CHN") { %s } }`, "country.projects", "projects", "[{amountUsd: ASC}]"},
	{`{ country(id: "country:CHN") { %s } }`, "country.projects", "projects", "[{node: {name: DESC}}]"},
}

const (
	// writtenBefore is how many projects a list has before the walks.
	writtenBefore = 30
	// writtenTimes is how often the other client adds some from the beginning of a walk on, and writtenAtOnce how many each time.
	writtenTimes, writtenAtOnce = 3, 4
)

// pagesWhileWriting walks lists while another client adds to them. What was there before a walk comes once, and in the
// same order; what is added meanwhile may come, but not twice.
func (s Suite) pagesWhileWriting(t *testing.T) {
	a := s.loaded(t)
	w := &projectWriter{m: a.mapping, store: a.store, random: rand.New(rand.NewPCG(s.Seed, 0)),
		turns: make(chan struct{}, writtenTimes*2*len(writtenLists))}
	if err := w.add(writtenBefore); err != nil {
		t.Fatal(err)
	}
	stop := w.start(t)
	met := 0
	for _, l := range writtenLists {
		for _, forward := range []bool{true, false} {
			met += a.walkWhileWriting(t, w, l.around, l.path, l.field, l.order, forward)
		}
	}
	stop()
	t.Logf("%d projects, of which the walks met %d that were added meanwhile", w.written, met)
	if met == 0 {
		t.Error("nothing was added while a list was walked: this shows nothing")
	}
}

// walkWhileWriting walks a list and returns how many of its nodes came after the walk began.
func (a *asker) walkWhileWriting(t *testing.T, w *projectWriter, around, path, field, order string, forward bool) int {
	before := a.page(t, around, path, field+"(first: 200, orderBy: "+order+")", true)
	for range writtenTimes {
		w.turns <- struct{}{}
	}
	walked := a.walk(t, around, path, field, order, 5, len(before.ids)+cap(w.turns)*writtenAtOnce, forward)
	known := map[string]bool{}
	for _, id := range before.ids {
		known[id] = true
	}
	seen, meanwhile := map[string]bool{}, 0
	var kept []string
	for _, id := range walked {
		switch {
		case known[id]:
			kept = append(kept, id)
		case seen[id]:
			t.Errorf("%s by %s: %s came twice", path, order, id)
		default:
			meanwhile++
		}
		seen[id] = true
	}
	if !slices.Equal(kept, before.ids) {
		t.Errorf("%s by %s, forward %v: of what was there before, the pages have\n%v\nwant\n%v", path, order, forward, kept, before.ids)
	}
	return meanwhile
}

// projectWriter adds projects of China with random names and values, many of them equal or missing.
type projectWriter struct {
	m       *mapping.Mapping
	store   store.Store
	random  *rand.Rand
	written int
	// turns are how often it is to add some.
	turns chan struct{}
}

// start adds some for each turn until it is stopped. Stopping waits for the last of them.
func (w *projectWriter) start(t *testing.T) (stop func()) {
	done := make(chan struct{})
	var wg sync.WaitGroup
	wg.Go(func() {
		for {
			select {
			case <-done:
				return
			case <-w.turns:
			}
			if err := w.add(writtenAtOnce); err != nil {
				t.Error(err)
				return
			}
		}
	})
	stop = sync.OnceFunc(func() {
		close(done)
		wg.Wait()
	})
	t.Cleanup(stop)
	return stop
}

func (w *projectWriter) add(n int) error {
	var lines []string
	for range n {
		w.written++
		id := fmt.Sprintf("project:written-%d", w.written)
		line := fmt.Sprintf("node %s Project name=%q kind=\"RESEARCH\"", id, strings.Repeat("é", w.random.IntN(3))+string(rune('a'+w.random.IntN(26))))
		link := "rel PARTICIPATES_IN country:CHN " + id + ` "FUNDER" role="FUNDER"`
		if w.random.IntN(3) > 0 {
			amount := fmt.Sprintf(" amountUsd=%d", w.random.IntN(20))
			line, link = line+amount, link+amount
		}
		if w.random.IntN(2) > 0 {
			line += fmt.Sprintf(" year=%d", 2000+w.random.IntN(10))
		}
		lines = append(lines, line, link)
	}
	slices.Sort(lines) // nodes stand before relationships
	records, err := graphtext.Read(w.m, lines)
	if err != nil {
		return err
	}
	return w.store.Load(context.Background(), records, nil)
}
