package embedded

import (
	"context"
	"database/sql"
	"math/bits"
	"strings"
	"sync"
	"unicode/utf8"

	"partnir/plan"
)

// search returns the row of a search, from one state of the graph.
func (s *Store) search(ctx context.Context, p *plan.Plan) ([]any, error) {
	g, candidates, err := s.find(ctx, p.Search.Search)
	if err != nil {
		return nil, err
	}
	hits := p.Search.Search.Rank(candidates)
	r := &reader{graph: g, ctx: ctx, params: p.Params}
	part := r.compileSelection(p.Lookup.Select, nil)
	row := p.Search.Row(len(hits), p.Search.Cut(hits), func(h plan.Hit) any {
		node, _ := g.find(h.ID)
		return r.row(part, node, noRelationship, nil)
	})
	return row, r.err
}

// find returns the nodes that a search could match: all that Search.Rank keeps, and maybe more. The full-text index finds, for each word,
// what starts with it; the words of the index that are a misspelling of it are asked for besides.
func (s *Store) find(ctx context.Context, search plan.Search) (*graph, []plan.Candidate, error) {
	if inMemory(s.file.path) { // there is one connection, and a load in its midst may have it
		if err := s.lock(ctx); err != nil {
			return nil, nil, err
		}
		defer s.unlock()
	}
	s.swapping.RLock()
	defer s.swapping.RUnlock()
	g, err := s.current(ctx)
	if err != nil || len(search.Words) == 0 {
		return g, nil, err
	}
	rows, err := s.matches(ctx, g, search)
	if err != nil {
		return nil, nil, s.searchError(ctx, err)
	}
	wants := make([]bool, len(g.blocks))
	for i, b := range g.blocks {
		wants[i] = search.Types == nil
		for _, t := range search.Types {
			wants[i] = wants[i] || b.t.Is(t)
		}
	}
	candidates := make([]plan.Candidate, 0, len(rows))
	for _, row := range rows {
		if row >= int64(len(g.nodeOfRow)) || g.nodeOfRow[row] == 0 {
			continue
		}
		if node := g.nodeOfRow[row] - 1; wants[g.blockOf[node]] {
			candidates = append(candidates, g.candidate(node))
		}
	}
	return g, candidates, nil
}

func (s *Store) searchError(ctx context.Context, err error) error {
	if ctxErr := ctx.Err(); ctxErr != nil {
		return ctxErr
	}
	return s.file.explain("search", err)
}

// matches returns the rows that a search could match.
func (s *Store) matches(ctx context.Context, g *graph, search plan.Search) ([]int64, error) {
	words, err := g.words.get(func() ([]word, error) { return s.vocabulary(ctx) })
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
	ask := s.file.db.QueryContext
	if inMemory(s.file.path) {
		ask = s.file.writer.QueryContext
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
func alternatives(w string, words []word) string {
	var texts []string
	if parts := plan.SearchWords(w); len(parts) == 1 && parts[0] == w { // others are in no text
		texts = append(texts, quote(w)+"*")
	}
	edits, searched := plan.MaxEdits(w), newWord(w)
	for _, other := range words {
		if edits > 0 && searched.near(other, edits) && !strings.HasPrefix(other.text, w) && plan.WithinEdits(w, other.text) {
			texts = append(texts, quote(other.text))
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

func (g *graph) candidate(node uint32) plan.Candidate {
	t := g.typeOf(node)
	c := plan.Candidate{ID: g.id(node), NameKey: g.nameKey(node)}
	c.Name, _ = g.nodeValue(node, t.Property("name")).(string)
	c.Description, _ = g.nodeValue(node, t.Property("description")).(string)
	aliases, _ := g.nodeValue(node, t.Property("aliases")).([]any)
	for _, a := range aliases {
		c.Aliases = append(c.Aliases, a.(string))
	}
	return c
}

// nameKey is the sort key of a node's name, "" where it has no name.
func (g *graph) nameKey(node uint32) string {
	p := g.typeOf(node).Property("name")
	if p == nil || g.nodeCodes[p.Number] == nil {
		return ""
	}
	block := g.blockOf[node]
	codes := g.nodeCodes[p.Number][block]
	if codes == nil {
		return ""
	}
	key, _ := g.dictionaries[p.Number].sortKey(codes[node-g.starts[block]]).(string)
	return key
}

// vocabulary holds the words of the full-text index, read when a search first asks for them.
type vocabulary struct {
	mu    sync.Mutex
	words []word
	known bool
}

func (v *vocabulary) get(read func() ([]word, error)) ([]word, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.known {
		return v.words, nil
	}
	words, err := read()
	if err != nil {
		return nil, err
	}
	v.words, v.known = words, true
	return words, nil
}

func (s *Store) vocabulary(ctx context.Context) ([]word, error) {
	var words []word
	err := s.query(ctx, "SELECT term FROM vocabulary", nil, func(r *sql.Rows) error {
		var text string
		err := r.Scan(&text)
		words = append(words, newWord(text))
		return err
	})
	return words, err
}

// word is a word with what tells quickly that another is far from it.
type word struct {
	text   string
	length uint8
	// letters has a bit for each letter that is in it; letters share bits.
	letters uint64
}

func newWord(s string) word {
	w := word{text: s, length: uint8(min(utf8.RuneCountInString(s), 255))}
	for _, r := range s {
		w.letters |= 1 << (uint(r) % 64)
	}
	return w
}

// near is false where the words are more than so many typing errors apart: each changes the length by one at most, and takes one
// letter and brings another.
func (w word) near(other word, edits int) bool {
	if d := int(w.length) - int(other.length); d > edits || -d > edits {
		return false
	}
	return bits.OnesCount64(w.letters&^other.letters) <= edits && bits.OnesCount64(other.letters&^w.letters) <= edits
}
