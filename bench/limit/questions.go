package limit

// The questions, by the names that package main gives them. `IS NOT NULL` on the order key lets the planner walk an index in order
// and stop at the limit; a chain of relationships is one pattern; what is pinned by a unique id is where a statement starts. They are
// written for the very values that are asked for: hub and small-hub differ.
var questions = map[string]question{
	"entity": {
		`MATCH (o:Entity {id: $id}) WHERE o:Organization RETURN [o.id, o.name, o.kind, o.foundedOn, o.website]`,
		single("organization", "id", "name", "kind", "foundedOn", "website"),
	},
	"list": {
		`MATCH (o:Organization) WHERE o.nameKey IS NOT NULL WITH o ORDER BY o.nameKey, o.id LIMIT 100
		RETURN [o.id, o.name, o.kind] ORDER BY o.nameKey, o.id`,
		many("organizations", "id", "name", "kind"),
	},
	"list-property": {
		`MATCH (p:Project) WHERE p.status = $status AND p.nameKey IS NOT NULL WITH p ORDER BY p.nameKey, p.id LIMIT 100
		RETURN [p.id, p.name, p.year, p.amountUsd] ORDER BY p.nameKey, p.id`,
		many("projects", "id", "name", "year", "amountUsd"),
	},
	"some-1-common": {
		`MATCH (p:Project) WHERE p.nameKey IS NOT NULL AND EXISTS { (p)-[:USES]->(t:Technology) WHERE t.area = $area }
		WITH p ORDER BY p.nameKey, p.id LIMIT 20 RETURN [p.id, p.name] ORDER BY p.nameKey, p.id`,
		many("projects", "id", "name"),
	},
	"some-1-rare": {
		`MATCH (:Technology {id: $id})<-[:USES]-(p:Project) WITH DISTINCT p ORDER BY p.nameKey, p.id LIMIT 20
		RETURN [p.id, p.name] ORDER BY p.nameKey, p.id`,
		many("projects", "id", "name"),
	},
	"some-2-common": {
		`MATCH (o:Organization) WHERE o.nameKey IS NOT NULL
		AND EXISTS { (o)-[:PARTICIPATES_IN]->(:Project)-[:USES]->(t:Technology) WHERE t.name STARTS WITH $start }
		WITH o ORDER BY o.nameKey, o.id LIMIT 20 RETURN [o.id, o.name] ORDER BY o.nameKey, o.id`,
		many("organizations", "id", "name"),
	},
	"some-2-rare": {
		`MATCH (:Technology {id: $id})<-[:USES]-(:Project)<-[:PARTICIPATES_IN]-(o:Organization)
		WITH DISTINCT o ORDER BY o.nameKey, o.id LIMIT 20 RETURN [o.id, o.name] ORDER BY o.nameKey, o.id`,
		many("organizations", "id", "name"),
	},
	"count-1-common": {
		`MATCH (t:Technology) WHERE t.area = $area MATCH (t)<-[:USES]-(p:Project) RETURN count(DISTINCT p)`,
		total("projects"),
	},
	"count-2-rare": {
		`MATCH (:Technology {id: $id})<-[:USES]-(:Project)<-[:PARTICIPATES_IN]-(o:Organization) RETURN count(DISTINCT o)`,
		total("organizations"),
	},
	"none-rare": {
		`MATCH (p:Project) WHERE p.nameKey IS NOT NULL AND NOT EXISTS { (p)-[:USES]->(:Technology {id: $id}) }
		WITH p ORDER BY p.nameKey, p.id LIMIT 20 RETURN [p.id, p.name] ORDER BY p.nameKey, p.id`,
		many("projects", "id", "name"),
	},
	"all": {
		`MATCH (o:Organization) WHERE o.nameKey IS NOT NULL AND EXISTS { (o)-[:PARTICIPATES_IN]->(:Project) }
		AND NOT EXISTS { (o)-[:PARTICIPATES_IN]->(p:Project) WHERE p.status <> $status }
		WITH o ORDER BY o.nameKey, o.id LIMIT 20 RETURN [o.id, o.name] ORDER BY o.nameKey, o.id`,
		many("organizations", "id", "name"),
	},
	"relationship-count": {
		`MATCH (p:Project) WHERE p.nameKey IS NOT NULL AND COUNT { (p)-[:USES]->(:Technology) } >= $least
		WITH p ORDER BY p.nameKey, p.id LIMIT 20 RETURN [p.id, p.name] ORDER BY p.nameKey, p.id`,
		many("projects", "id", "name"),
	},
	"nested": {
		`MATCH (c:Country) WHERE c.nameKey IS NOT NULL WITH c ORDER BY c.nameKey, c.id LIMIT 20
		RETURN [c.id, c.name, COLLECT {
		  MATCH (c)<-[:LOCATED_IN]-(o:Organization) WITH o ORDER BY o.nameKey, o.id LIMIT 10
		  RETURN [o.id, o.name, COLLECT {
		    MATCH (o)-[:PARTICIPATES_IN]->(p) WITH p ORDER BY p.nameKey, p.id LIMIT 5
		    RETURN [p.id, p.name, COLLECT {
		      MATCH (p)-[:USES]->(t) WITH t ORDER BY t.nameKey, t.id LIMIT 3
		      RETURN [t.id, t.name]}]}]}] ORDER BY c.nameKey, c.id`,
		many("countries", "id", "name", list{"organizations", []any{"id", "name", list{"projects", []any{"id", "name",
			list{"technologies", []any{"id", "name"}}}}}}),
	},
	"five-levels": {
		`MATCH (c:Entity {id: $id}) WHERE c:Country RETURN [c.id, c.name, COLLECT {
		  MATCH (c)<-[:LOCATED_IN]-(o:Organization) USING INDEX o:Organization(nameKey) WHERE o.nameKey IS NOT NULL
		  WITH o ORDER BY o.nameKey, o.id LIMIT 5
		  RETURN [o.id, o.name, COLLECT {
		    MATCH (o)-[:PARTICIPATES_IN]->(p) WITH p ORDER BY p.nameKey, p.id LIMIT 4
		    RETURN [p.id, p.name, COLLECT {
		      MATCH (p)-[:USES]->(t) WITH t ORDER BY t.nameKey, t.id LIMIT 3
		      RETURN [t.id, t.name, COLLECT {
		        MATCH (t)-[:BROADER]->(u) WITH u ORDER BY u.nameKey, u.id LIMIT 2
		        RETURN [u.id, u.name, COLLECT {
		          MATCH (u)-[:BROADER]->(v) WITH v ORDER BY v.nameKey, v.id LIMIT 2
		          RETURN [v.id, v.name]}]}]}]}]}]`,
		single("country", "id", "name", list{"organizations", []any{"id", "name", list{"projects", []any{"id", "name",
			list{"technologies", []any{"id", "name", list{"broader", []any{"id", "name",
				list{"broader", []any{"id", "name"}}}}}}}}}}),
	},
	"hub": {
		`MATCH (c:Entity {id: $id}) WHERE c:Country RETURN [c.id, c.name, COLLECT {
		  MATCH (c)<-[:LOCATED_IN]-(o:Organization) USING INDEX o:Organization(nameKey) WHERE o.nameKey IS NOT NULL
		  WITH o ORDER BY o.nameKey, o.id LIMIT 10 RETURN [o.id, o.name]}]`,
		single("country", "id", "name", list{"organizations", []any{"id", "name"}}),
	},
	"small-hub": {
		`MATCH (c:Entity {id: $id}) WHERE c:Country RETURN [c.id, c.name, COLLECT {
		  MATCH (c)<-[:LOCATED_IN]-(o:Organization) WITH o ORDER BY o.nameKey, o.id LIMIT 10 RETURN [o.id, o.name]}]`,
		single("country", "id", "name", list{"organizations", []any{"id", "name"}}),
	},
	"page-1": {
		`MATCH (o:Organization) WHERE o.nameKey IS NOT NULL WITH o ORDER BY o.nameKey, o.id LIMIT 20
		RETURN [o.id, o.name] ORDER BY o.nameKey, o.id`,
		many("organizations", "id", "name"),
	},
	"page-1000": {
		`MATCH (o:Organization) WHERE o.nameKey >= $key AND (o.nameKey > $key OR o.id > $id)
		WITH o ORDER BY o.nameKey, o.id LIMIT 20 RETURN [o.id, o.name] ORDER BY o.nameKey, o.id`,
		many("organizations", "id", "name"),
	},
	"search": {
		`CALL db.index.fulltext.queryNodes('entity_words', $lucene, {limit: 20}) YIELD node RETURN [node.id, node.name]`,
		many("search", "id", "name"),
	},
	"aggregate": {
		// What is not recommended for research is not added up, as the schema says.
		`MATCH (p:Project) WHERE p.kind = $kind
		WITH p, CASE WHEN p.recommendedForResearch = false THEN null ELSE p.amountUsd END AS amount
		RETURN p.status, count(p), sum(amount), max(amount) ORDER BY p.status`,
		groups,
	},
}

func groups(b []byte, records [][]any) []byte {
	b = append(b, `{"data":{"projectsAggregate":[`...)
	for i, r := range records {
		if i > 0 {
			b = append(b, ',')
		}
		b = scalar(append(b, `{"key":{"status":`...), r[0])
		b = scalar(append(b, `},"count":`...), r[1])
		b = scalar(append(b, `,"amountUsd":{"sum":`...), r[2])
		b = append(scalar(append(b, `,"max":`...), r[3]), `}}`...)
	}
	return append(b, `]}}`...)
}
