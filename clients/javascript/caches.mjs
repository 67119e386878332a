// The checks that every client with a cache must pass: what it shows equals what the server said.
import { ask, bare, check, operations, same } from "./report.mjs";

const texts = operations("caches.graphql");

/**
 * Runs the checks for one client. `fresh` makes one with an empty cache, with two functions: `read` asks the server and
 * gives what the client shows, `shown` gives what the cache has without asking.
 */
export async function checkCaches(client, version, fresh) {
  const run = (what, names) => check(client, version, what, () => agree(fresh(), names));
  await run("one entity, scopes in one operation", ["BricsSideBySideQuery"]);
  await run("one entity, scopes in one operation, twice at the root", ["BricsTwiceQuery"]);
  await run("one entity, scopes in operations of their own", ["BricsQuery", "BricsOnADayQuery", "BricsForSureQuery"]);
  await run("members and back", ["BricsAndBackQuery"]);
  await run("members and back, with and without a scope", ["BricsAndBackQuery", "BricsAndBackInScopeQuery"]);
  await run("relationships as nodes beside edges", ["BricsRelationshipsQuery"]);
  await run("all of these in one cache", Object.keys(texts));
}

/** Reads the operations one after another, and looks after each whether all that were read are still shown as the server said. */
async function agree({ read, shown }, names) {
  const said = {};
  for (const name of names) {
    said[name] = await ask(texts[name]);
    same(bare(await read(name, texts[name])), said[name], name);
    for (const earlier of Object.keys(said)) {
      same(bare(await shown(earlier, texts[earlier])), said[earlier], `${earlier} after ${name}`);
    }
  }
  scoped(said);
}

/** A scope that changes nothing would prove nothing. */
function scoped(said) {
  const differ = (what, all, some) => {
    if (all !== undefined && some !== undefined && all === some) throw new Error(`${what} changes nothing: the check proves nothing`);
  };
  const members = (name, field = "members") => said[name]?.organization[field].totalCount;
  const supplies = (name) => said[name]?.organization.members.edges.find((edge) => edge.node.id === "country:CHN").node.supplies.totalCount;
  differ("minConfidence beside", members("BricsSideBySideQuery", "all"), members("BricsSideBySideQuery", "forSure"));
  differ("minConfidence", members("BricsQuery"), members("BricsForSureQuery"));
  differ("asOf", supplies("BricsAndBackQuery"), supplies("BricsAndBackInScopeQuery"));
}
