package cypher

import (
	"context"
	"slices"

	"partnir/cypher/statement"
	"partnir/plan/mapping"
	"partnir/store"
)

// check looks over records before any of them is written.
func (s *Store) check(ctx context.Context, records *store.Records) error {
	counts, err := s.Counts(ctx)
	if err != nil {
		return err
	}
	return store.Check(ctx, s.mapping, records, graphNow{s, counts})
}

// graphNow is the graph in Neo4j, as the check of records asks for it. What it has none of it does not ask for.
type graphNow struct {
	*Store
	counts store.Counts
}

var _ store.Existing = graphNow{}

// each tells found of each record of a statement about a list, which is sent in batches.
func (g graphNow) each(ctx context.Context, text string, list []string, found func(row []any)) error {
	for batch := range slices.Chunk(list, batchSize) {
		records, err := g.read(ctx, text, map[string]any{"list": batch})
		if err != nil {
			return err
		}
		for _, row := range records {
			found(row)
		}
	}
	return nil
}

func (g graphNow) Missing(ctx context.Context, ids []string) (missing []string, err error) {
	if len(g.counts.Nodes) == 0 {
		return ids, nil
	}
	err = g.each(ctx, "UNWIND $in.list AS id WITH id WHERE NOT EXISTS { (:"+statement.EntityLabel+" {id: id}) } RETURN id", ids,
		func(row []any) { missing = append(missing, row[0].(string)) })
	return missing, err
}

func (g graphNow) Former(ctx context.Context, ids []string) (map[string]string, error) {
	now := map[string]string{}
	if len(g.counts.Nodes) == 0 {
		return now, nil
	}
	err := g.each(ctx, "UNWIND $in.list AS id MATCH (:"+statement.FormerLabel+" {id: id})-[:"+statement.NowType+"]->(n) RETURN id, n.id", ids,
		func(row []any) { now[row[0].(string)] = row[1].(string) })
	return now, err
}

func (g graphNow) Holders(ctx context.Context, t *mapping.NodeType, p *mapping.Property, values []string) (map[string]string, error) {
	holders := map[string]string{}
	if g.counts.Nodes[t.Name] == 0 {
		return holders, nil
	}
	err := g.each(ctx, "UNWIND $in.list AS value MATCH (n:"+statement.Name(t.Name)+" {"+statement.Name(p.Name)+": value}) RETURN value, n.id", values,
		func(row []any) { holders[row[0].(string)] = row[1].(string) })
	return holders, err
}
