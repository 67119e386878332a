package memory

import "math"

// NoRelationship stands for the relationship that led to a node where none did.
const NoRelationship = math.MaxUint32
