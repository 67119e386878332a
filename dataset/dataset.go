// Package dataset holds the starter graph: real, openly licensed data as CSV tables, and the code that reads, validates and
// converts them to records for a store.
//
// Folder starter has the tables, each compressed by itself, manifest.json with their row counts and checksums, and SOURCES.md,
// which says where each row comes from and what is wrong with it. Nothing here invents a fact: what no row says is absent.
//
// Reading goes in four steps: open reads all tables (tables.go lists them), index gives every entity its id, the converters
// (countries.go, supply.go, … article.go) make nodes and relationships, and verify looks at the whole.
package dataset

import (
	"embed"
	"fmt"
	"io/fs"
	"slices"
	"sync"

	"partnir/plan/mapping"
	"partnir/store"
)

//go:embed starter
var embedded embed.FS

// Starter returns the starter graph as records for the mapping. Every call returns equal records: ids and times are made from
// the data alone. An error means that the program was built from damaged files or does not fit the schema; it is as Read's.
func Starter(m *mapping.Mapping) (*store.Records, error) {
	starter, err := fs.Sub(embedded, "starter")
	if err != nil {
		return nil, err
	}
	records, err := Read(starter, m)
	if err != nil {
		return nil, fmt.Errorf("the starter graph: %w", err)
	}
	return records, nil
}

// Read returns the records of a folder with the same tables as the starter graph, as name.csv or name.csv.gz (where both are
// there, name.csv), and manifest.json.
//
// All of the data is validated. An error joins up to 20 values of type Problem, in the order of files and lines, and says how
// many more there are; then there are no records. Records may share evidence and boxed values: do not change them.
func Read(fsys fs.FS, m *mapping.Mapping) (*store.Records, error) {
	manifest, tables, found := open(fsys)
	if tables == nil {
		return nil, found.err()
	}
	in := &input{mapping: m, tables: tables, manifest: manifest}
	index := newBatch(in)
	in.index = readIndex(index)
	in.states = readStates(index)
	batches := append([]*batch{index}, convert(in)...)
	for _, b := range batches {
		found.take(b.problems)
	}
	if err := found.err(); err != nil {
		return nil, err
	}
	records := merge(batches)
	if err := verify(records, m); err != nil {
		return nil, err
	}
	return records, nil
}

// converters make the records, each of its own tables. They run side by side; their records are kept in this order, so that
// the result is always the same.
var converters = []func(*batch){
	convertSectorLinks, convertObservations, convertProjects, convertParties, convertActivity, convertMemberships,
	convertCountryFlows, convertProducts, convertSources, convertCountries, convertOrganizations, convertCompanies,
	convertGroups, convertIndustries, convertSectors, convertTechnologies, convertTechnologyRelations, convertGoals,
	convertAgreements, convertPledges, convertIndicators, convertTradePartners, convertTradeCommodities, convertArticle,
}

// convert runs the converters.
func convert(in *input) []*batch {
	batches := make([]*batch, len(converters))
	var wait sync.WaitGroup
	for i, converter := range converters {
		b := newBatch(in)
		batches[i] = b
		wait.Go(func() { converter(b) })
	}
	wait.Wait()
	return batches
}

// merge puts the records of all batches together.
func merge(batches []*batch) *store.Records {
	var nodes [][]store.Node
	var relationships [][]store.Relationship
	for _, b := range batches {
		nodes, relationships = append(nodes, b.nodes...), append(relationships, b.relationships...)
	}
	return &store.Records{Nodes: slices.Concat(nodes...), Relationships: slices.Concat(relationships...)}
}
