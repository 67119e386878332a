package verbs

import (
	"bytes"
	"encoding/json"

	"partnir/analysis"
	"partnir/graph/model"
	"partnir/graph/noun"
)

// relationship is a relationship as the results of verbs show it.
func relationship(r *analysis.Relationship) model.Relationship {
	out := model.Relationship{
		Type: model.RelationshipType(r.Type.Name), ID: r.ID, From: noun.Of(r.From), To: noun.Of(r.To), Properties: properties(r),
		Sources: make([]model.Evidence, len(r.Evidence)),
	}
	if c, ok := r.Value("confidence").(float64); ok {
		out.Confidence = &c
	}
	if day, ok := r.Value("validFrom").(string); ok {
		out.ValidFrom = &day
	}
	if day, ok := r.Value("validTo").(string); ok {
		out.ValidTo = &day
	}
	for i, e := range r.Evidence {
		out.Sources[i] = model.Evidence{Source: noun.Of(e.Source), Quote: e.Quote, Note: e.Note, Supports: e.Supports}
	}
	return out
}

// properties are the values of a relationship that the fields of Relationship do not show.
func properties(r *analysis.Relationship) noun.JSON {
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	mark := byte('{')
	for i, p := range r.Type.Properties {
		switch v := r.Values[i]; {
		case v == nil, p.Name == "id", p.Name == "confidence", p.Name == "validFrom", p.Name == "validTo":
		default:
			out.WriteByte(mark)
			mark = ','
			for _, part := range []any{p.Name, v} {
				_ = e.Encode(part) // texts, numbers, booleans and lists of them always encode
				out.Truncate(out.Len() - 1)
				out.WriteByte(':')
			}
			out.Truncate(out.Len() - 1)
		}
	}
	if mark == '{' {
		out.WriteByte(mark)
	}
	out.WriteByte('}')
	return out.Bytes()
}

// relationships are some links as the results of verbs show them, in their order. read are the relationships by id.
func relationships(links []analysis.Link, read map[string]*analysis.Relationship) []model.Relationship {
	out := make([]model.Relationship, 0, len(links))
	for _, l := range links {
		if r := read[l.ID]; r != nil {
			out = append(out, relationship(r))
		}
	}
	return out
}
