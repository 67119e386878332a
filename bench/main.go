// Command bench measures the API side by side with the limit and with peers, and writes a table.
//
// It starts a Neo4j, loads a generated graph and the starter graph into it and into an embedded store, starts every contender as a
// process of its own, checks that all give the same answers, and times them in turns. All that it starts is on loopback and ends
// with it.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// child as the first argument makes this program one of the benchmark's own processes.
const (
	child     = "child"
	serveName = "serve"
	loadName  = "load"
)

var (
	full  = sizes{Nodes: 1_000_000, Relationships: 5_000_000, Seed: 1, Starter: true}
	quick = sizes{Nodes: 4000, Relationships: 20_500, Seed: 1}

	fullPace  = pace{warm: 500 * time.Millisecond, slice: 250 * time.Millisecond, most: 5 * time.Second, slices: 8}
	quickPace = pace{warm: time.Millisecond, slice: 5 * time.Millisecond, most: 20 * time.Millisecond, slices: 1}
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := command(ctx, os.Args, os.Stdout, os.Stderr); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// options are what the benchmark is told.
type options struct {
	sizes
	pace
	// keep is a directory that keeps the loaded stores; out is the file that the table goes to.
	keep, out string
	// only are the names of questions and contenders to measure; empty measures all.
	questions, contenders []string
	heap, pageCache       int
	// quick says that no time counts.
	quick bool
	// line is how the benchmark was called.
	line string
}

func command(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	if len(args) > 2 && args[1] == child {
		if args[2] == serveName {
			return childServe(ctx, args[3:])
		}
		return childLoad(ctx, args[3:], stdout, stderr)
	}
	o, err := parse(args[1:], stderr)
	if errors.Is(err, flag.ErrHelp) {
		return nil
	}
	if err != nil {
		return err
	}
	return bench(ctx, o, stdout)
}

func parse(args []string, stderr io.Writer) (options, error) {
	o := options{sizes: full, pace: fullPace, line: strings.Join(append([]string{"go run ./bench"}, args...), " ")}
	var small bool
	var only, who string
	f := flag.NewFlagSet("bench", flag.ContinueOnError)
	f.SetOutput(stderr)
	f.IntVar(&o.Nodes, "nodes", full.Nodes, "nodes of the generated graph")
	f.IntVar(&o.Relationships, "relationships", full.Relationships, "relationships of the generated graph")
	f.BoolVar(&o.Starter, "starter", true, "load the starter graph too")
	f.Uint64Var(&o.Seed, "seed", full.Seed, "seed of the generated graph")
	f.BoolVar(&small, "quick", false, "a small graph and few requests: whether it works, not how fast")
	f.StringVar(&o.keep, "keep", "", "directory that keeps the loaded stores and is used again; empty keeps nothing")
	f.StringVar(&o.out, "out", "", "file for the table; empty prints it")
	f.StringVar(&only, "questions", "", "only these questions, by name, with commas")
	f.StringVar(&who, "contenders", "", "only these contenders: limit, peer, loaders, neo4j, embedded")
	f.IntVar(&o.heap, "neo4j-heap", 4096, "heap of Neo4j in MB")
	f.IntVar(&o.pageCache, "neo4j-page-cache", 3072, "page cache of Neo4j in MB")
	if err := f.Parse(args); err != nil {
		return o, err
	}
	if f.NArg() > 0 {
		return o, fmt.Errorf("%q is no flag; see -help", f.Arg(0))
	}
	if small {
		seed := o.Seed
		o.quick, o.sizes, o.pace, o.heap, o.pageCache = true, quick, quickPace, 1024, 256
		o.Seed = seed
	}
	o.questions, o.contenders = split(only), split(who)
	return o, nil
}

func split(names string) []string {
	return strings.FieldsFunc(names, func(r rune) bool { return r == ',' })
}

// bench loads, starts, checks, measures and writes, and stops all that it started.
func bench(ctx context.Context, o options, stdout io.Writer) (err error) {
	began := time.Now()
	r := &run{options: o}
	if r.shape, err = newShape(o.sizes); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, r.close()) }()
	if err := r.prepare(ctx); err != nil {
		return err
	}
	if err := r.load(ctx); err != nil {
		return err
	}
	if err := r.start(ctx); err != nil {
		return err
	}
	if err := r.measureAll(ctx); err != nil {
		return err
	}
	r.took = time.Since(began)
	table := r.table()
	if o.out == "" {
		_, err = io.WriteString(stdout, table)
		return err
	}
	if err := os.WriteFile(filepath.Clean(o.out), []byte(table), 0o644); err != nil {
		return fmt.Errorf("writing the table: %w", err)
	}
	note("the table is in %s", o.out)
	return nil
}
