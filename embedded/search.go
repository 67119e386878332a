package embedded

import (
	"context"
	"database/sql"
	"slices"
	"strings"

	"partnir/embedded/file"
	"partnir/embedded/memory"
	"partnir/embedded/read"
	"partnir/plan"
	"partnir/plan/search"
)

// search returns the row of a search, from one state of the graph.
func (s *Store) search(ctx context.Context, p *plan.Plan) ([]any, error) {
	g, candidates, err := s.find(ctx, p.Search.Search)
	if err != nil {
		return nil, err
	}
	hits := p.Search.Search.Rank(candidates)
	r := &read.Reader{Graph: g, Ctx: ctx, Params: p.Params}
	part := r.CompileSelection(p.Lookup.Select, nil)
	row := p.Search.Row(len(hits), p.Search.Cut(hits), func(h search.Hit) any {
		node, _ := g.Find(h.ID)
		return r.Row(part, node, memory.NoRelationship, nil)
	})
	return row, r.Err
}

// find returns the nodes that a search could match: all that Search.Rank keeps, and maybe more. The full-text index finds, for each word,
// what it matches; the words of the index that it is a misspelling of are asked for besides.
func (s *Store) find(ctx context.Context, words search.Search) (*memory.Graph, []search.Candidate, error) {
	if file.InMemory(s.file.Path) { // there is one connection, and a load in its midst may have it
		if err := s.lock(ctx); err != nil {
			return nil, nil, err
		}
		defer s.unlock()
	}
	s.swapping.RLock()
	defer s.swapping.RUnlock()
	g, err := s.current(ctx)
	if err != nil || len(words.Words) == 0 {
		return g, nil, err
	}
	rows, err := s.matches(ctx, g, words)
	if err != nil {
		return nil, nil, s.searchError(ctx, err)
	}
	wants := make([]bool, len(g.Blocks))
	for i, b := range g.Blocks {
		wants[i] = words.Types == nil
		for _, t := range words.Types {
			wants[i] = wants[i] || b.T.Is(t)
		}
	}
	candidates := make([]search.Candidate, 0, len(rows))
	for _, row := range rows {
		if row >= int64(len(g.NodeOfRow)) || g.NodeOfRow[row] == 0 {
			continue
		}
		if node := g.NodeOfRow[row] - 1; wants[g.BlockOf[node]] {
			candidates = append(candidates, g.Candidate(node))
		}
	}
	return g, candidates, nil
}

func (s *Store) searchError(ctx context.Context, err error) error {
	if ctxErr := ctx.Err(); ctxErr != nil {
		return ctxErr
	}
	return s.file.Explain("search", err)
}

// matches returns the rows that a search could match.
func (s *Store) matches(ctx context.Context, g *memory.Graph, searchOf search.Search) ([]int64, error) {
	words, err := g.Words.Get(func() (*search.Vocabulary, error) { return s.vocabulary(ctx) })
	if err != nil {
		return nil, err
	}
	groups := make([]string, len(searchOf.Words))
	for i, w := range searchOf.Words {
		groups[i] = alternatives(w, words)
	}
	query := all(groups)
	if len(groups) > searchOf.Required() {
		query = allButOne(groups)
	}
	var rows []int64
	err = s.query(ctx, "SELECT rowid FROM search WHERE search MATCH ?", []any{query}, func(r *sql.Rows) error {
		var row int64
		err := r.Scan(&row)
		rows = append(rows, row)
		return err
	})
	return rows, err
}

// query runs a query on the file, in the state that the graph is of.
func (s *Store) query(ctx context.Context, text string, args []any, each func(*sql.Rows) error) error {
	ask := s.file.DB.QueryContext
	if file.InMemory(s.file.Path) {
		ask = s.file.Writer.QueryContext
	}
	rows, err := ask(ctx, text, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := each(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

// alternatives is what a word of a search matches in the index, or more: terms that begin with it, all its pairs of letters, or words that it
// is a misspelling of.
func alternatives(w string, words *search.Vocabulary) string {
	terms, prefix := search.Terms(w)
	if prefix {
		return either(append([]string{quote(w) + "*"}, misspellings(w, words)...))
	}
	pairs := make([]string, len(terms))
	for i, t := range terms {
		pairs[i] = quote(t)
	}
	return either(append([]string{"(" + all(pairs) + ")"}, misspellings(w, words)...))
}

func misspellings(w string, words *search.Vocabulary) []string {
	var quoted []string
	for _, m := range words.Misspellings(w) {
		quoted = append(quoted, quote(m.Word))
	}
	return quoted
}

// mostInGroup is how many terms stand beside each other. SQLite takes time that grows as their square.
const mostInGroup = 200

// either matches any of some expressions.
func either(expressions []string) string {
	for len(expressions) > mostInGroup {
		var groups []string
		for group := range slices.Chunk(expressions, mostInGroup) {
			groups = append(groups, either(group))
		}
		expressions = groups
	}
	return "(" + strings.Join(expressions, " OR ") + ")"
}

// quote makes a text a string of the query language of FTS5.
func quote(s string) string { return `"` + strings.ReplaceAll(s, `"`, `""`) + `"` }

func all(groups []string) string { return strings.Join(groups, " AND ") }

// allButOne matches all groups but one, or all. Of a first half and a rest, either has all.
func allButOne(groups []string) string {
	if len(groups) == 2 {
		return groups[0] + " OR " + groups[1]
	}
	half := len(groups) / 2
	first, rest := groups[:half], groups[half:]
	if half == 1 { // then the first may be the one that is missing
		return "(" + all(rest) + ") OR (" + all(first) + " AND (" + allButOne(rest) + "))"
	}
	return "(" + all(first) + " AND (" + allButOne(rest) + ")) OR (" + all(rest) + " AND (" + allButOne(first) + "))"
}

func (s *Store) vocabulary(ctx context.Context) (*search.Vocabulary, error) {
	var words []string
	err := s.query(ctx, "SELECT term FROM vocabulary", nil, func(r *sql.Rows) error {
		var text string
		err := r.Scan(&text)
		words = append(words, text)
		return err
	})
	return search.NewVocabulary(words), err
}
