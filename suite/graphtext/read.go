// Package graphtext reads graphs that people write by hand, a line for a node, a relationship or a source.
package graphtext

import (
	"encoding/json"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"partnir/plan/mapping"
	"partnir/store"
)

// MustRead reads the lines of a graph that must be right.
func MustRead(m *mapping.Mapping, lines []string) *store.Records {
	records, err := Read(m, lines)
	if err != nil {
		panic("graph: " + err.Error())
	}
	return records
}

// Read reads the lines of a graph. The error names the line.
func Read(m *mapping.Mapping, lines []string) (*store.Records, error) {
	r := &reader{m: m, records: &store.Records{}, seen: map[string]bool{}}
	for i, line := range lines {
		if err := r.repeated(line); err != nil {
			return nil, fmt.Errorf("line %d, %s: %w", i+1, line, err)
		}
	}
	return r.records, nil
}

// reader reads lines of these kinds, where values are JSON:
//
//	node ID TYPE property=value …
//	rel TYPE FROM TO "part of the id" … property=value …     or with id="…"
//	  source ID quote="…" note="…" contradicts        of the node or relationship above
//	  was ID …                                        former ids of the node above
//	64x …                                             the line 64 times, with ## as 01 to 64
type reader struct {
	m       *mapping.Mapping
	records *store.Records
	// evidence and former belong to the record above.
	evidence *[]store.Evidence
	former   *[]string
	seen     map[string]bool
}

func (r *reader) repeated(line string) error {
	count, rest, ok := strings.Cut(line, "x ")
	n, err := strconv.Atoi(count)
	if !ok || err != nil {
		return r.line(line)
	}
	for i := 1; i <= n; i++ {
		if err := r.line(strings.ReplaceAll(rest, "##", fmt.Sprintf("%02d", i))); err != nil {
			return err
		}
	}
	return nil
}

func (r *reader) line(line string) error {
	word, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
	indented := strings.HasPrefix(line, "  ")
	switch {
	case word == "" || word[0] == '#':
		return nil
	case word == "node" && !indented:
		return r.node(rest)
	case word == "rel" && !indented:
		return r.relationship(rest)
	case word == "source" && indented && r.evidence != nil:
		return r.source(rest)
	case word == "was" && indented && r.former != nil:
		for rest != "" {
			var id string
			id, rest = cutID(rest)
			*r.former = append(*r.former, id)
		}
		return nil
	}
	return fmt.Errorf("%q is no node, rel, source or was, or stands in the wrong place", word)
}

// cutID cuts an id off a line; it is quoted where it has a blank.
func cutID(line string) (id, rest string) {
	if quoted, err := strconv.QuotedPrefix(line); err == nil && strings.HasPrefix(line, `"`) {
		id, _ = strconv.Unquote(quoted)
		return id, strings.TrimPrefix(line[len(quoted):], " ")
	}
	id, rest, _ = strings.Cut(line, " ")
	return id, rest
}

func (r *reader) node(rest string) error {
	id, rest := cutID(rest)
	typeName, rest, _ := strings.Cut(rest, " ")
	t := r.m.Type(typeName)
	if t == nil || t.Interface || r.m.TypeOf(id) != t {
		return fmt.Errorf("%s is no id of a type %s", id, typeName)
	}
	properties, err := readProperties(rest)
	if err != nil {
		return err
	}
	n := store.Node{Type: t, ID: id, Values: make([]any, len(t.Properties))}
	defaults := map[string]string{"id": JSON(id), "createdAt": `"2024-01-01T00:00:00Z"`, "updatedAt": `"2024-06-01T12:00:00Z"`}
	for i, p := range t.Properties {
		raw, given := properties[p.Name]
		if d, ok := defaults[p.Name]; ok && !given {
			raw = d
		}
		delete(properties, p.Name)
		if n.Values[i], err = r.value(p, raw); err != nil {
			return err
		}
	}
	r.records.Nodes = append(r.records.Nodes, n)
	last := &r.records.Nodes[len(r.records.Nodes)-1]
	r.evidence, r.former = &last.Evidence, &last.FormerIDs
	return r.checked(id, properties)
}

func (r *reader) relationship(rest string) error {
	typeName, rest, _ := strings.Cut(rest, " ")
	from, rest := cutID(rest)
	to, rest := cutID(rest)
	t := r.m.Relationship(typeName)
	if t == nil {
		return fmt.Errorf("there is no relationship type %s", typeName)
	}
	if !slices.Contains(t.From, r.m.TypeOf(from)) || !slices.Contains(t.To, r.m.TypeOf(to)) {
		return fmt.Errorf("%s does not lead from %s to %s", typeName, from, to)
	}
	var parts []string
	for strings.HasPrefix(rest, `"`) {
		quoted, err := strconv.QuotedPrefix(rest)
		if err != nil {
			return err
		}
		part, _ := strconv.Unquote(quoted)
		parts = append(parts, part)
		rest = strings.TrimPrefix(rest[len(quoted):], " ")
	}
	properties, err := readProperties(rest)
	if err != nil {
		return err
	}
	rel := store.Relationship{
		Type: t, ID: mapping.NewRelationshipID(typeName, from, to, parts...), From: from, To: to, Values: make([]any, len(t.Properties)),
	}
	if given := properties["id"]; given != "" {
		if err := json.Unmarshal([]byte(given), &rel.ID); err != nil {
			return fmt.Errorf("id: %w", err)
		}
	}
	properties["id"] = JSON(rel.ID)
	for i, p := range t.Properties {
		if rel.Values[i], err = r.value(p, properties[p.Name]); err != nil {
			return err
		}
		delete(properties, p.Name)
	}
	r.records.Relationships = append(r.records.Relationships, rel)
	r.evidence, r.former = &r.records.Relationships[len(r.records.Relationships)-1].Evidence, nil
	return r.checked(rel.ID, properties)
}

// checked refuses an id that was there before and properties that the type does not have.
func (r *reader) checked(id string, left map[string]string) error {
	if r.seen[id] {
		return fmt.Errorf("%s is there already", id)
	}
	r.seen[id] = true
	for name := range left {
		return fmt.Errorf("%s has no property %s", id, name)
	}
	return nil
}

func (r *reader) source(rest string) error {
	id, rest := cutID(rest)
	rest, contradicts := strings.CutSuffix(rest, "contradicts")
	properties, err := readProperties(strings.TrimSpace(rest))
	if err != nil {
		return err
	}
	e := store.Evidence{Source: id, Contradicts: contradicts}
	for name, raw := range properties {
		to := map[string]*string{"quote": &e.Quote, "note": &e.Note}[name]
		if to == nil {
			return fmt.Errorf("evidence has no %s", name)
		}
		if err := json.Unmarshal([]byte(raw), to); err != nil {
			return err
		}
	}
	*r.evidence = append(*r.evidence, e)
	return nil
}

var propertyName = regexp.MustCompile(`^([a-zA-Z0-9]+)=`)

// readProperties cuts `name=value name=value …`, where values are JSON without blanks but in strings.
func readProperties(rest string) (map[string]string, error) {
	properties := map[string]string{}
	for rest != "" {
		name := propertyName.FindStringSubmatch(rest)
		if name == nil {
			return nil, fmt.Errorf("name=value expected at %q", rest)
		}
		if _, twice := properties[name[1]]; twice {
			return nil, fmt.Errorf("%s is given twice", name[1])
		}
		rest = rest[len(name[0]):]
		d := json.NewDecoder(strings.NewReader(rest))
		var value json.RawMessage
		if err := d.Decode(&value); err != nil {
			return nil, fmt.Errorf("%s: %w", name[1], err)
		}
		properties[name[1]] = string(value)
		rest = strings.TrimPrefix(rest[d.InputOffset():], " ")
	}
	return properties, nil
}

// value reads a value as store.Node.Values has it; "" is a missing value.
func (r *reader) value(p *mapping.Property, raw string) (any, error) {
	if raw == "" {
		return nil, nil
	}
	var v any
	if err := json.Unmarshal([]byte(raw), &v); err != nil {
		return nil, fmt.Errorf("%s: %w", p.Name, err)
	}
	if items, ok := v.([]any); ok && p.List {
		list := make([]string, len(items))
		for i, item := range items {
			s, err := r.single(p, item)
			if err != nil {
				return nil, err
			}
			list[i] = s.(string)
		}
		return list, nil
	} else if ok || p.List {
		return nil, fmt.Errorf("%s: %s is a list where none belongs, or none where one does", p.Name, raw)
	}
	return r.single(p, v)
}

func (r *reader) single(p *mapping.Property, v any) (any, error) {
	switch v := v.(type) {
	case bool:
		if p.Kind == mapping.Boolean {
			return v, nil
		}
	case float64:
		if p.Kind == mapping.Float {
			return v, nil
		}
		if p.Kind == mapping.Int && v == math.Trunc(v) {
			return int64(v), nil
		}
	case string:
		if p.Kind == mapping.Enum && !slices.Contains(r.m.Enums[p.Enum], v) {
			return nil, fmt.Errorf("%s: %s is no value of %s", p.Name, v, p.Enum)
		}
		if p.Kind != mapping.Boolean && p.Kind != mapping.Float && p.Kind != mapping.Int && !p.Computed {
			return v, nil
		}
	}
	return nil, fmt.Errorf("%s: %v is of the wrong kind", p.Name, v)
}
