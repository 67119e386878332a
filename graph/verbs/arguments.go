package verbs

import (
	"reflect"
	"slices"

	"github.com/99designs/gqlgen/graphql"

	"partnir/analysis"
	"partnir/analysis/supply"
	"partnir/fault"
	"partnir/graph/model"
	"partnir/plan/mapping"
)

// scope is what a verb looks at.
func scope(asOf *string, minConfidence *float64, maxVisited int) analysis.Scope {
	return analysis.Scope{AsOf: asOf, MinConfidence: minConfidence, MaxVisited: maxVisited}
}

// carrying says by what they carry which supply links count.
func carrying(flow *model.Flow, product, industry *string) supply.Carrying {
	return supply.Carrying{Flow: orEmpty(flow), Product: orEmpty(product), Industry: orEmpty(industry)}
}

// substitutions are the values of the analysis by their names.
var substitutions = map[model.Substitution]supply.Substitution{
	model.SubstitutionFull: supply.FullSubstitution, model.SubstitutionNone: supply.NoSubstitution,
}

// names are the names of values of an enumeration.
func names[T ~string](values []T) []string {
	all := make([]string, len(values))
	for i, v := range values {
		all[i] = string(v)
	}
	return all
}

// nodeTypes are the types of the values of EntityType.
func (r *Resolver) nodeTypes(values []model.EntityType) []*mapping.NodeType {
	var types []*mapping.NodeType
	for _, t := range r.Analysis.Mapping.Types {
		if slices.Contains(values, model.EntityType(mapping.EnumName(t.Name))) {
			types = append(types, t)
		}
	}
	return types
}

// orEmpty is a text, empty where it is nil.
func orEmpty[T ~string](s *T) string {
	if s == nil {
		return ""
	}
	return string(*s)
}

// checkArguments checks that no argument of a verb is an empty id, which would pass for one that was not given, and that no list of choices is
// empty, which would pass for all of them.
func checkArguments(fc *graphql.FieldContext) error {
	for _, a := range fc.Field.Definition.Arguments {
		given := reflect.ValueOf(fc.Args[a.Name])
		if a.Type.Elem != nil && !a.Type.NonNull && given.Kind() == reflect.Slice && !given.IsNil() && given.Len() == 0 {
			return fault.InputErrorf("%s: the list is empty, which would leave nothing; name at least one, or leave it out for all", a.Name)
		}
		if a.Type.Name() == "ID" && hasEmptyID(fc.Args[a.Name]) {
			return fault.InputErrorf("%s: an id is empty; search finds ids by names", a.Name)
		}
	}
	return nil
}

func hasEmptyID(given any) bool {
	switch id := given.(type) {
	case string:
		return id == ""
	case *string:
		return id != nil && *id == ""
	case []string:
		return slices.Contains(id, "")
	}
	return false
}
