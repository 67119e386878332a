package statement

import (
	"strings"
	"unicode/utf8"

	"partnir/plan"
	"partnir/plan/mapping"
)

// Texts are in order by code point. Neo4j compares two stored texts so, and its indexes and ORDER BY do, but it compares a stored text with
// a parameter by the units of UTF-16, in which the letters beyond U+FFFF come before those from U+E000 on. The two orders differ only
// where the parameter has one of these letters. So such a parameter is given as the ranges, in the order of UTF-16, that together
// are what is on its side by code point.

const (
	afterSurrogates  = '\uE000'
	firstBeyond      = '\U00010000'
	firstSurrogate   = 0xD800
	leastByteOfThese = 0xEE
)

// span is a range of texts in the order of UTF-16: from the first text on, and before the second; without an end where that is nil.
type span [2]any

// HasLateLetters reports whether a plan has a text for which the two orders may differ.
func HasLateLetters(p *plan.Plan) bool {
	for _, v := range p.Params {
		if s, ok := v.(string); ok && late(s) {
			return true
		}
	}
	return false
}

// late reports whether a text has a letter from U+E000 on.
func late(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= leastByteOfThese {
			return true
		}
	}
	return false
}

// inRanges reports whether a comparison is with the ranges of its value.
func inRanges(f *plan.Filter) bool {
	switch f.Comparison {
	case plan.Lt, plan.Lte, plan.Gt, plan.Gte:
		keyed := f.SortKey && f.Property.SortKey != mapping.NoSortKey // keys have one order
		return f.Property.Kind == mapping.String && !f.Property.List && !keyed
	}
	return false
}

// spans are the ranges of the texts that compare so with a value by code point.
func spans(c plan.Comparison, value string) []any {
	above := spansAbove(value, c == plan.Gte || c == plan.Lt)
	if c == plan.Lt || c == plan.Lte {
		above = gaps(above)
	}
	list := make([]any, len(above))
	for i, s := range above {
		list[i] = s[:]
	}
	return list
}

// spansAbove are the ranges of the texts above a value by code point, ascending in the order of UTF-16.
func spansAbove(value string, orEqual bool) []span {
	first := value
	if !orEqual {
		first += "\x00"
	}
	all := []span{{first, next(value)}}
	for rest := value; rest != ""; {
		r, size := utf8.DecodeLastRuneInString(rest)
		rest = rest[:len(rest)-size]
		end := next(rest)
		// What begins as the value does, and has a greater letter here.
		switch {
		case r < firstSurrogate:
			all = append(all, span{next(rest + string(r)), end})
		case r < firstBeyond:
			all = append([]span{{rest + string(firstBeyond), rest + string(afterSurrogates)}}, all...)
			all = append(all, span{next(rest + string(r)), end})
		default:
			all = append(all, span{next(rest + string(r)), rest + string(afterSurrogates)})
		}
	}
	return joined(all)
}

// next is the first text, in the order of UTF-16, after all that begin with a text; nil where there is none.
func next(prefix string) any {
	for prefix != "" {
		r, size := utf8.DecodeLastRuneInString(prefix)
		prefix = prefix[:len(prefix)-size]
		switch r {
		case '\uFFFF':
			continue
		case firstSurrogate - 1:
			r = firstBeyond
		case utf8.MaxRune:
			r = afterSurrogates
		default:
			r++
		}
		return prefix + string(r)
	}
	return nil
}

// joined leaves out empty ranges and makes one of those that touch.
func joined(all []span) []span {
	var kept []span
	for _, s := range all {
		switch n := len(kept); {
		case s[0] == nil || s[0] == s[1]:
		case n > 0 && kept[n-1][1] == s[0]:
			kept[n-1][1] = s[1]
		default:
			kept = append(kept, s)
		}
	}
	return kept
}

// gaps are the ranges between ranges.
func gaps(all []span) []span {
	between := []span{{"", nil}}
	for _, s := range all {
		between[len(between)-1][1] = s[0]
		if s[1] == nil {
			return joined(between)
		}
		between = append(between, span{s[1], nil})
	}
	return joined(between)
}

// rangesName is the name of the parameter that holds the ranges for a comparison.
func rangesName(f *plan.Filter) string {
	return paramName(f.Value) + strings.Trim(strings.NewReplacer("<", "lt", ">", "gt", "=", "e").Replace(operators[f.Comparison]), " ")
}
