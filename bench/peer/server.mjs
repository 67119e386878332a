// The peer: @neo4j/graphql with GraphQL Yoga on a Neo4j that holds the graph. Arguments: PORT BOLT_URI.
// The types name what the graph holds; nameKey is the folded name that lists are ordered by.
import { createServer } from "node:http";
import { readFileSync } from "node:fs";
import { Neo4jGraphQL } from "@neo4j/graphql";
import { createYoga } from "graphql-yoga";
import neo4j from "neo4j-driver";

const [port, uri] = process.argv.slice(2);
const driver = neo4j.driver(uri);
const typeDefs = readFileSync(new URL("types.graphql", import.meta.url), "utf8");
const schema = await new Neo4jGraphQL({ typeDefs, driver }).getSchema();
const yoga = createYoga({ schema, context: { sessionConfig: { database: "neo4j" } }, logging: false, landingPage: false, graphiql: false });
const server = createServer(yoga);
server.listen(Number(port), "127.0.0.1");
process.on("SIGTERM", () => { server.close(); server.closeAllConnections(); driver.close(); });
