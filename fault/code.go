package fault

// The values of extensions.code. Every error has one of them.
const (
	CodeParseFailed      = "GRAPHQL_PARSE_FAILED"
	CodeValidationFailed = "GRAPHQL_VALIDATION_FAILED"
	CodeBadInput         = "BAD_USER_INPUT"
	CodeTooComplex       = "QUERY_TOO_COMPLEX"
	CodeTooDeep          = "QUERY_TOO_DEEP"
	CodeTimeout          = "TIMEOUT"
	CodeUnavailable      = "UNAVAILABLE"
	CodeInternal         = "INTERNAL"
	CodeForbidden        = "FORBIDDEN"
)
