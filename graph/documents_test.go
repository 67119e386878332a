package graph

import (
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"
)

func TestDocuments(t *testing.T) {
	d := newDocuments(2, 64)
	has := func(text string) bool {
		_, ok := d.Get(t.Context(), text)
		return ok
	}
	doc := &ast.QueryDocument{}
	d.Add(t.Context(), "a", doc)
	d.Add(t.Context(), "b", doc)
	if !has("a") {
		t.Fatal("a is not kept")
	}
	d.Add(t.Context(), "c", doc)
	if has("b") || !has("a") || !has("c") {
		t.Error("of three in a room of two, the one used longest ago is to go")
	}
	d.Add(t.Context(), strings.Repeat("x", 5), doc)
	if has("xxxxx") {
		t.Error("one that takes more than a sixteenth of the room is kept")
	}
}

func TestDocumentsByBytes(t *testing.T) {
	d := newDocuments(1000, 64)
	for c := 'a'; c <= 'z'; c++ {
		d.Add(t.Context(), strings.Repeat(string(c), 4), &ast.QueryDocument{})
	}
	if len(d.byText) != 16 || d.bytes != 64 || d.recent.Len() != 16 {
		t.Errorf("there are %d documents of %d bytes, want 16 of 64", len(d.byText), d.bytes)
	}
	if _, ok := d.Get(t.Context(), "zzzz"); !ok {
		t.Error("the last one is not kept")
	}
}
