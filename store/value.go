package store

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"partnir/plan/mapping"
)

const (
	// maxID is how many bytes an id may have.
	maxID = 1000
	// maxIndexed is how many bytes a text may have that a store finds nodes by, and its sort key: Neo4j's indexes take no more.
	maxIndexed = 8000
	// maxText is how many bytes other texts and lists of texts may have.
	maxText = 1 << 20
)

// wrong says what is wrong with something, and what was expected. The zero wrong is nothing.
type wrong struct{ found, want string }

// wrongValue says what is wrong with a value of a property.
func (c *checker) wrongValue(p *mapping.Property, id string, v any) wrong {
	switch {
	case p.Name == "id" && (v == nil || v == id): // wrongID says what is wrong with it
		return wrong{}
	case p.Name == "id":
		return wrong{describe(v), "the id of the record"}
	case v == nil && p.Required && !p.Computed && !p.List:
		return wrong{describe(v), c.wanted(p)}
	case v == nil:
		return wrong{}
	case p.Computed:
		return wrong{describe(v), "nothing, for it is computed"}
	}
	switch v := v.(type) {
	case string:
		if isText(p.Kind) && !p.List {
			return c.wrongText(p, v)
		}
	case []string:
		if p.List || p.Kind == mapping.Localized {
			return c.wrongList(p, v)
		}
	case float64:
		if p.Kind == mapping.Float && !p.List && !math.IsNaN(v) && !math.IsInf(v, 0) && inRange(p, v) {
			return wrong{}
		}
	case int64:
		if p.Kind == mapping.Int && !p.List && v >= math.MinInt32 && v <= math.MaxInt32 && inRange(p, float64(v)) {
			return wrong{}
		}
	case bool:
		if p.Kind == mapping.Boolean && !p.List {
			return wrong{}
		}
	}
	return wrong{describe(v), c.wanted(p)}
}

func isText(k mapping.Kind) bool {
	return k != mapping.Int && k != mapping.Float && k != mapping.Boolean && k != mapping.Localized
}

func inRange(p *mapping.Property, v float64) bool {
	return p.Range == nil || p.Range.Min <= v && v <= p.Range.Max
}

// wanted says what a property holds.
func (c *checker) wanted(p *mapping.Property) string {
	one := map[mapping.Kind]string{
		mapping.String: "a text", mapping.ID: "an id", mapping.Int: "a whole number of 32 bits", mapping.Float: "a number",
		mapping.Boolean: "true or false", mapping.Date: "a day that exists, as YYYY-MM-DD",
		mapping.PartialDate: "a date that exists, as YYYY-MM-DD, YYYY-MM or YYYY", mapping.URI: "an address with its scheme, such as https://example.org/",
		mapping.DateTime: "a point in time as RFC 3339 has it, such as 2026-08-19T10:30:00Z", mapping.Enum: "a value of " + p.Enum,
	}[p.Kind]
	switch {
	case p.Kind == mapping.Localized:
		return "a list of texts, each as language:text"
	case c.references[p] != nil:
		one = "the id of " + oneOf([]*mapping.NodeType{c.references[p]})
	case p.Range != nil:
		one += fmt.Sprintf(" from %v to %v", p.Range.Min, p.Range.Max)
	}
	if p.List {
		return "a list, each " + one
	}
	return one
}

func (c *checker) wrongText(p *mapping.Property, s string) wrong {
	if w := wrongLetters(s, maxBytes(p)); w != (wrong{}) {
		return w
	}
	if !c.fits(p, s) {
		return wrong{describe(s), c.wanted(p)}
	}
	// A key is longer than its text in few scripts, and then up to 11 times as long.
	if p.SortKey != mapping.NoSortKey && len(s) > maxIndexed/11 {
		if n := len(p.SortKey.Key(s)); n > maxIndexed {
			return wrong{fmt.Sprintf("a text with a sort key of %d bytes", n), fmt.Sprintf("one of at most %d", maxIndexed)}
		}
	}
	return wrong{}
}

// maxBytes is how many bytes a text may have as the value of a property.
func maxBytes(p *mapping.Property) int {
	switch {
	case p.Kind == mapping.ID:
		return maxID
	case p.External || !p.List && (p.Unique || p.SortKey != mapping.NoSortKey):
		return maxIndexed
	}
	return maxText
}

// fits reports whether a text is one of the kind of a property.
func (c *checker) fits(p *mapping.Property, s string) bool {
	switch p.Kind {
	case mapping.Enum:
		return c.enums[p.Enum][s]
	case mapping.DateTime:
		return c.isTime(p, s)
	case mapping.Date, mapping.PartialDate, mapping.URI:
		return p.Check(s) == nil
	case mapping.Localized:
		lang, _, ok := strings.Cut(s, ":")
		return ok && lang != ""
	case mapping.ID:
		_, key, _ := strings.Cut(s, ":")
		t := c.mapping.TypeOf(s)
		of := c.references[p]
		return key != "" && t != nil && (of == nil || t.Is(of))
	}
	return true
}

func (c *checker) wrongList(p *mapping.Property, list []string) wrong {
	size := 0
	for _, s := range list {
		if size += len(s); size > maxText {
			return wrong{fmt.Sprintf("a list of more than %d bytes", maxText), "one of at most as many"}
		}
		if w := c.wrongText(p, s); w != (wrong{}) {
			return w
		}
	}
	return wrong{}
}

// wrongLetters says what is wrong with a text as a text.
func wrongLetters(s string, most int) wrong {
	switch {
	case len(s) > most:
		return wrong{fmt.Sprintf("a text of %d bytes", len(s)), fmt.Sprintf("one of at most %d", most)}
	case !utf8.ValidString(s):
		return wrong{"a text that is not UTF-8", "UTF-8"}
	case strings.IndexByte(s, 0) >= 0:
		return wrong{"a text with the letter U+0000", "one without it"}
	}
	return wrong{}
}

// wrongNodeID says what is wrong with an id of a node.
func wrongNodeID(t *mapping.NodeType, id string) wrong {
	prefix, key, _ := strings.Cut(id, ":")
	if !slices.Contains(t.Prefixes, prefix) || key == "" {
		return wrong{describe(id), "an id that begins with " + strings.Join(t.Prefixes, " or ") + " and a colon, and goes on after it"}
	}
	return wrongKey(id)
}

// wrongRelationshipID says what is wrong with an id of a relationship: it tells its type, so that it is found by its id alone.
func (c *checker) wrongRelationshipID(t *mapping.RelationshipType, id string) wrong {
	start := c.starts[t.Index]
	if key, ok := strings.CutPrefix(id, start); !ok || key == "" || strings.Contains(key, "-") {
		return wrong{describe(id), "an id that begins with " + start + " and goes on without a dash"}
	}
	return wrongKey(id)
}

// wrongKey says what is wrong with an id that begins as it should.
func wrongKey(id string) wrong {
	if w := wrongLetters(id, maxID); w != (wrong{}) {
		return w
	}
	if !norm.NFC.IsNormalString(id) {
		return wrong{describe(id), "an id in Unicode's normal form C"}
	}
	return wrong{}
}

// isTime reports whether a text is a point in time. Most records have that of the record before.
func (c *checker) isTime(p *mapping.Property, s string) bool {
	if s == c.lastTime {
		return true
	}
	if p.Check(s) != nil {
		return false
	}
	c.lastTime = s
	return true
}

// isPartialDate reports whether a text is a year, a month, or a day that exists.
func isPartialDate(s string) bool {
	return (&mapping.Property{Kind: mapping.PartialDate}).Check(s) == nil
}
