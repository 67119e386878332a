package form_test

import (
	"fmt"

	"partnir/plan/mapping"
	"partnir/store"
)

// generatedGraph makes a graph in which it is known how common everything is. Of size 1 it has
//
//	200 countries      named "X000 country" up, where X goes through the alphabet; country:hub takes part in every second project
//	1,000 organizations  in the countries 0 to 149 in turn; country:c150 has one, and the rest have none
//	4,000 projects     every tenth ACTIVE, one in 1,000 SUSPENDED, the others COMPLETED; three participants each, organizations in turn
//	100 technologies   one for each project in turn; nothing uses tech:t99
//
// and size times as many organizations and projects. One project, project:rare, has organizations of its own, of country:rare.
func generatedGraph(m *mapping.Mapping, size int) *store.Records {
	g := &graphMaker{m: m, records: &store.Records{}}
	for i := range 200 {
		g.country(fmt.Sprintf("c%d", i), fmt.Sprintf("%c%03d country", 'A'+i%26, i), i)
	}
	g.country("hub", "Hub country", 200)
	g.country("rare", "Rare country", 201)
	organizations, projects := 1000*size, 4000*size
	for i := range organizations {
		id := fmt.Sprintf("org:o%d", i)
		g.node("Organization", id, map[string]any{"name": fmt.Sprintf("Organization %07d", i*7919%organizations), "kind": "COMPANY"})
		g.relationship("LOCATED_IN", id, fmt.Sprintf("country:c%d", i%150), nil)
	}
	g.node("Organization", "org:alone", map[string]any{"name": "Alone in c150", "kind": "RESEARCH"})
	g.relationship("LOCATED_IN", "org:alone", "country:c150", nil)
	g.node("Organization", "org:rare", map[string]any{"name": "Rare organization", "kind": "FUND"})
	g.relationship("LOCATED_IN", "org:rare", "country:rare", nil)
	for i := range 100 {
		g.node("Technology", fmt.Sprintf("tech:t%d", i), map[string]any{
			"name": fmt.Sprintf("Technology %02d", i), "kind": "TECHNOLOGY", "area": "DIGITAL", "scheme": "test",
		})
	}
	roles := []string{"FUNDER", "IMPLEMENTER", "RECIPIENT_AGENCY"}
	for i := range projects {
		status := "COMPLETED"
		switch {
		case i%1000 == 7:
			status = "SUSPENDED"
		case i%10 == 3:
			status = "ACTIVE"
		}
		id := fmt.Sprintf("project:p%d", i)
		values := map[string]any{
			"name": fmt.Sprintf("Project %07d", i*7919%projects), "kind": "FINANCE", "status": status, "year": int64(2000 + i%25),
		}
		if i%3 > 0 {
			values["amountUsd"] = float64(i*31337%1_000_003) * 1000
		}
		g.node("Project", id, values)
		for k, role := range roles {
			g.relationship("PARTICIPATES_IN", fmt.Sprintf("org:o%d", (i*3+k*17)%organizations), id, map[string]any{"role": role})
		}
		if i%2 == 0 {
			g.relationship("PARTICIPATES_IN", "country:hub", id, map[string]any{"role": "DONOR"})
		}
		g.relationship("USES", id, fmt.Sprintf("tech:t%d", i%99), nil)
	}
	g.node("Project", "project:rare", map[string]any{"name": "Zz rare project", "kind": "RESEARCH", "status": "IDENTIFIED"})
	g.relationship("PARTICIPATES_IN", "org:rare", "project:rare", map[string]any{"role": "FUNDER"})
	return g.records
}

type graphMaker struct {
	m       *mapping.Mapping
	records *store.Records
}

func (g *graphMaker) country(key, name string, i int) {
	g.node("Country", "country:"+key, map[string]any{
		"name": name, "iso2": fmt.Sprintf("%c%d", 'A'+i%26, i), "iso3": fmt.Sprintf("%c%d3", 'A'+i%26, i), "region": []string{"ASIA", "AFRICA"}[i%2],
	})
}

func (g *graphMaker) node(typeName, id string, values map[string]any) {
	t := g.m.Type(typeName)
	values["id"], values["createdAt"], values["updatedAt"] = id, "2026-01-01T00:00:00Z", "2026-01-01T00:00:00Z"
	n := store.Node{Type: t, ID: id, Values: make([]any, len(t.Properties))}
	for i, p := range t.Properties {
		n.Values[i] = values[p.Name]
	}
	g.records.Nodes = append(g.records.Nodes, n)
}

func (g *graphMaker) relationship(typeName, from, to string, values map[string]any) {
	t := g.m.Relationship(typeName)
	r := store.Relationship{
		Type: t, ID: mapping.NewRelationshipID(typeName, from, to), From: from, To: to, Values: make([]any, len(t.Properties)),
	}
	for i, p := range t.Properties {
		r.Values[i] = values[p.Name]
		if p.Name == "id" {
			r.Values[i] = r.ID
		}
	}
	g.records.Relationships = append(g.records.Relationships, r)
}
