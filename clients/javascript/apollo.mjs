// Apollo Client with its InMemoryCache, which keeps objects by type and id, and fields by their arguments.
import { ApolloClient, HttpLink, InMemoryCache, gql } from "@apollo/client";
import { relayStylePagination } from "@apollo/client/utilities";
import { checkCaches } from "./caches.mjs";
import { ask, bare, check, endpoint, operations, same, version } from "./report.mjs";
import { possibleTypes } from "./schema.mjs";

const name = "Apollo Client";
const installed = version("@apollo/client");
const possible = await possibleTypes();

function client(typePolicies = {}) {
  return new ApolloClient({
    link: new HttpLink({ uri: endpoint, fetch }),
    cache: new InMemoryCache({ possibleTypes: possible, typePolicies }),
  });
}

await checkCaches(name, installed, () => {
  const apollo = client();
  const query = (text, fetchPolicy) => apollo.query({ query: gql(text), fetchPolicy }).then((result) => result.data);
  return {
    read: (_, text) => query(text, "network-only"),
    shown: (_, text) => {
      const data = apollo.cache.readQuery({ query: gql(text) });
      if (data === null) throw new Error("the cache has lost a field");
      return data;
    },
  };
});

const texts = operations("paging.graphql");
const byScope = relayStylePagination(["asOf", "minConfidence", "filter", "orderBy"]);

/** Pages by fetchMore until there is no next page, and gives what the cache then shows. */
async function pages(apollo, variables, connectionOf) {
  const query = gql(texts.PageQuery);
  const watched = apollo.watchQuery({ query, variables });
  const subscription = watched.subscribe(() => {});
  await watched.result?.();
  let fetched = 1;
  let { data } = await apollo.query({ query, variables });
  while (connectionOf(data).pageInfo.hasNextPage) {
    await watched.fetchMore({ variables: { after: connectionOf(data).pageInfo.endCursor } });
    data = apollo.cache.readQuery({ query, variables });
    fetched++;
  }
  subscription.unsubscribe();
  return { data, fetched };
}

await check(name, installed, "relayStylePagination of a nested connection, with and without a scope", async () => {
  const apollo = client({ Organization: { fields: { members: byScope } }, Actor: { fields: { memberships: byScope } } });
  const members = (data) => data.organization.members;
  const lists = [{ size: 3 }, { size: 2, sure: 0.9 }];
  let requests = 0;
  for (const variables of lists) requests += (await pages(apollo, variables, members)).fetched;
  for (const variables of lists) {
    const whole = members(await ask(texts.PageQuery, { ...variables, size: 100 }));
    const shown = members(apollo.cache.readQuery({ query: gql(texts.PageQuery), variables }));
    const nodes = (connection) => connection.edges.map(({ cursor, ...edge }) => bare(edge));
    same(nodes(shown), nodes(whole), `the pages of ${JSON.stringify(variables)}`);
  }
  return `${requests} pages`;
});
