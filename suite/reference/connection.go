package reference

import (
	"fmt"
	"slices"
)

// list says what a list is of.
type list struct {
	// name is the field, for messages.
	name string
	// link leads to it; nil at a root. rel is set for a root list of relationships by themselves; to is nil then.
	link *link
	rel  *relationshipType
	to   *nodeType
	// scope is what its arguments asOf and minConfidence say.
	scope scope
}

// relationship is the type of relationships that a list is about; nil for nodes at a root.
func (l list) relationship() *relationshipType {
	if l.link != nil {
		return l.link.relationship
	}
	return l.rel
}

// own is what the properties of a list are of, but for those in its parts.
func (l list) own() place {
	if l.relationship() != nil {
		return ofRelationship
	}
	return ofNode
}

// parts are the names of the nodes beside relationships.
func (l list) parts() map[string]place {
	if l.rel != nil {
		return map[string]place{"from": ofFrom, "to": ofTo}
	}
	return map[string]place{"node": ofNode}
}

// at is the type of the nodes in a part.
func (l list) at(of place) *nodeType {
	switch of {
	case ofFrom:
		return l.rel.from
	case ofTo:
		return l.rel.to
	}
	return l.to
}

// property finds a property of what is at a place.
func (l list) property(name string, of place) property {
	if of == ofRelationship {
		return l.relationship().properties[name]
	}
	return l.at(of).properties[name]
}

// maxPage is the largest page of a list.
const maxPage = 500

// listArguments are the arguments of a list.
type listArguments struct {
	list
	filter   condition
	order    []orderKey
	size     int
	backward bool
	// after and before are the places that cursors name; nil where they are not given.
	after, before []any
}

func (e *execution) listArguments(of list, args given) (l listArguments, err error) {
	if of.scope, err = e.scopeOf(of.name, args); err != nil {
		return l, err
	}
	l.list, l.size = of, 20
	if l.filter, err = e.filterArgument(of, args); err != nil {
		return l, err
	}
	first, hasFirst := args["first"].(int64)
	last, hasLast := args["last"].(int64)
	switch {
	case hasFirst && hasLast:
		return l, fmt.Errorf("%s: first and last were given; give one of them", of.name)
	case hasFirst && (first < 0 || first > maxPage):
		return l, fmt.Errorf("%s: first is %d; give 0 to %d", of.name, first, maxPage)
	case hasLast && (last < 0 || last > maxPage):
		return l, fmt.Errorf("%s: last is %d; give 0 to %d", of.name, last, maxPage)
	case hasFirst:
		l.size = int(first)
	case hasLast:
		l.size, l.backward = int(last), true
	}
	if l.order, err = of.readOrder(args["orderBy"]); err != nil {
		return l, err
	}
	if l.after, err = l.place(args, "after"); err != nil {
		return l, err
	}
	l.before, err = l.place(args, "before")
	return l, err
}

// connection is one page of a list.
type connection struct {
	listArguments
	name string
	// all meet the filter, in order; page is a part of them.
	all, page []pair
	// more says whether the list, as the cursors cut it, goes on after the page; backward: before it.
	more bool
}

func (e *execution) connection(name string, l listArguments, candidates []pair) connection {
	c := connection{listArguments: l, name: name, all: e.meeting(l.scope, l.filter, candidates)}
	slices.SortFunc(c.all, func(a, b pair) int { return compare(l.order, l.values(a), l.values(b)) })
	for _, p := range c.all {
		if (l.after == nil || compare(l.order, l.values(p), l.after) > 0) && (l.before == nil || compare(l.order, l.values(p), l.before) < 0) {
			c.page = append(c.page, p)
		}
	}
	if c.more = len(c.page) > l.size; c.more && l.backward {
		c.page = c.page[len(c.page)-l.size:]
	} else if c.more {
		c.page = c.page[:l.size]
	}
	return c
}

func (c connection) typeName() string { return c.name }

func (c connection) resolve(e *execution, f field) any {
	d := e.served.Types[c.name].Fields.ForName(f.first().Name)
	switch f.first().Name {
	case "totalCount":
		return int64(len(c.all))
	case "pageInfo":
		return c.pageInfo()
	case "aggregate":
		a, err := c.aggregateArguments(e.arguments(d, f.first()))
		if err != nil {
			panic(err) // check looked at them
		}
		return e.groups(d.Type.Name(), a, c.all)
	}
	rows := []any{}
	for _, p := range c.page {
		if f.first().Name == "nodes" {
			rows = append(rows, p.object())
		} else {
			rows = append(rows, edge{pair: p, name: d.Type.Name(), cursor: c.cursor(p)})
		}
	}
	return rows
}

// pageInfo is where a page stands.
type pageInfo struct {
	next, previous bool
	start, end     any
}

// pageInfo says of the side that the page was not cut at only what its cursor tells: there was something there.
func (c connection) pageInfo() pageInfo {
	i := pageInfo{next: c.more && !c.backward || c.before != nil, previous: c.more && c.backward || c.after != nil}
	if n := len(c.page); n > 0 {
		i.start, i.end = c.cursor(c.page[0]), c.cursor(c.page[n-1])
	}
	return i
}

func (pageInfo) typeName() string { return "PageInfo" }

func (i pageInfo) resolve(_ *execution, f field) any {
	switch f.first().Name {
	case "hasNextPage":
		return i.next
	case "hasPreviousPage":
		return i.previous
	case "startCursor":
		return i.start
	}
	return i.end
}
