package embedded

import (
	"context"
	"database/sql"
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
// what starts with it; the words of the index that are a misspelling of it are asked for besides.
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
func (s *Store) matches(ctx context.Context, g *memory.Graph, search search.Search) ([]int64, error) {
	words, err := g.Words.Get(func() ([]memory.Word, error) { return s.vocabulary(ctx) })
	if err != nil {
		return nil, err
	}
	groups := make([]string, 0, len(search.Words))
	for _, w := range search.Words {
		if group := alternatives(w, words); group != "" {
			groups = append(groups, group)
		}
	}
	query := all(groups)
	switch required := search.Required(); {
	case len(groups) < required:
		return nil, nil
	case len(groups) > required:
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
	ask := s.file.Db.QueryContext
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

// alternatives is what a word of a search matches: what starts with it, or a misspelling; "" where nothing does.
func alternatives(w string, words []memory.Word) string {
	var texts []string
	if parts := search.Words(w); len(parts) == 1 && parts[0] == w { // others are in no text
		texts = append(texts, quote(w)+"*")
	}
	edits, searched := search.MaxEdits(w), memory.NewWord(w)
	for _, other := range words {
		if edits > 0 && searched.Near(other, edits) && !strings.HasPrefix(other.Text, w) && search.WithinEdits(w, other.Text) {
			texts = append(texts, quote(other.Text))
		}
	}
	if len(texts) == 0 {
		return ""
	}
	return "(" + strings.Join(texts, " OR ") + ")"
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

func (s *Store) vocabulary(ctx context.Context) ([]memory.Word, error) {
	var words []memory.Word
	err := s.query(ctx, "SELECT term FROM vocabulary", nil, func(r *sql.Rows) error {
		var text string
		err := r.Scan(&text)
		words = append(words, memory.NewWord(text))
		return err
	})
	return words, err
}
