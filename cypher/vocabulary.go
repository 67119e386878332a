package cypher

import (
	"context"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"unicode/utf8"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"partnir/cypher/statement"
	"partnir/plan"
	"partnir/plan/search"
	"partnir/store"
)

// knownWords are the words of the graph when they were read, and how many nodes they were in.
type knownWords struct {
	*search.Vocabulary
	nodes int64
}

// vocabulary keeps the words that were read last.
type vocabulary struct {
	last atomic.Pointer[knownWords]
	// reading has room for one.
	reading chan struct{}
}

// get returns the words that were read last, and reads them where none were yet.
func (v *vocabulary) get(ctx context.Context, s *Store) (*knownWords, error) {
	return v.after(ctx, s, nil)
}

// after returns words that were read after some others. Of several that ask at once, one reads.
func (v *vocabulary) after(ctx context.Context, s *Store, old *knownWords) (*knownWords, error) {
	if last := v.last.Load(); last != old {
		return last, nil
	}
	select {
	case v.reading <- struct{}{}:
		defer func() { <-v.reading }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if last := v.last.Load(); last != old {
		return last, nil
	}
	records, err := s.read(ctx, "MATCH (w:"+statement.WordsLabel+") RETURN w.words", nil)
	if err != nil {
		return nil, err
	}
	var words []string
	for _, r := range records {
		for _, w := range r[0].([]any) {
			words = append(words, w.(string))
		}
	}
	known := &knownWords{search.NewVocabulary(words), int64(len(records))}
	v.last.Store(known)
	return known, nil
}

// wordsFor returns the words that a search may have misspelt.
func (s *Store) wordsFor(ctx context.Context, words search.Search) (*knownWords, error) {
	if !mayMisspell(words) {
		return &knownWords{Vocabulary: search.NewVocabulary(nil)}, nil
	}
	return s.words.get(ctx, s)
}

func mayMisspell(words search.Search) bool {
	return slices.ContainsFunc(words.Words, func(w string) bool { return search.MaxEdits(w) > 0 })
}

// search reads the row of a search, in one statement where no words have come since the last.
func (s *Store) search(ctx context.Context, p *plan.Plan) ([]any, error) {
	known, err := s.wordsFor(ctx, p.Search.Search)
	for err == nil {
		asked, args := s.statement(p, known)
		var records [][]any
		if records, err = s.read(ctx, asked.Text, args); err != nil {
			break
		}
		if records[0][1].(int64) == known.nodes || !mayMisspell(p.Search.Search) {
			return asked.Row(p, records), nil
		}
		known, err = s.words.after(ctx, s, known)
	}
	return nil, err
}

// newWords collects the words that a Load brings.
type newWords struct {
	*knownWords
	mu      sync.Mutex
	written map[string]bool
}

// of returns the words among the terms of nodes that are not in the graph yet.
func (n *newWords) of(rows []map[string]any) []string {
	n.mu.Lock()
	defer n.mu.Unlock()
	var words []string
	for _, row := range rows {
		terms, _ := row[statement.SearchKey].(string)
		for _, w := range search.MayBeMisspelt(terms) {
			if !n.written[w] && !n.Has(w) {
				words = append(words, w)
			}
		}
	}
	slices.Sort(words)
	return slices.Compact(words)
}

// wrote says that words are in the graph now.
func (n *newWords) wrote(words []string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	for _, w := range words {
		n.written[w] = true
	}
}

// writeWords writes words that are new, in the transaction that writes the nodes which have them.
func (s *Store) writeWords(ctx context.Context, tx neo4j.ExplicitTransaction, words []string) error {
	if len(words) == 0 {
		return nil
	}
	return s.write(ctx, tx, "CREATE (:"+statement.WordsLabel+" {words: $in.words})", map[string]any{"words": words})
}

// searchTexts adds what full-text search finds a node by.
func searchTexts(n *store.Node, values map[string]any) {
	if n.Type.Search {
		name, aliases, description := store.SearchFields(n)
		addSearchTexts(name, aliases, description, values)
	}
}

func addSearchTexts(name string, aliases []string, description string, values map[string]any) {
	if text := search.Text(name, aliases, description); text != "" {
		values[statement.SearchKey] = text
	}
	nameWords := search.Words(name)
	aliasTexts, letters := []string{}, []int64{lettersOf(nameWords)}
	for _, a := range aliases {
		if words := search.Words(a); len(words) > 0 {
			aliasTexts, letters = append(aliasTexts, spaced(words)), append(letters, lettersOf(words))
		}
	}
	for i, text := range []string{spaced(nameWords), strings.Join(aliasTexts, "  "), spaced(search.Words(description))} {
		if text != "" {
			values[statement.SearchFields[i]] = text
		}
	}
	values[statement.SearchLetters] = letters
}

// spaced writes a blank before each word.
func spaced(words []string) string {
	if len(words) == 0 {
		return ""
	}
	return " " + strings.Join(words, " ")
}

func lettersOf(words []string) int64 {
	n := 0
	for _, w := range words {
		n += utf8.RuneCountInString(w)
	}
	return int64(n)
}
