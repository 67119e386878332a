package cypher

import (
	"context"
	"slices"
	"strings"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"partnir/cypher/statement"
	"partnir/plan/mapping"
)

// derive writes anew what lies in the graph beside the values: sort keys and the words of search. Another version of the program may have made
// other ones.
func (s *Store) derive(ctx context.Context) error {
	known, err := s.words.get(ctx, s)
	if err != nil {
		return err
	}
	d := &deriving{Store: s, words: &newWords{knownWords: known, written: map[string]bool{}}}
	for _, t := range s.mapping.Types {
		if err := d.all(ctx, derivedOfNodes(t)); err != nil {
			return err
		}
	}
	for _, t := range s.mapping.Relationships {
		if err := d.all(ctx, derivedOfRelationships(t)); err != nil {
			return err
		}
	}
	return nil
}

// deriving is the work on one graph.
type deriving struct {
	*Store
	words *newWords
}

// derived is what something is derived for: the nodes or the relationships of a type.
type derived struct {
	// match is the pattern of all as x, and find that of the one whose id is row.id.
	match, find string
	keyed       []*mapping.Property
	search      bool
}

func derivedOfNodes(t *mapping.NodeType) derived {
	return derived{"(x:" + statement.Name(t.Name) + ")", "(x:" + statement.EntityLabel + " {id: row.id})", sortKeyed(t.Properties), t.Search}
}

func derivedOfRelationships(t *mapping.RelationshipType) derived {
	of := "()-[x:" + statement.Name(t.Name)
	return derived{of + "]->()", of + " {id: row.id}]->()", sortKeyed(t.Properties), false}
}

// sortKeyed are the properties that have a sort key.
func sortKeyed(properties []*mapping.Property) []*mapping.Property {
	return slices.DeleteFunc(slices.Clone(properties), func(p *mapping.Property) bool { return p.SortKey == mapping.NoSortKey })
}

// all derives anew, some at a time in the order of their ids.
func (d *deriving) all(ctx context.Context, what derived) error {
	if len(what.keyed) == 0 && !what.search {
		return nil
	}
	properties := []string{"x.id", "x.name", "x.aliases", "x.description"}
	for _, p := range what.keyed {
		properties = append(properties, statement.Property("x", p.Name))
	}
	text := "MATCH " + what.match + " WHERE x.id > $in.after WITH x ORDER BY x.id LIMIT $in.size RETURN [" + strings.Join(properties, ", ") + "]"
	for after := ""; ; {
		records, err := d.read(ctx, text, map[string]any{"after": after, "size": batchSize})
		if err != nil || len(records) == 0 {
			return err
		}
		if after, err = d.some(ctx, what, records); err != nil {
			return err
		}
	}
}

// some derives anew for some records, and returns the last id among them.
func (d *deriving) some(ctx context.Context, what derived, records [][]any) (last string, err error) {
	rows, values := make([]any, len(records)), make([]map[string]any, len(records))
	for i, r := range records {
		list := r[0].([]any)
		last, values[i] = list[0].(string), what.values(list)
		rows[i] = map[string]any{"id": last, "values": values[i]}
	}
	var came []string
	err = d.persist(ctx, d.cfg.Patience, batchTimeout, func(ctx context.Context, tx neo4j.ExplicitTransaction, _ int) error {
		came = d.words.of(values)
		if err := d.writeWords(ctx, tx, came); err != nil {
			return err
		}
		return d.write(ctx, tx, "UNWIND $in.rows AS row MATCH "+what.find+" SET x += row.values", map[string]any{"rows": rows})
	})
	if err == nil {
		d.words.wrote(came)
	}
	return last, err
}

// values are what is derived of a record [id, name, aliases, description, keyed properties …]; nil where nothing is, so that it goes away.
func (what derived) values(record []any) map[string]any {
	values := map[string]any{}
	for i, p := range what.keyed {
		values[p.StoredKey()] = nil
		if text, ok := record[4+i].(string); ok {
			values[p.StoredKey()] = p.SortKey.Key(text)
		}
	}
	if what.search {
		for _, p := range append([]string{statement.SearchKey, statement.SearchLetters}, statement.SearchFields...) {
			values[p] = nil
		}
		name, _ := record[1].(string)
		description, _ := record[3].(string)
		var aliases []string
		list, _ := record[2].([]any)
		for _, a := range list {
			aliases = append(aliases, a.(string))
		}
		addSearchTexts(name, aliases, description, values)
	}
	return values
}
