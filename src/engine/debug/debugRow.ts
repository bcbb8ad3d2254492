// The program under the debugger: asks one LF about one row and prints its answer. `node debugRow.js input.json`
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { inspect } from "node:util";
import type { DebugInput } from "../../protocol/debug";

const { script, lf: name, row } = JSON.parse(readFileSync(process.argv[2]!, "utf8")) as DebugInput;

function freezeDeep<T>(value: T): T {
  if (typeof value !== "object" || value === null) return value;
  Object.values(value).forEach(freezeDeep);
  return Object.freeze(value);
}

const exported = createRequire(script)(script) as Record<string, { readonly vote: (row: unknown) => unknown } | undefined>;
const lf = exported[name];
if (!lf) throw new Error(`There is no LF "${name}" in the file.`);
try {
  const vote = lf.vote(freezeDeep(row));
  console.log(`${name} ${vote === null || vote === undefined ? "abstains" : `returns ${inspect(vote)}`}`);
} catch (thrown) {
  console.error(`${name} throws`, thrown);
  process.exitCode = 1;
}
