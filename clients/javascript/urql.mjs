// urql with graphcache, which knows the schema and keeps objects by type and id, fields by their arguments.
import { Client, fetchExchange, gql } from "@urql/core";
import { cacheExchange } from "@urql/exchange-graphcache";
import { minifyIntrospectionQuery } from "@urql/introspection";
import { checkCaches } from "./caches.mjs";
import { endpoint, version } from "./report.mjs";
import { introspection } from "./schema.mjs";

const full = await introspection();
const schema = minifyIntrospectionQuery(full);

// Connections, edges and their like have no id: they belong to what they hang on, which graphcache wants to be told.
const keyless = (type) => type.kind === "OBJECT" && !type.name.startsWith("__") && !type.fields.some((field) => field.name === "id");
const keys = Object.fromEntries(
  full.__schema.types.filter(keyless).map((type) => [type.name, () => null]),
);

await checkCaches("urql with graphcache", version("@urql/exchange-graphcache"), () => {
  const client = new Client({ url: endpoint, preferGetMethod: false, exchanges: [cacheExchange({ schema, keys }), fetchExchange] });
  const query = async (text, requestPolicy) => {
    const { data, error } = await client.query(gql(text), {}, { requestPolicy });
    if (error) throw error;
    return data;
  };
  return { read: (_, text) => query(text, "network-only"), shown: (_, text) => query(text, "cache-only") };
});
