import { createRequire as createHostRequire } from "node:module";
import { Script, type Context } from "node:vm";
import * as sdk from "../../sdk/index";
import type { Lf, Slice } from "../../sdk/index";
import { matchesOf, type FindMatches } from "../../sdk/matches";
import { manyAlternativesOf, type Alternatives } from "../../sdk/alternatives";
import type { Bundle } from "../bundle";
import { MADE, RETURNED } from "../insertions";
import type { GrowingWatch } from "./builtins";
import { createModules } from "./hostModules";
import { createRequire, type RealmEvents } from "./realm";
import type { BundleNames } from "../stack";

/** An exported LF: its name and its function. */
export interface ExportedLf {
  readonly name: string;
  readonly vote: (row: object) => unknown;
  readonly alternatives?: Alternatives;
  /** What it found in a row; absent where it does not say. */
  readonly matches?: FindMatches;
  /** It is no LF but a slice, whose `vote` says whether it has a row. */
  readonly isSlice?: true;
}

/** Where a bundle runs. */
export interface LoadPlace extends Pick<RealmEvents, "returned"> {
  readonly names: BundleNames;
  /** A fresh one. */
  readonly realm: Context;
  readonly builtins: GrowingWatch;
  /** What is in the place of the SDK's own here. */
  readonly replaced: Pick<typeof sdk, "votes" | "annotator" | "prompt">;
}

/** What a bundle gave. */
export interface LoadedExports {
  readonly lfs: readonly ExportedLf[];
  /** What the code of single exports threw, in its order: they are undefined. */
  readonly failures: readonly FailedExport[];
}

export interface FailedExport {
  readonly local: string;
  readonly thrown: unknown;
}

/**
 * Runs a bundle in a global scope of its own and returns the LFs and slices among its exports. What else it exports is not ours.
 * @throws whatever the file's top-level code throws outside of its exports
 */
export function loadLfs(bundle: Bundle, { names, realm, builtins, returned, replaced }: LoadPlace): LoadedExports {
  const failures: FailedExport[] = [];
  const made = (local: string, make: () => unknown): unknown => {
    try {
      return make();
    } catch (thrown) {
      failures.push({ local, thrown });
      return undefined;
    }
  };
  const head = `(function(exports,require,module,${RETURNED},${MADE}){"use strict";`;
  const script = new Script(`${head}${bundle.code}\n})`, { filename: names.add(bundle), columnOffset: -head.length });
  const run = script.runInContext(realm) as (...given: readonly unknown[]) => void;
  const module = { exports: {} as Record<string, unknown> };
  const require = createRequire(Object.freeze({ ...sdk, ...replaced }), createModules(createHostRequire(bundle.path), builtins));
  run(module.exports, require, module, returned, made);
  const lfs = Object.entries(module.exports).flatMap(([name, value]): ExportedLf[] => {
    if (isSlice(value)) return [{ name, vote: value.includes as ExportedLf["vote"], isSlice: true }];
    if (!isLf(value)) return [];
    const alternatives = manyAlternativesOf(value);
    const matches = matchesOf(value);
    const found = { ...(alternatives ? { alternatives } : {}), ...(matches ? { matches } : {}) };
    return [{ name, vote: value.vote as ExportedLf["vote"], ...found }];
  });
  return { lfs, failures };
}

const isLf = (value: unknown): value is Lf => isMade(value, "lf", "vote");
const isSlice = (value: unknown): value is Slice => isMade(value, "slice", "includes");

const isMade = (value: unknown, kind: string, part: string): boolean => {
  if (typeof value !== "object" || value === null || !("kind" in value)) return false;
  const made = value as Readonly<Record<string, unknown>>;
  return made["kind"] === kind && typeof made[part] === "function";
};
