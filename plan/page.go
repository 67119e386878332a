package plan

// MaxPage is the largest page of a list, and DefaultPage the one where none is asked for; MaxGroups is the largest number of groups of
// an aggregate.
const (
	MaxPage     = 500
	DefaultPage = 20
	MaxGroups   = 10000
)
