// Command partnir serves the graph of international industrial cooperation by GraphQL.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/rs/cors"

	"partnir/analysis"
	"partnir/graph"
	"partnir/plan"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, os.Args, os.Stdout, os.Stderr); err != nil {
		fmt.Fprintln(os.Stderr, "partnir:", err)
		os.Exit(1)
	}
}

// run is the program: it reads the options, opens the store, loads the starter graph where there is none, and serves until ctx is
// done.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	return command(stdout, stderr, serve).Run(ctx, args)
}

// serve opens everything in order, serves, and closes in the opposite order.
func serve(ctx context.Context, o options, stdout, stderr io.Writer) error {
	started := time.Now()
	listener, err := net.Listen("tcp", o.addr)
	if err != nil {
		return listenError(o.addr, err)
	}
	defer listener.Close()
	mapping, err := graph.Mapping()
	if err != nil {
		return err
	}
	store, where, err := openStore(ctx, o, mapping)
	if err != nil {
		return err
	}
	defer closeStore(store)
	if err := seed(ctx, o, store, mapping, stdout); err != nil {
		return err
	}
	counts, err := store.Counts(ctx)
	if err != nil {
		return err
	}
	log := slog.New(slog.NewTextHandler(stderr, nil))
	handler := graph.NewHandler(graph.Options{
		Nouns: graph.NewReader(store, mapping, o.baseIRI), Analysis: &analysis.Reader{Store: store, Mapping: mapping},
		Log: log, Timeout: o.timeout, Explain: o.explain,
	})
	fmt.Fprintf(stdout, "%s entities and %s relationships in %s\n", thousands(total(counts.Nodes)), thousands(total(counts.Relationships)), where)
	fmt.Fprintf(stdout, "GraphQL at http://%s/graphql, ready after %.1f s\n", listener.Addr(), time.Since(started).Seconds())
	return listenAndStop(ctx, listener, routes(handler, o), log)
}

// routes are the addresses that the server answers.
func routes(graphql http.Handler, o options) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("/graphql", graphql)
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		fmt.Fprintln(w, "The graph of international industrial cooperation. Ask it by GraphQL at /graphql.")
	})
	return cors.New(cors.Options{
		AllowedOrigins: o.corsOrigins,
		AllowedMethods: []string{http.MethodGet, http.MethodPost, http.MethodHead},
		AllowedHeaders: []string{"Content-Type", "Accept", "Authorization"},
		MaxAge:         600,
	}).Handler(mux)
}

// stopTime is how long requests under way may take to finish once the server is asked to stop.
const stopTime = 10 * time.Second

// listenAndStop serves until ctx is done, then lets the requests under way finish.
func listenAndStop(ctx context.Context, l net.Listener, h http.Handler, log *slog.Logger) error {
	server := &http.Server{
		Handler: h, ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 30 * time.Second, IdleTimeout: 2 * time.Minute,
		ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelWarn),
	}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(l) }()
	select {
	case err := <-failed:
		return fmt.Errorf("serving stopped: %w", err)
	case <-ctx.Done():
	}
	stopping, cancel := context.WithTimeout(context.Background(), stopTime)
	defer cancel()
	if err := server.Shutdown(stopping); err != nil {
		return fmt.Errorf("requests were still under way %s after the stop: %w", stopTime, err)
	}
	return nil
}

func listenError(addr string, err error) error {
	if errors.Is(err, syscall.EADDRINUSE) {
		return fmt.Errorf("%s is in use by another program; give another address with --addr", addr)
	}
	return fmt.Errorf("cannot listen on %s: %w; give another address with --addr", addr, err)
}

func closeStore(store plan.Store) {
	ctx, cancel := context.WithTimeout(context.Background(), stopTime)
	defer cancel()
	// Nothing can be done about an error here: all that was acknowledged is written.
	_ = store.Close(ctx)
}
