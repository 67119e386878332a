package fault

// The values of extensions.code. Every error has one of them.
const (
	CodeParseFailed                = "GRAPHQL_PARSE_FAILED"
	CodeValidationFailed           = "GRAPHQL_VALIDATION_FAILED"
	CodeBadInput                   = "BAD_USER_INPUT"
	CodeTooComplex                 = "QUERY_TOO_COMPLEX"
	CodeTooDeep                    = "QUERY_TOO_DEEP"
	CodeUnauthenticated            = "UNAUTHENTICATED"
	CodeForbidden                  = "FORBIDDEN"
	CodeNotFound                   = "NOT_FOUND"
	CodeConflict                   = "CONFLICT"
	CodeRateLimited                = "RATE_LIMITED"
	CodeTimeout                    = "TIMEOUT"
	CodeUnavailable                = "UNAVAILABLE"
	CodePersistedQueryNotFound     = "PERSISTED_QUERY_NOT_FOUND"
	CodePersistedQueryNotSupported = "PERSISTED_QUERY_NOT_SUPPORTED"
	CodeInternal                   = "INTERNAL"
)
