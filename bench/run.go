package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"partnir/cypher/neo4jtest"
)

// run is one run of the benchmark.
type run struct {
	options
	shape shape
	// dir holds the stores and programs; it goes at the end where it is temporary.
	dir       string
	temporary bool
	// self and product are the programs, peer the directory of the peer's.
	self, product, peer string
	neo4j               *neo4jtest.Server
	contenders          []*contender
	// peerMissing says why the peer is left out.
	peerMissing string
	state       state
	results     []*result
	neo4jMemory int64
	took        time.Duration
}

// state is what a kept directory holds, and what was measured while it was loaded.
type state struct {
	Sizes    sizes
	Neo4j    *loaded
	Embedded *loaded
}

func (r *run) embeddedFile() string { return filepath.Join(r.dir, "embedded.db") }
func (r *run) neo4jHome() string    { return filepath.Join(r.dir, "neo4j") }
func (r *run) stateFile() string    { return filepath.Join(r.dir, "state.json") }

// prepare makes the directory and builds the programs.
func (r *run) prepare(ctx context.Context) (err error) {
	if r.dir = r.keep; r.dir == "" {
		r.temporary = true
		if r.dir, err = os.MkdirTemp("", "partnir-bench-"); err != nil {
			return err
		}
	} else if err := os.MkdirAll(r.dir, 0o755); err != nil {
		return err
	}
	if r.dir, err = filepath.Abs(r.dir); err != nil {
		return err
	}
	b, err := os.ReadFile(r.stateFile())
	switch {
	case errors.Is(err, fs.ErrNotExist):
		r.state.Sizes = r.sizes
	case err != nil:
		return err
	default:
		if err := json.Unmarshal(b, &r.state); err != nil {
			return fmt.Errorf("%s: %w; remove the directory", r.stateFile(), err)
		}
		if r.state.Sizes != r.sizes {
			return fmt.Errorf("%s holds a graph of %+v, not of %+v; remove it, or give another directory", r.dir, r.state.Sizes, r.sizes)
		}
	}
	if r.self, err = os.Executable(); err != nil {
		return err
	}
	r.product = filepath.Join(r.dir, "partnir")
	// The server is built as its own module has it, which is another than this.
	root, err := exec.CommandContext(ctx, "go", "list", "-m", "-f", "{{.Dir}}", "partnir").Output()
	if err != nil {
		return fmt.Errorf("finding the server: %w", err)
	}
	build := exec.CommandContext(ctx, "go", "build", "-C", strings.TrimSpace(string(root)), "-o", r.product, ".")
	if out, err := build.CombinedOutput(); err != nil {
		return fmt.Errorf("building the server: %w\n%s", err, out)
	}
	return r.preparePeer(ctx)
}

// wants reports whether a contender is to be measured.
func (r *run) wants(name string) bool {
	return len(r.options.contenders) == 0 || slices.Contains(r.options.contenders, name)
}

// load starts Neo4j and loads the stores that are not loaded yet.
func (r *run) load(ctx context.Context) (err error) {
	if r.state.Neo4j == nil {
		if err := os.RemoveAll(r.neo4jHome()); err != nil {
			return err
		}
	}
	note("starting Neo4j")
	r.neo4j, err = neo4jtest.Start(ctx, neo4jtest.Options{Home: r.neo4jHome(), Heap: r.heap, PageCache: r.pageCache, Brief: r.quick})
	if err != nil {
		return err
	}
	if r.state.Neo4j == nil {
		note("loading Neo4j")
		l, err := r.loadStore(ctx, "neo4j", r.neo4j.URI)
		if err != nil {
			return err
		}
		if err := r.replan(ctx); err != nil {
			return err
		}
		if l.Size, err = sizeOf(filepath.Join(r.neo4jHome(), "data", "databases")); err != nil {
			return err
		}
		r.state.Neo4j = l
		if err := r.saveState(); err != nil {
			return err
		}
	}
	if r.state.Embedded == nil {
		for _, suffix := range []string{"", "-wal", "-shm"} {
			if err := os.RemoveAll(r.embeddedFile() + suffix); err != nil {
				return err
			}
		}
		note("loading the embedded store")
		l, err := r.loadStore(ctx, "embedded", r.embeddedFile())
		if err != nil {
			return err
		}
		if l.Size, err = sizeOf(r.embeddedFile()); err != nil {
			return err
		}
		r.state.Embedded = l
		return r.saveState()
	}
	return nil
}

func (r *run) loadStore(ctx context.Context, store, place string) (*loaded, error) {
	s, err := json.Marshal(r.sizes)
	if err != nil {
		return nil, err
	}
	l := &loaded{}
	return l, runChild(ctx, r.self, os.Stderr, l, loadName, store, place, string(s))
}

func (r *run) saveState() error {
	b, err := json.MarshalIndent(r.state, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(r.stateFile(), b, 0o644)
}

// replan has Neo4j count again what its indexes hold, so that plans are made for the whole graph and not for what was there at first.
func (r *run) replan(ctx context.Context) error {
	driver, err := neo4j.NewDriverWithContext(r.neo4j.URI, neo4j.NoAuth())
	if err != nil {
		return err
	}
	defer driver.Close(ctx)
	for _, text := range []string{"CALL db.awaitIndexes(600)", "CALL db.prepareForReplanning(600)"} {
		if _, err := neo4j.ExecuteQuery(ctx, driver, text, nil, neo4j.EagerResultTransformer); err != nil {
			return err
		}
	}
	return nil
}

// start starts the contenders.
func (r *run) start(ctx context.Context) error {
	for _, name := range []string{limitName, peerName, loadersName, neo4jName, embeddedName} {
		if !r.wants(name) || name == peerName && r.peerMissing != "" {
			continue
		}
		c, err := r.open(ctx, name)
		if err != nil {
			return err
		}
		r.contenders = append(r.contenders, c)
	}
	return nil
}

// measureAll measures every question, and at last the memory.
func (r *run) measureAll(ctx context.Context) error {
	all, err := questions(r.shape)
	if err != nil {
		return err
	}
	if len(r.options.questions) > 0 {
		all = slices.DeleteFunc(all, func(q *question) bool { return !slices.Contains(r.options.questions, q.name) })
	}
	note("measuring: %d questions, %s or more", len(all),
		time.Duration(len(all)*len(r.contenders))*(r.warm+time.Duration(len(clientNumbers)*r.slices)*r.slice))
	for _, q := range all {
		if q.name == "page-1000" {
			if err := r.findPage(ctx, q); err != nil {
				return err
			}
		}
		began := time.Now()
		result, err := measure(ctx, q, r.contenders, r.pace)
		if err != nil {
			return err
		}
		r.results = append(r.results, result)
		note("  %-20s %3.0f s%s", q.name, time.Since(began).Seconds(), r.summary(result))
	}
	for _, c := range r.contenders {
		if c.resident, c.peak, err = memory(c.process.cmd.Process.Pid); err != nil {
			return err
		}
	}
	r.neo4jMemory, _, err = memory(r.neo4j.PID())
	return err
}

// close stops all that was started, the last first.
func (r *run) close() error {
	var errs []error
	for _, c := range slices.Backward(r.contenders) {
		c.client.CloseIdleConnections()
		errs = append(errs, c.process.stop())
	}
	if r.neo4j != nil {
		errs = append(errs, r.neo4j.Stop())
	}
	if r.temporary {
		errs = append(errs, os.RemoveAll(r.dir))
	}
	return errors.Join(errs...)
}
