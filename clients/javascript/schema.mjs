// The schema as clients get it: by introspection.
import { getIntrospectionQuery } from "graphql";
import { ask } from "./report.mjs";

const query = getIntrospectionQuery({ specifiedByUrl: true, directiveIsRepeatable: true, schemaDescription: true, inputValueDeprecation: true, oneOf: true });

/** The answer to graphql-js's own introspection query, with all that it can ask. */
export const introspection = () => ask(query);

/** The object types behind each interface, in the form that Apollo Client takes. */
export async function possibleTypes() {
  const { __schema } = await introspection();
  return Object.fromEntries(
    __schema.types.filter((t) => t.possibleTypes?.length).map((t) => [t.name, t.possibleTypes.map((p) => p.name)]),
  );
}
