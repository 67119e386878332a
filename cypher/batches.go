package cypher

import (
	"context"
	"iter"
	"slices"
	"strconv"
	"strings"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"partnir/cypher/statement"
	"partnir/plan/mapping"
	"partnir/store"
)

// byType yields records type by type, in the order in which the types come up.
func byType[R any, T comparable](records []R, typeOf func(*R) T) iter.Seq2[T, []*R] {
	of := map[T][]*R{}
	var order []T
	for i := range records {
		t := typeOf(&records[i])
		if of[t] == nil {
			order = append(order, t)
		}
		of[t] = append(of[t], &records[i])
	}
	return func(yield func(T, []*R) bool) {
		for _, t := range order {
			if !yield(t, of[t]) {
				return
			}
		}
	}
}

// nodeBatches returns the batches that write nodes, by type, with the words that are new.
func nodeBatches(nodes []store.Node, counts store.Counts, words *newWords) []batch {
	var batches []batch
	for t, nodes := range byType(nodes, func(n *store.Node) *mapping.NodeType { return n.Type }) {
		fresh := counts.Nodes[t.Name] == 0
		for nodes := range slices.Chunk(nodes, batchSize) {
			var came []string
			write := func(ctx context.Context, s *Store, tx neo4j.ExplicitTransaction, fresh bool) error {
				rows := nodeRows(t, nodes)
				came = words.of(rows)
				if err := s.writeWords(ctx, tx, came); err != nil {
					return err
				}
				return s.writeNodes(ctx, tx, t, rows, fresh)
			}
			batches = append(batches, batch{len(nodes), fresh, write, func() { words.wrote(came) }})
		}
	}
	return batches
}

// freeBatches returns the batches that take unique values away from the nodes that have them, where the records give them to others: two
// nodes may trade places.
func freeBatches(nodes []store.Node, counts store.Counts) []batch {
	type of struct {
		t    *mapping.NodeType
		slot int
	}
	rows := map[of][]any{}
	var order []of
	for i := range nodes {
		n := &nodes[i]
		if counts.Nodes[n.Type.Name] == 0 {
			continue
		}
		for slot, p := range n.Type.Properties {
			if v := store.Stored(p, n.Values[slot]); p.Unique && p.Name != "id" && v != nil {
				key := of{n.Type, slot}
				if rows[key] == nil {
					order = append(order, key)
				}
				rows[key] = append(rows[key], []any{n.ID, v})
			}
		}
	}
	var batches []batch
	for _, key := range order {
		property := statement.Name(key.t.Properties[key.slot].Name)
		text := "UNWIND $in.rows AS row MATCH (n:" + statement.Name(key.t.Name) + " {" + property + ": row[1]}) WHERE n.id <> row[0] REMOVE n." + property
		for rows := range slices.Chunk(rows[key], batchSize) {
			batches = append(batches, batch{write: func(ctx context.Context, s *Store, tx neo4j.ExplicitTransaction, _ bool) error {
				return s.write(ctx, tx, text, map[string]any{"rows": rows})
			}})
		}
	}
	return batches
}

// nodeRows returns what nodes of a type hold in the graph.
func nodeRows(t *mapping.NodeType, nodes []*store.Node) []map[string]any {
	rows := make([]map[string]any, len(nodes))
	for i, n := range nodes {
		values := stored(t.Properties, n.Values, n.Evidence)
		values["id"] = n.ID
		searchTexts(n, values)
		rows[i] = values
	}
	return rows
}

// writeNodes makes nodes or replaces all that they hold. Their relationships stay. fresh says that none of the type is there.
func (s *Store) writeNodes(ctx context.Context, tx neo4j.ExplicitTransaction, t *mapping.NodeType, rows []map[string]any, fresh bool) error {
	labels := make([]string, len(t.Labels))
	for i, l := range t.Labels {
		labels[i] = statement.Name(l)
	}
	if fresh {
		properties, lists := positional(rows, 0)
		text := "UNWIND $in.rows AS row CREATE (:" + strings.Join(labels, ":") + properties + ")"
		return s.write(ctx, tx, text, map[string]any{"rows": lists})
	}
	text := "UNWIND $in.rows AS row MERGE (n:" + statement.EntityLabel + " {id: row.id}) SET n = row, n:" + strings.Join(labels, ":")
	return s.write(ctx, tx, text, map[string]any{"rows": rows})
}

// positional turns maps into lists with room for some values before, and writes the properties that read those of a list called row. Names
// are sent once instead of with each value, which is a fifth faster.
func positional(maps []map[string]any, before int) (properties string, lists []any) {
	at := map[string]int{}
	var names []string
	for _, m := range maps {
		for name := range m {
			if _, seen := at[name]; !seen {
				at[name] = 0
				names = append(names, name)
			}
		}
	}
	slices.Sort(names) // so that the text is the same each time
	parts := make([]string, len(names))
	for i, n := range names {
		at[n] = before + i
		parts[i] = statement.Name(n) + ": row[" + strconv.Itoa(before+i) + "]"
	}
	lists = make([]any, len(maps))
	for i, m := range maps {
		list := make([]any, before+len(names))
		for name, v := range m {
			list[at[name]] = v
		}
		lists[i] = list
	}
	return " {" + strings.Join(parts, ", ") + "}", lists
}

// formerBatches returns the batches that make the former ids of nodes those of the records.
func formerBatches(nodes []store.Node) []batch {
	var batches []batch
	for nodes := range slices.Chunk(nodes, batchSize) {
		batches = append(batches, batch{write: func(ctx context.Context, s *Store, tx neo4j.ExplicitTransaction, _ bool) error {
			return s.writeFormer(ctx, tx, nodes)
		}})
	}
	return batches
}

func (s *Store) writeFormer(ctx context.Context, tx neo4j.ExplicitTransaction, nodes []store.Node) error {
	ids, rows := make([]string, len(nodes)), []any{}
	for i, n := range nodes {
		ids[i] = n.ID
		for _, former := range n.FormerIDs {
			rows = append(rows, []any{n.ID, former})
		}
	}
	// There are few former ids, if any, so this begins with them.
	err := s.write(ctx, tx, "MATCH (f:"+statement.FormerLabel+")-[:"+statement.NowType+"]->(n) WITH f, n.id AS id WHERE id IN $in.ids DETACH DELETE f",
		map[string]any{"ids": ids})
	if err != nil || len(rows) == 0 {
		return err
	}
	return s.write(ctx, tx, "UNWIND $in.rows AS row MATCH (n:"+statement.EntityLabel+" {id: row[0]}) MERGE (f:"+statement.FormerLabel+" {id: row[1]}) "+
		"WITH n, f OPTIONAL MATCH (f)-[old:"+statement.NowType+"]->() DELETE old CREATE (f)-[:"+statement.NowType+"]->(n)", map[string]any{"rows": rows})
}

// relationshipBatches returns the batches that write relationships, by type.
func relationshipBatches(relationships []store.Relationship, counts store.Counts) []batch {
	var batches []batch
	for t, relationships := range byType(relationships, func(r *store.Relationship) *mapping.RelationshipType { return r.Type }) {
		fresh := counts.Relationships[t.Name] == 0
		for relationships := range slices.Chunk(relationships, batchSize) {
			write := func(ctx context.Context, s *Store, tx neo4j.ExplicitTransaction, fresh bool) error {
				return s.writeRelationships(ctx, tx, t, relationships, fresh)
			}
			batches = append(batches, batch{size: len(relationships), fresh: fresh, write: write})
		}
	}
	return batches
}

// writeRelationships makes relationships or replaces what they hold. To ask first which are there, and then to create or to set, is
// several times faster than MERGE, which walks the relationships of a node. fresh says that none of the type is there.
func (s *Store) writeRelationships(
	ctx context.Context, tx neo4j.ExplicitTransaction, t *mapping.RelationshipType, relationships []*store.Relationship, fresh bool,
) error {
	there := map[string][2]string{}
	if !fresh {
		var err error
		if there, err = s.ends(ctx, tx, t, relationships); err != nil {
			return err
		}
	}
	var set, moved []any
	var created []map[string]any
	var between [][2]string
	for _, r := range relationships {
		values := stored(t.Properties, r.Values, r.Evidence)
		values["id"] = r.ID
		ends, found := there[r.ID]
		switch {
		case found && ends == [2]string{r.From, r.To}:
			set = append(set, []any{r.ID, values})
			continue
		case found:
			moved = append(moved, r.ID)
		}
		created, between = append(created, values), append(between, [2]string{r.From, r.To})
	}
	properties, create := positional(created, 2)
	for i, ends := range between {
		row := create[i].([]any)
		row[0], row[1] = ends[0], ends[1]
	}
	for _, step := range []struct {
		rows []any
		text string
	}{
		{moved, "UNWIND $in.rows AS id MATCH ()-[r:" + statement.Name(t.Name) + " {id: id}]->() DELETE r"},
		{set, "UNWIND $in.rows AS row MATCH ()-[r:" + statement.Name(t.Name) + " {id: row[0]}]->() SET r = row[1]"},
		{create, "UNWIND $in.rows AS row MATCH (a:" + statement.EntityLabel + " {id: row[0]}) MATCH (b:" + statement.EntityLabel + " {id: row[1]}) " +
			"CREATE (a)-[:" + statement.Name(t.Name) + properties + "]->(b)"},
	} {
		if len(step.rows) == 0 {
			continue
		}
		if err := s.write(ctx, tx, step.text, map[string]any{"rows": step.rows}); err != nil {
			return err
		}
	}
	return nil
}

// ends returns the ends of those relationships that are in the store.
func (s *Store) ends(
	ctx context.Context, tx neo4j.ExplicitTransaction, t *mapping.RelationshipType, relationships []*store.Relationship,
) (map[string][2]string, error) {
	ids := make([]string, len(relationships))
	for i, r := range relationships {
		ids[i] = r.ID
	}
	text := "UNWIND $in.ids AS id MATCH (a)-[r:" + statement.Name(t.Name) + " {id: id}]->(b) RETURN id, a.id, b.id"
	result, err := s.run(ctx, tx, text, map[string]any{"ids": ids})
	if err != nil {
		return nil, err
	}
	ends := map[string][2]string{}
	for result.Next(ctx) {
		v := result.Record().Values
		ends[v[0].(string)] = [2]string{v[1].(string), v[2].(string)}
	}
	return ends, result.Err()
}

// stored returns what a node or relationship holds in the graph.
func stored(properties []*mapping.Property, values []any, evidence []store.Evidence) map[string]any {
	m := make(map[string]any, len(values)+2)
	for i, p := range properties {
		v := store.Stored(p, values[i])
		if v == nil {
			continue
		}
		m[p.Name] = v
		if text, ok := v.(string); ok && p.SortKey != mapping.NoSortKey {
			m[p.StoredKey()] = p.SortKey.Key(text)
		}
	}
	storeEvidence(m, evidence)
	return m
}

// storeEvidence adds evidence as parallel lists; lists that would say nothing are left out.
func storeEvidence(m map[string]any, evidence []store.Evidence) {
	if len(evidence) == 0 {
		return
	}
	n := len(evidence)
	ids, quote, note, against := make([]string, n), make([]string, n), make([]string, n), make([]bool, n)
	for i, e := range evidence {
		e = store.StoredEvidence(e)
		ids[i], quote[i], note[i], against[i] = e.Source, e.Quote, e.Note, e.Contradicts
	}
	m[statement.SourceIDs] = ids
	some := func(s string) bool { return s != "" }
	if slices.ContainsFunc(quote, some) {
		m[statement.Quotes] = quote
	}
	if slices.ContainsFunc(note, some) {
		m[statement.Notes] = note
	}
	if slices.Contains(against, true) {
		m[statement.Contradicts] = against
	}
}
