package answer

import (
	"math"
	"strconv"
	"strings"
	"unicode/utf8"

	"partnir/plan"
	"partnir/plan/mapping"
)

// scalar writes a stored value that is not nil.
func (b *buffer) scalar(kind mapping.Kind, v any) {
	switch v := v.(type) {
	case string:
		b.text(v)
		if kind == mapping.DateTime {
			b.json[len(b.json)-1] = 'Z' // stores leave it out
			b.json = append(b.json, '"')
		}
	case int64:
		b.json = strconv.AppendInt(b.json, v, 10)
	case float64:
		if kind == mapping.Int {
			b.json = strconv.AppendInt(b.json, int64(v), 10)
			return
		}
		b.float(v)
	case bool:
		b.boolean(v)
	}
}

// scalars writes a list of values; a missing list is empty.
func (b *buffer) scalars(kind mapping.Kind, v any) {
	values, _ := v.([]any)
	b.json = append(b.json, '[')
	for i, item := range values {
		if i > 0 {
			b.json = append(b.json, ',')
		}
		b.scalar(kind, item)
	}
	b.json = append(b.json, ']')
}

func (b *buffer) boolean(v bool) { b.json = strconv.AppendBool(b.json, v) }

// float writes a number as ECMAScript does, and so as encoding/json does: plain digits from 1e-6 to 1e21, else an exponent.
func (b *buffer) float(v float64) {
	format := byte('f')
	if abs := math.Abs(v); abs != 0 && (abs < 1e-6 || abs >= 1e21) {
		format = 'e'
	}
	b.json = strconv.AppendFloat(b.json, v, format, -1, 64)
	if format == 'e' {
		// e-09 is written e-9.
		if n := len(b.json); n >= 4 && b.json[n-4] == 'e' && b.json[n-3] == '-' && b.json[n-2] == '0' {
			b.json[n-2] = b.json[n-1]
			b.json = b.json[:n-1]
		}
	}
}

const hex = "0123456789abcdef"

// text writes a JSON string as encoding/json does without its escapes for HTML. Bytes that are no UTF-8 become the replacement
// character; U+2028 and U+2029 are escaped, because they end a line in JavaScript.
func (b *buffer) text(s string) {
	b.json = append(b.json, '"')
	i := 0
	for i < len(s) && asItIs[s[i]] {
		i++
	}
	if i < len(s) {
		s = b.escaped(s, i)
	}
	b.json = append(b.json, s...)
	b.json = append(b.json, '"')
}

// asItIs are the bytes that stand in a JSON string as they are, whatever is around them.
var asItIs = func() (plain [256]bool) {
	for c := ' '; c < utf8.RuneSelf; c++ {
		plain[c] = c != '"' && c != '\\'
	}
	return plain
}()

// escaped writes a text whose first i bytes need no escape, but for its end, which needs none: that it returns.
func (b *buffer) escaped(s string, i int) string {
	from := 0
	for i < len(s) {
		c := s[i]
		if c >= utf8.RuneSelf {
			r, size := utf8.DecodeRuneInString(s[i:])
			if r == utf8.RuneError && size == 1 {
				b.json = append(append(b.json, s[from:i]...), `\ufffd`...)
				from = i + 1
			}
			if r == '\u2028' || r == '\u2029' {
				b.json = append(append(b.json, s[from:i]...), `\u202`...)
				b.json = append(b.json, hex[r&0xf])
				from = i + size
			}
			i += size
			continue
		}
		if asItIs[c] {
			i++
			continue
		}
		b.json = append(b.json, s[from:i]...)
		switch c {
		case '"', '\\':
			b.json = append(b.json, '\\', c)
		case '\b':
			b.json = append(b.json, '\\', 'b')
		case '\f':
			b.json = append(b.json, '\\', 'f')
		case '\n':
			b.json = append(b.json, '\\', 'n')
		case '\r':
			b.json = append(b.json, '\\', 'r')
		case '\t':
			b.json = append(b.json, '\\', 't')
		default:
			b.json = append(b.json, '\\', 'u', '0', '0', hex[c>>4], hex[c&0xf])
		}
		i++
		from = i
	}
	return s[from:]
}

// iri writes the web address of an id.
func (b *buffer) iri(id string) {
	colon := strings.IndexByte(id, ':')
	for i := range len(id) {
		if colon < 0 || !inPath[id[i]] {
			b.text(mapping.IRI(b.BaseIRI, id))
			return
		}
	}
	b.text(b.BaseIRI)
	b.json = b.json[:len(b.json)-1]
	b.json = append(b.json, "/id/"...)
	b.json = append(b.json, id[:colon]...)
	b.json = append(b.json, '/')
	b.json = append(b.json, id[colon+1:]...)
	b.json = append(b.json, '"')
}

// inPath are the bytes that stand in the path of an address as they are.
var inPath = func() (plain [256]bool) {
	for c := range utf8.RuneSelf {
		plain[c] = '0' <= c && c <= '9' || 'A' <= c && c <= 'Z' || 'a' <= c && c <= 'z' || strings.ContainsRune("-_.~$&+=:@", rune(c))
	}
	return plain
}()

// localized writes Object for each text of a list of `language:text`, narrowed to one language where one is asked for.
func (b *buffer) localized(f *plan.Field, v any) bool {
	stored, _ := v.([]any)
	mark := byte('[')
	for _, item := range stored {
		lang, text, _ := strings.Cut(item.(string), ":")
		if f.OneLanguage && lang != f.Text {
			continue
		}
		b.json = append(b.json, mark)
		b.localizedText(f.Object, lang, text)
		mark = ','
	}
	if mark == '[' {
		b.json = append(b.json, mark)
	}
	b.json = append(b.json, ']')
	return true
}

// localizedText writes a text with its language: fields of the row [language, text].
func (b *buffer) localizedText(o *plan.Object, lang, text string) {
	mark := byte('{')
	for _, f := range o.Fields {
		b.key(mark, f)
		mark = ','
		switch {
		case f.Kind == plan.TypeName:
			b.text(f.Text)
		case f.Column == 0:
			b.text(lang)
		default:
			b.text(text)
		}
	}
	if mark == '{' { // @skip left nothing
		b.json = append(b.json, mark)
	}
	b.json = append(b.json, '}')
}
