package nouns

import (
	"container/list"
	"context"
	"sync"

	"github.com/vektah/gqlparser/v2/ast"
)

// Documents keeps parsed and validated documents by their text, with what was made of them: the latest that were used, up to a number of
// them and of bytes. It is safe for use by several goroutines. The documents are shared, and never changed.
type Documents struct {
	maxEntries, maxBytes int

	mu     sync.Mutex
	byText map[string]*list.Element
	// recent has the latest used document in front.
	recent *list.List
	bytes  int
}

// Document is a parsed document with what was made of it. It is safe for use by several goroutines.
type Document struct {
	text string
	doc  *ast.QueryDocument
	// bytes is about how much memory all of it takes; guarded by documents.mu.
	bytes int
	Asked asked
}

// parsedBytes is about how many bytes a parsed document takes for each byte of its text.
const parsedBytes = 20

// NewDocuments keeps so many documents of so many bytes together; those asked for least recently go first.
func NewDocuments(maxEntries, maxBytes int) *Documents {
	return &Documents{maxEntries: maxEntries, maxBytes: maxBytes, byText: map[string]*list.Element{}, recent: list.New()}
}

// Get returns the document of a text.
func (d *Documents) Get(_ context.Context, text string) (*ast.QueryDocument, bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	e, ok := d.byText[text]
	if !ok {
		return nil, false
	}
	d.recent.MoveToFront(e)
	return e.Value.(*Document).doc, true
}

// Entry returns what is kept of a document; nil where that is nothing, or of another parse of its text.
func (d *Documents) Entry(text string, doc *ast.QueryDocument) *Document {
	d.mu.Lock()
	defer d.mu.Unlock()
	if e, ok := d.byText[text]; ok && e.Value.(*Document).doc == doc {
		return e.Value.(*Document)
	}
	return nil
}

// Add keeps a document. One that would take a large part of the room is not kept.
func (d *Documents) Add(_ context.Context, text string, doc *ast.QueryDocument) {
	size := len(text) * parsedBytes
	if size > d.maxBytes/16 {
		return
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if _, ok := d.byText[text]; ok {
		return
	}
	entry := &Document{text: text, doc: doc}
	entry.Asked.grown = func(bytes int) { d.grow(entry, bytes) }
	d.byText[text] = d.recent.PushFront(entry)
	d.add(entry, size)
}

// grow notes that a document takes so many bytes more. One that is not kept any more goes away with its last request.
func (d *Documents) grow(entry *Document, bytes int) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if e, ok := d.byText[entry.text]; ok && e.Value.(*Document) == entry {
		d.add(entry, bytes)
	}
}

// add counts bytes, and drops documents that were not used for long until there is room.
func (d *Documents) add(entry *Document, bytes int) {
	entry.bytes += bytes
	d.bytes += bytes
	for d.bytes > d.maxBytes || len(d.byText) > d.maxEntries {
		last := d.recent.Remove(d.recent.Back()).(*Document)
		delete(d.byText, last.text)
		d.bytes -= last.bytes
	}
}
