// The audits of graphql-http: GraphQL over HTTP, what a server must, should and may do.
import { auditServer } from "graphql-http";
import { check, endpoint, version } from "./report.mjs";

const audits = 61;

await check("graphql-http", version("graphql-http"), `${audits} audits of GraphQL over HTTP`, async () => {
  const results = await auditServer({ url: endpoint, fetchFn: fetch });
  const failed = results.filter((r) => r.status !== "ok");
  if (failed.length > 0) throw new Error(failed.map((r) => `${r.id} ${r.name}: ${r.reason}`).join("; "));
  if (results.length !== audits) throw new Error(`there are ${results.length} audits`);
});
