package cypher

import (
	"context"

	"partnir/plan"
)

// searchIndex is the full-text index that a migration makes.
const searchIndex = "entity_search"

const searchStatement = "CALL db.index.fulltext.queryNodes('" + searchIndex + "', $query) YIELD node " +
	"WHERE any(t IN $types WHERE t IN labels(node)) " +
	"RETURN node.id, node.name, coalesce(node.aliases, []), coalesce(node.description, '')"

// Find asks the full-text index, in one statement.
func (s *Store) Find(ctx context.Context, search plan.Search) ([]plan.Candidate, error) {
	if len(search.Words) == 0 {
		return nil, ctx.Err()
	}
	records, err := s.read(ctx, searchStatement, map[string]any{"query": luceneQuery(search), "types": s.searchLabels(search)})
	if err != nil {
		return nil, err
	}
	candidates := make([]plan.Candidate, len(records))
	for i, r := range records {
		c := &candidates[i]
		c.ID, _ = r[0].(string)
		c.Name, _ = r[1].(string)
		c.Description, _ = r[3].(string)
		for _, a := range r[2].([]any) {
			alias, _ := a.(string)
			c.Aliases = append(c.Aliases, alias)
		}
	}
	return candidates, nil
}

// searchLabels are the labels of the types to look in.
func (s *Store) searchLabels(search plan.Search) []string {
	types := search.Types
	if types == nil {
		types = s.mapping.Types
	}
	var names []string
	for _, t := range types {
		names = append(names, t.Name)
	}
	return names
}
