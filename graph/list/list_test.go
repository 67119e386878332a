package list

import (
	"encoding/base64"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"partnir/fault"
	"partnir/plan"
	"partnir/plan/build"
)

type element struct {
	id    string
	value float64
}

func elements(n int) []element {
	all := make([]element, n)
	for i := range all {
		all[i] = element{fmt.Sprintf("e%02d", i), float64(i / 3)}
		if i%7 == 0 {
			all[i].value = math.NaN()
		}
	}
	return all
}

// arranged is a list that can be ordered by value, and comes by value, the greatest first.
func arranged(all []element) *List {
	value := func(e element) float64 { return e.value }
	return Arranged(all, func(e element) string { return e.id }, map[string]Key[element]{"value": Up(value)},
		[]Key[element]{Down(value)}, Up(func(e element) string { return e.id }))
}

func mustPage(t *testing.T, l *List, arguments map[string]any) *Page {
	t.Helper()
	p, err := l.Page("items", arguments, "place")
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// TestPages reads a list page by page, forward and backward and in each order: together they are the whole list.
func TestPages(t *testing.T) {
	all := elements(30)
	for _, orderBy := range []any{nil, map[string]any{"value": "ASC"}, []any{map[string]any{"value": "DESC"}}} {
		l := arranged(all)
		whole := mustPage(t, l, map[string]any{"first": int64(plan.MaxPage), "orderBy": orderBy})
		if whole.Total != 30 || len(whole.Items) != 30 || whole.Before || whole.After {
			t.Fatalf("the whole list is %+v", whole)
		}
		if last := whole.Items[25:]; !slices.Equal(last, []any{"e00", "e07", "e14", "e21", "e28"}) {
			t.Errorf("ordered by %v, what is not known does not come last: %v", orderBy, last)
		}
		for size := 1; size < 12; size++ {
			var forward, backward []any
			arguments := map[string]any{"first": int64(size), "orderBy": orderBy}
			for more := true; more; {
				p := mustPage(t, l, arguments)
				if p.Before != (len(forward) > 0) || p.Total != 30 {
					t.Errorf("after %d the page is %+v", len(forward), p)
				}
				forward, more = append(forward, p.Items...), p.After
				arguments["after"] = p.Cursors[len(p.Cursors)-1]
			}
			arguments = map[string]any{"last": int64(size), "orderBy": orderBy}
			for more := true; more; {
				p := mustPage(t, l, arguments)
				backward, more = append(slices.Clone(p.Items), backward...), p.Before
				arguments["before"] = p.Cursors[0]
			}
			if !slices.Equal(forward, whole.Items) || !slices.Equal(backward, whole.Items) {
				t.Fatalf("pages of %d, ordered by %v: forward %v, backward %v", size, orderBy, forward, backward)
			}
		}
	}
}

// TestPageWhileOthersWrite goes on after an element that is gone since.
func TestPageWhileOthersWrite(t *testing.T) {
	all := elements(10)
	first := mustPage(t, arranged(all), map[string]any{"first": int64(4)})
	at := slices.IndexFunc(all, func(e element) bool { return e.id == first.Items[3] })
	next := mustPage(t, arranged(slices.Delete(slices.Clone(all), at, at+1)), map[string]any{"after": first.Cursors[3]})
	want := mustPage(t, arranged(all), map[string]any{"after": first.Cursors[3]})
	if !slices.Equal(next.Items, want.Items) {
		t.Errorf("after an element that is gone come %v, want %v", next.Items, want.Items)
	}
}

func TestDefaultsOfPages(t *testing.T) {
	l := InOrder(make([]int, 100), func(i int) int { return i })
	for _, c := range []struct {
		arguments map[string]any
		size      int
	}{
		{nil, plan.DefaultPage}, {map[string]any{"first": nil, "last": nil}, plan.DefaultPage}, {map[string]any{"first": int64(0)}, 0},
		{map[string]any{"last": int64(0)}, 0}, {map[string]any{"first": int64(500)}, 100}, {map[string]any{"first": nil, "last": int64(3)}, 3},
	} {
		if p := mustPage(t, l, c.arguments); len(p.Items) != c.size || p.Total != 100 {
			t.Errorf("%v gives %d of %d", c.arguments, len(p.Items), p.Total)
		}
	}
	if p := l.Whole("place"); len(p.Items) != 100 {
		t.Errorf("the whole list has %d", len(p.Items))
	}
}

func TestWrongPages(t *testing.T) {
	l := arranged(elements(5))
	good := mustPage(t, l, nil).Cursors[0]
	sealed := func(values string) string { return string(build.AppendCursor(nil, []byte(values))) }
	signature := build.Signature("place")
	for name, c := range map[string]struct {
		arguments map[string]any
		want      string
	}{
		"too many":           {map[string]any{"first": int64(501)}, "items: first is 501; give 0 to 500"},
		"negative":           {map[string]any{"last": int64(-1)}, "items: last is -1; give 0 to 500"},
		"both":               {map[string]any{"first": int64(1), "last": int64(1)}, "items: first and last were given; give one of them"},
		"damaged":            {map[string]any{"after": good[:8] + "x" + good[9:]}, "items: after: the cursor is damaged"},
		"empty":              {map[string]any{"before": ""}, "items: before: the cursor is damaged"},
		"no base64":          {map[string]any{"before": "ä"}, "items: before: the cursor is damaged"},
		"no checksum":        {map[string]any{"before": base64.RawURLEncoding.EncodeToString([]byte("e01"))}, "items: before: the cursor is damaged"},
		"of another":         {map[string]any{"after": sealed(`["other",1,"e01"]`)}, "items: after: the cursor is from a list with another order"},
		"too few values":     {map[string]any{"after": sealed(`["` + signature + `",1]`)}, "items: after: the cursor is damaged"},
		"text for a number":  {map[string]any{"after": sealed(`["` + signature + `","1","e01"]`)}, "items: after: the cursor is damaged"},
		"number for a text":  {map[string]any{"after": sealed(`["` + signature + `",1,1]`)}, "items: after: the cursor is damaged"},
		"null for a text":    {map[string]any{"after": sealed(`["` + signature + `",1,null]`)}, "items: after: the cursor is damaged"},
		"list for a number":  {map[string]any{"after": sealed(`["` + signature + `",[],"e01"]`)}, "items: after: the cursor is damaged"},
		"too large a number": {map[string]any{"after": sealed(`["` + signature + `",1e999,"e01"]`)}, "items: after: the cursor is damaged"},
		"two fields": {map[string]any{"orderBy": []any{map[string]any{"value": "ASC", "id": "ASC"}}},
			"orderBy: element 1 has 2 fields; give exactly one in each"},
		"no field": {map[string]any{"orderBy": map[string]any{"value": nil}}, "orderBy: element 1 has 0 fields; give exactly one in each"},
	} {
		_, err := l.Page("items", c.arguments, "place")
		if _, wrong := errors.AsType[*fault.InputError](err); !wrong || !strings.HasPrefix(err.Error(), c.want) {
			t.Errorf("%s: the error is %v, want %s", name, err, c.want)
		}
	}
}
