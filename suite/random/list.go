package random

import (
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
)

// listArguments write the arguments of a list: a page from either end, a filter, an order of up to three keys, cursors.
func (b *builder) listArguments(of ast.ArgumentDefinitionList, s *scope) []string {
	var args []string
	switch {
	case b.wrongNow(60):
		args = append(args, "first: 1", "last: 1")
	case b.oneIn(3):
		args = append(args, "first: "+b.pageSize())
	case b.oneIn(3):
		args = append(args, "last: "+b.pageSize())
	}
	if b.oneIn(2) {
		args = append(args, b.filterArgument(of))
	}
	if b.oneIn(2) {
		args = append(args, b.orderArgument(of))
	}
	for _, name := range []string{"after", "before"} {
		if b.oneIn(6) {
			args = append(args, b.cursorArgument(name, s))
		}
	}
	return args
}

// pageSize is a small number now, a large one then.
func (b *builder) pageSize() string {
	g := b.Generator
	if b.wrongNow(40) {
		return b.value("Int", func(*Pool) any { return int64(pick(g, []int{-1, 501})) })
	}
	switch {
	case b.oneIn(10):
		return pick(b.Generator, []string{"0", "0", "500", "null"})
	case b.oneIn(20):
		return b.value("Int", func(*Pool) any { return pick(g, []any{int64(0), nil}) })
	}
	return b.value("Int", func(*Pool) any { return int64(1 + g.IntN(6)) })
}

// cursorArgument is a variable that is null at first. The selection gets the cursors with it, under names that nothing else has.
func (b *builder) cursorArgument(name string, s *scope) string {
	if b.wrongNow(30) {
		return name + `: "bm8gY3Vyc29y"`
	}
	v := b.name("c")
	b.declared = append(b.declared, "$"+v+": String")
	b.cursors = append(b.cursors, Cursor{Variable: v, Path: s.path})
	return name + ": $" + v
}

// orderArgument is an order of one to three keys.
func (b *builder) orderArgument(of ast.ArgumentDefinitionList) string {
	typeName := of.ForName("orderBy").Type.Name()
	var keys []string
	for range 1 + b.IntN(3) {
		keys = append(keys, b.orderKey(typeName))
	}
	if b.wrongNow(60) {
		keys[0] = "{}"
	}
	return "orderBy: [" + strings.Join(keys, ", ") + "]"
}

func (b *builder) orderKey(typeName string) string {
	f := pick(b.Generator, b.schema.Types[typeName].Fields)
	if f.Type.Name() != "OrderDirection" { // the node at an end of the relationship
		return "{" + f.Name + ": " + b.orderKey(f.Type.Name()) + "}"
	}
	g := b.Generator
	direction := pick(b.Generator, []string{"ASC", "DESC"})
	if b.oneIn(10) {
		direction = b.value("OrderDirection", func(*Pool) any { return pick(g, []any{"ASC", "DESC"}) })
	}
	if other := pick(g, b.schema.Types[typeName].Fields); b.oneIn(10) && other != f {
		return "{" + f.Name + ": " + direction + ", " + other.Name + ": null}"
	}
	return "{" + f.Name + ": " + direction + "}"
}

// groupArguments are the arguments of an aggregate.
func (b *builder) groupArguments(of ast.ArgumentDefinitionList) []string {
	var args []string
	if b.oneIn(3) {
		return nil
	}
	values := b.schema.Types[of.ForName("groupBy").Type.Name()].EnumValues
	var keys []string
	for range 1 + b.IntN(2) {
		keys = append(keys, pick(b.Generator, values).Name)
	}
	args = append(args, "groupBy: ["+strings.Join(keys, ", ")+"]")
	g := b.Generator
	switch {
	case b.wrongNow(40):
		args = append(args, "first: 10001")
	case b.oneIn(3):
		args = append(args, "first: "+b.value("Int", func(*Pool) any { return int64(g.IntN(4)) }))
	}
	return args
}
