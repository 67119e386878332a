package transport

import (
	"bytes"
	"encoding/json"
	"unicode/utf8"
)

// maxNesting is how deep objects and lists in JSON may be nested.
const maxNesting = 100

// decode reads one JSON value: nil, bool, string, json.Number, []any or map[string]any. It refuses what encoding/json lets pass:
// invalid UTF-8, a key that an object has twice, and a surrogate that is escaped without its other half, which would become another letter.
func decode(what string, text []byte) (any, error) {
	if !utf8.Valid(text) {
		return nil, malformed("%s is not in UTF-8", what)
	}
	if !json.Valid(text) {
		return nil, malformed("%s is not JSON", what)
	}
	d := &decoder{what: what, rest: text}
	value, err := d.value(0)
	if err == nil && d.half {
		err = malformed("%s has an escape that is one half of a pair of surrogates", what)
	}
	return value, err
}

// decoder reads text that is known to be JSON, so that it looks at the first byte of each part only.
type decoder struct {
	what string
	rest []byte
	// half says that a surrogate without its other half was found.
	half bool
}

// next is the first byte of the next part.
func (d *decoder) next() byte {
	at := 0
	for ; d.rest[at] == ' ' || d.rest[at] == '\t' || d.rest[at] == '\r' || d.rest[at] == '\n'; at++ {
	}
	d.rest = d.rest[at:]
	return d.rest[0]
}

// take returns the next n bytes and goes behind them.
func (d *decoder) take(n int) []byte {
	taken := d.rest[:n]
	d.rest = d.rest[n:]
	return taken
}

func (d *decoder) value(depth int) (any, error) {
	if depth > maxNesting {
		return nil, malformed("%s is nested more than %d levels deep", d.what, maxNesting)
	}
	switch d.next() {
	case '{':
		return d.object(depth)
	case '[':
		return d.list(depth)
	case '"':
		return d.text(), nil
	case 't':
		d.take(len("true"))
		return true, nil
	case 'f':
		d.take(len("false"))
		return false, nil
	case 'n':
		d.take(len("null"))
		return nil, nil
	}
	end := bytes.IndexAny(d.rest, ",]} \t\r\n")
	if end < 0 {
		end = len(d.rest)
	}
	return json.Number(d.take(end)), nil
}

func (d *decoder) list(depth int) (any, error) {
	list := []any{}
	for d.take(1); d.next() != ']'; {
		item, err := d.value(depth + 1)
		if err != nil {
			return nil, err
		}
		list = append(list, item)
		d.comma()
	}
	d.take(1)
	return list, nil
}

func (d *decoder) object(depth int) (any, error) {
	object := map[string]any{}
	for d.take(1); d.next() != '}'; {
		name := d.text()
		if _, twice := object[name]; twice {
			return nil, malformed("%s has an object with the same key twice", d.what)
		}
		d.next() // a colon
		d.take(1)
		var err error
		if object[name], err = d.value(depth + 1); err != nil {
			return nil, err
		}
		d.comma()
	}
	d.take(1)
	return object, nil
}

// comma goes behind a comma, where there is one.
func (d *decoder) comma() {
	if d.next() == ',' {
		d.take(1)
	}
}

// text reads a string.
func (d *decoder) text() string {
	d.next()
	end, escaped := 1, false
	for ; d.rest[end] != '"'; end++ {
		if d.rest[end] == '\\' {
			end, escaped = end+1, true
		}
	}
	quoted := d.take(end + 1)
	if !escaped {
		return string(quoted[1:end])
	}
	d.half = d.half || hasHalf(string(quoted))
	var text string
	_ = json.Unmarshal(quoted, &text) // it is JSON
	return text
}

// hasHalf reports whether a text of JSON has a surrogate that is escaped without its other half.
func hasHalf(quoted string) bool {
	for i := 0; i < len(quoted); {
		switch {
		case quoted[i] != '\\':
			i++
		case quoted[i+1] != 'u':
			i += 2
		default:
			n := escaped(quoted[i:])
			if n == 0 {
				return true
			}
			i += n
		}
	}
	return false
}
