package limit

import (
	"encoding/json"
	"strconv"
)

// list is a field with a list of nodes inside a node.
type list struct {
	name   string
	fields []any
}

// object writes a row as an object: one value of the row for each field, which is a name or a list.
func object(b []byte, row []any, fields []any) []byte {
	b = append(b, '{')
	for i, f := range fields {
		if i > 0 {
			b = append(b, ',')
		}
		switch f := f.(type) {
		case string:
			b = append(append(append(b, '"'), f...), `":`...)
			b = scalar(b, row[i])
		case list:
			b = append(append(append(b, '"'), f.name...), `":{"nodes":`...)
			b = append(objects(b, row[i].([]any), f.fields), '}')
		}
	}
	return append(b, '}')
}

func objects(b []byte, rows []any, fields []any) []byte {
	b = append(b, '[')
	for i, row := range rows {
		if i > 0 {
			b = append(b, ',')
		}
		b = object(b, row.([]any), fields)
	}
	return append(b, ']')
}

func scalar(b []byte, v any) []byte {
	switch v := v.(type) {
	case nil:
		return append(b, "null"...)
	case string:
		return text(b, v)
	case int64:
		return strconv.AppendInt(b, v, 10)
	case float64:
		return strconv.AppendFloat(b, v, 'f', -1, 64)
	}
	panic("a value of a type that no question asks for")
}

// text writes a string; those with anything to escape take the long way.
func text(b []byte, s string) []byte {
	for i := range len(s) {
		if s[i] < ' ' || s[i] == '"' || s[i] == '\\' {
			escaped, _ := json.Marshal(s)
			return append(b, escaped...)
		}
	}
	return append(append(append(b, '"'), s...), '"')
}

// many writes records of one row each as the nodes of a root list.
func many(name string, fields ...any) func([]byte, [][]any) []byte {
	return func(b []byte, records [][]any) []byte {
		b = append(append(append(b, `{"data":{"`...), name...), `":{"nodes":[`...)
		for i, r := range records {
			if i > 0 {
				b = append(b, ',')
			}
			b = object(b, r[0].([]any), fields)
		}
		return append(b, `]}}}`...)
	}
}

// single writes the only record, or null where there is none.
func single(name string, fields ...any) func([]byte, [][]any) []byte {
	return func(b []byte, records [][]any) []byte {
		b = append(append(append(b, `{"data":{"`...), name...), `":`...)
		if len(records) == 0 {
			return append(b, `null}}`...)
		}
		return append(object(b, records[0][0].([]any), fields), `}}`...)
	}
}

// total writes a count.
func total(name string) func([]byte, [][]any) []byte {
	return func(b []byte, records [][]any) []byte {
		b = append(append(append(b, `{"data":{"`...), name...), `":{"totalCount":`...)
		return append(scalar(b, records[0][0]), `}}}`...)
	}
}
