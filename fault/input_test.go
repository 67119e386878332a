package fault

import (
	"strings"
	"testing"
)

func TestShown(t *testing.T) {
	if got := Shown(strings.Repeat("é", 61)); got != `"`+strings.Repeat("é", 60)+`…"` {
		t.Errorf("a long text is shown as %s", got)
	}
}
