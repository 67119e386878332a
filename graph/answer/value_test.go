package answer

import (
	"bytes"
	"encoding/json"
	"math"
	"strings"
	"testing"

	"partnir/plan/mapping"
)

// marshal is what encoding/json writes without its escapes for HTML.
func marshal(t *testing.T, v any) string {
	t.Helper()
	var w bytes.Buffer
	e := json.NewEncoder(&w)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		t.Fatal(err)
	}
	return strings.TrimSuffix(w.String(), "\n")
}

// FuzzText compares texts with encoding/json.
func FuzzText(f *testing.F) {
	for _, s := range []string{
		"", "plain", "\"quoted\" \\ back/slash", "\x00\x01\b\t\n\v\f\r\x1f\x7f", "<script>&amp;'", "Åland 日本 🌾", "\u2028 \u2029 \u2027", "\ufffd", "\xff", "a\xc3",
		"\xe2\x80", "\xed\xa0\x80", "é\xffé",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		b := &buffer{}
		b.text(s)
		if want := marshal(t, s); string(b.json) != want {
			t.Errorf("%q is written as %s, want %s", s, b.json, want)
		}
	})
}

// FuzzFloat compares numbers with encoding/json.
func FuzzFloat(f *testing.F) {
	for _, x := range []float64{
		0, math.Copysign(0, -1), 1, -1, 0.1, 1e-6, 9.99e-7, 1e-7, 1e-9, 1e-10, 1e-100, 1e20, 1e21, -1e21, 1e22, 3e22, 123456789.125, 5e-324,
		math.MaxFloat64, 1.0 / 3, 1 << 53,
	} {
		f.Add(x)
	}
	f.Fuzz(func(t *testing.T, x float64) {
		if math.IsInf(x, 0) || math.IsNaN(x) {
			return
		}
		b := &buffer{}
		b.float(x)
		if want := marshal(t, x); string(b.json) != want {
			t.Errorf("%v is written as %s, want %s", x, b.json, want)
		}
	})
}

// TestScalars writes stored values of each kind.
func TestScalars(t *testing.T) {
	for _, c := range []struct {
		kind mapping.Kind
		v    any
		want string
	}{
		{mapping.String, "a", `"a"`},
		{mapping.Int, int64(-5), `-5`},
		{mapping.Int, float64(2020), `2020`},
		{mapping.Float, int64(12), `12`},
		{mapping.Float, 12.5, `12.5`},
		{mapping.Boolean, true, `true`},
		{mapping.Boolean, false, `false`},
	} {
		b := &buffer{}
		b.scalar(c.kind, c.v)
		if string(b.json) != c.want {
			t.Errorf("%v is written as %s, want %s", c.v, b.json, c.want)
		}
	}
	b := &buffer{}
	b.scalars(mapping.String, []any{"a", `"`, "é"})
	b.scalars(mapping.Enum, nil)
	if want := `["a","\"","é"][]`; string(b.json) != want {
		t.Errorf("lists are written as %s, want %s", b.json, want)
	}
}
