// Has Relay's compiler make its artifacts for the operations of these checks, by the schema that the server gives.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import compiler from "relay-compiler";
import { schemaText } from "./report.mjs";

/** Compiles modules, given as operations by their name, and returns the folder of the artifacts. The compiler wants tagged texts in modules. */
export async function compile(modules) {
  const inside = fileURLToPath(new URL(".generated/", import.meta.url));
  mkdirSync(inside, { recursive: true });
  const folder = mkdtempSync(`${inside}relay-`);
  for (const inner of ["source", "artifacts"]) mkdirSync(`${folder}/${inner}`);
  writeFileSync(`${folder}/package.json`, '{"type": "commonjs"}'); // artifacts require one another, without endings
  writeFileSync(`${folder}/schema.graphql`, await schemaText());
  for (const [name, texts] of Object.entries(modules)) {
    writeFileSync(`${folder}/source/${name}.js`, texts.map((text) => `graphql\`${text}\`;\n`).join(""));
  }
  writeFileSync(`${folder}/relay.config.json`, JSON.stringify({
    src: "./source", schema: "./schema.graphql", artifactDirectory: "./artifacts", language: "javascript", eagerEsModules: false,
  }));
  const { status, stdout, stderr } = spawnSync(compiler, ["relay.config.json"], { cwd: folder, encoding: "utf8" });
  if (status !== 0) throw new Error(`the compiler refuses: ${firstError(stdout + stderr)}`);
  const artifacts = `${folder}/artifacts`;
  return { artifacts, count: readdirSync(artifacts).length, remove: () => rmSync(folder, { recursive: true }) };
}

// The first mistakes that it names, without colours and without the pictures of the source.
const firstError = (text) => {
  const lines = text.replace(/\x1b\[\d+m/g, "").split("\n").map((line) => line.trim());
  return lines.filter((line) => /^(\[ERROR\]|✖|- )/.test(line)).slice(0, 4).join(" ") || text.slice(-300);
};

/** An artifact by its name. */
export const artifact = (folder, name) => createRequire(import.meta.url)(`${folder}/${name}.graphql.js`);
