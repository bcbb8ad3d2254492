import type { Table } from "../../dataset/open/dataset";
import type { LfFault } from "../../protocol/fault";
import { nearest } from "../../sdk/nearest";
import type { LoadedLf, LoadedPlan } from "../realm/lfFiles";
import { rowObjects } from "../realm/rowObjects";
import type { LfRunner } from "./lfRunner";
import type { OpenProject } from "./openProject";
import { HAS_ROW } from "./sliceReader";

/** Slices, to be asked about rows that come in tables. */
export interface SliceTests {
  readonly names: readonly string[];
  /** For each slice 1 for each row that it has, else 0. Rejects in plain words if a condition fails on a row. @param firstRow its number among all */
  test(table: Table, firstRow: number): Promise<readonly Uint8Array[]>;
  /** What functions did wrong so far; the slices do not have those rows. */
  faults(): readonly LfFault[];
  /** Why a slice has none of the rows that came since: its condition failed on one. In plain words. */
  problem(name: string): string | undefined;
}

export interface SliceTestsInput {
  readonly project: OpenProject;
  readonly plan: LoadedPlan;
  readonly runner: LfRunner;
}

interface OneSlice {
  readonly name: string;
  readonly by: string | LoadedLf;
}

/** All slices of the project that can be used. */
export async function allSlices(input: SliceTestsInput): Promise<SliceTests> {
  const all = slicesOf(input);
  const problems = await Promise.all(all.map((slice) => problemOf(slice, input)));
  const usable = all.filter((_, i) => problems[i] === undefined);
  const failed = new Map<string, string>();
  return { ...sliceTests(usable, input, (name, message) => void failed.set(name, message)), problem: (name) => failed.get(name) };
}

/** Some slices. @throws Error in plain words if there is none of a name, or if it cannot be used */
export async function namedSlices(names: readonly string[], input: SliceTestsInput): Promise<SliceTests> {
  const all = slicesOf(input);
  const found = names.map((name) => all.find((slice) => slice.name === name) ?? noSlice(name, all));
  for (const slice of found) {
    const problem = await problemOf(slice, input);
    if (problem !== undefined) throw new Error(`The slice "${slice.name}" cannot be used: ${problem}`);
  }
  const fail = (name: string, message: string): never => {
    throw new Error(`The slice "${name}" failed: ${message}`);
  };
  return { ...sliceTests(found, input, fail), problem: () => undefined };
}

function slicesOf({ project, plan }: SliceTestsInput): OneSlice[] {
  const bySql = Object.entries(project.spec.slices ?? {}).map(([name, sql]) => ({ name, by: sql }));
  const names = new Set(bySql.map(({ name }) => name));
  return [...bySql, ...plan.slices.filter(({ name }) => !names.has(name)).map((slice) => ({ name: slice.name, by: slice }))];
}

function noSlice(name: string, all: readonly OneSlice[]): never {
  const names = all.map((slice) => slice.name);
  const near = nearest(name, names);
  const help =
    near === undefined ? (names.length === 0 ? "The project has none." : `There are ${names.join(", ")}.`) : `Did you mean "${near}"?`;
  throw new Error(`There is no slice "${name}". ${help}`);
}

const problemOf = async ({ by }: OneSlice, { project }: SliceTestsInput): Promise<string | undefined> =>
  typeof by === "string" ? project.predicates.check(by) : by.stop?.message;

function sliceTests(
  slices: readonly OneSlice[],
  { project, runner }: SliceTestsInput,
  fail: (name: string, message: string) => void,
): Omit<SliceTests, "problem"> {
  const bySql = slices.filter((slice): slice is OneSlice & { by: string } => typeof slice.by === "string");
  const byCode = slices.filter((slice): slice is OneSlice & { by: LoadedLf } => typeof slice.by !== "string");
  const logs = new Map(byCode.map(({ by }) => [by, runner.newLog(project, by)]));
  return {
    names: slices.map(({ name }) => name),
    async test(table, firstRow) {
      const found = new Map<string, Uint8Array>();
      const tested =
        bySql.length === 0
          ? []
          : await project.predicates.test(
              table,
              bySql.map(({ by }) => by),
            );
      for (const [i, rows] of tested.entries()) {
        if (rows instanceof Error) fail(bySql[i]!.name, rows.message);
        found.set(bySql[i]!.name, rows instanceof Error ? new Uint8Array(table.rows) : rows);
      }
      const rows = byCode.length === 0 ? [] : rowObjects(table, project.spec.columns.gold);
      for (const { name, by } of byCode) {
        const { votes } = await runner.run(project, by, { rows, firstRow, log: logs.get(by)! });
        found.set(
          name,
          Uint8Array.from(votes, (vote) => Number(vote === HAS_ROW)),
        );
      }
      return slices.map(({ name }) => found.get(name)!);
    },
    faults: () =>
      byCode.flatMap(({ name, by }) =>
        logs
          .get(by)!
          .faults()
          .map((fault) => ({ lf: name, fault })),
      ),
  };
}
