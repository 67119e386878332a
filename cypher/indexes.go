package cypher

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"partnir/cypher/form"
	"partnir/cypher/statement"
	"partnir/plan/mapping"
)

// index is an index in Neo4j, or a constraint with the index that it owns.
type index struct {
	name string
	kind mapping.IndexKind
	// label is a label, or a relationship type where ofRelationship is set.
	label          string
	ofRelationship bool
	properties     []string
	analyzer       string // of Words
}

// ourPrefix begins the names of the indexes and constraints that this program makes.
const ourPrefix = "partnir."

// same reports whether two indexes do the same, whatever their names. An index of words is asked by its name, so that counts too.
func (x index) same(y index) bool {
	return x.kind == y.kind && x.label == y.label && x.ofRelationship == y.ofRelationship && x.analyzer == y.analyzer &&
		slices.Equal(x.properties, y.properties) && (x.kind != mapping.Words || x.name == y.name)
}

// ours reports whether this program made an index, or its versions that counted migrations.
func (x index) ours() bool {
	return strings.HasPrefix(x.name, ourPrefix) || slices.Contains(migrated, x.name)
}

// constraint reports whether the index belongs to a constraint.
func (x index) constraint() bool { return x.kind == mapping.Unique }

// create is the statement that makes the index. Where there is one of that name, or one that does the same, it does nothing.
func (x index) create() string {
	of, word := "(n:"+statement.Name(x.label)+")", "INDEX "
	if x.ofRelationship {
		of = "()-[n:" + statement.Name(x.label) + "]-()"
	}
	read := make([]string, len(x.properties))
	for i, p := range x.properties {
		read[i] = statement.Property("n", p)
	}
	on := " ON (" + read[0] + ")"
	switch x.kind {
	case mapping.Unique:
		word, on = "CONSTRAINT ", " REQUIRE "+read[0]+" IS UNIQUE"
	case mapping.Words:
		word = "FULLTEXT INDEX "
		// The words are folded before they are stored, so the analyzer only splits at blanks.
		on = " ON EACH [" + strings.Join(read, ", ") + "] OPTIONS {indexConfig: {`" + analyzerOption + "`: '" + x.analyzer +
			"', `fulltext.eventually_consistent`: false}}"
	}
	return "CREATE " + word + statement.Name(x.name) + " IF NOT EXISTS FOR " + of + on
}

// drop is the statement that ends the index.
func (x index) drop() string {
	if x.constraint() {
		return "DROP CONSTRAINT " + statement.Name(x.name) + " IF EXISTS"
	}
	return "DROP INDEX " + statement.Name(x.name) + " IF EXISTS"
}

const (
	analyzerOption = "fulltext.analyzer"
	wordsAnalyzer  = "whitespace"
	textsAnalyzer  = "keyword"
)

// leaseIndex makes sure that there is one lease: see turn.go.
var leaseIndex = named(index{kind: mapping.Unique, label: leaseLabel, properties: []string{leaseName}})

// wanted are the indexes that a graph of a mapping needs: those that follow from it, and those of what this store keeps besides.
func wanted(m *mapping.Mapping) []index {
	all := []index{leaseIndex, named(index{kind: mapping.Unique, label: statement.FormerLabel, properties: []string{"id"}})}
	for _, x := range m.Indexes() {
		if x.Kind == mapping.Words {
			all = append(all, index{
				name: statement.SearchIndex, kind: mapping.Words, label: statement.EntityLabel, analyzer: wordsAnalyzer,
				properties: []string{statement.SearchKey},
			})
			continue
		}
		if x.Kind == mapping.Texts {
			all = append(all, index{
				name: statement.TextsIndex(x.Type, x.Property), kind: mapping.Words, label: x.Type.Name, analyzer: textsAnalyzer,
				properties: []string{x.Property.Name},
			})
			continue
		}
		one := index{kind: x.Kind, properties: []string{form.StoredName(x.Property, x.SortKey)}}
		if one.ofRelationship = x.Relationship != nil; one.ofRelationship {
			one.label = x.Relationship.Name
		} else {
			one.label = x.Type.Name
		}
		all = append(all, named(one))
	}
	return all
}

// named gives an index its name, which says all of it: no other has the same, and it is the same each time.
func named(x index) index {
	x.name = ourPrefix + map[mapping.IndexKind]string{mapping.Unique: "unique", mapping.Ordered: "ordered"}[x.kind] + "." + x.label + "." + x.properties[0]
	return x
}

// indexThere is an index that is there, and how far it has come.
type indexThere struct {
	index
	// percent is how much of the graph it holds; it serves once online is set. failure says why it never will.
	online  bool
	percent float64
	failure string
}

// readIndexes reads what indexes there are. Kinds that this program never makes are left out.
func (s *Store) readIndexes(ctx context.Context) ([]indexThere, error) {
	records, err := s.read(ctx, "SHOW INDEXES YIELD name, type, entityType, labelsOrTypes, properties, owningConstraint, state, "+
		"populationPercent, failureMessage, options WHERE type IN ['RANGE', 'FULLTEXT']", nil)
	if err != nil {
		return nil, err
	}
	all := make([]indexThere, 0, len(records))
	for _, r := range records {
		x := indexThere{index: index{name: text(r[0]), kind: mapping.Ordered, ofRelationship: r[2] == "RELATIONSHIP", properties: texts(r[4])}}
		switch {
		case r[5] != nil:
			x.kind = mapping.Unique
		case r[1] == "FULLTEXT":
			x.kind = mapping.Words
			options, _ := r[9].(map[string]any)
			config, _ := options["indexConfig"].(map[string]any)
			x.analyzer = text(config[analyzerOption])
		}
		x.label = strings.Join(texts(r[3]), "|")
		x.online, x.failure = r[6] == "ONLINE", text(r[8])
		x.percent, _ = r[7].(float64)
		all = append(all, x)
	}
	return all, nil
}

func text(v any) string {
	s, _ := v.(string)
	return s
}

func texts(v any) []string {
	list, _ := v.([]any)
	all := make([]string, len(list))
	for i, item := range list {
		all[i] = text(item)
	}
	return all
}

// difference is what must be done to come from the indexes that are there to those that are wanted: indexes of ours that are not, or
// that are there twice over, are dropped; those of others are left alone.
func difference(there []indexThere, want []index) (drop, create []index) {
	for _, x := range there {
		if x.ours() && !slices.ContainsFunc(want, x.same) {
			drop = append(drop, x.index)
		}
	}
	for _, x := range want {
		if !slices.ContainsFunc(there, func(y indexThere) bool { return y.same(x) }) {
			create = append(create, x)
		}
	}
	return drop, create
}

// change drops and makes indexes. What is dropped may be in the way of what is made, and constraints wait until their indexes hold the whole
// graph, so each of the three is a transaction. Indexes that are made in one are filled together.
func (s *Store) change(ctx context.Context, drop, create []index) error {
	var drops, constraints, others []string
	for _, x := range drop {
		drops = append(drops, x.drop())
	}
	for _, x := range create {
		if x.constraint() {
			constraints = append(constraints, x.create())
		} else {
			others = append(others, x.create())
		}
	}
	for _, step := range []struct {
		what       string
		statements []string
	}{{"dropping indexes", drops}, {"making constraints", constraints}, {"making indexes", others}} {
		if len(step.statements) == 0 {
			continue
		}
		err := s.aloud(step.what, func() error { return s.persist(ctx, s.cfg.Patience, migrateTimeout, s.all(step.statements)) })
		var server *neo4j.Neo4jError
		switch {
		case errors.As(err, &server) && strings.Contains(server.Code, ".Schema."):
			// The message has a line for what was to be made, and one for what is in the way.
			return fmt.Errorf("%s: %s", step.what, strings.Join(strings.Fields(server.Msg), " "))
		case err != nil:
			return err
		}
	}
	return nil
}

// all is a transaction that runs statements one after another.
func (s *Store) all(statements []string) work {
	return func(ctx context.Context, tx neo4j.ExplicitTransaction, _ int) error {
		for _, text := range statements {
			if err := s.write(ctx, tx, text, nil); err != nil {
				return err
			}
		}
		return nil
	}
}
