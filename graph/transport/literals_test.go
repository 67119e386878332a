package transport

import (
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"

	"partnir/graph"
	"partnir/plan/mapping"
)

// TestScalarsAreSpecified shows that every scalar of our own says where it is specified, and that the checks know the name.
func TestScalarsAreSpecified(t *testing.T) {
	for _, d := range graph.Schema().Types {
		if d.Kind != ast.Scalar || d.BuiltIn {
			continue
		}
		if by := d.Directives.ForName("specifiedBy"); by == nil || !strings.HasPrefix(by.Arguments.ForName("url").Value.Raw, "https://") {
			t.Errorf("%s does not say where it is specified", d.Name)
		}
		if d.Name != "JSON" && (mapping.CheckScalar(d.Name, " ") == nil || scalarMistake(d.Name, &ast.Value{Kind: ast.IntValue, Raw: "1"}) == "") {
			t.Errorf("a value of %s is not checked", d.Name)
		}
	}
}
