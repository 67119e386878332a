package cypher

import (
	"context"
	"strings"

	"partnir/plan"
)

// Explain returns the statement that Read would send, and the form that was chosen for it. It asks the server nothing.
func (s *Store) Explain(ctx context.Context, p *plan.Plan) (plan.Explanation, error) {
	if err := ctx.Err(); err != nil {
		return plan.Explanation{}, err
	}
	statement, args := s.statement(p)
	return plan.Explanation{
		Form: strings.TrimSpace(statement.Form.String()), Statement: statement.Text, Parameters: args,
	}, nil
}
