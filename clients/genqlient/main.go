// Command genqlient asks by the client that genqlient generates into the folder api, and prints each check as a line of JSON. See
// ../README.md.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"runtime/debug"
	"slices"

	"github.com/Khan/genqlient/graphql"

	"partnir/clients/genqlient/api"
)

const module = "github.com/Khan/genqlient"

func main() {
	ctx := context.Background()
	client := graphql.NewClient(os.Getenv("PARTNIR_URL")+"/graphql", http.DefaultClient)
	for _, c := range []struct {
		what string
		run  func(context.Context, graphql.Client) error
	}{
		{"sends a filter and an order, null for all that is not set", list},
		{"sends no filter and no order: null", listAll},
		{"reads launchedOn", launchedOn},
		{"reads an interface behind node(id:)", member},
	} {
		report(c.what, c.run(ctx, client))
	}
}

// report prints how a check went.
func report(what string, err error) {
	line := map[string]any{"client": "genqlient", "version": version(), "what": what, "ok": err == nil, "detail": ""}
	if err != nil {
		line["detail"] = err.Error()
	}
	_ = json.NewEncoder(os.Stdout).Encode(line)
}

// version is the one of genqlient in go.mod.
func version() string {
	info, _ := debug.ReadBuildInfo()
	i := slices.IndexFunc(info.Deps, func(m *debug.Module) bool { return m.Path == module })
	return info.Deps[i].Version
}

func list(ctx context.Context, client graphql.Client) error {
	name, first, order := "BRICS", 3, api.OrderDirectionAsc
	filter := &api.OrganizationFilter{Name: &api.StringFilter{Eq: &name}}
	got, err := api.Organizations(ctx, client, filter, []*api.OrganizationOrder{{Name: &order}}, &first)
	if err != nil {
		return err
	}
	if nodes := got.Organizations.Nodes; len(nodes) != 1 || nodes[0].Id != "org:brics" {
		return fmt.Errorf("the organizations called BRICS are %v", nodes)
	}
	return nil
}

func listAll(ctx context.Context, client graphql.Client) error {
	got, err := api.Organizations(ctx, client, nil, nil, nil)
	if err != nil {
		return err
	}
	if c := got.Organizations; len(c.Nodes) != 20 || c.TotalCount < 1000 {
		return fmt.Errorf("a list without arguments has %d nodes of %d", len(c.Nodes), c.TotalCount)
	}
	return nil
}

func launchedOn(ctx context.Context, client graphql.Client) error {
	got, err := api.LaunchedOn(ctx, client, "initiative:partnir")
	if err != nil {
		return err
	}
	if day := got.Initiative.LaunchedOn; day == nil || *day != "2018-07" {
		return fmt.Errorf("launchedOn is %v", day)
	}
	return nil
}

func member(ctx context.Context, client graphql.Client) error {
	got, err := api.Member(ctx, client, "country:BRA")
	if err != nil {
		return err
	}
	country, ok := (*got.Node).(*api.MemberNodeCountry)
	if !ok || country.Name != "Brazil" || len(country.Memberships.Edges) != 3 {
		return fmt.Errorf("the node is %v", *got.Node)
	}
	return nil
}
