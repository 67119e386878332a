package build

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"hash/crc32"
	"slices"

	"partnir/plan"
	"partnir/plan/mapping"
)

var (
	errCursorDamaged = errors.New("the cursor is damaged; use one as an answer gave it")
	errCursorOrder   = errors.New("the cursor is from a list with another order; give the orderBy that it came with")
)

// checksumSize is the length of a checksum in hexadecimal digits.
const checksumSize = 8

func checksum(s string) string { return string(appendChecksum(nil, []byte(s))) }

func appendChecksum(dst, of []byte) []byte {
	return hex.AppendEncode(dst, binary.BigEndian.AppendUint32(make([]byte, 0, 4), crc32.ChecksumIEEE(of)))
}

// AppendCursor appends the cursor of a row to dst. list is JSON: the signature of the page, and the values of the row's order.
func AppendCursor(dst, list []byte) []byte {
	size := checksumSize + len(list)
	at, encoded := len(dst), base64.RawURLEncoding.EncodedLen(size)
	dst = slices.Grow(dst, encoded+size)
	sealed := dst[at+encoded : at+encoded : at+encoded+size]
	sealed = append(appendChecksum(sealed, list), list...)
	base64.RawURLEncoding.Encode(dst[at:at+encoded], sealed)
	return dst[:at+encoded]
}

// decodeCursor returns the values that a cursor holds, as the kinds of the order's properties have them.
func decodeCursor(cursor, signature string, order []plan.OrderKey) ([]any, error) {
	values, err := cursorValues(cursor, signature)
	if err != nil {
		return nil, err
	}
	if len(values) != len(order) {
		return nil, errCursorDamaged
	}
	for i, k := range order {
		if values[i] == nil {
			if k.Property.Required {
				return nil, errCursorDamaged
			}
			continue
		}
		if values[i], err = cursorValue(k.Property, plain(values[i])); err != nil {
			return nil, errCursorDamaged
		}
	}
	return values, nil
}

// cursorValue checks a value of a cursor against the kind of a property. It is as the store holds it already, a text maybe its sort key.
func cursorValue(p *mapping.Property, v any) (any, error) {
	s, isText := v.(string)
	switch _, isWhole := v.(int64); {
	case p.Kind == mapping.Int && isWhole:
		return v, nil
	case !isText || p.Kind == mapping.Int || p.Kind == mapping.Float || p.Kind == mapping.Boolean:
		return convert("", p, v)
	case !p.IsStored(s):
		return nil, errCursorDamaged
	}
	return s, nil
}

func cursorValues(cursor, signature string) ([]any, error) {
	b, err := base64.RawURLEncoding.DecodeString(cursor)
	if err != nil || len(b) < checksumSize || checksum(string(b[checksumSize:])) != string(b[:checksumSize]) {
		return nil, errCursorDamaged
	}
	d := json.NewDecoder(bytes.NewReader(b[checksumSize:]))
	d.UseNumber()
	var values []any
	if err := d.Decode(&values); err != nil || len(values) == 0 {
		return nil, errCursorDamaged
	}
	if values[0] != signature {
		return nil, errCursorOrder
	}
	return values[1:], nil
}

// keyset makes the condition of rows that come after the row with some values.
type keyset struct {
	*builder
	order  []plan.OrderKey
	values []any
	// params are the parameters made, places the index of the value of each.
	params []plan.Param
	places []int
}

// after is the condition from key i on. At the front of the list it also says, where the first key is never missing, on which side of
// the value the key lies: an index serves that.
func (s *keyset) after(i int) *plan.Filter {
	k, v := s.order[i], s.values[i]
	here := func(c plan.Comparison) *plan.Filter {
		f := &plan.Filter{Op: plan.Compare, Property: k.Property, OfRelationship: k.OfRelationship, Comparison: c,
			SortKey: k.Property.SortKey != mapping.NoSortKey}
		if c != plan.IsNull && c != plan.IsNotNull {
			f.Value = s.param(v)
			s.params, s.places = append(s.params, f.Value), append(s.places, i)
		}
		return plan.OfEnd(k.End, f)
	}
	past := plan.Gt
	if k.Descending != k.Reverse {
		past = plan.Lt
	}
	var after *plan.Filter
	switch {
	case v == nil && k.Reverse:
		after = here(plan.IsNotNull)
	case v == nil:
		after = &plan.Filter{Op: plan.Or}
	case k.Reverse || k.Property.Required:
		after = here(past)
	default:
		after = &plan.Filter{Op: plan.Or, Args: []*plan.Filter{here(past), here(plan.IsNull)}}
	}
	if i == len(s.order)-1 {
		return after
	}
	rest := s.after(i + 1)
	if i == 0 && v != nil && k.Property.Required {
		side := here(past + 1) // Lte follows Lt, and Gte follows Gt.
		return &plan.Filter{Op: plan.And, Args: []*plan.Filter{side, {Op: plan.Or, Args: []*plan.Filter{after, rest}}}}
	}
	same := plan.Eq
	if v == nil {
		same = plan.IsNull
	}
	return &plan.Filter{Op: plan.Or, Args: []*plan.Filter{after, {Op: plan.And, Args: []*plan.Filter{here(same), rest}}}}
}
