package graphtext

import (
	"testing"

	"partnir/graph"
)

// TestReadIsStrict shows that a mistake in a line cannot go unseen.
func TestReadIsStrict(t *testing.T) {
	m, err := graph.Mapping()
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range []string{
		`knot country:A Country`,
		`node country:A Organization`,
		`node country:A Country colour="red"`,
		`node country:A Country ldc="yes"`,
		`node country:A Country aliases="one"`,
		`node country:A Country name=["one"]`,
		`node country:A Country name="a" name="b"`,
		`node country:A Country name=`,
		`node org:a Organization kind="CLUB"`,
		`node org:a Organization memberCount=1.5`,
		`rel OWNS country:A country:B`,
		`rel MEMBER_OF org:a country:B`,
		`rel MEMBER_OF country:A org:b mood="good"`,
		`  source source:x quote="before any record"`,
		`  was country:B`,
	} {
		if _, err := Read(m, []string{line}); err == nil {
			t.Errorf("%s: no error", line)
		}
	}
}
