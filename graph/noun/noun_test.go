package noun

import (
	"bytes"
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
