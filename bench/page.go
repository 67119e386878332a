package main

import (
	"context"
	"encoding/json"
	"errors"
)

// pageSize is that of page-1 and page-1000.
const pageSize = 20

// deepPage is the page that is deep: the 1,000th, or of a small graph the last whole one.
func (g shape) deepPage() int { return min(1000, g.organizations/pageSize-1) }

const pageQuery = `query($first: Int!, $after: String) {
  organizations(first: $first, after: $after, orderBy: [{name: ASC}]) { nodes { id name } pageInfo { endCursor } }
}`

// findPage walks to where the deep page begins, and tells each contender in its own words.
func (r *run) findPage(ctx context.Context, q *question) error {
	var ours *contender
	for _, c := range r.contenders {
		if c.text == "ours" {
			ours = c
		}
	}
	if ours == nil {
		return errors.New("page-1000 is found by ours; measure neo4j or embedded too")
	}
	skip := (r.shape.deepPage() - 1) * pageSize
	var answer struct {
		Data struct {
			Organizations struct {
				Nodes    []struct{ ID, Name string }
				PageInfo struct{ EndCursor string }
			}
		}
	}
	for skipped := 0; skipped < skip; {
		first := min(500, skip-skipped)
		variables := map[string]any{"first": first}
		if skipped > 0 {
			variables["after"] = answer.Data.Organizations.PageInfo.EndCursor
		}
		walk := &question{text: map[string]string{"ours": pageQuery}}
		body, err := ours.send(ctx, ours.request(walk, variables))
		if err != nil {
			return err
		}
		if err := json.Unmarshal(body, &answer); err != nil {
			return err
		}
		if len(answer.Data.Organizations.Nodes) != first {
			return errors.New("there are too few organizations for the deep page: " + string(body[:min(len(body), 300)]))
		}
		skipped += first
	}
	nodes := answer.Data.Organizations.Nodes
	last := nodes[len(nodes)-1]
	q.variables = []map[string]any{{
		"after": answer.Data.Organizations.PageInfo.EndCursor, "key": nameKey(last.Name), "id": last.ID, "offset": skip,
	}}
	return nil
}
