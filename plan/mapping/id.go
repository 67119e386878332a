package mapping

import (
	"crypto/sha256"
	"encoding/base32"
	"net/url"
	"strings"
)

// IRI returns the web address of an id: base, /id/, type, /, key.
func IRI(base, id string) string {
	prefix, key, _ := strings.Cut(id, ":")
	return base + "/id/" + prefix + "/" + url.PathEscape(key)
}

// IDOfIRI returns the id that IRI made the address of; false where the address is none of that base.
func IDOfIRI(base, iri string) (string, bool) {
	path, ok := strings.CutPrefix(iri, base+"/id/")
	if !ok {
		return "", false
	}
	prefix, escaped, ok := strings.Cut(path, "/")
	if !ok || prefix == "" || escaped == "" {
		return "", false
	}
	key, err := url.PathUnescape(escaped)
	if err != nil {
		return "", false
	}
	return prefix + ":" + key, true
}

var relationshipEncoding = base32.NewEncoding("0123456789abcdefghjkmnpqrstvwxyz").WithPadding(base32.NoPadding)

// relationshipPrefix begins the ids of relationships. After it come the type in small letters with dashes, another dash, and a key without
// any: rel:member-of-3h4k…
const relationshipPrefix = "rel:"

// NewRelationshipID returns the id of the relationship of a type between two nodes; parts tell parallel ones apart, such as the
// role or the industry. Equal arguments give equal ids.
func NewRelationshipID(relationship, from, to string, parts ...string) string {
	h := sha256.New()
	for _, s := range append([]string{relationship, from, to}, parts...) {
		h.Write([]byte(s))
		h.Write([]byte{0})
	}
	return relationshipStart(relationship) + relationshipEncoding.EncodeToString(h.Sum(nil)[:10])
}

// relationshipStart is what the ids of relationships of a type begin with.
func relationshipStart(relationship string) string {
	return relationshipPrefix + strings.ReplaceAll(strings.ToLower(relationship), "_", "-") + "-"
}

// IDStart is what the ids of its relationships begin with, such as rel:member-of-. A key without a dash follows.
func (t *RelationshipType) IDStart() string { return relationshipStart(t.Name) }
