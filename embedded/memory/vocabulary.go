package memory

import (
	"math/bits"
	"sync"
	"unicode/utf8"
)

// vocabulary holds the words of the full-text index, read when a search first asks for them.
type vocabulary struct {
	mu    sync.Mutex
	words []Word
	known bool
}

func (v *vocabulary) Get(read func() ([]Word, error)) ([]Word, error) {
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

// Word is a word with what tells quickly that another is far from it.
type Word struct {
	Text   string
	length uint8
	// letters has a bit for each letter that is in it; letters share bits.
	letters uint64
}

func NewWord(s string) Word {
	w := Word{Text: s, length: uint8(min(utf8.RuneCountInString(s), 255))}
	for _, r := range s {
		w.letters |= 1 << (uint(r) % 64)
	}
	return w
}

// Near is false where the words are more than so many typing errors apart: each changes the length by one at most, and takes one
// letter and brings another.
func (w Word) Near(other Word, edits int) bool {
	if d := int(w.length) - int(other.length); d > edits || -d > edits {
		return false
	}
	return bits.OnesCount64(w.letters&^other.letters) <= edits && bits.OnesCount64(other.letters&^w.letters) <= edits
}
