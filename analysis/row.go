package analysis

// row is a row of a selection: the id, then its columns.
type row []any

// id is the id of the node.
func (r row) id() string { return r.text(0) }

// text is a text; "" where it is missing.
func (r row) text(i int) string {
	s, _ := r[i].(string)
	return s
}

// number is a number; ok is false where it is missing.
func (r row) number(i int) (n float64, ok bool) {
	switch v := r[i].(type) {
	case float64:
		return v, true
	case int64:
		return float64(v), true
	}
	return 0, false
}

// confidence is a confidence; 1 where the graph does not say.
func (r row) confidence(i int) float64 {
	if c, ok := r.number(i); ok {
		return c
	}
	return 1
}

// rows are the rows of a list.
func (r row) rows(i int) []row {
	many, _ := r[i].([]any)
	return rowsOf(many)
}

// rowsOf are the rows of the row of a plan.Many.
func rowsOf(many []any) []row {
	if len(many) < 2 {
		return nil
	}
	list, _ := many[1].([]any)
	rows := make([]row, len(list))
	for i, v := range list {
		rows[i], _ = v.([]any)
	}
	return rows
}
