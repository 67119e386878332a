package embedded

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"partnir/embedded/memory"
	"partnir/plan/mapping"
	"partnir/store"
)

// maxProblems is how many problems an error of Load names.
const maxProblems = 20

// problems gathers what is wrong with records.
type problems struct {
	errs  []error
	total int
}

func (p *problems) addf(format string, args ...any) {
	if p.total++; p.total <= maxProblems {
		p.errs = append(p.errs, fmt.Errorf(format, args...))
	}
}

func (p *problems) err() error {
	if p.total == 0 {
		return nil
	}
	if more := p.total - len(p.errs); more > 0 {
		p.errs = append(p.errs, fmt.Errorf("and %d more", more))
	}
	return fmt.Errorf("the records cannot be loaded, and nothing was changed: %w", errors.Join(p.errs...))
}

// validator looks over records before they are loaded.
type validator struct {
	problems
	*memory.Layout
	enums map[string]map[string]bool
}

func newValidator(l *memory.Layout) *validator {
	v := &validator{Layout: l, enums: map[string]map[string]bool{}}
	for name, values := range l.Mapping.Enums {
		v.enums[name] = map[string]bool{}
		for _, value := range values {
			v.enums[name][value] = true
		}
	}
	return v
}

// subject is a record as messages name it.
type subject struct{ kind, id string }

func (s subject) String() string { return s.kind + " " + s.id }

// known reports whether a type is the one that the schema has at its index.
func known[T any](types []*T, t *T, index func(*T) int) bool {
	return t != nil && index(t) < len(types) && types[index(t)] == t
}

// node looks over what a node says of itself.
func (v *validator) node(n *store.Node) {
	if !known(v.Mapping.Types, n.Type, func(t *mapping.NodeType) int { return t.Index }) {
		v.addf("node %q: its type is not an object type of the schema", n.ID)
		return
	}
	prefix, key, _ := strings.Cut(n.ID, ":")
	if v.Mapping.TypeOf(n.ID) != n.Type || key == "" {
		v.addf("node %q: the id of a %s begins with %s and a colon, and goes on after it, not with %q",
			n.ID, n.Type.Name, strings.Join(n.Type.Prefixes, " or "), prefix)
	}
	if !utf8.ValidString(n.ID) {
		v.addf("node %q: the id is not UTF-8", n.ID)
	}
	v.values(subject{"node", n.ID}, n.Type.Properties, n.ID, n.Values)
	for _, id := range n.FormerIDs {
		if !utf8.ValidString(id) || id == "" {
			v.addf("node %s: the former id %q is empty or not UTF-8", n.ID, id)
		}
	}
	v.texts(subject{"node", n.ID}, n.Evidence)
}

// relationship looks over what a relationship says of itself; its ends are looked at where they are found.
func (v *validator) relationship(r *store.Relationship) bool {
	if !known(v.Mapping.Relationships, r.Type, func(t *mapping.RelationshipType) int { return t.Index }) {
		v.addf("relationship %q: its type is not a relationship type of the schema", r.ID)
		return false
	}
	if r.ID == "" || !utf8.ValidString(r.ID) {
		v.addf("relationship %q from %s to %s: its id is empty or not UTF-8", r.ID, r.From, r.To)
	}
	v.values(subject{"relationship", r.ID}, r.Type.Properties, r.ID, r.Values)
	v.texts(subject{"relationship", r.ID}, r.Evidence)
	return true
}

// end looks at a node at one end of a relationship.
func (v *validator) end(r *store.Relationship, which, id string, found bool, allowed []*mapping.NodeType) {
	if !found {
		v.addf("relationship %s: its %s %q is neither in the records nor in the store", r.ID, which, id)
		return
	}
	if t := v.Mapping.TypeOf(id); !slices.Contains(allowed, t) {
		v.addf("relationship %s: %s has no %s at its %s, as %s is", r.ID, r.Type.Name, t.Name, which, id)
	}
}

// source looks at the source of evidence.
func (v *validator) source(of subject, e store.Evidence, found bool) {
	if source := v.Mapping.Type("Source"); !found || source != nil && v.Mapping.TypeOf(e.Source) != source {
		v.addf("%s: its evidence %q is no source in the records or in the store", of, e.Source)
	}
}

func (v *validator) texts(of subject, list []store.Evidence) {
	for _, e := range list {
		if !utf8.ValidString(e.Quote) || !utf8.ValidString(e.Note) {
			v.addf("%s: the quote or note of its evidence %s is not UTF-8", of, e.Source)
		}
	}
}

func (v *validator) values(of subject, properties []*mapping.Property, id string, values []any) {
	if len(values) != len(properties) {
		v.addf("%s: it has %d values where its type has %d properties", of, len(values), len(properties))
		return
	}
	for i, p := range properties {
		if what := v.value(p, id, values[i]); what != "" {
			v.addf("%s: %s %s", of, p.Name, what)
		}
	}
}

// value says what is wrong with a value, "" where nothing is.
func (v *validator) value(p *mapping.Property, id string, value any) string {
	switch value := value.(type) {
	case nil:
		if p.Required && !p.Computed && memory.KindOf(p) != memory.ListValue && p.Name != "id" {
			return "is missing"
		}
		return ""
	case string:
		if p.Name == "id" && value != id {
			return fmt.Sprintf("is %q, and should be the id", value)
		}
		if !p.Computed && memory.KindOf(p) == memory.TextValue {
			return v.text(p, value)
		}
	case []string:
		if !p.Computed && memory.KindOf(p) == memory.ListValue {
			for _, s := range value {
				if what := v.text(p, s); what != "" {
					return what
				}
			}
			return ""
		}
	case float64:
		if math.IsNaN(value) || math.IsInf(value, 0) {
			return fmt.Sprintf("is %v, which is no number", value)
		}
		if memory.KindOf(p) == memory.FloatValue {
			return ""
		}
	case int64:
		if memory.KindOf(p) == memory.WholeValue {
			return ""
		}
	case bool:
		if memory.KindOf(p) == memory.TruthValue {
			return ""
		}
	}
	if p.Computed {
		return "is computed, and cannot be loaded"
	}
	return fmt.Sprintf("is a %T, which is not of its kind", value)
}

func (v *validator) text(p *mapping.Property, s string) string {
	if !utf8.ValidString(s) {
		return fmt.Sprintf("is %q, which is not UTF-8", s)
	}
	if p.Kind == mapping.Enum && !v.enums[p.Enum][s] {
		return fmt.Sprintf("is %q, which is no value of %s", s, p.Enum)
	}
	return ""
}
