package verbs

import (
	"partnir/analysis/paths"
	"partnir/graph/list"
	"partnir/graph/model"
	"partnir/graph/noun"
)

// common shows what entities share, by kind.
func common(found *paths.CommonAnswer) *model.Common {
	of := func(kind paths.CommonKind) model.SharedEntityConnection {
		var shared []paths.CommonEntity
		for _, e := range found.Entities {
			if e.Kind == kind {
				shared = append(shared, e)
			}
		}
		return model.SharedEntityConnection{List: list.Of(shared, sharedEntity,
			list.Up(func(e paths.CommonEntity) int { return e.Degree }), list.Up(func(e paths.CommonEntity) string { return e.ID }))}
	}
	return &model.Common{
		Groups: of(paths.CommonGroup), Technologies: of(paths.CommonTechnology), Projects: of(paths.CommonProject),
		Rules: of(paths.CommonRule), Partners: of(paths.CommonPartner), Others: of(paths.CommonOther),
		Truncated: found.Truncated, Visited: found.Visited,
	}
}

func sharedEntity(e paths.CommonEntity) model.SharedEntity {
	return model.SharedEntity{Entity: noun.Of(e.ID), Relationships: relationships(e.Links)}
}
