package cypher

import (
	"context"
	"strings"

	"partnir/cypher/statement"
	"partnir/plan"
	"partnir/store"
)

// Explain returns the statement that Read would send, and the form that was chosen for it. It asks the server nothing, but for the words
// that a search may have misspelt, where they are not known yet.
func (s *Store) Explain(ctx context.Context, p *plan.Plan) (store.Explanation, error) {
	if err := ctx.Err(); err != nil {
		return store.Explanation{}, err
	}
	var known *knownWords
	if p.Search != nil {
		var err error
		if known, err = s.wordsFor(ctx, p.Search.Search); err != nil {
			return store.Explanation{}, err
		}
	}
	sent, args := s.statement(p, known)
	return store.Explanation{
		Form: strings.TrimSpace(sent.Form.String()), Statement: sent.Text, Parameters: statement.Inputs(args),
	}, nil
}
