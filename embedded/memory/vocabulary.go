package memory

import (
	"sync"

	"partnir/plan/search"
)

// vocabulary holds the words of the full-text index that may be misspelt, read when a search first asks for them.
type vocabulary struct {
	mu    sync.Mutex
	words *search.Vocabulary
}

func (v *vocabulary) Get(read func() (*search.Vocabulary, error)) (*search.Vocabulary, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.words != nil {
		return v.words, nil
	}
	words, err := read()
	if err != nil {
		return nil, err
	}
	v.words = words
	return words, nil
}
