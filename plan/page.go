package plan

// MaxRoot and MaxNested are the largest pages of root lists and of lists below them; MaxGroups is the largest number of groups of
// an aggregate.
const (
	MaxRoot     = 500
	MaxNested   = 200
	DefaultPage = 20
	MaxGroups   = 10000
)
