package nouns

import (
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"
)

func TestDocuments(t *testing.T) {
	d := NewDocuments(2, 64*parsedBytes)
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
	d := NewDocuments(1000, 64*parsedBytes)
	for c := 'a'; c <= 'z'; c++ {
		d.Add(t.Context(), strings.Repeat(string(c), 4), &ast.QueryDocument{})
	}
	if len(d.byText) != 16 || d.bytes != 64*parsedBytes || d.recent.Len() != 16 {
		t.Errorf("there are %d documents of %d bytes, want 16 of %d", len(d.byText), d.bytes, 64*parsedBytes)
	}
	if _, ok := d.Get(t.Context(), "zzzz"); !ok {
		t.Error("the last one is not kept")
	}
}

// TestDocumentsGrow counts what is made of a document with it.
func TestDocumentsGrow(t *testing.T) {
	d := NewDocuments(1000, 64*parsedBytes)
	first, second := &ast.QueryDocument{}, &ast.QueryDocument{}
	d.Add(t.Context(), "a", first)
	d.Add(t.Context(), "b", second)
	a, b := d.Entry("a", first), d.Entry("b", second)
	if a == nil || b == nil || d.Entry("a", second) != nil || d.Entry("c", first) != nil {
		t.Fatal("an entry is that of the text and its document")
	}
	b.Asked.grown(62 * parsedBytes)
	if d.bytes != 64*parsedBytes || d.Entry("a", first) != a {
		t.Errorf("there is room for both, and %d bytes are counted", d.bytes)
	}
	b.Asked.grown(1)
	if d.Entry("a", first) != nil || d.Entry("b", second) != b || d.bytes != 63*parsedBytes+1 {
		t.Errorf("the document used longest ago is to go; %d bytes are counted", d.bytes)
	}
	a.Asked.grown(1000)
	b.Asked.grown(2 * parsedBytes)
	if d.bytes != 0 || d.recent.Len() != 0 {
		t.Errorf("one that outgrows the room is to go; %d bytes are counted", d.bytes)
	}
}
