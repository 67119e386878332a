package transport

import (
	"cmp"
	"log/slog"
	"net/http"
	"time"

	gqlgen "github.com/99designs/gqlgen/graphql/executor"
	"github.com/vektah/gqlparser/v2/ast"

	"partnir/analysis"
	"partnir/graph"
	"partnir/graph/generated"
	"partnir/graph/nouns"
	"partnir/graph/present"
	"partnir/graph/verbs"
)

// Options are what a handler is made of. All but Nouns may be left out.
type Options struct {
	// Schema is what is served; the function Schema where it is nil. Its nouns may be others than those that code was generated for; its
	// verbs may not.
	Schema *ast.Schema
	// Nouns answers selections on what lives in the graph.
	Nouns nouns.Nouns
	// Analysis answers the verbs that read; without it they must not be asked.
	Analysis *analysis.Reader
	// Log gets internal errors; slog.Default() where it is nil.
	Log *slog.Logger
	// Limits bound the text of operations.
	Limits Limits
	// MaxBody is the largest body of a request in bytes; 1 MiB where it is 0.
	MaxBody int64
	// Timeout is the longest that an operation may take; where it is 0 there is no limit but that of the request.
	Timeout time.Duration
	// Explain allows requests to ask how they are read, by {"explain": true} in their extensions. The answer shows plans and
	// statements.
	Explain bool
}

const (
	defaultMaxBody = 1 << 20
	// maxDocuments and maxDocumentBytes bound what is kept of documents: parsed, with their plans.
	maxDocuments     = 1000
	maxDocumentBytes = 64 << 20
)

// NewHandler returns the handler that serves GraphQL over HTTP. It takes no notice of the path.
func NewHandler(o Options) http.Handler {
	log := o.Log
	if log == nil {
		log = slog.Default()
	}
	served := o.Schema
	if served == nil {
		served = graph.Schema()
	}
	exec := gqlgen.New(&nouns.Direct{
		ExecutableSchema: generated.NewExecutableSchema(generated.Config{
			Schema: served, Resolvers: &verbs.Resolver{Nouns: o.Nouns, Analysis: o.Analysis},
		}),
		Nouns: o.Nouns,
	})
	limits := o.Limits.orDefaults()
	known := nouns.NewDocuments(maxDocuments, maxDocumentBytes)
	exec.SetQueryCache(handed{})
	exec.SetErrorPresenter(present.Presenter{Log: log}.Present)
	exec.SetRecoverFunc(present.Recovered)
	exec.Use(requestScope{})
	exec.Use(verbs.Verbs{Nouns: o.Nouns})
	exec.Use(introspection{})
	exec.Use(nouns.Explain{Allowed: o.Explain})
	exec.Use(errorOrder{})
	made := &operations{executor: exec, schema: served, limits: limits, known: known}
	return compressed(&transport{executor: made, known: known, maxBody: cmp.Or(o.MaxBody, defaultMaxBody), timeout: o.Timeout})
}
