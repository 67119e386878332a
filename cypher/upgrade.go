package cypher

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"partnir/cypher/statement"
	"partnir/plan/mapping"
)

// format is the number of what lies in a graph, and how. Versions of this program up to migration 5 counted migrations of indexes in the same
// place, and refuse a graph with a number above theirs. It must be raised also where mapping.SortKey.Key, search.Words or search.Text make
// something else of a text.
const format = 7

// migrateTimeout is how long making the constraints may take; on a large graph their indexes are long in the making.
const migrateTimeout = 10 * time.Minute

// stateTimeout is how long reading what there is may take: a server that is new is slow at first.
const stateTimeout = time.Minute

// migrated are the names of the indexes that the migrations made. Those that are still wanted stay: to make them again takes long.
var migrated = strings.Fields(`
about_id actor_id actor_name_key adopted_id broader_id contributes_to_id country_id country_iso2 country_iso3 country_name_key covers_id
entity_id entity_name_key entity_search former_id_id goal_code goal_code_key goal_id goal_name_key in_industry_id indicator_id
indicator_name_key industry_code industry_code_key industry_id industry_name_key initiative_id initiative_name_key listing_id
listing_name_key located_in_id makes_id measures_id member_of_id migration_number need_id need_name_key needs_id observation_id
observation_name_key observation_value observation_year of_country_id of_id of_indicator_id of_subject_id offer_id offer_name_key
offers_id organization_id organization_kind organization_name_key part_of_id participates_in_id platform_id platform_name_key product_code
product_id product_level product_name_key project_amount_usd project_id project_kind project_name_key project_status project_year
published_by_id rule_id rule_name_key sector_id sector_name_key serves_id source_id source_name_key succeeds_id supplies_id technology_id
technology_name_key technology_scheme under_id uses_id with_id works_on_id`)

// upgrade brings constraints and indexes to what the mapping asks for, and waits until they serve. Where all is as it should be it only reads.
func (s *Store) upgrade(ctx context.Context) error {
	there, current, err := s.state(ctx)
	if err != nil {
		return err
	}
	want := wanted(s.mapping)
	if drop, create := difference(there, want); len(drop)+len(create) > 0 || !current {
		if err := s.firstIndex(ctx, there); err != nil {
			return err
		}
		err := s.alone(ctx, "making constraints and indexes", func(ctx context.Context, _ *turn) error { return s.adapt(ctx, want) })
		if err != nil {
			return err
		}
		if there, _, err = s.state(ctx); err != nil {
			return err
		}
	}
	return s.await(ctx, there, want)
}

// state reads what indexes there are, and whether the graph has the format of this version.
func (s *Store) state(ctx context.Context) (there []indexThere, current bool, err error) {
	ctx, cancel := context.WithTimeout(ctx, stateTimeout)
	defer cancel()
	err = s.aloud(s.noAnswer(), func() error {
		records, err := s.read(ctx, "MATCH (m:Migration) RETURN coalesce(max(m.number), 0)", nil)
		if err != nil {
			return err
		}
		latest := records[0][0].(int64)
		if latest > format {
			return fmt.Errorf("the graph has the format %d of a newer version of this program, which knows %d; use the newer version",
				latest, format)
		}
		current = latest == format
		there, err = s.readIndexes(ctx)
		return err
	})
	return there, current, err
}

// adapt changes what is not as it is wanted, in the turn of this server: others may have done it before.
func (s *Store) adapt(ctx context.Context, want []index) error {
	there, current, err := s.state(ctx)
	if err != nil {
		return err
	}
	drop, create := difference(there, want)
	if err := s.change(ctx, drop, create); err != nil || current {
		return err
	}
	if err := s.convert(ctx); err != nil {
		return err
	}
	return s.persist(ctx, s.cfg.Patience, takeTimeout, func(ctx context.Context, tx neo4j.ExplicitTransaction, _ int) error {
		args := map[string]any{"format": format}
		if err := s.write(ctx, tx, "MATCH (m:Migration) WHERE m.number < $in.format DELETE m", args); err != nil {
			return err
		}
		return s.write(ctx, tx, "MERGE (:Migration {number: $in.format})", args)
	})
}

// convert brings what versions before have stored into the format of this one. Of an empty graph that is nothing.
func (s *Store) convert(ctx context.Context) error {
	found, err := s.read(ctx, "MATCH (n:"+statement.EntityLabel+") RETURN 1 LIMIT 1", nil)
	if err != nil || len(found) == 0 {
		return err
	}
	for _, text := range cutInstants(s.mapping) {
		err := s.persist(ctx, s.cfg.Patience, migrateTimeout, func(ctx context.Context, tx neo4j.ExplicitTransaction, _ int) error {
			return s.write(ctx, tx, text, nil)
		})
		if err != nil {
			return err
		}
	}
	return s.aloud("deriving words anew", func() error { return s.derive(ctx) })
}

// cutInstants are statements that cut the Z off points in time, which former versions stored with it: without it they are in the order of time.
func cutInstants(m *mapping.Mapping) []string {
	var texts []string
	add := func(match, of string, properties []*mapping.Property) {
		for _, p := range properties {
			property := of + "." + statement.Name(p.Name)
			text := "MATCH " + match + " WHERE " + property + " ENDS WITH 'Z' SET " + property + " = left(" + property + ", size(" + property + ") - 1)"
			if p.Kind == mapping.DateTime && !slices.Contains(texts, text) {
				texts = append(texts, text)
			}
		}
	}
	for _, t := range m.Types {
		add("(n:"+statement.EntityLabel+")", "n", t.Properties)
	}
	for _, t := range m.Relationships {
		add("()-[r]->()", "r", t.Properties)
	}
	return texts
}

// firstIndex makes the constraint that the lease needs, for which there can be no turn. Servers that make it at the same time may be told that
// it is there, or half there; each tries until it is.
func (s *Store) firstIndex(ctx context.Context, there []indexThere) error {
	for attempt := 1; !slices.ContainsFunc(there, func(x indexThere) bool { return x.same(leaseIndex) && x.online }); attempt++ {
		err := s.persist(ctx, s.cfg.Patience, takeTimeout, func(ctx context.Context, tx neo4j.ExplicitTransaction, _ int) error {
			return s.write(ctx, tx, leaseIndex.create(), nil)
		})
		var server *neo4j.Neo4jError
		if err != nil && (!errors.As(err, &server) || server.HasSecurityCode() || attempt == firstAttempts) {
			return err
		}
		if !sleep(ctx, 10*backoff(attempt)) {
			return ctx.Err()
		}
		if there, _, err = s.state(ctx); err != nil {
			return err
		}
	}
	return nil
}

// firstAttempts is how often a server tries to make the first constraint, for about ten seconds.
const firstAttempts = 20

// await waits until all indexes that are wanted hold the whole graph, and says how far they have come.
func (s *Store) await(ctx context.Context, there []indexThere, want []index) error {
	said := time.Now()
	for {
		ready, percent := 0, 0.0
		for _, w := range want {
			i := slices.IndexFunc(there, func(x indexThere) bool { return x.same(w) })
			switch {
			case i < 0:
				return fmt.Errorf("the index %s is not there, and cannot be made: another index or constraint has its name", w.name)
			case there[i].failure != "":
				return fmt.Errorf("the index %s does not serve: %s", there[i].name, there[i].failure)
			case there[i].online:
				ready++
				percent += 100
			default:
				percent += there[i].percent
			}
		}
		if ready == len(want) {
			return nil
		}
		if time.Since(said) >= nextWord {
			s.say("waiting for indexes: %d of %d serve, %.0f %% is done", ready, len(want), percent/float64(len(want)))
			said = time.Now()
		}
		if !sleep(ctx, 100*time.Millisecond) {
			return ctx.Err()
		}
		var err error
		if there, _, err = s.state(ctx); err != nil {
			return err
		}
	}
}
