package build

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"reflect"
	"testing"

	"partnir/plan"
	"partnir/plan/mapping"
)

// cursorOrder is an order with a key of each kind, the last of them never missing.
func cursorOrder() []plan.OrderKey {
	var order []plan.OrderKey
	for i, k := range []mapping.Kind{mapping.String, mapping.Float, mapping.Int, mapping.Boolean, mapping.PartialDate, mapping.DateTime, mapping.Enum} {
		order = append(order, plan.OrderKey{Property: &mapping.Property{Name: fmt.Sprint("p", i), Kind: k, Number: i}})
	}
	return append(order, plan.OrderKey{Property: &mapping.Property{Name: "id", Kind: mapping.ID, Required: true}})
}

// cursorOf is the cursor of a row with those values.
func cursorOf(signature string, values []any) string {
	list, err := json.Marshal(append([]any{signature}, values...))
	if err != nil {
		panic(err)
	}
	return string(AppendCursor(nil, list))
}

// TestCursorRoundTrip gives random values to a cursor and takes them back.
func TestCursorRoundTrip(t *testing.T) {
	r, order := rand.New(rand.NewPCG(1, 1)), cursorOrder()
	texts := []string{"", "a", "Åland", "日本", "🌾 <&>\"\\\u2028", "null", "1"}
	dates := []string{"2021", "2021-06", "2021-06-30"}
	for range 2000 {
		values := []any{
			texts[r.IntN(len(texts))], (r.Float64() - 0.5) * 1e30, r.Int64() - r.Int64(), r.IntN(2) == 0, dates[r.IntN(len(dates))],
			"2021-06-30T01:02:03.25", "ACTIVE", "country:CHN",
		}
		for i := range len(values) - 1 {
			if r.IntN(4) == 0 {
				values[i] = nil
			}
		}
		got, err := decodeCursor(cursorOf("signature", values), "signature", order)
		if err != nil || !reflect.DeepEqual(got, values) {
			t.Fatalf("%#v came back as %#v, %v", values, got, err)
		}
	}
}

// TestCursorRefused shows which cursors are refused, and how.
func TestCursorRefused(t *testing.T) {
	order := cursorOrder()
	good := []any{"a", 1.5, int64(2), true, "2021", "2021-06-30T01:02:03.25", "ACTIVE", "country:CHN"}
	with := func(i int, v any) []any {
		values := append([]any(nil), good...)
		values[i] = v
		return values
	}
	for _, c := range []struct {
		name, cursor string
		want         error
	}{
		{"other order", cursorOf("other", good), errCursorOrder},
		{"too few values", cursorOf("s", good[1:]), errCursorDamaged},
		{"too many values", cursorOf("s", append(good, "more")), errCursorDamaged},
		{"no id", cursorOf("s", with(7, nil)), errCursorDamaged},
		{"text for a number", cursorOf("s", with(1, "1.5")), errCursorDamaged},
		{"fraction for a whole number", cursorOf("s", with(2, 2.5)), errCursorDamaged},
		{"number for a text", cursorOf("s", with(0, 5.0)), errCursorDamaged},
		{"no date", cursorOf("s", with(4, "soon")), errCursorDamaged},
		{"list for a text", cursorOf("s", with(0, []any{"a"})), errCursorDamaged},
		{"empty", "", errCursorDamaged},
		{"no base64", "ä", errCursorDamaged},
		{"no JSON", base64.RawURLEncoding.EncodeToString([]byte(checksum("x") + "x")), errCursorDamaged},
		{"no values", base64.RawURLEncoding.EncodeToString([]byte(checksum("[]") + "[]")), errCursorDamaged},
	} {
		if _, err := decodeCursor(c.cursor, "s", order); !errors.Is(err, c.want) {
			t.Errorf("%s: the error is %v, want %v", c.name, err, c.want)
		}
	}
	whole := cursorOf("s", good)
	for i := range whole {
		changed := []byte(whole)
		changed[i] ^= 1
		for _, bad := range []string{whole[:i], string(changed)} {
			if got, err := decodeCursor(bad, "s", order); err == nil && !reflect.DeepEqual(got, good) {
				t.Errorf("cursor %q, changed at %d, reads as %v", bad, i, got)
			}
		}
	}
}

// FuzzCursor reads any text as a cursor: it is refused, or holds values of the right kinds, and never panics.
func FuzzCursor(f *testing.F) {
	order := cursorOrder()
	f.Add(cursorOf("s", []any{"a", 1.5, int64(2), true, "2021", "x", "y", "country:CHN"}))
	f.Add(cursorOf("s", make([]any, len(order))))
	f.Add("")
	f.Add("MTIzNDU2NzhbXQ")
	f.Fuzz(func(t *testing.T, cursor string) {
		for _, text := range []string{cursor, base64.RawURLEncoding.EncodeToString([]byte(checksum(cursor) + cursor))} {
			values, err := decodeCursor(text, "s", order)
			if err == nil && (len(values) != len(order) || values[len(values)-1] == nil) {
				t.Errorf("cursor %q reads as %v", text, values)
			}
		}
	})
}

// TestKeyset compares the condition after a cursor with the order itself: of any two rows, exactly the later one lies after the
// earlier one.
func TestKeyset(t *testing.T) {
	name := &mapping.Property{Name: "name", Kind: mapping.String, Required: true}
	rank := &mapping.Property{Name: "rank", Kind: mapping.Int, Number: 1}
	id := &mapping.Property{Name: "id", Kind: mapping.ID, Required: true, Number: 2}
	var rows []map[*mapping.Property]any
	for i, n := range []string{"a", "a", "b", "b", "c"} {
		for j, r := range []any{nil, int64(1), int64(2)} {
			rows = append(rows, map[*mapping.Property]any{name: n, rank: r, id: fmt.Sprint(i, j)})
		}
	}
	for i := range 16 {
		order := []plan.OrderKey{
			{Property: rank, Descending: i&1 > 0, Reverse: i&2 > 0},
			{Property: name, Descending: i&4 > 0, Reverse: i&2 > 0},
			{Property: id, Reverse: i&2 > 0},
		}
		if i&8 > 0 {
			order[0], order[1] = order[1], order[0]
		}
		for _, here := range rows {
			var values []any
			for _, k := range order {
				values = append(values, here[k.Property])
			}
			b := &builder{plan: &plan.Plan{}}
			after := (&keyset{builder: b, order: order, values: values}).after(0)
			for _, row := range rows {
				if got, want := meetsKeyset(after, b.plan.Params, row), compareRows(order, row, here) > 0; got != want {
					t.Fatalf("order %v: row %v after %v is %t by the condition %s, want %t", order, row, here, got, after, want)
				}
			}
		}
	}
}

func meetsKeyset(f *plan.Filter, params []any, row map[*mapping.Property]any) bool {
	switch f.Op {
	case plan.And:
		for _, arg := range f.Args {
			if !meetsKeyset(arg, params, row) {
				return false
			}
		}
		return true
	case plan.Or:
		for _, arg := range f.Args {
			if meetsKeyset(arg, params, row) {
				return true
			}
		}
		return false
	}
	v := row[f.Property]
	switch {
	case f.Comparison == plan.IsNull:
		return v == nil
	case f.Comparison == plan.IsNotNull:
		return v != nil
	case v == nil:
		return false
	}
	c := compareKey(v, params[f.Value])
	return map[plan.Comparison]bool{plan.Eq: c == 0, plan.Lt: c < 0, plan.Lte: c <= 0, plan.Gt: c > 0, plan.Gte: c >= 0}[f.Comparison]
}

// compareKey compares two present values: numbers and texts of one letter or of digits.
func compareKey(a, b any) int {
	x, y := fmt.Sprint(a), fmt.Sprint(b)
	switch {
	case x < y:
		return -1
	case x > y:
		return 1
	}
	return 0
}

func compareRows(order []plan.OrderKey, a, b map[*mapping.Property]any) int {
	for _, k := range order {
		x, y := a[k.Property], b[k.Property]
		c := 0
		switch {
		case x == nil && y == nil:
		case x == nil:
			c = 1
		case y == nil:
			c = -1
		default:
			c = compareKey(x, y)
			if k.Descending {
				c = -c
			}
		}
		if k.Reverse {
			c = -c
		}
		if c != 0 {
			return c
		}
	}
	return 0
}
