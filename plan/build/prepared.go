package build

import (
	"sync"

	"github.com/vektah/gqlparser/v2/ast"

	"partnir/plan"
)

// Prepared is a root field of a document that is asked again and again. It keeps a template for each shape that the variables give it, and
// binds the other values anew each time. It is safe for use by several goroutines.
//
// Its plans are those that Build makes: of all that the builder looks at in a variable it notes what it saw, and a plan serves again
// only where each note is true; what the builder merely converts to a parameter is converted anew. Where a value cannot be converted,
// the plan is built anew, which says what is wrong.
type Prepared struct {
	builder *Builder
	field   *ast.Field
	// grown is told how many bytes more the question takes now.
	grown func(bytes int)

	mu sync.Mutex
	// templates are replaced, never changed.
	templates []*template
}

const (
	// maxTemplates is how many templates a question keeps; when there are more it begins anew.
	maxTemplates = 16
	// maxTemplateBytes is about how large a template may be to be kept. A large one is made by large variables, which are seldom like others.
	maxTemplateBytes = 1 << 20
)

// Prepare returns the question of a root field. The field must not change. grown, where it is not nil, is told how many bytes, more
// or less, the question takes more, and, with a minus, what it gives free.
func (b *Builder) Prepare(f *ast.Field, grown func(bytes int)) *Prepared {
	return &Prepared{builder: b, field: f, grown: grown}
}

// Field is the root field.
func (q *Prepared) Field() *ast.Field { return q.field }

// Plan returns the plan for some coerced variables. Its Params and Search belong to the caller, all else is shared and must not be
// changed. The error is an *InputError.
func (q *Prepared) Plan(vars map[string]any) (*plan.Plan, error) {
	vars = plainVariables(vars)
	q.mu.Lock()
	templates := q.templates
	q.mu.Unlock()
	for _, t := range templates {
		if t.fits(vars) {
			if p, ok := t.bind(vars); ok {
				return p, nil
			}
			break // with an error
		}
	}
	b, err := q.builder.build(q.field, vars)
	if err != nil {
		return nil, err
	}
	t := newTemplate(b)
	q.keep(t)
	b.plan.Shape = &t.shape
	return b.plan, nil
}

// keep keeps a template. Two goroutines may keep the same one; that does no harm.
func (q *Prepared) keep(t *template) {
	if t.size > maxTemplateBytes {
		return
	}
	q.mu.Lock()
	grown := t.size
	if len(q.templates) == maxTemplates {
		for _, old := range q.templates {
			grown -= old.size
		}
		q.templates = nil
	}
	q.templates = append(q.templates[:len(q.templates):len(q.templates)], t)
	q.mu.Unlock()
	if q.grown != nil {
		q.grown(grown)
	}
}
