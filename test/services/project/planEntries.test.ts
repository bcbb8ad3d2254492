import assert from "node:assert/strict";
import type { FormerLf, LfResult, PlannedLf, RunPlan } from "../../../src/protocol/engine";
import { planEntries, type LfEntry } from "../../../src/services/project/state";

const site = (name: string, line: number): PlannedLf =>
  ({ name, key: `${name}-key`, file: "/p/a.lf.ts", line, column: 1 }) as unknown as PlannedLf;
const result = (name: string): LfResult => ({ name, key: `${name}-key`, votes: Int16Array.of(0) }) as unknown as LfResult;
const former = (name: string, line: number): FormerLf => ({ site: site(name, line), result: result(name) });
const plan = (lfs: readonly PlannedLf[], brokenFiles: readonly string[], formerLfs: readonly FormerLf[]): RunPlan => ({
  ...{ run: 1, lfs, problems: [], brokenFiles, watched: [] },
  former: formerLfs,
});
const shown = (entries: readonly LfEntry[]): string =>
  entries.map((entry) => `${entry.site.name}${entry.stale ? " stale" : ""}`).join(", ");

describe("the LFs of a plan", () => {
  it("have those of a broken file from an earlier session, marked stale, in their places", () => {
    const entries = planEntries(
      plan([site("b", 2)], ["/p/a.lf.ts"], [former("c", 3), former("a", 1)]),
      [],
      new Map([["b-key", result("b")]]),
    );
    assert.equal(shown(entries), "a stale, b, c stale");
    assert.equal(entries[0]!.result!.name, "a");
  });

  it("prefer what this session knows of them", () => {
    const own: LfEntry = { site: site("a", 1), result: { ...result("a"), ms: 7 }, stale: false };
    const [entry] = planEntries(plan([], ["/p/a.lf.ts"], [former("a", 1)]), [own], new Map());
    assert.equal(entry!.result!.ms, 7);
    assert.equal(entry!.stale, true);
  });
});
