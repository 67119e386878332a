package suite

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"partnir/plan/mapping"
	"partnir/store"
)

// vocabularies compares what a store finds with what a look at every entity finds, among words that are nearly the same.
func (s Suite) vocabularies(t *testing.T) {
	t.Run("many like words", func(t *testing.T) { s.manyLikeWords(t) })
	t.Run("random words", func(t *testing.T) {
		a := s.open(t)
		found := 0
		for seed := range uint64(4) {
			found += s.randomWords(t, a, seed)
		}
		if found < 400 {
			t.Errorf("the searches found %d entities in all: they show too little", found)
		}
	})
}

// organization is a node with what a search looks at.
func organization(m *mapping.Mapping, key, name string, aliases []string, description string) store.Node {
	t := m.Type("Organization")
	n := store.Node{Type: t, ID: "org:" + key, Values: make([]any, len(t.Properties))}
	set := func(property string, v any) { n.Values[t.Slot(t.Property(property))] = v }
	set("id", n.ID)
	set("name", name)
	set("kind", "COMPANY")
	set("createdAt", "2026-01-01T00:00:00Z")
	set("updatedAt", "2026-01-01T00:00:00Z")
	if len(aliases) > 0 {
		set("aliases", aliases)
	}
	if description != "" {
		set("description", description)
	}
	return n
}

// manyLikeWords searches where more words are near than full-text indexes look for by themselves.
func (s Suite) manyLikeWords(t *testing.T) {
	a := s.open(t)
	records := &store.Records{}
	add := func(name string) {
		records.Nodes = append(records.Nodes, organization(a.mapping, fmt.Sprint(len(records.Nodes)), name, nil, ""))
	}
	for i := range 300 {
		add(fmt.Sprintf("Part pn%06d", i))
	}
	const letters = "abcdefghijklmnopqrstuvwxyz0123456789"
	for i := range len(letters) * len(letters) {
		add("Lot number" + letters[i%36:i%36+1] + letters[i/36:i/36+1])
	}
	load(t, a, records)
	x := mustKnow(t, records)
	for text, total := range map[string]int{"pn000100": 147, "numberzz": 36 * 36, "lot numberzz": 36 * 36, "lot numberzz zebra": 36 * 36, "number": 36 * 36} {
		query := fmt.Sprintf(`{ search(text: %q, first: 500) { totalCount edges { score cursor node { id } } pageInfo { hasNextPage } } }`, text)
		got, want := mustAsk(t, a, query, nil), x.mustAsk(query)
		if !bytes.Equal(got, want) || !bytes.Contains(got, fmt.Appendf(nil, `"totalCount":%d,`, total)) {
			t.Errorf("search %q finds\n%.300s\nlooking at all that there is finds\n%.300s\nwant %d", text, got, want, total)
		}
	}
}

// alphabets are few letters each, so that words are near each other.
var alphabets = []string{"ab", "abcdeé1", "群岛共和国", "スパーガ", "대한민국", "ไทดิน่", "ab群岛", "भारत"}

// randomWords loads a graph of random words into a store and asks it random searches. It returns how many entities they find.
func (s Suite) randomWords(t *testing.T, a *asker, seed uint64) (found int) {
	w := &wording{rand.New(rand.NewPCG(s.Seed, seed)), alphabets[seed%uint64(len(alphabets)):]}
	records := &store.Records{}
	for i := range 60 {
		var aliases []string
		for range w.IntN(3) {
			aliases = append(aliases, w.text(2))
		}
		description := ""
		if w.IntN(2) == 0 {
			description = w.text(6)
		}
		// Under ids that the graph before had, too: words of theirs go.
		records.Nodes = append(records.Nodes, organization(a.mapping, fmt.Sprint(i), "-"+w.text(3), aliases, description))
	}
	load(t, a, records)
	x := mustKnow(t, records)
	for range 40 {
		query := fmt.Sprintf(`{ search(text: %q, first: 50) { totalCount edges { score field cursor node { id } } } }`, w.searched(records))
		got, want := mustAsk(t, a, query, nil), x.mustAsk(query)
		if !bytes.Equal(got, want) {
			t.Fatalf("seed %d, %d: %s finds\n%s\nlooking at all that there is finds\n%s", s.Seed, seed, query, got, want)
		}
		found += bytes.Count(got, []byte(`"score"`))
	}
	return found
}

// wording makes words of a few letters.
type wording struct {
	*rand.Rand
	alphabets []string
}

func (w *wording) text(words int) string {
	var all []string
	for range 1 + w.IntN(words) {
		all = append(all, w.word(1+w.IntN(9)))
	}
	return strings.Join(all, " ")
}

func (w *wording) word(letters int) string {
	alphabet := []rune(w.alphabets[w.IntN(len(w.alphabets))])
	word := make([]rune, letters)
	for i := range word {
		word[i] = alphabet[w.IntN(len(alphabet))]
	}
	if w.IntN(8) == 0 {
		word = slices.Insert(word, w.IntN(len(word)+1), []rune("\u00ad\u200b\u200d")[w.IntN(3)])
	}
	return string(word)
}

// searched is a text to search for: parts of what records hold, now and then with typing errors and with a word of nobody's.
func (w *wording) searched(records *store.Records) string {
	var words []string
	for range 1 + w.IntN(4) {
		n := records.Nodes[w.IntN(len(records.Nodes))]
		from := strings.Fields(candidate(&n).Name + " " + candidate(&n).Description)
		word := []rune(from[w.IntN(len(from))])
		if w.IntN(3) == 0 {
			i := w.IntN(len(word))
			word = word[i : i+1+w.IntN(len(word)-i)]
		}
		for range w.IntN(3) {
			word = w.wrong(word)
		}
		words = append(words, string(word))
	}
	if w.IntN(4) == 0 {
		words = append(words, "zzz")
	}
	return strings.Join(words, " ") + "a" // so that there is a word
}

// wrong puts a typing error into a word.
func (w *wording) wrong(word []rune) []rune {
	i := w.IntN(len(word))
	switch w.IntN(4) {
	case 0:
		word[i] = 'b'
	case 1:
		word = slices.Insert(word, i, word[0])
	case 2:
		if len(word) > 1 {
			word = slices.Delete(word, i, i+1)
		}
	case 3:
		word[i], word[0] = word[0], word[i]
	}
	return word
}
