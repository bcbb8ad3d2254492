// The program under the debugger: asks one LF about one row and prints the row, what the LF found in it, and its answer.
// `node debugRow.js input.json`
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { inspect } from "node:util";
import type { DebugInput } from "../../protocol/debug";
import type { LfMatches } from "../../protocol/engine";

const { script, lf: name, row } = JSON.parse(readFileSync(process.argv[2]!, "utf8")) as DebugInput;

interface ExportedLf {
  readonly vote: (row: unknown) => unknown;
  /** Of an LF that a builder made. */
  readonly [MATCHES]?: (row: unknown) => LfMatches["matches"];
}
// As in sdk/matches.ts.
const MATCHES = Symbol.for("lf-lens.matches");

function freezeDeep<T>(value: T): T {
  if (typeof value !== "object" || value === null) return value;
  Object.values(value).forEach(freezeDeep);
  return Object.freeze(value);
}

/** 'found "free" in text at 6: get «free» stuff' for each match. */
function foundIn(matches: LfMatches["matches"]): string[] {
  if (matches.length === 0) return ["found nothing that it looks for"];
  return matches.map(({ column, start, end, text }) => {
    const value = row[column];
    const cell = typeof value === "string" ? value : JSON.stringify(value);
    const [before, after] = [cell.slice(Math.max(0, start - AROUND), start), cell.slice(end, end + AROUND)];
    const [cutBefore, cutAfter] = [start > AROUND ? "…" : "", end + AROUND < cell.length ? "…" : ""];
    return `found ${JSON.stringify(text)} in ${column} at ${start}: ${cutBefore}${before}«${text}»${after}${cutAfter}`;
  });
}

/** Characters of the cell that are shown on either side of what was found. */
const AROUND = 30;

const exported = createRequire(script)(script) as Record<string, ExportedLf | undefined>;
const lf = exported[name];
if (!lf) throw new Error(`There is no LF "${name}" in the file.`);
console.log(`row ${inspect(row, { depth: 4, breakLength: 120 })}`);
try {
  const frozen = freezeDeep(row);
  const vote = lf.vote(frozen);
  const find = lf[MATCHES];
  if (find) for (const line of foundIn(find(frozen))) console.log(`${name} ${line}`);
  console.log(`${name} ${vote === null || vote === undefined ? "abstains" : `returns ${inspect(vote)}`}`);
} catch (thrown) {
  console.error(`${name} throws`, thrown);
  process.exitCode = 1;
}
