package transport

import (
	"cmp"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"partnir/fault"
	"partnir/graph/present"
)

// Limits bound the text of an operation. They are checked before validation, whose rules take long over large documents. A zero
// stands for the default.
type Limits struct {
	// Tokens is the most names, marks and values in a document; 15,000 by default.
	Tokens int
	// Depth is the most levels of fields inside fields; 25 by default.
	Depth int
	// Fields is the most fields and fragments that the operations of a document ask for, where the fields of a fragment
	// count wherever it is used; 1,000 by default.
	Fields int
	// Introspections is the most fields __schema and __type; 3 by default. Each can give an answer of more than a megabyte.
	Introspections int
}

func (l Limits) orDefaults() Limits {
	return Limits{
		Tokens: cmp.Or(l.Tokens, 15_000), Depth: cmp.Or(l.Depth, 25), Fields: cmp.Or(l.Fields, 1_000),
		Introspections: cmp.Or(l.Introspections, 3),
	}
}

// parseError is the error of a document that cannot be parsed.
func (l Limits) parseError(e *gqlerror.Error) *gqlerror.Error {
	switch {
	case strings.HasPrefix(e.Message, "exceeded token limit"):
		return present.Coded(fault.CodeTooComplex, "the document has more than %d tokens; ask for less in one request", l.Tokens)
	case strings.HasPrefix(e.Message, "exceeded maximum nesting depth"):
		return present.Coded(fault.CodeTooDeep, "fields or values are nested too deep; %d levels of fields are allowed", l.Depth)
	}
	return &gqlerror.Error{Message: e.Message, Locations: e.Locations, Extensions: map[string]any{"code": fault.CodeParseFailed}}
}

// refuse refuses a document that is too large.
func (l Limits) refuse(doc *ast.QueryDocument) *gqlerror.Error {
	size := measure(doc, l.Fields+1)
	if size.depth > l.Depth {
		return present.Coded(fault.CodeTooDeep, "fields are nested %d levels deep; the limit is %d", size.depth, l.Depth)
	}
	if size.fields > l.Fields {
		return present.Coded(fault.CodeTooComplex, "the document asks for more than %d fields, where those of a fragment count wherever it is used; "+
			"ask for less in one request", l.Fields)
	}
	if size.introspections > l.Introspections {
		return present.Coded(fault.CodeTooComplex, "the document asks %d times for __schema or __type; the limit is %d", size.introspections, l.Introspections)
	}
	return nil
}

func noOperation(doc *ast.QueryDocument, name string) *gqlerror.Error {
	switch {
	case len(doc.Operations) == 0:
		return present.Coded(fault.CodeValidationFailed, "the document has no operation; write one, such as { countries { nodes { name } } }")
	case name == "":
		return present.Coded(fault.CodeValidationFailed, "the document has %d operations; say by operationName which one to run", len(doc.Operations))
	}
	return present.Coded(fault.CodeValidationFailed, "the document has no operation called %q", name)
}

// size is how large a selection is.
type size struct{ depth, fields, introspections int }

// measure returns the depth and the number of fields of a document. It counts no further than most fields. Each fragment is measured
// once, so that fragments which double one another cost nothing.
func measure(doc *ast.QueryDocument, most int) size {
	m := &measurer{most: most, sizes: map[string]size{}, fragments: map[string]*ast.FragmentDefinition{}}
	for _, f := range doc.Fragments {
		m.fragments[f.Name] = f
	}
	var total size
	for _, o := range doc.Operations {
		total = m.add(total, m.selection(o.SelectionSet))
	}
	for _, f := range doc.Fragments { // those that no operation uses are validated all the same
		if _, used := m.sizes[f.Name]; !used {
			total = m.add(total, m.fragment(f.Name))
		}
	}
	return total
}

type measurer struct {
	most      int
	fragments map[string]*ast.FragmentDefinition
	sizes     map[string]size
}

// add puts two sizes side by side.
func (m *measurer) add(a, b size) size {
	return size{
		depth: max(a.depth, b.depth), fields: min(a.fields+b.fields, m.most),
		introspections: min(a.introspections+b.introspections, m.most),
	}
}

func (m *measurer) selection(set ast.SelectionSet) size {
	var total size
	for _, s := range set {
		one := size{fields: 1}
		switch s := s.(type) {
		case *ast.Field:
			one = m.add(one, m.selection(s.SelectionSet))
			one.depth++
			if s.Name == "__schema" || s.Name == "__type" {
				one.introspections++
			}
		case *ast.InlineFragment:
			one = m.add(one, m.selection(s.SelectionSet))
		case *ast.FragmentSpread:
			one = m.add(one, m.fragment(s.Name))
		}
		total = m.add(total, one)
	}
	return total
}

// fragment measures a fragment. One that is unknown or contains itself counts nothing here: validation refuses it.
func (m *measurer) fragment(name string) size {
	if s, ok := m.sizes[name]; ok {
		return s
	}
	m.sizes[name] = size{}
	if f := m.fragments[name]; f != nil {
		m.sizes[name] = m.selection(f.SelectionSet)
	}
	return m.sizes[name]
}
