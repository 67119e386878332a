package graph

import (
	"container/list"
	"context"
	"sync"

	"github.com/vektah/gqlparser/v2/ast"
)

// documents keeps parsed and validated documents by their text: the latest that were used, up to a number of them and a number of
// bytes of text. It is safe for use by several goroutines. The documents are shared, and never changed.
type documents struct {
	maxEntries, maxBytes int

	mu     sync.Mutex
	byText map[string]*list.Element
	// recent has the latest used document in front.
	recent *list.List
	bytes  int
}

type document struct {
	text string
	doc  *ast.QueryDocument
}

func newDocuments(maxEntries, maxBytes int) *documents {
	return &documents{maxEntries: maxEntries, maxBytes: maxBytes, byText: map[string]*list.Element{}, recent: list.New()}
}

// Get returns the document of a text.
func (d *documents) Get(_ context.Context, text string) (*ast.QueryDocument, bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	e, ok := d.byText[text]
	if !ok {
		return nil, false
	}
	d.recent.MoveToFront(e)
	return e.Value.(document).doc, true
}

// Add keeps a document. One that would take a large part of the room is not kept.
func (d *documents) Add(_ context.Context, text string, doc *ast.QueryDocument) {
	if len(text) > d.maxBytes/16 {
		return
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if _, ok := d.byText[text]; ok {
		return
	}
	d.byText[text] = d.recent.PushFront(document{text, doc})
	d.bytes += len(text)
	for d.bytes > d.maxBytes || len(d.byText) > d.maxEntries {
		last := d.recent.Remove(d.recent.Back()).(document)
		delete(d.byText, last.text)
		d.bytes -= len(last.text)
	}
}
