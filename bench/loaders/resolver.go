package loaders

import (
	"context"
	"strings"
)

type resolver struct{ db *database }

func (r *resolver) Query() QueryResolver               { return queries{r.db} }
func (r *resolver) Country() CountryResolver           { return countries{} }
func (r *resolver) Organization() OrganizationResolver { return organizations{} }
func (r *resolver) Project() ProjectResolver           { return projects{} }
func (r *resolver) Technology() TechnologyResolver     { return technologies{} }

type (
	countries     struct{}
	organizations struct{}
	projects      struct{}
	technologies  struct{}
)

func (countries) Organizations(ctx context.Context, c *Country, first int) (*OrganizationList, error) {
	nodes, err := loadersOf(ctx).organizations.Load(ctx, page{c.ID, first})
	return &OrganizationList{Nodes: nodes}, err
}

func (organizations) Projects(ctx context.Context, o *Organization, first int) (*ProjectList, error) {
	nodes, err := loadersOf(ctx).projects.Load(ctx, page{o.ID, first})
	return &ProjectList{Nodes: nodes}, err
}

func (projects) Technologies(ctx context.Context, p *Project, first int) (*TechnologyList, error) {
	nodes, err := loadersOf(ctx).technologies.Load(ctx, page{p.ID, first})
	return &TechnologyList{Nodes: nodes}, err
}

func (technologies) Broader(ctx context.Context, t *Technology, first int) (*TechnologyList, error) {
	nodes, err := loadersOf(ctx).broader.Load(ctx, page{t.ID, first})
	return &TechnologyList{Nodes: nodes}, err
}

type queries struct{ db *database }

func (q queries) Organization(ctx context.Context, id string) (*Organization, error) {
	records, err := q.db.read(ctx, `MATCH (n:Entity {id: $id}) WHERE n:Organization
		RETURN [n.id, n.name, n.kind, n.foundedOn, n.website]`, map[string]any{"id": id})
	if err != nil || len(records) == 0 {
		return nil, err
	}
	return organization(records[0][0].([]any)), nil
}

func (q queries) Organizations(
	ctx context.Context, first *int, afterKey, afterID, technology, technologyStart, allProjects *string,
) (*OrganizationList, error) {
	conditions := []string{"n.nameKey IS NOT NULL"}
	args := map[string]any{}
	condition := func(name string, value *string, text string) {
		if value != nil {
			conditions, args[name] = append(conditions, text), *value
		}
	}
	condition("key", afterKey, "n.nameKey >= $key AND (n.nameKey > $key OR n.id > $after)")
	condition("technology", technology, "EXISTS { (n)-[:PARTICIPATES_IN]->(:Project)-[:USES]->(:Technology {id: $technology}) }")
	condition("start", technologyStart,
		"EXISTS { (n)-[:PARTICIPATES_IN]->(:Project)-[:USES]->(t:Technology) WHERE t.name STARTS WITH $start }")
	condition("status", allProjects, "EXISTS { (n)-[:PARTICIPATES_IN]->(:Project) } AND "+
		"NOT EXISTS { (n)-[:PARTICIPATES_IN]->(p:Project) WHERE p.status <> $status }")
	if afterID != nil {
		args["after"] = *afterID
	}
	rows, total, err := q.list(ctx, "Organization", conditions, args, first, "[n.id, n.name, n.kind, n.foundedOn, n.website]")
	list := &OrganizationList{TotalCount: total}
	for _, row := range rows {
		list.Nodes = append(list.Nodes, organization(row))
	}
	return list, err
}

func (q queries) Projects(
	ctx context.Context, first *int, status, technologyArea, technology, notTechnology *string, leastTechnologies *int,
) (*ProjectList, error) {
	conditions := []string{"n.nameKey IS NOT NULL"}
	args := map[string]any{}
	condition := func(name string, value *string, text string) {
		if value != nil {
			conditions, args[name] = append(conditions, text), *value
		}
	}
	condition("status", status, "n.status = $status")
	condition("area", technologyArea, "EXISTS { (n)-[:USES]->(t:Technology) WHERE t.area = $area }")
	condition("technology", technology, "EXISTS { (n)-[:USES]->(:Technology {id: $technology}) }")
	condition("not", notTechnology, "NOT EXISTS { (n)-[:USES]->(:Technology {id: $not}) }")
	if leastTechnologies != nil {
		conditions, args["least"] = append(conditions, "COUNT { (n)-[:USES]->(:Technology) } >= $least"), *leastTechnologies
	}
	rows, total, err := q.list(ctx, "Project", conditions, args, first, "[n.id, n.name, n.year, n.amountUsd]")
	list := &ProjectList{TotalCount: total}
	for _, row := range rows {
		list.Nodes = append(list.Nodes, project(row))
	}
	return list, err
}

// list reads the nodes of a root list in the order of their names, or their number, whichever is asked for.
func (q queries) list(
	ctx context.Context, label string, conditions []string, args map[string]any, first *int, columns string,
) (rows [][]any, total int, err error) {
	match := "MATCH (n:" + label + ") WHERE " + strings.Join(conditions, " AND ")
	if asked(ctx, "totalCount") {
		records, err := q.db.read(ctx, match+" RETURN count(n)", args)
		if err != nil {
			return nil, 0, err
		}
		total = int(records[0][0].(int64))
	}
	if !asked(ctx, "nodes") {
		return nil, total, nil
	}
	args["first"] = 20
	if first != nil {
		args["first"] = *first
	}
	records, err := q.db.read(ctx, match+" WITH n ORDER BY n.nameKey, n.id LIMIT $first RETURN "+columns+" ORDER BY n.nameKey, n.id", args)
	for _, r := range records {
		rows = append(rows, r[0].([]any))
	}
	return rows, total, err
}

func (q queries) ProjectsAggregate(ctx context.Context, kind string) ([]*ProjectGroup, error) {
	records, err := q.db.read(ctx, `MATCH (p:Project) WHERE p.kind = $kind
		WITH p, CASE WHEN p.recommendedForResearch = false THEN null ELSE p.amountUsd END AS amount
		RETURN p.status, count(p), sum(amount), max(amount) ORDER BY p.status`, map[string]any{"kind": kind})
	var groups []*ProjectGroup
	for _, r := range records {
		groups = append(groups, &ProjectGroup{
			Key: &ProjectKey{Status: optional[string](r[0])}, Count: int(r[1].(int64)),
			AmountUsd: &Amounts{Sum: optional[float64](r[2]), Max: optional[float64](r[3])},
		})
	}
	return groups, err
}

func (q queries) Countries(ctx context.Context, first int) (*CountryList, error) {
	records, err := q.db.read(ctx, `MATCH (n:Country) WHERE n.nameKey IS NOT NULL WITH n ORDER BY n.nameKey, n.id LIMIT $first
		RETURN n.id, n.name ORDER BY n.nameKey, n.id`, map[string]any{"first": first})
	list := &CountryList{}
	for _, r := range records {
		list.Nodes = append(list.Nodes, &Country{ID: r[0].(string), Name: r[1].(string)})
	}
	return list, err
}

func (q queries) Country(ctx context.Context, id string) (*Country, error) {
	records, err := q.db.read(ctx, `MATCH (n:Entity {id: $id}) WHERE n:Country RETURN n.id, n.name`, map[string]any{"id": id})
	if err != nil || len(records) == 0 {
		return nil, err
	}
	return &Country{ID: records[0][0].(string), Name: records[0][1].(string)}, nil
}

func (q queries) Search(ctx context.Context, lucene string, first int) (*FoundList, error) {
	records, err := q.db.read(ctx, `CALL db.index.fulltext.queryNodes('entity_words', $lucene, {limit: $first}) YIELD node
		RETURN node.id, node.name`, map[string]any{"lucene": lucene, "first": first})
	list := &FoundList{}
	for _, r := range records {
		list.Nodes = append(list.Nodes, &Found{ID: r[0].(string), Name: r[1].(string)})
	}
	return list, err
}
