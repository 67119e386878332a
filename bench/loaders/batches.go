package loaders

import (
	"context"
	"time"

	"github.com/vikstrous/dataloadgen"
)

// page is what a loader is asked for: the first nodes below one parent.
type page struct {
	parent string
	first  int
}

// batches are the loaders of one request.
type batches struct {
	organizations *dataloadgen.Loader[page, []*Organization]
	projects      *dataloadgen.Loader[page, []*Project]
	technologies  *dataloadgen.Loader[page, []*Technology]
	broader       *dataloadgen.Loader[page, []*Technology]
}

type batchesKey struct{}

func withLoaders(ctx context.Context, db *database) context.Context {
	return context.WithValue(ctx, batchesKey{}, &batches{
		organizations: loader(db, `MATCH (parent:Entity {id: id}) CALL (parent) {
			MATCH (parent)<-[:LOCATED_IN]-(n:Organization) WITH n ORDER BY n.nameKey, n.id LIMIT $first
			RETURN collect([n.id, n.name, n.kind, n.foundedOn, n.website]) AS rows }`, organization),
		projects: loader(db, `MATCH (parent:Entity {id: id}) CALL (parent) {
			MATCH (parent)-[:PARTICIPATES_IN]->(n:Project) WITH n ORDER BY n.nameKey, n.id LIMIT $first
			RETURN collect([n.id, n.name, n.year, n.amountUsd]) AS rows }`, project),
		technologies: loader(db, `MATCH (parent:Entity {id: id}) CALL (parent) {
			MATCH (parent)-[:USES]->(n:Technology) WITH n ORDER BY n.nameKey, n.id LIMIT $first
			RETURN collect([n.id, n.name]) AS rows }`, technology),
		broader: loader(db, `MATCH (parent:Entity {id: id}) CALL (parent) {
			MATCH (parent)-[:BROADER]->(n:Technology) WITH n ORDER BY n.nameKey, n.id LIMIT $first
			RETURN collect([n.id, n.name]) AS rows }`, technology),
	})
}

func loadersOf(ctx context.Context) *batches { return ctx.Value(batchesKey{}).(*batches) }

// loader collects the parents of a level for a millisecond, and reads below all of them by one statement.
func loader[T any](db *database, cypher string, read func(row []any) *T) *dataloadgen.Loader[page, []*T] {
	fetch := func(ctx context.Context, pages []page) ([][]*T, []error) {
		parents := map[int][]string{}
		for _, p := range pages {
			parents[p.first] = append(parents[p.first], p.parent)
		}
		found := map[page][]*T{}
		for first, ids := range parents {
			records, err := db.read(ctx, "UNWIND $ids AS id "+cypher+" RETURN id, rows", map[string]any{"ids": ids, "first": first})
			if err != nil {
				return nil, []error{err}
			}
			for _, r := range records {
				for _, row := range r[1].([]any) {
					at := page{r[0].(string), first}
					found[at] = append(found[at], read(row.([]any)))
				}
			}
		}
		lists := make([][]*T, len(pages))
		for i, p := range pages {
			lists[i] = found[p]
		}
		return lists, nil
	}
	return dataloadgen.NewLoader(fetch, dataloadgen.WithWait(time.Millisecond), dataloadgen.WithBatchCapacity(1000))
}

func organization(row []any) *Organization {
	return &Organization{ID: row[0].(string), Name: row[1].(string), Kind: row[2].(string), FoundedOn: optional[string](row[3]),
		Website: optional[string](row[4])}
}

func project(row []any) *Project {
	p := &Project{ID: row[0].(string), Name: row[1].(string), AmountUsd: optional[float64](row[3])}
	if year, ok := row[2].(int64); ok {
		y := int(year)
		p.Year = &y
	}
	return p
}

func technology(row []any) *Technology {
	return &Technology{ID: row[0].(string), Name: row[1].(string)}
}

func optional[T any](v any) *T {
	if v, ok := v.(T); ok {
		return &v
	}
	return nil
}
