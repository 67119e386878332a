// Relay: its compiler, its store, and paging by its hook. Relay keeps objects by id alone, whatever their type.
import { createElement as h, Suspense } from "react";
import { act, create } from "react-test-renderer";
import reactRelay from "react-relay";
import relay from "relay-runtime";
import { checkCaches } from "./caches.mjs";
import { ask, bare, check, operations, post, same, version } from "./report.mjs";
import { artifact, compile } from "./relaycompile.mjs";

const { Environment, Network, RecordSource, Store, createOperationDescriptor, fetchQuery, getRequest } = relay;
const { RelayEnvironmentProvider, useLazyLoadQuery, usePaginationFragment, useRefetchableFragment } = reactRelay;

const name = "Relay";
const installed = version("relay-runtime");
const caches = operations("caches.graphql");
const fragments = operations("relay.graphql");
const all = Object.entries(fragments);
const named = (prefix) => all.filter(([key]) => key.startsWith(prefix)).map(([, text]) => text);

let compiled;
await check("Relay compiler", version("relay-compiler"), "@refetchable on Organization, Actor, Entity; @connection", async () => {
  compiled = await compile({
    Brics: Object.values(caches),
    Organization: named("Organization"), Actor: named("Actor"), Entity: named("Entity"),
  });
  return `${compiled.count} artifacts`;
});

const environment = () =>
  new Environment({
    network: Network.create((request, variables) => post(request.text, variables)),
    store: new Store(new RecordSource(), { gcReleaseBufferSize: 1000 }),
  });

function freshStore() {
  const env = environment();
  const look = async (operation) => {
    const descriptor = createOperationDescriptor(getRequest(artifact(compiled.artifacts, operation)), {});
    if (env.check(descriptor).status !== "available") throw new Error("the store has lost a field");
    return env.lookup(descriptor.fragment).data;
  };
  return {
    read: async (operation) => {
      await fetchQuery(env, artifact(compiled.artifacts, operation), {}).toPromise();
      return look(operation);
    },
    shown: look,
  };
}

/** Pages members by 3 and memberships of the first member by 3, until there are no more, and compares with whole lists. */
async function pageByHook() {
  const env = environment();
  const query = artifact(compiled.artifacts, "OrganizationQuery");
  const members = artifact(compiled.artifacts, "Organization_members");
  const memberships = artifact(compiled.artifacts, "Actor_memberships");
  const seen = {};
  const Actor = ({ actor }) => ((seen.memberships = usePaginationFragment(memberships, actor)), null);
  const Organization = ({ organization }) => {
    seen.members = usePaginationFragment(members, organization);
    return h(Actor, { actor: seen.members.data.members.edges[0].node });
  };
  const Page = ({ sure }) => h(Organization, { organization: useLazyLoadQuery(query, { size: 3, sure }).organization });

  let requests = 0;
  for (const sure of [null, 0.9]) {
    const rendered = await render(env, h(Page, { sure }));
    requests += await loadAll(seen, "members");
    same(edges(seen.members.data.members), edges(await wholeMembers(sure)), "the pages of members");
    requests += await loadAll(seen, "memberships");
    const first = seen.members.data.members.edges[0].node.id;
    same(edges(seen.memberships.data.memberships), edges(await wholeMemberships(first)), "the pages of memberships");
    await act(async () => rendered.unmount());
  }
  return `${requests} pages`;
}

/** Loads the next page until there is none. */
async function loadAll(seen, which) {
  let requests = 1;
  while (seen[which].hasNext) {
    await act(() => new Promise((done, failed) => seen[which].loadNext(which === "members" ? 3 : 20, {
      onComplete: (error) => (error ? failed(error) : done()),
    })));
    requests++;
  }
  return requests;
}

/** Edges as an application reads them, without what Relay adds for paging and for fragments below. */
const edges = (connection) => connection.edges.map(({ cursor, ...edge }) => bare(edge));

const wholeMembers = async (sure) =>
  (await ask(`query($sure: Float) { organization(id: "org:brics") {
    members(first: 100, minConfidence: $sure) { edges { relationshipId role node { id name } } } } }`, { sure })).organization.members;

const wholeMemberships = async (id) =>
  (await ask(`query($id: ID!) { node(id: $id) { ... on Actor {
    memberships(first: 200) { edges { relationshipId role node { id name } } } } } }`, { id })).node.memberships;

/** Reads a fragment again by node(id:), where the first answer came from a root field. */
async function refetchByHook() {
  const env = environment();
  const query = artifact(compiled.artifacts, "OrganizationQuery");
  const fragment = artifact(compiled.artifacts, "Entity_name");
  const seen = {};
  const Entity = ({ entity }) => (([seen.data, seen.refetch] = useRefetchableFragment(fragment, entity)), null);
  const Page = () => h(Entity, { entity: useLazyLoadQuery(query, { size: 3 }).organization });
  const rendered = await render(env, h(Page));
  const said = (await ask(`{ organization(id: "org:brics") { name iri } }`)).organization;
  const shown = ({ name, iri }) => ({ name, iri });
  same(shown(seen.data), said, "the first answer");
  let failure;
  await act(async () => seen.refetch({}, { fetchPolicy: "network-only", onComplete: (error) => (failure = error) }));
  if (failure) throw failure;
  same(shown(seen.data), said, "what was read again");
  await act(async () => rendered.unmount());
}

/** Renders, and waits until nothing is loading any more. */
async function render(env, page) {
  globalThis.IS_REACT_ACT_ENVIRONMENT = true;
  const inside = h(Suspense, { fallback: "loading" }, page);
  const rendered = await act(async () => create(h(RelayEnvironmentProvider, { environment: env }, inside)));
  for (const end = Date.now() + 10_000; rendered.toJSON() === "loading"; ) {
    if (Date.now() > end) throw new Error("it is still loading after 10 s");
    await act(() => new Promise((done) => setTimeout(done, 10)));
  }
  return rendered;
}

if (compiled) {
  await checkCaches(name, installed, freshStore);
  await check(name, installed, "usePaginationFragment on Organization, nested on Actor", pageByHook);
  await check(name, installed, "useRefetchableFragment on Entity", refetchByHook);
  compiled.remove();
}
process.exit(); // Relay keeps what was rendered for some minutes, by timers that would be waited for
