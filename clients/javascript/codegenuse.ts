// An application's use of the generated types: what is promised can be read without a question, what is not cannot.
import type { BricsQuery, OrganizationFilter, OrganizationOrder } from "./graph.js";

export const filter: OrganizationFilter = { name: { startsWith: "B" }, members: { some: { role: { eq: "member" } } }, not: null };
export const order: OrganizationOrder[] = [{ name: "DESC" as never }];

export function names(answer: BricsQuery): string[] {
  const edges = answer.organization?.members.edges ?? [];
  return edges.map((edge) => `${edge.node.name} ${edge.role ?? ""} ${edge.relationshipId.length}`);
}

// @ts-expect-error organization may be null
export const wrong = (answer: BricsQuery) => answer.organization.name;
