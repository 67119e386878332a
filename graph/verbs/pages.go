package verbs

import (
	"encoding/json"
	"maps"
	"reflect"

	"github.com/99designs/gqlgen/graphql"

	"partnir/graph/list"
	"partnir/graph/model"
)

// maxShown is how many elements of lists a result shows at most, all its lists together.
const maxShown = 200_000

// pages are the pages of the lists of a result, or what is wrong with their arguments: by the list and the path of its field.
type pages map[pageKey]page

type pageKey struct {
	of   *list.List
	path string
}

type page struct {
	// value is the connection that shows the page.
	value any
	err   error
}

// placed is the page of a value that is a connection; any other value stays.
func (p pages) placed(fc *graphql.FieldContext, value any) (any, error) {
	if v := reflect.ValueOf(value); v.Kind() == reflect.Struct {
		if whole := listOf(v); whole != nil {
			cut := p[pageKey{whole, pathOf(fc)}]
			return cut.value, cut.err
		}
	}
	return value, nil
}

// listOf is the list behind a connection in a result; nil for any other value.
func listOf(v reflect.Value) *list.List {
	if f := v.FieldByName("List"); f.IsValid() {
		whole, _ := f.Interface().(*list.List)
		return whole
	}
	return nil
}

// page cuts the page of a list that a field asks for, and walks what is on it.
func (w *walk) page(at place, f graphql.CollectedField, connection reflect.Value, whole *list.List) {
	key := pageKey{whole, at.path}
	cut, err := cutPage(at, f, w.op.Variables, whole)
	if err != nil {
		w.pages[key] = page{err: err}
		return
	}
	if w.shown += len(cut.Items); w.shown > maxShown {
		return
	}
	shown := connectionOf(connection.Type(), cut)
	w.pages[key] = page{value: shown.Interface()}
	for _, inner := range graphql.CollectFields(w.op, f.Selections, typesOf(f)) {
		below := at.below(inner, w.op.Variables)
		for i, cursor := range cut.Cursors {
			element := place{below.path, at.chain + "/" + cursor}
			switch inner.Name {
			case "nodes":
				w.value(element, inner, shown.FieldByName("Nodes").Index(i))
			case "edges":
				w.object(element, inner, shown.FieldByName("Edges").Index(i))
			}
		}
	}
}

// cutPage cuts a page by the arguments of its field. A list whose field takes none is always whole.
func cutPage(at place, f graphql.CollectedField, variables map[string]any, whole *list.List) (*list.Page, error) {
	if len(f.Definition.Arguments) == 0 {
		return whole.Whole(at.chain), nil
	}
	return whole.Page(f.Name, f.ArgumentMap(variables), at.chain)
}

// connectionOf shows a page as a connection of a type.
func connectionOf(t reflect.Type, cut *list.Page) reflect.Value {
	shown, n := reflect.New(t).Elem(), len(cut.Items)
	nodes, edges := shown.FieldByName("Nodes"), shown.FieldByName("Edges")
	nodes.Set(reflect.MakeSlice(nodes.Type(), n, n))
	edges.Set(reflect.MakeSlice(edges.Type(), n, n))
	for i, item := range cut.Items {
		nodes.Index(i).Set(reflect.ValueOf(item))
		edges.Index(i).FieldByName("Node").Set(reflect.ValueOf(item))
		edges.Index(i).FieldByName("Cursor").SetString(cut.Cursors[i])
	}
	info := model.PageInfo{HasNextPage: cut.After, HasPreviousPage: cut.Before}
	if n > 0 {
		info.StartCursor, info.EndCursor = &cut.Cursors[0], &cut.Cursors[n-1]
	}
	shown.FieldByName("PageInfo").Set(reflect.ValueOf(info))
	shown.FieldByName("TotalCount").SetInt(int64(cut.Total))
	return shown
}

// placeOf is the place of a field that a resolver answers: a verb.
func placeOf(fc *graphql.FieldContext) place {
	return place{pathOf(fc), fc.Field.Name + text(fc.Args)}
}

// below is the place of a field of what is there.
func (p place) below(f graphql.CollectedField, variables map[string]any) place {
	below := place{p.path + "/" + f.Alias, p.chain + "/" + f.Name}
	if len(f.Definition.Arguments) == 0 {
		return below
	}
	arguments := maps.Clone(f.ArgumentMap(variables))
	for _, name := range []string{"first", "after", "last", "before"} {
		delete(arguments, name)
	}
	below.chain += text(arguments)
	return below
}

// text is what arguments say, the same however it was written.
func text(arguments map[string]any) string {
	written, _ := json.Marshal(arguments) // values of arguments always encode, in the order of their names
	return string(written)
}
