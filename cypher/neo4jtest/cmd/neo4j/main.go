// Command neo4j starts a Neo4j for development and prints its address. Interrupt it to stop. It asks nobody for a password unless
// one is given, and forgets its data at the end unless it is told where to keep it.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"

	"partnir/cypher/neo4jtest"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "neo4j:", err)
		os.Exit(1)
	}
}

func run() error {
	port := flag.Int("port", 7687, "loopback port for Bolt; 0 takes a free one")
	home := flag.String("home", "", "directory that keeps the data; empty forgets them at the end")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	fmt.Fprintln(os.Stderr, "starting Neo4j; the first time it is fetched, which takes half a minute …")
	s, err := neo4jtest.Start(ctx, neo4jtest.Options{Port: *port, Home: *home, Password: os.Getenv("PARTNIR_NEO4J_PASSWORD")})
	if err != nil {
		return err
	}
	fmt.Println(s.URI)
	select {
	case <-ctx.Done():
		return s.Stop()
	case <-s.Done():
		return errors.New("the server ended by itself")
	}
}
