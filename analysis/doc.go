// Package analysis answers the verbs that read: paths, supply chains, shocks, comparisons. It loads a small view of the graph from a store
// by ordinary plans, and computes on the view in plain Go. It knows package plan and no store.
package analysis
