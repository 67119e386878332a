package build

import (
	"errors"
	"slices"
	"unicode/utf8"

	"github.com/vektah/gqlparser/v2/ast"

	"partnir/fault"
	"partnir/plan"
	"partnir/plan/mapping"
	"partnir/plan/search"
)

// search plans `search`.
func (b *builder) search(f *ast.Field, args arguments) error {
	entity := b.Mapping.Type("Entity")
	types, err := b.searchTypes(entity, args["types"])
	if err != nil {
		return err
	}
	text, first, after := args["text"], args["first"], args["after"]
	page, signature, err := searchPage(types, text.now, first.now, after.now)
	if err != nil {
		return err
	}
	total := slices.ContainsFunc(b.collect([]*ast.Field{f}, anyType), func(m merged) bool { return m.fields[0].Name == "totalCount" })
	nodes := newSelection()
	out, err := b.searchOutput(nodes, f, &plan.Page{More: true, Cursor: []int{searchTier, searchCloseness, searchMatched, searchNameKey, 0}})
	if err != nil {
		return err
	}
	b.plan.Lookup = &plan.Lookup{Type: entity, Property: entity.Property("id"), Keys: b.param([]any{}), Select: nodes.Selection}
	out.Page.Limit = b.param(nil)
	b.plan.Output = out
	setSearch(b.plan, page, signature, total)
	text, first, after = text.later(), first.later(), after.later()
	b.rebind([]input{args["text"], args["first"], args["after"]}, []plan.Param{out.Page.Limit}, func(vars map[string]any, p *plan.Plan) bool {
		text, _ := text.read(vars)
		first, _ := first.read(vars)
		after, _ := after.read(vars)
		page, signature, err := searchPage(types, text, first, after)
		if err == nil {
			setSearch(p, page, signature, total)
		}
		return err == nil
	})
	return nil
}

// setSearch puts a page of a search into a plan: all that depends on its text, first and after.
func setSearch(p *plan.Plan, page *plan.SearchPage, signature string, total bool) {
	page.Total = total
	out, cut := *p.Output, *p.Output.Page
	cut.Signature, cut.After = signature, page.After != nil
	out.Page = &cut
	p.Search, p.Output = page, &out
	p.Params[cut.Limit] = int64(page.Size) + 1
}

// searchPage reads the text, the number of results and the cursor of a search.
func searchPage(types []*mapping.NodeType, text, first, after any) (page *plan.SearchPage, signature string, err error) {
	searched, _ := text.(string)
	s := search.New(searched, types)
	if len(s.Words) == 0 {
		return nil, "", fault.InputErrorf("search: text: give at least one word of letters or digits")
	}
	if len(s.Words) > search.MaxWords {
		return nil, "", fault.InputErrorf("search: text: %d words were given; give at most %d", len(s.Words), search.MaxWords)
	}
	for _, w := range s.Words {
		if n := utf8.RuneCountInString(w); n > search.MaxSearchLetters {
			return nil, "", fault.InputErrorf("search: text: a word has more than %d letters; give its beginning", search.MaxSearchLetters)
		}
	}
	page = &plan.SearchPage{Search: s, Size: plan.DefaultPage}
	if n, ok := first.(int64); ok {
		if n < 0 || n > plan.MaxPage {
			return nil, "", fault.InputErrorf("search: first is %d; give 0 to %d", n, plan.MaxPage)
		}
		page.Size = int(n)
	}
	signature = checksum("search " + s.Text)
	if cursor, ok := after.(string); ok {
		if page.After, err = searchAfter(cursor, signature); errors.Is(err, errCursorOrder) {
			return nil, "", fault.InputErrorf("search: after: the cursor is from another search")
		} else if err != nil {
			return nil, "", fault.InputErrorf("search: after: %s", err)
		}
	}
	return page, signature, nil
}

// searchAfter reads the cursor of a result: tier, closeness, matched, name key and id, which make its place in the order.
func searchAfter(cursor, signature string) ([]any, error) {
	values, err := cursorValues(cursor, signature)
	if err != nil {
		return nil, err
	}
	if len(values) != 5 {
		return nil, errCursorDamaged
	}
	for i := range values {
		values[i] = plain(values[i])
		n, isNumber := values[i].(int64)
		_, isFloat := values[i].(float64)
		_, isText := values[i].(string)
		switch {
		case i == 1 && isNumber: // as JSON writes a whole float
			values[i] = float64(n)
		case i == 1 && !isFloat, (i == 0 || i == 2) && !isNumber, i > 2 && !isText:
			return nil, errCursorDamaged
		}
	}
	return values, nil
}

// searchTypes reads `types`; nil where it is not given.
func (b *builder) searchTypes(entity *mapping.NodeType, in input) ([]*mapping.NodeType, error) {
	if b.isNull(in) {
		return nil, nil
	}
	var types []*mapping.NodeType
	var names []any
	for _, item := range b.items(in) {
		names = append(names, b.exact(item))
	}
	for _, t := range entity.Objects {
		if !slices.Contains(names, any(mapping.EnumName(t.Name))) {
			continue
		}
		if !t.Search {
			return nil, fault.InputErrorf("search: types: nothing of type %s can be searched; leave it out", mapping.EnumName(t.Name))
		}
		types = append(types, t)
	}
	if len(types) == 0 {
		return nil, fault.InputErrorf("search: types: the list is empty; leave types out to search all of them")
	}
	return types, nil
}

// Columns of a search result's row: [id, score, field, node row, tier, closeness, matched, name key].
const (
	searchScore = 1 + iota
	searchField
	searchNode
	searchTier
	searchCloseness
	searchMatched
	searchNameKey
)

func (b *builder) searchOutput(nodes *selection, f *ast.Field, page *plan.Page) (*plan.Field, error) {
	entity := b.Mapping.Type("Entity")
	object := &plan.Object{}
	for _, m := range b.collect([]*ast.Field{f}, anyType) {
		out := &plan.Field{Kind: plan.TypeName, Text: "SearchConnection", NonNull: true}
		switch m.fields[0].Name {
		case "totalCount":
			out = &plan.Field{Kind: plan.Scalar, Column: 0, Value: mapping.Int, NonNull: true}
		case "pageInfo":
			out = &plan.Field{Kind: plan.Self, NonNull: true, Object: b.leaves(m.fields, "PageInfo", map[string]*plan.Field{
				"hasNextPage": {Kind: plan.HasNextPage, NonNull: true}, "hasPreviousPage": {Kind: plan.HasPreviousPage, NonNull: true},
				"startCursor": {Kind: plan.StartCursor}, "endCursor": {Kind: plan.EndCursor},
			})}
		case "nodes":
			o, err := b.object(nodes, entity, m.fields)
			if err != nil {
				return nil, m.failed(err)
			}
			out = &plan.Field{Kind: plan.PageRows, Column: searchNode, Object: o, NonNull: true, ItemsNonNull: true}
		case "edges":
			o, err := b.searchEdge(nodes, m)
			if err != nil {
				return nil, m.failed(err)
			}
			out = &plan.Field{Kind: plan.PageRows, Column: plan.Whole, Object: o, NonNull: true, ItemsNonNull: true}
		}
		object.Fields = append(object.Fields, m.named(out))
	}
	return &plan.Field{Kind: plan.Connection, Column: plan.Whole, Object: object, Page: page}, nil
}

func (b *builder) searchEdge(nodes *selection, edges merged) (*plan.Object, error) {
	object := &plan.Object{}
	for _, m := range b.collect(edges.fields, anyType) {
		out := &plan.Field{Kind: plan.TypeName, Text: "SearchEdge", NonNull: true}
		switch m.fields[0].Name {
		case "cursor":
			out = &plan.Field{Kind: plan.PageCursor, NonNull: true}
		case "score":
			out = &plan.Field{Kind: plan.Scalar, Column: searchScore, Value: mapping.Float, NonNull: true}
		case "field":
			out = &plan.Field{Kind: plan.Scalar, Column: searchField, Value: mapping.Enum, NonNull: true}
		case "node":
			o, err := b.object(nodes, b.Mapping.Type("Entity"), m.fields)
			if err != nil {
				return nil, m.failed(err)
			}
			out = &plan.Field{Kind: plan.ObjectValue, Column: searchNode, Object: o, NonNull: true}
		}
		object.Fields = append(object.Fields, m.named(out))
	}
	return object, nil
}
