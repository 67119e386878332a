# What a developer does, by name. CI runs .ci/run, which calls the same.

.PHONY: generate test deep lint run neo4j clients bench

generate: ## write the expanded schema and the generated code again
	go generate ./...

test: ## all tests; starts a Neo4j of its own where Java and Maven are there
	go test ./...

deep: ## what takes hours: a million random operations on the embedded store, thousands on Neo4j with the forms of a large graph, 3,000 damaged files
	PARTNIR_TEST_DAMAGES=3000 go test -count=1 -timeout 0 ./embedded -run TestDamage
	go test -count=1 -timeout 0 ./suite/onembedded -run TestDifferential -operations 1000000
	PARTNIR_TEST_STARTS=100 go test -count=1 -timeout 0 ./cypher -run TestThreeServersStartAtOnce
	go test -count=1 -timeout 0 -tags deep ./suite/onneo4j

lint: ## formatting, vet, staticcheck and more: see .golangci.yml
	go run github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.12.2 run ./...

run: ## serve the starter graph on localhost:8080
	go run .

neo4j: ## a Neo4j for development on loopback, until Ctrl-C
	go run ./cypher/neo4jtest/cmd/neo4j

clients: ## clients that were written elsewhere, against a server of its own: needs Node with npm, and Python with pip
	go run ./clients

bench: ## docs/benchmarks.md again, on a million nodes: needs Java, Maven, Node, 12 GB of memory and the machine for itself
	cd bench && go run . -keep ../bench.data -out ../docs/benchmarks.md
