package analysis

// Row is a row of a selection: the id, then its columns.
type Row []any

// ID is the id of the node.
func (r Row) ID() string { return r.Text(0) }

// Text is a text; "" where it is missing.
func (r Row) Text(i int) string {
	s, _ := r[i].(string)
	return s
}

// Number is a number; ok is false where it is missing.
func (r Row) Number(i int) (n float64, ok bool) {
	switch v := r[i].(type) {
	case float64:
		return v, true
	case int64:
		return float64(v), true
	}
	return 0, false
}

// Confidence is a confidence; 1 where the graph does not say.
func (r Row) Confidence(i int) float64 {
	if c, ok := r.Number(i); ok {
		return c
	}
	return 1
}

// Rows are the rows of a list.
func (r Row) Rows(i int) []Row {
	many, _ := r[i].([]any)
	return rowsOf(many)
}

// rowsOf are the rows of the row of a plan.Many.
func rowsOf(many []any) []Row {
	if len(many) < 2 {
		return nil
	}
	list, _ := many[1].([]any)
	rows := make([]Row, len(list))
	for i, v := range list {
		rows[i], _ = v.([]any)
	}
	return rows
}
