import { createHash } from "node:crypto";
import type { RunRequest } from "../../protocol/engine";
import type { SliceResult } from "../../protocol/slices";
import type { LoadedLf, LoadedPlan } from "../realm/lfFiles";
import { onAllRows } from "../stoppedCode";
import type { LfRunner } from "./lfRunner";
import type { OpenProject } from "./openProject";
import { HAS_ROW } from "./sliceReader";

export interface SliceInput {
  readonly project: OpenProject;
  readonly plan: LoadedPlan;
  readonly request: Pick<RunRequest, "run" | "knownSlices">;
  readonly runner: LfRunner;
}

/** Which rows of the sample each slice has: those of the config first, then those of LF files. */
export async function sliceSample(input: SliceInput): Promise<SliceResult[]> {
  const { project, plan } = input;
  const named = Object.entries(project.spec.slices ?? {});
  const slices = await sqlSlices(input, named);
  for (const slice of plan.slices) slices.push(await functionSlice(input, slice));
  return slices;
}

async function sqlSlices({ project, request }: SliceInput, named: readonly (readonly [string, string])[]): Promise<SliceResult[]> {
  const { predicates, table, info } = project;
  const known = new Set(request.knownSlices);
  const slices = await Promise.all(
    named.map(async ([name, sql]): Promise<SliceResult> => {
      const key = createHash("sha256")
        .update(JSON.stringify(["sql", info.rowsFingerprint, sql]))
        .digest("base64url");
      const problem = known.has(key) ? undefined : await predicates.check(sql);
      return { name, source: { sql }, key, faults: [], ...(problem === undefined ? {} : { problem }) };
    }),
  );
  const wanted = slices.filter(({ key, problem }) => !known.has(key) && problem === undefined);
  if (wanted.length === 0) return slices;
  const sqls = [...new Set(wanted.map(sqlOf))];
  const tested = new Map((await predicates.test(table, sqls)).map((rows, i) => [sqls[i]!, rows]));
  return slices.map((slice) => {
    const rows = wanted.includes(slice) ? tested.get(sqlOf(slice)) : undefined;
    if (rows === undefined) return slice;
    return rows instanceof Error ? { ...slice, problem: rows.message } : { ...slice, rows: sharedRows(rows) };
  });
}

const sqlOf = ({ source }: SliceResult): string => ("sql" in source ? source.sql : "");

async function functionSlice({ project, request, runner }: SliceInput, slice: LoadedLf): Promise<SliceResult> {
  const { name, file, line, column, endLine, key } = slice;
  const found = { name, key, source: { file, line, column, endLine } };
  if (Object.hasOwn(project.spec.slices ?? {}, name))
    return { ...found, faults: [], problem: `lf.config.json has a slice "${name}" too. Rename one of them.` };
  if (slice.stop) {
    const fault = { ...onAllRows(slice.stop, project.rows.length), file, line, column };
    return { ...found, faults: [fault], rows: sharedRows(new Uint8Array(project.rows.length)) };
  }
  if (request.knownSlices?.includes(key)) return { ...found, faults: [] };
  const log = runner.newLog(project, slice);
  const { votes, unstable } = await runner.run(project, slice, { rows: project.rows, firstRow: 0, log, run: request.run });
  if (unstable !== undefined) project.files.forget(slice.bundleId);
  const rows = sharedRows(Uint8Array.from(votes, (vote) => Number(vote === HAS_ROW)));
  return { ...found, rows, faults: log.faults(), ...(unstable === undefined ? {} : { unstable }) };
}

/** In memory that all threads see. */
function sharedRows(rows: Uint8Array): Uint8Array {
  const shared = new Uint8Array(new SharedArrayBuffer(rows.length));
  shared.set(rows);
  return shared;
}
