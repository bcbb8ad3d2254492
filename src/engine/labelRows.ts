import { SPLITS } from "../core/cells";
import { certaintyOf, predictLabels } from "../core/labelModel/predict";
import { fitLabelModel } from "../core/labelModel/fitLabelModel";
import { createPatternCollector } from "../core/patterns";
import { ABSTAIN } from "../core/votes";
import type { Dataset, Table } from "../dataset/dataset";
import { createLabelWriter, type LabelWriter } from "../dataset/write";
import type { EngineEvents, LabelReport, LabelRequest, ProjectSpec } from "../protocol/engine";
import type { PatternIndex } from "../core/labelModel/contract";
import type { FaultLog } from "./faultLog";
import type { LoadedPlan } from "./lfFiles";
import type { LfRunner } from "./lfRunner";
import type { OpenProject } from "./openProject";
import { rowObjects } from "./rowObjects";
import type { Stopped } from "./workerApi";

export interface LabelInput {
  readonly project: OpenProject;
  readonly dataset: Dataset;
  readonly plan: LoadedPlan;
  /** The LFs that stopped a worker abstain everywhere. */
  readonly request: Omit<LabelRequest, "files"> & { readonly stopped: Stopped };
  readonly runner: LfRunner;
  readonly onProgress: EngineEvents["progress"];
}

/**
 * Runs all LFs over all rows, fits the label model on the distinct patterns of votes, and writes the denoised labels.
 * Reads the data twice; memory is bounded by a batch, the patterns and 4 bytes a row.
 * @throws Error if there is no LF to run, or if a row was lost or doubled on the way
 */
export async function labelRows(input: LabelInput): Promise<LabelReport> {
  const startedMs = performance.now();
  const { dataset, plan, request } = input;
  const { labels } = input.project.spec;
  if (plan.lfs.length === 0) throw new Error(plan.problems[0]?.message ?? "There is no LF to run.");
  const logs = plan.lfs.map((lf) => input.runner.newLog(input.project, lf));
  const collected = await collectVotes(input, logs);
  const denoised = denoise(
    collected,
    plan.lfs.map((lf) => lf.name),
    request,
  );
  const rows = expectedRows(dataset, request);
  const rowsOf = await writeLabels(input, collected.index, denoised);
  const written = rowsOf.reduce((sum, count) => sum + count, 0);
  assertSame("written", written, rows);
  return {
    rows,
    written,
    labels: Object.fromEntries(labels.map((label, index) => [label, rowsOf[index]!])),
    unlabeled: rowsOf[labels.length]!,
    faults: plan.lfs.flatMap((lf, j) => {
      const stop = request.stopped.get(lf.key);
      return (stop ? [stop] : logs[j]!.faults()).map((fault) => ({ lf: lf.name, fault }));
    }),
    badLines: dataset.info.badLines,
    problems: [...dataset.info.problems, ...plan.problems],
    seconds: (performance.now() - startedMs) / 1000,
  };
}

const BATCH_ROWS = 8_192;

/** The votes of all rows, whatever is written of them: a row's label must not depend on which others are asked for. */
interface Collected {
  readonly index: PatternIndex;
  /** Dev's gold, for the label model; ABSTAIN elsewhere. */
  readonly gold: Int16Array;
}

const DEV = SPLITS.indexOf("dev");

async function collectVotes(input: LabelInput, logs: readonly FaultLog[]): Promise<Collected> {
  const { project, dataset, plan, request, runner, onProgress } = input;
  const total = dataset.info.rows;
  const gold = new Int16Array(total).fill(ABSTAIN);
  const collector = createPatternCollector(plan.lfs.length, project.spec.labels.length, total);
  let done = 0;
  for await (const table of dataset.scan({ batchRows: BATCH_ROWS })) {
    const rows = rowObjects(table);
    const columns: Int16Array[] = [];
    for (const [j, lf] of plan.lfs.entries()) {
      if (request.stopped.has(lf.key)) columns.push(new Int16Array(table.rows).fill(ABSTAIN));
      else columns.push((await runner.run(project, lf, { rows, firstRow: done, log: logs[j]! })).votes);
    }
    collector.add(columns, table.rows);
    table.splits.forEach((split, row) => split === DEV && (gold[done + row] = table.gold[row]!));
    done += table.rows;
    onProgress({ what: "running LFs", done, total });
  }
  assertSame("read", done, total);
  return { index: collector.finish(), gold };
}

const expectedRows = ({ info }: Dataset, { split }: LabelInput["request"]): number =>
  split === undefined ? info.rows : (info.splitRows[split] ?? 0);

/** What the label model says of each pattern. */
interface Denoised {
  readonly labels: Int16Array;
  readonly confidence: Float64Array;
  readonly margin: Float64Array;
  /** Patterns x labels. */
  readonly proba: Float64Array;
}

function denoise({ index, gold }: Collected, names: readonly string[], { labelModel = { kind: "auto" } }: LabelInput["request"]): Denoised {
  const { proba } = fitLabelModel({ index, gold, names, spec: labelModel });
  return { proba, labels: predictLabels(proba, index.table), ...certaintyOf(proba, index.table) };
}

/** Writes the rows asked for. Returns the rows written per label, and last those without one. */
async function writeLabels(input: LabelInput, { rowPattern }: PatternIndex, denoised: Denoised): Promise<number[]> {
  const { dataset, request, onProgress } = input;
  const { spec } = input.project;
  const total = rowPattern.length;
  const counts = new Array<number>(spec.labels.length + 1).fill(0);
  const writer = await createLabelWriter(request.out, request.format, labelColumns(spec));
  let done = 0;
  try {
    for await (const table of dataset.scan({ batchRows: BATCH_ROWS })) {
      if (done + table.rows > total) assertSame("read again", done + table.rows, total);
      const rows = rowsToWrite(table, request);
      const patterns = rows.map((row) => rowPattern[done + row]!);
      if (rows.length > 0) await writer.write(labelCells(spec, table, rows, patterns, denoised));
      for (const pattern of patterns) counts[denoised.labels[pattern] === ABSTAIN ? spec.labels.length : denoised.labels[pattern]!]!++;
      done += table.rows;
      onProgress({ what: "writing labels", done, total });
    }
    assertSame("read again", done, total);
    await writer.finish();
    return counts;
  } catch (error) {
    await writer.abort();
    throw error;
  }
}

/** Positions in the table of the rows that were asked for. */
function rowsToWrite({ rows, splits }: Table, { split }: LabelInput["request"]): number[] {
  const wanted = split === undefined ? -1 : SPLITS.indexOf(split);
  return Array.from({ length: rows }, (_, row) => row).filter((row) => wanted < 0 || splits[row] === wanted);
}

type Columns = Parameters<typeof createLabelWriter>[2];
type Batch = Parameters<LabelWriter["write"]>[0];

const fixed = ["split", "label", "confidence", "margin"];

function labelColumns({ columns: { id }, labels }: ProjectSpec): Columns {
  const probabilities = labels.map((label) => `p_${label}`);
  const taken = [...fixed, ...probabilities].some((name) => name.toLowerCase() === id?.toLowerCase());
  return [
    { name: id === undefined || taken ? "row" : id, type: "string" },
    { name: "split", type: "string" },
    { name: "label", type: "string" },
    ...["confidence", "margin", ...probabilities].map((name) => ({ name, type: "number" as const })),
  ];
}

function labelCells(
  { labels }: ProjectSpec,
  table: Table,
  rows: readonly number[],
  patterns: readonly number[],
  denoised: Denoised,
): Batch {
  return [
    rows.map((row) => table.ids[row]!),
    rows.map((row) => SPLITS[table.splits[row]!]!),
    patterns.map((pattern) => labels[denoised.labels[pattern]!] ?? null),
    patterns.map((pattern) => denoised.confidence[pattern]!),
    patterns.map((pattern) => denoised.margin[pattern]!),
    ...labels.map((_, k) => patterns.map((pattern) => denoised.proba[pattern * labels.length + k]!)),
  ];
}

function assertSame(what: string, rows: number, expected: number): void {
  if (rows !== expected)
    throw new Error(`${rows} rows were ${what} where there are ${expected}: nothing was written. Did the data change meanwhile?`);
}
