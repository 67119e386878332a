package plan

import (
	"sync"

	"github.com/vektah/gqlparser/v2/ast"
)

// Question is a root field of a document that is asked again and again. It keeps a plan for each shape that the variables give it, and
// binds the other values anew each time. It is safe for use by several goroutines.
//
// Its plans are those that Build makes: of all that the builder looks at in a variable it notes what it saw, and a plan serves again
// only where each note is true; what the builder merely converts to a parameter is converted anew. Where a value cannot be converted,
// the plan is built anew, which says what is wrong.
type Question struct {
	builder *Builder
	field   *ast.Field
	// grown is told how many bytes more the question takes now.
	grown func(bytes int)

	mu sync.Mutex
	// shapes are replaced, never changed.
	shapes []*Shape
}

const (
	// maxShapes is how many shapes a question keeps; when there are more it begins anew.
	maxShapes = 16
	// maxShapeBytes is about how large a shape may be to be kept. A large one is made by large variables, which are seldom like others.
	maxShapeBytes = 1 << 20
)

// NewQuestion returns the question of a root field. The field must not change. grown, where it is not nil, is told how many bytes, more
// or less, the question takes more, and, with a minus, what it gives free.
func (b *Builder) NewQuestion(f *ast.Field, grown func(bytes int)) *Question {
	return &Question{builder: b, field: f, grown: grown}
}

// Field is the root field.
func (q *Question) Field() *ast.Field { return q.field }

// Plan returns the plan for some coerced variables. Its Params and Search belong to the caller, all else is shared and must not be
// changed. The error is an *InputError.
func (q *Question) Plan(vars map[string]any) (*Plan, error) {
	vars = plainVariables(vars)
	q.mu.Lock()
	shapes := q.shapes
	q.mu.Unlock()
	for _, s := range shapes {
		if s.fits(vars) {
			if p, ok := s.bind(vars); ok {
				return p, nil
			}
			break // with an error
		}
	}
	b, err := q.builder.build(q.field, vars)
	if err != nil {
		return nil, err
	}
	s := newShape(b)
	q.keep(s)
	b.plan.Shape = s
	return b.plan, nil
}

// keep keeps a shape. Two goroutines may keep the same one; that does no harm.
func (q *Question) keep(s *Shape) {
	if s.size > maxShapeBytes {
		return
	}
	q.mu.Lock()
	grown := s.size
	if len(q.shapes) == maxShapes {
		for _, old := range q.shapes {
			grown -= old.size
		}
		q.shapes = nil
	}
	q.shapes = append(q.shapes[:len(q.shapes):len(q.shapes)], s)
	q.mu.Unlock()
	if q.grown != nil {
		q.grown(grown)
	}
}
