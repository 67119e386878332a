// Package loaders is what a Go team would write for the questions of the benchmark: gqlgen with a resolver for each field that needs
// one, and a dataloader for each level, so that a level is one statement for all parents.
package loaders

import (
	"context"
	"fmt"
	"net/http"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/handler"
	"github.com/99designs/gqlgen/graphql/handler/lru"
	"github.com/99designs/gqlgen/graphql/handler/transport"
	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
	"github.com/neo4j/neo4j-go-driver/v5/neo4j/config"
	"github.com/vektah/gqlparser/v2/ast"
)

// Server answers GraphQL.
type Server struct {
	db      *database
	graphql *handler.Server
}

// Open connects to a Neo4j that asks for no password.
func Open(uri string) (*Server, error) {
	driver, err := neo4j.NewDriverWithContext(uri, neo4j.NoAuth(), func(c *config.Config) { c.FetchSize = neo4j.FetchAll })
	if err != nil {
		return nil, fmt.Errorf("connecting to Neo4j: %w", err)
	}
	db := &database{driver}
	h := handler.New(NewExecutableSchema(Config{Resolvers: &resolver{db}}))
	h.AddTransport(transport.POST{})
	h.SetQueryCache(lru.New[*ast.QueryDocument](1000))
	return &Server{db, h}, nil
}

// Close ends the connections.
func (s *Server) Close(ctx context.Context) error { return s.db.driver.Close(ctx) }

func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.graphql.ServeHTTP(w, r.WithContext(withLoaders(r.Context(), s.db)))
}

// database runs statements.
type database struct{ driver neo4j.DriverWithContext }

func (d *database) read(ctx context.Context, cypher string, args map[string]any) ([][]any, error) {
	session := d.driver.NewSession(ctx, neo4j.SessionConfig{AccessMode: neo4j.AccessModeRead})
	defer session.Close(ctx)
	result, err := session.Run(ctx, cypher, args)
	if err != nil {
		return nil, err
	}
	var records [][]any
	for result.Next(ctx) {
		records = append(records, result.Record().Values)
	}
	return records, result.Err()
}

// asked reports whether the selection of the field that is being resolved has a field.
func asked(ctx context.Context, field string) bool {
	for _, f := range graphql.CollectFieldsCtx(ctx, nil) {
		if f.Name == field {
			return true
		}
	}
	return false
}
