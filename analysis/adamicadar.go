package analysis

import (
	"cmp"
	"math"
	"slices"
)

// Hub is something that several actors have in common: a group, a technology, a project.
type Hub struct {
	ID string
	// Actors are those that have it, each once; where Size is not 0, only some of them.
	Actors []string
	// Size is how many have it in all; 0 for as many as there are Actors.
	Size int
}

func (h Hub) size() int { return cmp.Or(h.Size, len(h.Actors)) }

// weight is what sharing the hub is worth: 1 ÷ ln of the number of its actors. Sharing what everybody has says little.
func (h Hub) weight() float64 {
	if h.size() < 2 {
		return 0
	}
	return 1 / math.Log(float64(h.size()))
}

// Shared is what an actor has in common with another.
type Shared struct {
	// Value is the Adamic–Adar index Σ 1 ÷ ln(number of actors) over the shared hubs.
	Value float64
	// Hubs are the ids of the shared hubs, those that weigh most first.
	Hubs []string
}

// AdamicAdar are the Adamic–Adar indexes of an actor with all others that share a hub with it (Lada Adamic and Eytan Adar, Friends and
// neighbors on the Web, 2003). whole is the index that an actor would have that shared all hubs of it.
func AdamicAdar(of string, hubs []Hub) (with map[string]Shared, whole float64) {
	own := make([]Hub, 0, len(hubs))
	for _, h := range hubs {
		if slices.Contains(h.Actors, of) {
			own = append(own, h)
		}
	}
	slices.SortFunc(own, func(a, b Hub) int {
		return cmp.Or(cmp.Compare(a.size(), b.size()), cmp.Compare(a.ID, b.ID))
	})
	with = map[string]Shared{}
	for _, h := range own {
		weight := h.weight()
		whole += weight
		for _, a := range h.Actors {
			if a == of {
				continue
			}
			s := with[a]
			s.Value += weight
			s.Hubs = append(s.Hubs, h.ID)
			with[a] = s
		}
	}
	return with, whole
}
