// Package limit is as fast as an answer from Neo4j can be had in Go: for every question of the benchmark one statement written by
// hand in the best form known, rows as positional lists through the driver, and JSON written by hand. It understands no GraphQL.
package limit

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
	"github.com/neo4j/neo4j-go-driver/v5/neo4j/config"
	"github.com/neo4j/neo4j-go-driver/v5/neo4j/notifications"
)

// question is a statement and what writes its records.
type question struct {
	cypher string
	write  func(b []byte, records [][]any) []byte
}

// Server answers POST /NAME with the body {"variables": {…}} for each question.
type Server struct{ driver neo4j.DriverWithContext }

// Open connects to a Neo4j that asks for no password.
func Open(uri string) (*Server, error) {
	driver, err := neo4j.NewDriverWithContext(uri, neo4j.NoAuth(), func(c *config.Config) {
		c.FetchSize, c.NotificationsMinSeverity = neo4j.FetchAll, notifications.DisabledLevel
	})
	if err != nil {
		return nil, fmt.Errorf("connecting to Neo4j: %w", err)
	}
	return &Server{driver}, nil
}

// Close ends the connections.
func (s *Server) Close(ctx context.Context) error { return s.driver.Close(ctx) }

func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	q, ok := questions[r.URL.Path[1:]]
	if !ok {
		http.NotFound(w, r)
		return
	}
	var body struct{ Variables map[string]any }
	if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, 1<<20)).Decode(&body); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	records, err := s.read(r.Context(), q.cypher, body.Variables)
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.Write(q.write(make([]byte, 0, 4096), records))
}

func (s *Server) read(ctx context.Context, cypher string, variables map[string]any) ([][]any, error) {
	session := s.driver.NewSession(ctx, neo4j.SessionConfig{AccessMode: neo4j.AccessModeRead})
	defer session.Close(ctx)
	result, err := session.Run(ctx, cypher, variables)
	if err != nil {
		return nil, err
	}
	var records [][]any
	for result.Next(ctx) {
		records = append(records, result.Record().Values)
	}
	return records, result.Err()
}
