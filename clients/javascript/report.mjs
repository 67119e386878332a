// Runs checks and prints each as a line of JSON, which the program around it reads. See ../README.md.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { isDeepStrictEqual, inspect } from "node:util";

const url = process.env.PARTNIR_URL;
if (!url) throw new Error("PARTNIR_URL is not set: go run ./clients sets it");

/** The address that answers GraphQL. */
export const endpoint = `${url}/graphql`;

/** The served schema, full or flat. */
export async function schemaText(flat) {
  const response = await fetch(`${url}/schema.graphql${flat ? "?flat=1" : ""}`);
  if (!response.ok) throw new Error(`GET /schema.graphql answers ${response.status}`);
  return response.text();
}

/** What the server answers to a request: the whole of it. */
export async function post(query, variables) {
  const response = await fetch(endpoint, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ query, variables }),
  });
  return response.json();
}

/** The data that the server answers with; errors are thrown. */
export async function ask(query, variables) {
  const { data, errors } = await post(query, variables);
  if (errors) throw new Error(`the server answers: ${errors.map((e) => e.message).join("; ")}`);
  return data;
}

/** The operations of a file, by name. */
export function operations(file) {
  const text = readFileSync(new URL(`operations/${file}`, import.meta.url), "utf8");
  return Object.fromEntries(
    text.split(/^(?=(?:query|fragment) )/m).slice(1).map((part) => [part.match(/^\w+ (\w+)/)[1], part.trim()]),
  );
}

/** The version of a package that is installed. */
export function version(name) {
  const require = createRequire(import.meta.url);
  const folder = require.resolve.paths(name).map((p) => `${p}/${name}/package.json`);
  for (const file of folder) {
    try {
      return JSON.parse(readFileSync(file, "utf8")).version;
    } catch (error) {
      if (error.code !== "ENOENT") throw error;
    }
  }
  throw new Error(`${name} is not installed`);
}

/** Fails where two values differ, and says where first. */
export function same(got, want, what) {
  if (isDeepStrictEqual(got, want)) return;
  const at = difference(got, want, "");
  throw new Error(`${what}: at ${at.path || "the top"} the client has ${short(at.got)}, the server said ${short(at.want)}`);
}

function difference(got, want, path) {
  if (!isContainer(got) || !isContainer(want)) return { path, got, want };
  for (const key of new Set([...Object.keys(want), ...Object.keys(got)])) {
    if (!isDeepStrictEqual(got[key], want[key])) return difference(got[key], want[key], path ? `${path}.${key}` : key);
  }
  return { path, got, want };
}

const isContainer = (value) => typeof value === "object" && value !== null;

const short = (value) => inspect(value, { depth: 1, breakLength: Infinity }).slice(0, 120);

/** A copy without the members that clients add for themselves. */
export function bare(value) {
  if (Array.isArray(value)) return value.map(bare);
  if (!isContainer(value)) return value;
  return Object.fromEntries(
    Object.entries(value).filter(([key]) => key !== "__typename" && !key.startsWith("__")).map(([key, v]) => [key, bare(v)]),
  );
}

// Said by the renderer that the checks use, not by a client.
const beside = /^react-test-renderer is deprecated/;

const warnings = [];
for (const level of ["warn", "error"]) {
  console[level] = (...parts) => {
    const text = parts.map(String).join(" ");
    if (!beside.test(text)) warnings.push(text);
  };
}

/** Runs one check. A client that warns of something has failed it: it would warn its users of the same. */
export async function check(client, clientVersion, what, run) {
  const result = { client, version: clientVersion, what, ok: true, detail: "" };
  warnings.length = 0;
  try {
    result.detail = (await run()) ?? "";
  } catch (error) {
    result.ok = false;
    result.detail = error.message ?? String(error);
    process.stderr.write(`${client}: ${what}: ${error.stack ?? error}\n`);
  }
  if (result.ok && warnings.length > 0) {
    result.ok = false;
    result.detail = `it warns: ${warnings[0]}`;
    process.stderr.write(`${client}: ${what}: it warns:\n${warnings.join("\n")}\n`);
  }
  process.stdout.write(`${JSON.stringify(result)}\n`);
}
