// graphql-codegen makes TypeScript of the schema and of operations; the compiler of TypeScript checks it, with a use of it.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { codegen } from "@graphql-codegen/core";
import * as typescript from "@graphql-codegen/typescript";
import * as typescriptOperations from "@graphql-codegen/typescript-operations";
import { buildClientSchema, isScalarType, isSpecifiedScalarType, parse } from "graphql";
import { check, operations, version } from "./report.mjs";
import { introspection } from "./schema.mjs";

await check("graphql-codegen", version("@graphql-codegen/typescript"), `types compile with tsc ${version("typescript")}`, async () => {
  const schema = buildClientSchema(await introspection());
  const texts = { ...operations("caches.graphql"), ...operations("paging.graphql") };
  const output = await codegen({
    schema: undefined, schemaAst: schema, filename: "graph.ts", config: { strictScalars: true, dedupeOperationSuffix: true, scalars: scalars(schema) },
    documents: Object.entries(texts).map(([name, text]) => ({ location: `${name}.graphql`, document: parse(text) })),
    plugins: [{ typescript: {} }, { operations: {} }],
    pluginMap: { typescript, operations: typescriptOperations },
  });
  const folder = workFolder();
  writeFileSync(`${folder}/graph.ts`, output);
  writeFileSync(`${folder}/use.ts`, readFileSync(new URL("codegenuse.ts", import.meta.url)));
  compile(folder);
  rmSync(folder, { recursive: true });
  return `${output.split("\n").length} lines`;
});

/** Our own scalars are texts, but JSON, which may be anything. */
function scalars(schema) {
  const own = Object.values(schema.getTypeMap()).filter((type) => isScalarType(type) && !isSpecifiedScalarType(type));
  return Object.fromEntries(own.map(({ name }) => [name, name === "JSON" ? "unknown" : "string"]));
}

function workFolder() {
  const inside = fileURLToPath(new URL(".generated/", import.meta.url));
  mkdirSync(inside, { recursive: true });
  return mkdtempSync(`${inside}codegen-`);
}

function compile(folder) {
  const tsc = createRequire(import.meta.url).resolve("typescript/bin/tsc");
  const options = ["--strict", "--noEmit", "--target", "es2022", "--module", "nodenext"];
  const { status, stdout } = spawnSync(process.execPath, [tsc, ...options, "use.ts", "graph.ts"], { cwd: folder, encoding: "utf8" });
  if (status !== 0) throw new Error(`tsc: ${stdout.split("\n").slice(0, 3).join(" ")}`);
}
