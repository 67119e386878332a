// graphql-js, on which most tools of JavaScript stand, reads the schema by introspection and as text.
import { buildClientSchema, buildSchema, introspectionFromSchema, isInterfaceType, lexicographicSortSchema, validateSchema } from "graphql";
import { check, schemaText, version } from "./report.mjs";
import { introspection } from "./schema.mjs";

const installed = version("graphql");
const options = { specifiedByUrl: true, directiveIsRepeatable: true, schemaDescription: true, inputValueDeprecation: true, oneOf: true };
const run = (what, body) => check("graphql-js", installed, what, body);

/** Fails where a schema breaks a rule of the specification. */
function valid(schema) {
  const errors = validateSchema(schema);
  if (errors.length > 0) throw new Error(errors.map((e) => e.message).slice(0, 3).join(" "));
  return schema;
}

await run("buildClientSchema of the introspection", async () => {
  const schema = valid(buildClientSchema(await introspection()));
  return `${Object.keys(schema.getTypeMap()).length} types`;
});

await run("the introspection is what the text says", async () => {
  const served = withoutSpecified(await introspection());
  const own = withoutSpecified(introspectionFromSchema(valid(buildSchema(await schemaText())), options));
  for (const [name, type] of Object.entries(own)) {
    if (JSON.stringify(served[name]) !== JSON.stringify(type)) throw new Error(`${name}: ${firstDifference(served[name], type)}`);
  }
  const more = Object.keys(served).filter((name) => !(name in own));
  if (more.length > 0) throw new Error(`only introspection has ${more.join(", ")}`);
});

await run("the flat text: no interface implements another, all types are there", async () => {
  const full = valid(buildSchema(await schemaText()));
  const flat = valid(buildSchema(await schemaText(true)));
  for (const type of Object.values(flat.getTypeMap())) {
    if (isInterfaceType(type) && type.getInterfaces().length > 0) {
      throw new Error(`interface ${type.name} implements ${type.getInterfaces()[0].name}`);
    }
  }
  const missing = Object.keys(full.getTypeMap()).filter((name) => !flat.getType(name));
  if (missing.length > 0) throw new Error(`the flat text has no ${missing.join(", ")}`);
});

/** The types of an introspection by name, each with its members sorted, without those that every schema has. */
function withoutSpecified(data) {
  const schema = lexicographicSortSchema(buildClientSchema(data));
  const types = introspectionFromSchema(schema, options).__schema.types;
  return Object.fromEntries(types.filter((t) => !t.name.startsWith("__")).map((t) => [t.name, t]));
}

function firstDifference(got, want) {
  if (!got) return "the introspection has no such type";
  const key = Object.keys(want).find((k) => JSON.stringify(got[k]) !== JSON.stringify(want[k]));
  return `${key} is ${JSON.stringify(got[key])?.slice(0, 100)}, the text says ${JSON.stringify(want[key])?.slice(0, 100)}`;
}
