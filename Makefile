# What a developer does, by name. CI runs .ci/run, which calls the same.

.PHONY: generate test lint run neo4j clients bench

generate: ## write the expanded schema and the generated code again
	go generate ./...

test: ## all tests; starts a Neo4j of its own where Java and Maven are there
	go test ./...

lint: ## formatting, vet and staticcheck
	@files=$$(gofmt -l .); test -z "$$files" || { echo "not gofmt-ed: $$files"; exit 1; }
	go vet ./...
	go tool staticcheck ./...

run: ## serve the starter graph on localhost:8080
	go run .

neo4j: ## a Neo4j for development on loopback, until Ctrl-C
	go run ./cypher/neo4jtest/cmd/neo4j

clients: ## clients that were written elsewhere, against a server of its own: needs Node with npm, and Python with pip
	go run ./clients

bench: ## docs/benchmarks.md again, on a million nodes: needs Java, Maven, Node, 12 GB of memory and the machine for itself
	cd bench && go run . -keep ../bench.data -out ../docs/benchmarks.md
