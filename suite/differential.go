package suite

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"sync"
	"sync/atomic"
	"testing"

	"partnir/graph"
	"partnir/plan/mapping"
	"partnir/store"
	"partnir/suite/random"
)

// Differential compares stores with the reference, and so with each other, on random operations over random graphs: byte for byte, errors
// and their paths included. All of it follows from the seed, which is printed. What fails is made small, and printed as a case to keep.
type Differential struct {
	// Stores open an empty store, by the name of the store.
	Stores map[string]func(t *testing.T, m *mapping.Mapping) store.Store
	// Texts is how many texts of operations there are in a round, Graphs how many graphs each of them is asked of, with other values of its
	// variables each time. Neo4j takes far longer to plan a text that it has not seen than to answer it.
	Texts, Graphs int
	// Seed begins the first round, and Operations is how many operations there are at least: as many rounds as it takes.
	Seed       uint64
	Operations int
	// Statements, where set, is the number of statements that the store of that name has sent so far; it must be one for each root field.
	Statements map[string]func() int64
}

// DifferentialFlags declares -seed and -operations, of which there are so many unless told otherwise. A million operations on the embedded
// store alone, and on Neo4j beside it:
//
//	go test ./suite/onembedded -run TestDifferential -operations 1000000 -timeout 0
//	go test -tags deep ./suite/onneo4j -run TestDifferential -operations 1000000 -timeout 0
func DifferentialFlags(many int) (seed *uint64, operations *int) {
	return flag.Uint64("seed", 1, "seed of the first round of random operations"),
		flag.Int("operations", many, "how many random operations to compare at least")
}

// Run runs rounds until there are enough operations.
func (d Differential) Run(t *testing.T) {
	m := Mapping(t)
	done, refused, missing := 0, 0, 0
	for seed := d.Seed; done < d.Operations && !t.Failed(); seed++ {
		r := &round{Differential: d, t: t, m: m, seed: seed, random: random.New(seed, graph.Schema(), m)}
		r.run()
		done, refused, missing = done+r.done, refused+r.refused, missing+r.missing
	}
	t.Logf("from seed %d: %d operations, each of %d texts on %d graphs a round; %d had wrong input, %d lacked a value that the schema promises",
		d.Seed, done, d.Texts, d.Graphs, refused, missing)
	if done >= 1000 && (refused < done/50 || refused > done/3 || missing < done/500) {
		t.Error("the mixture shows too little")
	}
}

// round is the work on one seed.
type round struct {
	Differential
	t      *testing.T
	m      *mapping.Mapping
	seed   uint64
	random *random.Generator
	// done are the operations so far, refused those with wrong input, missing those whose answer lacks a value that is promised.
	done, refused, missing int
}

// trial is an operation with its values, and what the reference answers.
type trial struct {
	query string
	// variables are JSON: coercion changes what it is given.
	variables []byte
	// scope is that of the request; nil for none.
	scope map[string]any
	want  []byte
}

func (r *round) run() {
	var operations []*random.Operation
	for range r.Graphs {
		records := r.random.Graph()
		pool := random.NewPool(records, BaseIRI)
		for len(operations) < r.Texts {
			operations = append(operations, r.random.Operation(pool, size(len(operations))))
		}
		all := r.askReference(records, pool, operations)
		r.done += len(all)
		for name := range r.Stores {
			r.compare(name, records, all)
		}
		if r.t.Failed() {
			return
		}
	}
}

// size is how many lists, links and aggregates an operation has at most: few in most, many in some.
func size(i int) int {
	switch {
	case i%20 == 0:
		return 8
	case i%4 == 0:
		return 4
	}
	return 1 + i%2
}

// askReference draws values for all operations and answers them; those that take cursors are asked again with cursors of their answer.
func (r *round) askReference(records *store.Records, pool *random.Pool, operations []*random.Operation) []trial {
	truth, err := newTruth(records)
	if err != nil {
		r.t.Fatal(err)
	}
	var all []trial
	ask := func(query string, variables, scope map[string]any) []byte {
		text, err := json.Marshal(variables)
		if err != nil {
			r.t.Fatal(err)
		}
		a := trial{query, text, scope, truth.askIn(query, decodeVariables(text), scope)}
		all = append(all, a)
		if bytes.Contains(a.want, []byte(`"code":"BAD_USER_INPUT"`)) {
			r.refused++
		}
		if bytes.Contains(a.want, []byte(`"code":"INTERNAL"`)) {
			r.missing++
		}
		return a.want
	}
	for _, o := range operations {
		variables, scope := o.Variables(pool), r.random.RequestScope()
		answer := ask(o.Query, variables, scope)
		for range 2 {
			next, ok := r.random.WithCursors(o, variables, answer)
			if !ok {
				break
			}
			answer = ask(o.Query, next, scope)
		}
	}
	return all
}

func decodeVariables(text []byte) map[string]any {
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	var variables map[string]any
	if err := d.Decode(&variables); err != nil {
		panic(err) // it was encoded by us
	}
	return variables
}

// subject is a store under comparison, with the records that it holds.
type subject struct {
	name   string
	open   func() store.Store
	m      *mapping.Mapping
	store  *asker
	loaded *store.Records
}

// hold makes the store hold exactly these records.
func (s *subject) hold(records *store.Records) error {
	if s.loaded == records {
		return nil
	}
	if err := s.close(); err != nil {
		return err
	}
	s.store, s.loaded = newAsker(s.open(), s.m), records
	return s.store.store.Load(context.Background(), records, nil)
}

func (s *subject) close() error {
	if s.store == nil {
		return nil
	}
	return s.store.store.Close(context.Background())
}

// ask answers a question. An error of the store is an answer that is never right.
func (s *subject) ask(query string, variables []byte, scope map[string]any) (answer []byte, reads int) {
	r, err := s.store.askIn(context.Background(), query, decodeVariables(variables), scope)
	if err != nil {
		return []byte("the error " + err.Error()), r.reads
	}
	return r.answer, r.reads
}

// compare asks a store all operations, two at a time.
func (r *round) compare(name string, records *store.Records, all []trial) {
	s := &subject{name: name, open: func() store.Store { return r.Stores[name](r.t, r.m) }, m: r.m}
	if err := s.hold(records); err != nil {
		r.t.Fatalf("seed %d: loading %s: %v", r.seed, name, err)
	}
	defer func() {
		if err := s.close(); err != nil {
			r.t.Errorf("closing %s: %v", name, err)
		}
	}()
	sent := func() int64 { return 0 }
	if r.Statements[name] != nil {
		sent = r.Statements[name]
	}
	before := sent()
	answers := make([][]byte, len(all))
	var next, reads atomic.Int64
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() {
			for i := next.Add(1) - 1; i < int64(len(all)); i = next.Add(1) - 1 {
				answer, n := s.ask(all[i].query, all[i].variables, all[i].scope)
				answers[i] = answer
				reads.Add(int64(n))
			}
		})
	}
	wg.Wait()
	if n := sent() - before; r.Statements[name] != nil && n != reads.Load() {
		r.t.Errorf("seed %d: %s sent %d statements for %d reads", r.seed, name, n, reads.Load())
	}
	for i, a := range all {
		if !same(answers[i], a.want) {
			r.report(s, a, answers[i])
			return
		}
	}
}

// report makes a failure small and prints it.
func (r *round) report(s *subject, a trial, got []byte) {
	f := &failure{m: r.m, records: s.loaded, query: a.query, variables: decodeVariables(a.variables), scope: a.scope}
	f.fails = func(records *store.Records, query string, variables map[string]any) bool {
		truth, err := newTruth(records)
		if err != nil || s.hold(records) != nil {
			return false
		}
		text, _ := json.Marshal(variables) // they came from JSON
		answer, _ := s.ask(query, text, f.scope)
		return !same(answer, truth.askIn(query, decodeVariables(text), f.scope))
	}
	if !f.fails(f.records, f.query, f.variables) {
		r.t.Errorf("seed %d: once, and not again, %s has\n%s\nto\n%s\n%s\n%v\nwhere the reference has\n%s", r.seed, s.name, got, a.query, a.variables, a.scope, a.want)
		return
	}
	f.shrink()
	r.t.Errorf("seed %d: %s and the reference differ. Keep this as suite/cases/…/….txtar, and say above it what it shows:\n%s",
		r.seed, s.name, f.text(s))
}
