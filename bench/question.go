package main

import (
	"embed"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"path"
	"reflect"
	"slices"
	"strings"

	"golang.org/x/tools/txtar"

	"partnir/plan/mapping"
)

//go:embed questions/*.txtar
var questionFiles embed.FS

// question is one thing that all contenders are asked, each in its own words.
type question struct {
	name, title string
	// through says that a relationship decides what is in the list or count.
	through bool
	// verb says that only ours has it: there is nothing to be side by side with.
	verb bool
	// anyOrder says that the order of the answer does not count.
	anyOrder bool
	// text is the operation by contender; the limit has none.
	text map[string]string
	// variables are the values to ask with, one after the other.
	variables []map[string]any
	// answers are those that all contenders gave, by the index of variables.
	answers []any
}

// order is that of the table. The variables of page-1000 come when the servers run.
func questions(g shape) ([]*question, error) {
	rare := ask("id", g.rareTechnology())
	var entities []map[string]any
	for i := range 50 {
		entities = append(entities, map[string]any{"id": g.organizationID(i * (g.organizations / 50))})
	}
	all := []*question{
		{name: "entity", variables: entities},
		{name: "list"},
		{name: "list-property", variables: ask("status", "ACTIVE")},
		{name: "some-1-common", through: true, variables: ask("area", "DIGITAL")},
		{name: "some-1-rare", through: true, variables: rare},
		{name: "some-2-common", through: true, variables: ask("start", "M")},
		{name: "some-2-rare", through: true, variables: rare},
		{name: "count-1-common", through: true, variables: ask("area", "DIGITAL")},
		{name: "count-2-rare", through: true, variables: rare},
		{name: "none-rare", through: true, variables: rare},
		{name: "all", through: true, variables: ask("status", "COMPLETED")},
		{name: "relationship-count", through: true, variables: ask("least", 4)},
		{name: "nested"},
		{name: "five-levels", variables: ask("id", g.middleCountry())},
		{name: "hub", variables: ask("id", g.hubCountry())},
		{name: "small-hub", variables: ask("id", g.fewCountry())},
		{name: "page-1"},
		{name: "page-1000"},
		{name: "search", anyOrder: true, variables: []map[string]any{{
			"text": searchWord, "lucene": searchWord + "* OR " + searchWord + "~2",
		}}},
		{name: "aggregate", variables: ask("kind", "RESEARCH")},
	}
	all = append(all, verbQuestions(g)...)
	for _, q := range all {
		b, err := questionFiles.ReadFile(path.Join("questions", q.name+".txtar"))
		if err != nil {
			return nil, err
		}
		archive := txtar.Parse(b)
		q.title = strings.TrimSpace(string(archive.Comment))
		q.text = map[string]string{}
		for _, f := range archive.Files {
			q.text[strings.TrimSuffix(f.Name, ".graphql")] = string(f.Data)
		}
		if q.variables == nil {
			q.variables = []map[string]any{{}}
		}
	}
	return all, nil
}

// verbQuestions ask verbs: for paths and neighbourhoods of entities picked at random, and for chains and shocks of sectors.
func verbQuestions(g shape) []*question {
	r := rand.New(rand.NewPCG(g.Seed, verbStream))
	var pairs, entities []map[string]any
	for range clamp(g.Nodes/1000, 3, 100) {
		from := g.organizationID(r.IntN(g.organizations))
		pairs = append(pairs, map[string]any{"from": from, "to": g.projectID(r.IntN(g.projects))})
		entities = append(entities, map[string]any{"of": from})
	}
	sector := "sector:TWN-C26"
	if !g.Starter {
		sector = g.sectorID(0, 0)
	}
	return []*question{
		{name: "paths", verb: true, variables: pairs},
		{name: "neighbourhood", verb: true, variables: entities},
		{name: "supply-chain", verb: true, variables: ask("of", g.sectorID(1, 1))},
		{name: "impact", verb: true, variables: ask("actor", sector)},
	}
}

// verbStream is the stream of random numbers of the questions; the generator's parts have those from 0 on.
const verbStream = 1000

func ask(name string, value any) []map[string]any { return []map[string]any{{name: value}} }

// canonical reads an answer and brings it into the one form in which answers are compared: a list stands where some have `nodes` or
// `edges`, and the peer's one-element list where others have the single thing.
func canonical(q *question, body []byte) (any, error) {
	var answer struct {
		Data   map[string]any
		Errors []any
	}
	if err := json.Unmarshal(body, &answer); err != nil {
		return nil, fmt.Errorf("no JSON: %w: %.200s", err, body)
	}
	if len(answer.Errors) > 0 || answer.Data == nil {
		return nil, fmt.Errorf("an error: %.500s", body)
	}
	if q.name == "aggregate" && answer.Data["projectsAggregate"] == nil {
		return peerGroups(answer.Data), nil
	}
	data := unwrap(answer.Data).(map[string]any)
	for _, name := range []string{"organization", "country"} {
		if l, ok := data[name].([]any); ok && len(l) == 1 {
			data[name] = l[0]
		}
	}
	if q.anyOrder {
		for _, v := range data {
			slices.SortFunc(v.([]any), func(a, b any) int { return strings.Compare(fmt.Sprint(a), fmt.Sprint(b)) })
		}
	}
	return data, nil
}

// unwrap takes `nodes`, `edges` and `node` away.
func unwrap(v any) any {
	switch v := v.(type) {
	case map[string]any:
		if len(v) == 1 {
			for name, inner := range v {
				if name == "nodes" || name == "edges" || name == "node" {
					return unwrap(inner)
				}
			}
		}
		for name, inner := range v {
			v[name] = unwrap(inner)
		}
	case []any:
		for i := range v {
			v[i] = unwrap(v[i])
		}
	}
	return v
}

// peerGroups makes groups of the peer's answer, which has one field for each status.
func peerGroups(data map[string]any) any {
	var groups []any
	for status, v := range data {
		var group struct {
			Aggregate struct {
				Count struct{ Nodes float64 }
				Node  struct{ AmountUsd map[string]any }
			}
		}
		b, _ := json.Marshal(v)
		if err := json.Unmarshal(b, &group); err != nil {
			return err
		}
		if group.Aggregate.Count.Nodes > 0 {
			groups = append(groups, map[string]any{
				"key": map[string]any{"status": status}, "count": group.Aggregate.Count.Nodes, "amountUsd": group.Aggregate.Node.AmountUsd,
			})
		}
	}
	slices.SortFunc(groups, func(a, b any) int {
		return strings.Compare(fmt.Sprint(a.(map[string]any)["key"]), fmt.Sprint(b.(map[string]any)["key"]))
	})
	return map[string]any{"projectsAggregate": groups}
}

// asks reports whether a contender is asked a question.
func (q *question) asks(c *contender) bool { return !q.verb || c.text == "ours" }

// empty reports whether an answer holds nothing: then equal answers would show nothing either.
func empty(answer any) bool {
	for _, v := range answer.(map[string]any) {
		switch v := v.(type) {
		case nil:
			return true
		case []any:
			return len(v) == 0
		case map[string]any:
			return v["totalCount"] == float64(0)
		}
	}
	return false
}

// compare keeps the first answer to a question, and says where another differs from it.
func (q *question) compare(i int, answer any) error {
	for len(q.answers) <= i {
		q.answers = append(q.answers, nil)
	}
	if q.answers[i] == nil {
		if empty(answer) {
			return fmt.Errorf("the answer is empty: %v", answer)
		}
		q.answers[i] = answer
		return nil
	}
	if !reflect.DeepEqual(q.answers[i], answer) {
		first, _ := json.Marshal(q.answers[i])
		other, _ := json.Marshal(answer)
		return fmt.Errorf("the answer differs\nfirst: %.1500s\nthis:  %.1500s", first, other)
	}
	return nil
}

// nameKey is what organizations are ordered by.
func nameKey(name string) string { return mapping.NameKey.Key(name) }
