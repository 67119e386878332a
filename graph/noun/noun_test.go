package noun

import (
	"bytes"
	"io"
	"math"
	"testing"
)

func TestMarshal(t *testing.T) {
	for _, c := range []struct {
		noun Noun
		want string
	}{
		{nil, "null"},
		{Noun(`{"name":"Åland"}`), `{"name":"Åland"}`},
		{Noun(`[]`), `[]`},
	} {
		var b bytes.Buffer
		if err := c.noun.MarshalGQLContext(t.Context(), &b); err != nil {
			t.Error(err)
		}
		if b.String() != c.want {
			t.Errorf("%q is written as %s, want %s", c.noun, &b, c.want)
		}
	}
}

func TestNoArgument(t *testing.T) {
	var n Noun
	if err := n.UnmarshalGQLContext(t.Context(), "x"); err == nil {
		t.Error("a noun was taken as an argument")
	}
}

func TestFloat(t *testing.T) {
	for f, want := range map[float64]string{
		0: "0", 0.5: "0.5", -1: "-1", 24374060000: "24374060000", 266888841792.69745: "266888841792.69745", 1e-7: "1e-7", 1e21: "1e+21",
	} {
		var w bytes.Buffer
		if err := MarshalFloat(f).MarshalGQLContext(t.Context(), &w); err != nil || w.String() != want {
			t.Errorf("%v is written %s, %v; want %s", f, w.String(), err, want)
		}
	}
	for _, f := range []float64{math.NaN(), math.Inf(1)} {
		if err := MarshalFloat(f).MarshalGQLContext(t.Context(), io.Discard); err == nil {
			t.Errorf("%v is written, which is no JSON", f)
		}
	}
}
