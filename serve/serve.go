// Package serve is the program: its options, opening a store and filling it, the addresses that it answers, and stopping.
package serve

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"strings"
	"syscall"
	"time"

	"partnir/analysis"
	"partnir/graph"
	"partnir/graph/nouns"
	"partnir/graph/transport"
)

// Run is the program: it reads the options, opens the store, loads the starter graph where there is none, and serves until ctx is
// done.
func Run(ctx context.Context, args []string, stdout, stderr io.Writer) error {
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
	if o.baseIRI == "" {
		o.baseIRI = baseIRI(o.addr, listener.Addr())
	}
	mapping, err := graph.Mapping()
	if err != nil {
		return err
	}
	out := &console{Writer: stdout}
	store, where, err := openStore(ctx, o, mapping, out)
	if err != nil {
		return err
	}
	defer closeStore(store)
	if err := seed(ctx, o, store, mapping, out); err != nil {
		return err
	}
	counts, err := store.Counts(ctx)
	if err != nil {
		return err
	}
	if counts.Incomplete {
		out.say("a load has not come to its end, or is under way: a part of the graph may be missing")
	}
	log := slog.New(slog.NewTextHandler(stderr, nil))
	handler := transport.NewHandler(transport.Options{
		Nouns: nouns.NewReader(store, mapping, o.baseIRI), Analysis: &analysis.Reader{Store: store, Mapping: mapping},
		Log: log, Timeout: o.timeout, Explain: o.explain,
	})
	fmt.Fprintf(stdout, "%s entities and %s relationships in %s\n", thousands(total(counts.Nodes)), thousands(total(counts.Relationships)), where)
	fmt.Fprintf(stdout, "IRIs begin with %s/id/\n", o.baseIRI)
	fmt.Fprintf(stdout, "GraphQL at http://%s/graphql, ready after %.1f s\n", listener.Addr(), time.Since(started).Seconds())
	return listenAndStop(ctx, listener, routes(handler, o), log)
}

func listenError(addr string, err error) error {
	if errors.Is(err, syscall.EADDRINUSE) {
		return fmt.Errorf("%s is in use by another program; give another address with --addr", addr)
	}
	return fmt.Errorf("cannot listen on %s: %w; give another address with --addr", addr, err)
}

// baseIRI is what IRIs begin with on a server that was told to listen on an address, and does so at another one where it was told to choose the
// port. All addresses of the machine are called localhost: they have no other name that is sure to be one.
func baseIRI(told string, listens net.Addr) string {
	host, _, err := net.SplitHostPort(told)
	if ip := net.ParseIP(host); err != nil || host == "" || ip != nil && ip.IsUnspecified() {
		host = "localhost"
	}
	_, port, err := net.SplitHostPort(listens.String())
	if err != nil || port == "80" { // the usual one, which no browser shows
		return "http://" + strings.TrimSuffix(net.JoinHostPort(host, ""), ":")
	}
	return "http://" + net.JoinHostPort(host, port)
}
