package serve

import (
	"fmt"
	"net/http"

	"github.com/rs/cors"

	"partnir/graph/transport"
)

// routes are the addresses that the server answers.
func routes(api http.Handler, o options) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("/graphql", api)
	mux.Handle("GET /schema.graphql", transport.NewSchemaHandler())
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		fmt.Fprintln(w, "The graph of international industrial cooperation. Ask it by GraphQL at /graphql; its schema is at /schema.graphql.")
	})
	return cors.New(cors.Options{
		AllowedOrigins: o.corsOrigins,
		AllowedMethods: []string{http.MethodGet, http.MethodPost, http.MethodHead},
		AllowedHeaders: []string{"Content-Type", "Accept", "Authorization"},
		MaxAge:         600,
	}).Handler(mux)
}
