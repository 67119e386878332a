package reference

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"math"
	"strings"
)

// A cursor is base64 of the CRC-32 of a JSON list, in hexadecimal, and that list: the signature of the order, then the values of the row.
// The signature is the CRC-32 of a line that names what is listed and by which keys.

func checksum(text string) string { return fmt.Sprintf("%08x", crc32.ChecksumIEEE([]byte(text))) }

func (l listArguments) signature() string {
	var line strings.Builder
	if l.rel != nil {
		line.WriteString(l.rel.name)
	} else {
		line.WriteString(l.to.name)
	}
	if l.link != nil {
		fmt.Fprintf(&line, " %s %t", l.link.relationship.name, l.link.in)
	}
	for _, k := range l.order {
		name := k.name
		if k.of == ofFrom || k.of == ofTo {
			name = string(k.of) + "." + name
		}
		fmt.Fprintf(&line, ",%s %t %t", name, k.of == ofRelationship, k.descending)
	}
	return checksum(line.String())
}

func (l listArguments) cursor(p pair) string { return encodeCursor(l.signature(), l.values(p)) }

func encodeCursor(signature string, values []any) string {
	var text bytes.Buffer
	writeJSON(&text, append([]any{signature}, values...))
	return base64.RawURLEncoding.EncodeToString([]byte(checksum(text.String()) + text.String()))
}

var (
	errDamaged = errors.New("the cursor is damaged; use one as an answer gave it")
	errOther   = errors.New("the cursor is from a list with another order; give the orderBy that it came with")
)

// decodeCursor returns the values in a cursor: nil, string, json.Number or bool where the cursor is sound.
func decodeCursor(cursor, signature string) ([]any, error) {
	text, err := base64.RawURLEncoding.DecodeString(cursor)
	if err != nil || len(text) < 8 || checksum(string(text[8:])) != string(text[:8]) {
		return nil, errDamaged
	}
	d := json.NewDecoder(bytes.NewReader(text[8:]))
	d.UseNumber()
	var values []any
	if err := d.Decode(&values); err != nil || len(values) == 0 {
		return nil, errDamaged
	}
	if values[0] != signature {
		return nil, errOther
	}
	return values[1:], nil
}

// place reads the argument `after` or `before`: the values of the row that the cursor is of.
func (l listArguments) place(args given, name string) ([]any, error) {
	cursor, ok := args[name].(string)
	if !ok {
		return nil, nil
	}
	values, err := decodeCursor(cursor, l.signature())
	if err == nil && len(values) != len(l.order) {
		err = errDamaged
	}
	for i := 0; err == nil && i < len(values); i++ {
		values[i], err = l.order[i].cursorValue(values[i])
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %s: %w", l.name, name, err)
	}
	return values, nil
}

// cursorValue checks a value of a cursor against what the property can hold.
func (p property) cursorValue(v any) (any, error) {
	n, isNumber := v.(json.Number)
	f, _ := n.Float64()
	_, isTruth := v.(bool)
	text, isText := v.(string)
	switch {
	case v == nil && !p.required:
		return nil, nil
	case p.typeName == "Int" && isNumber && f == math.Trunc(f), p.typeName == "Float" && isNumber:
		return f, nil
	case p.typeName == "Boolean" && isTruth:
		return v, nil
	case p.typeName == "ID" && isNumber:
		return n.String(), nil
	case p.typeName == "Int" || p.typeName == "Float" || p.typeName == "Boolean" || !isText || strings.HasSuffix(p.typeName, "Date") && !isDate(text):
		return nil, errDamaged
	}
	return text, nil
}
