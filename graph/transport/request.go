package transport

import (
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strings"
	"unicode/utf8"

	"github.com/99designs/gqlgen/graphql"
)

// refusal is a request that never becomes an operation: an HTTP status, and a message that says what to send instead. It never
// repeats what was sent.
type refusal struct {
	status  int
	message string
}

func (r *refusal) Error() string { return r.message }

func refuse(status int, format string, args ...any) *refusal {
	return &refusal{status, fmt.Sprintf(format, args...)}
}

func malformed(format string, args ...any) *refusal {
	return refuse(http.StatusBadRequest, format, args...)
}

// readBody reads the parameters of a POST request. Only application/json is taken: browsers send it to other sites only where those
// allow it, so that a foreign page cannot post in a user's name.
func readBody(w http.ResponseWriter, r *http.Request, most int64) (*graphql.RawParams, error) {
	media, params, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || media != "application/json" {
		return nil, refuse(http.StatusUnsupportedMediaType, "send the request as Content-Type: application/json")
	}
	if charset, ok := params["charset"]; ok && !strings.EqualFold(charset, "utf-8") {
		return nil, refuse(http.StatusUnsupportedMediaType, "send the request in UTF-8")
	}
	if encoding := r.Header.Get("Content-Encoding"); encoding != "" && !strings.EqualFold(encoding, "identity") {
		return nil, refuse(http.StatusUnsupportedMediaType, "send the request without Content-Encoding")
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, most))
	if _, tooLarge := errors.AsType[*http.MaxBytesError](err); tooLarge {
		return nil, refuse(http.StatusRequestEntityTooLarge, "the request is larger than %d bytes", most)
	}
	if err != nil {
		return nil, malformed("the request did not arrive whole")
	}
	value, err := decode("the request", body)
	if err != nil {
		return nil, err
	}
	if _, batch := value.([]any); batch {
		return nil, malformed("batches are not taken; send one operation in one request")
	}
	fields, ok := value.(map[string]any)
	if !ok {
		return nil, malformed(`the request is no JSON object; send {"query": "…", "variables": {…}}`)
	}
	return parameters(fields)
}

// readURL reads the parameters of a GET request.
func readURL(r *http.Request) (*graphql.RawParams, error) {
	values, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return nil, malformed("the parameters of the address are not encoded as they should be")
	}
	fields := map[string]any{}
	for _, name := range []string{"query", "operationName", "variables", "extensions"} {
		all := values[name]
		switch {
		case len(all) == 0 || all[0] == "" && name != "query":
			continue
		case len(all) > 1:
			return nil, malformed("the parameter %s is given %d times; give it once", name, len(all))
		case !utf8.ValidString(all[0]):
			return nil, malformed("the parameter %s is not in UTF-8", name)
		}
		fields[name] = all[0]
		if name == "variables" || name == "extensions" {
			if fields[name], err = decode("the parameter "+name, []byte(all[0])); err != nil {
				return nil, err
			}
		}
	}
	return parameters(fields)
}

// parameters checks the types of the parameters. Parameters that it does not know are left alone, as the specification asks.
func parameters(fields map[string]any) (*graphql.RawParams, error) {
	p := &graphql.RawParams{}
	var ok bool
	if p.Query, ok = fields["query"].(string); !ok || p.Query == "" {
		return nil, malformed("the parameter query is missing or no text; give the GraphQL document there")
	}
	if v := fields["operationName"]; v != nil {
		if p.OperationName, ok = v.(string); !ok {
			return nil, malformed("the parameter operationName is no text")
		}
	}
	if v := fields["variables"]; v != nil {
		if p.Variables, ok = v.(map[string]any); !ok {
			return nil, malformed("the parameter variables is no JSON object")
		}
	}
	if v := fields["extensions"]; v != nil {
		if p.Extensions, ok = v.(map[string]any); !ok {
			return nil, malformed("the parameter extensions is no JSON object")
		}
	}
	return p, nil
}
