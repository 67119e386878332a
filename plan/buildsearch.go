package plan

import (
	"errors"
	"slices"

	"github.com/vektah/gqlparser/v2/ast"
)

// SearchPage is a page of a search: of all that Search.Rank keeps of the graph, in its order. What is read of each is the Select of the
// plan's Lookup, whose Keys mean nothing.
//
// Its row is [total, rows]: total is an int64, or nil unless Total; rows are at most Size + 1, so that it is known whether the list goes on,
// each [id, score, field, row of Select, tier, words matched, name key].
type SearchPage struct {
	Search Search
	// Size is the number of results on the page.
	Size int
	// Total asks for the number of all hits.
	Total bool
	// After is the cursor to continue after, as tier and words matched (int64), name key and id (string); nil for none.
	After []any
}

// Cut returns the hits of the page, and one more where the list goes on after it.
func (p *SearchPage) Cut(hits []Hit) []Hit {
	if p.After != nil {
		hits = hits[afterCursor(hits, p.After):]
	}
	return hits[:min(len(hits), p.Size+1)]
}

// afterCursor is the number of hits up to and with the one that the values of a cursor name.
func afterCursor(hits []Hit, cursor []any) int {
	last := Hit{Tier: int(cursor[0].(int64)), Matched: int(cursor[1].(int64)), NameKey: cursor[2].(string), ID: cursor[3].(string)}
	at, found := slices.BinarySearchFunc(hits, last, compareHits)
	if found {
		at++
	}
	return at
}

// Row puts the row of the search together: total is the number of all hits, page what Cut returned, and node reads the row of Select of a
// hit.
func (p *SearchPage) Row(total int, page []Hit, node func(Hit) any) []any {
	rows := make([]any, len(page))
	for i, h := range page {
		rows[i] = []any{h.ID, h.Score, h.Field, node(h), int64(h.Tier), int64(h.Matched), h.NameKey}
	}
	if !p.Total {
		return []any{nil, rows}
	}
	return []any{int64(total), rows}
}

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
	out, err := b.searchOutput(nodes, f, &Page{More: true, Cursor: []int{searchTier, searchMatched, searchNameKey, 0}})
	if err != nil {
		return err
	}
	b.plan.Lookup = &Lookup{Type: entity, Property: entity.Property("id"), Keys: b.param([]any{}), Select: nodes.Selection}
	out.Page.Limit = b.param(nil)
	b.plan.Output = out
	b.plan.setSearch(page, signature, total)
	text, first, after = text.later(), first.later(), after.later()
	b.rebind([]input{args["text"], args["first"], args["after"]}, []Param{out.Page.Limit}, func(vars map[string]any, p *Plan) bool {
		text, _ := text.read(vars)
		first, _ := first.read(vars)
		after, _ := after.read(vars)
		page, signature, err := searchPage(types, text, first, after)
		if err == nil {
			p.setSearch(page, signature, total)
		}
		return err == nil
	})
	return nil
}

// setSearch puts a page of a search into a plan: all that depends on its text, first and after.
func (p *Plan) setSearch(page *SearchPage, signature string, total bool) {
	page.Total = total
	out, cut := *p.Output, *p.Output.Page
	cut.Signature, cut.After = signature, page.After != nil
	out.Page = &cut
	p.Search, p.Output = page, &out
	p.Params[cut.Limit] = int64(page.Size) + 1
}

// searchPage reads the text, the number of results and the cursor of a search.
func searchPage(types []*NodeType, text, first, after any) (page *SearchPage, signature string, err error) {
	searched, _ := text.(string)
	s := NewSearch(searched, types)
	if len(s.Words) == 0 {
		return nil, "", inputErrorf("search: text: give at least one word of letters or digits")
	}
	if len(s.Words) > MaxSearchWords {
		return nil, "", inputErrorf("search: text: %d words were given; give at most %d", len(s.Words), MaxSearchWords)
	}
	page = &SearchPage{Search: s, Size: DefaultPage}
	if n, ok := first.(int64); ok {
		if n < 0 || n > MaxRoot {
			return nil, "", inputErrorf("search: first is %d; give 0 to %d", n, MaxRoot)
		}
		page.Size = int(n)
	}
	signature = checksum("search " + s.Text)
	if cursor, ok := after.(string); ok {
		if page.After, err = searchAfter(cursor, signature); errors.Is(err, errCursorOrder) {
			return nil, "", inputErrorf("search: after: the cursor is from another search")
		} else if err != nil {
			return nil, "", inputErrorf("search: after: %s", err)
		}
	}
	return page, signature, nil
}

// searchAfter reads the cursor of a result: tier, matched, name key and id, which make its place in the order.
func searchAfter(cursor, signature string) ([]any, error) {
	values, err := cursorValues(cursor, signature)
	if err != nil {
		return nil, err
	}
	if len(values) != 4 {
		return nil, errCursorDamaged
	}
	for i := range values {
		values[i] = plain(values[i])
		_, isNumber := values[i].(int64)
		_, isText := values[i].(string)
		if i < 2 && !isNumber || i >= 2 && !isText {
			return nil, errCursorDamaged
		}
	}
	return values, nil
}

// searchTypes reads `types`; nil where it is not given.
func (b *builder) searchTypes(entity *NodeType, in input) ([]*NodeType, error) {
	if b.isNull(in) {
		return nil, nil
	}
	var types []*NodeType
	var names []any
	for _, item := range b.items(in) {
		names = append(names, b.exact(item))
	}
	for _, t := range entity.Objects {
		if !slices.Contains(names, any(EnumName(t.Name))) {
			continue
		}
		if !t.Search {
			return nil, inputErrorf("search: types: nothing of type %s can be searched; leave it out", EnumName(t.Name))
		}
		types = append(types, t)
	}
	if len(types) == 0 {
		return nil, inputErrorf("search: types: the list is empty; leave types out to search all of them")
	}
	return types, nil
}

// Columns of a search result's row: [id, score, field, node row, tier, matched, name key].
const (
	searchScore = 1 + iota
	searchField
	searchNode
	searchTier
	searchMatched
	searchNameKey
)

func (b *builder) searchOutput(nodes *selection, f *ast.Field, page *Page) (*Field, error) {
	entity := b.Mapping.Type("Entity")
	object := &Object{}
	for _, m := range b.collect([]*ast.Field{f}, anyType) {
		out := &Field{Kind: TypeName, Text: "SearchConnection", NonNull: true}
		switch m.fields[0].Name {
		case "totalCount":
			out = &Field{Kind: Scalar, Column: 0, Value: Int, NonNull: true}
		case "pageInfo":
			out = &Field{Kind: Self, NonNull: true, Object: b.leaves(m.fields, "PageInfo", map[string]*Field{
				"hasNextPage": {Kind: HasNextPage, NonNull: true}, "hasPreviousPage": {Kind: HasPreviousPage, NonNull: true},
				"startCursor": {Kind: StartCursor}, "endCursor": {Kind: EndCursor},
			})}
		case "nodes":
			o, err := b.object(nodes, entity, m.fields)
			if err != nil {
				return nil, err
			}
			out = &Field{Kind: PageRows, Column: searchNode, Object: o, NonNull: true, ItemsNonNull: true}
		case "edges":
			o, err := b.searchEdge(nodes, m)
			if err != nil {
				return nil, err
			}
			out = &Field{Kind: PageRows, Column: Whole, Object: o, NonNull: true, ItemsNonNull: true}
		}
		out.Name = m.name
		object.Fields = append(object.Fields, out)
	}
	return &Field{Kind: Connection, Column: Whole, Object: object, Page: page, NonNull: true}, nil
}

func (b *builder) searchEdge(nodes *selection, edges merged) (*Object, error) {
	object := &Object{}
	for _, m := range b.collect(edges.fields, anyType) {
		out := &Field{Kind: TypeName, Text: "SearchEdge", NonNull: true}
		switch m.fields[0].Name {
		case "cursor":
			out = &Field{Kind: PageCursor, NonNull: true}
		case "score":
			out = &Field{Kind: Scalar, Column: searchScore, Value: Float, NonNull: true}
		case "field":
			out = &Field{Kind: Scalar, Column: searchField, Value: Enum, NonNull: true}
		case "node":
			o, err := b.object(nodes, b.Mapping.Type("Entity"), m.fields)
			if err != nil {
				return nil, err
			}
			out = &Field{Kind: ObjectValue, Column: searchNode, Object: o, NonNull: true}
		}
		out.Name = m.name
		object.Fields = append(object.Fields, out)
	}
	return object, nil
}
