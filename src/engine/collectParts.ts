import { SPLITS, type CellValue } from "../core/cells";
import { BANDS, writeBandKeys } from "../core/export/nearDuplicates";
import type { PatternIndex } from "../core/labelModel/contract";
import { createPatternCollector } from "../core/patterns";
import { hashKey } from "../core/sampling";
import { ABSTAIN } from "../core/votes";
import type { Dataset, Table } from "../dataset/dataset";
import type { EngineEvents, LabelReport } from "../protocol/engine";
import { readPart, writePart, type Part } from "./exportParts";
import type { Staging } from "./exportStaging";
import type { ExportTarget } from "./exportTarget";
import type { FaultLog } from "./faultLog";
import type { LoadedPlan } from "./lfFiles";
import type { LfRunner } from "./lfRunner";
import type { OpenProject } from "./openProject";
import { rowObjects } from "./rowObjects";
import type { Stopped } from "./workerApi";

export interface CollectInput {
  readonly project: OpenProject;
  readonly dataset: Dataset;
  readonly plan: LoadedPlan;
  /** LFs that abstain everywhere, because they stopped a worker. */
  readonly stopped: Stopped;
  readonly runner: LfRunner;
  readonly target: ExportTarget;
  readonly staging: Staging;
  readonly onProgress: EngineEvents["progress"];
}

/** What is kept in memory of all rows of the data, whatever is exported of them. */
export interface Collected {
  readonly index: PatternIndex;
  /** Label index or ABSTAIN. */
  readonly gold: Int16Array;
  /** The gold that the label model may use: dev's. */
  readonly usableGold: Int16Array;
  /** Index into SPLITS. */
  readonly splits: Uint8Array;
  readonly textKeys?: Uint32Array;
  readonly bandKeys?: Uint32Array;
  readonly faults: LabelReport["faults"];
  /** How many parts there are. */
  readonly parts: number;
  /** Rows whose votes an earlier, cut off export had left. */
  readonly resumedRows: number;
}

const BATCH_ROWS = 8_192;
/** So many rows are voted on again at most after a crash; some megabytes each. */
const PART_ROWS = 65_536;

/**
 * Runs all LFs over all rows and keeps what the export needs of them in parts on disk. In memory stay the patterns and 7
 * bytes a row; 8 more to leave out equal texts, 64 more to find near-duplicates.
 * @throws Error if the data yields another number of rows than it did when it was opened
 */
export async function collectParts(input: CollectInput): Promise<Collected> {
  const { dataset, plan, staging, target, onProgress } = input;
  const total = dataset.info.rows;
  const tally = createTally(input, total);
  let parts = 0;
  for (let part = await readPart(staging.folder, 0); part; part = await readPart(staging.folder, ++parts)) tally.add(part);
  const resumedRows = tally.rows();
  let draft = createDraft(input);
  const close = async (): Promise<void> => {
    const part = draft.part();
    await writePart(staging.folder, parts++, part);
    tally.add(part);
    draft = createDraft(input);
  };
  for await (const table of dataset.scan({ batchRows: BATCH_ROWS, from: resumedRows })) {
    draft.add(table, await voteOn(input, table, tally.rows() + draft.rows(), draft.logs), textKeys(table, target));
    if (draft.rows() >= PART_ROWS) await close();
    onProgress({ what: `running ${plan.lfs.length} LFs`, done: tally.rows() + draft.rows(), total });
  }
  if (draft.rows() > 0) await close();
  if (tally.rows() !== total)
    throw new Error(`The data gave ${tally.rows()} rows where it had ${total}: nothing was exported. Load the data again.`);
  return { ...tally.finish(), parts, resumedRows };
}

async function voteOn(
  { project, plan, stopped, runner }: CollectInput,
  table: Table,
  firstRow: number,
  logs: readonly FaultLog[],
): Promise<Int16Array[]> {
  const rows = rowObjects(table, project.spec.columns.gold);
  const columns: Int16Array[] = [];
  for (const [j, lf] of plan.lfs.entries()) {
    if (stopped.has(lf.key)) columns.push(new Int16Array(table.rows).fill(ABSTAIN));
    else columns.push((await runner.run(project, lf, { rows, firstRow, log: logs[j]! })).votes);
  }
  return columns;
}

type TextKeys = Pick<Part, "textKeys" | "bandKeys">;

function textKeys({ rows, columns }: Table, { options, textColumn }: ExportTarget): TextKeys {
  if (textColumn === undefined || (!options.dedupe && !options.resplit)) return {};
  const cells = columns.get(textColumn)!;
  const texts = cells.map((cell) => (typeof cell === "string" ? cell : cell === null ? "" : JSON.stringify(cell)));
  const keys: { textKeys?: Uint32Array; bandKeys?: Uint32Array } = {};
  if (options.dedupe) keys.textKeys = Uint32Array.from(texts.flatMap((text) => ((hash) => [hash.low, hash.high])(hashKey(0, text))));
  if (options.resplit) {
    const bands = (keys.bandKeys = new Uint32Array(rows * BANDS));
    texts.forEach((text, row) => writeBandKeys(text, bands, row * BANDS));
  }
  return keys;
}

/** A part that is not whole yet. */
function createDraft({ project, plan, runner, target }: CollectInput) {
  const tables: Table[] = [];
  const votes: (readonly Int16Array[])[] = [];
  const keys: TextKeys[] = [];
  const logs = plan.lfs.map((lf) => runner.newLog(project, lf));
  const rows = (): number => tables.reduce((sum, table) => sum + table.rows, 0);
  return {
    logs,
    rows,
    add(table: Table, columns: readonly Int16Array[], ownKeys: TextKeys): void {
      // The cells that are not written may go.
      const own = target.options.columns.map((name): [string, readonly CellValue[]] => [name, table.columns.get(name)!]);
      tables.push({ ...table, columns: new Map(own) });
      votes.push(columns);
      keys.push(ownKeys);
    },
    part: (): Part => ({
      rows: rows(),
      ids: tables.flatMap(({ ids }) => ids),
      splits: concat(
        Uint8Array,
        tables.map(({ splits }) => splits),
      ),
      gold: concat(
        Int16Array,
        tables.map(({ gold }) => gold),
      ),
      votes: plan.lfs.map((_, j) =>
        concat(
          Int16Array,
          votes.map((columns) => columns[j]!),
        ),
      ),
      cells: new Map(target.options.columns.map((name) => [name, tables.flatMap(({ columns }) => columns.get(name)!)])),
      ...(target.options.dedupe
        ? {
            textKeys: concat(
              Uint32Array,
              keys.map((own) => own.textKeys!),
            ),
          }
        : {}),
      ...(target.options.resplit
        ? {
            bandKeys: concat(
              Uint32Array,
              keys.map((own) => own.bandKeys!),
            ),
          }
        : {}),
      faults: plan.lfs.flatMap((lf, j) => logs[j]!.faults().map((fault) => ({ lf: lf.name, fault }))),
    }),
  };
}

function concat<T extends Uint8Array | Int16Array | Uint32Array>(type: new (length: number) => T, arrays: readonly T[]): T {
  const all = new type(arrays.reduce((sum, array) => sum + array.length, 0));
  let at = 0;
  for (const array of arrays) {
    all.set(array, at);
    at += array.length;
  }
  return all;
}

/** Takes parts in; holds what stays in memory of them. */
function createTally({ project, plan, stopped, target }: CollectInput, total: number) {
  const collector = createPatternCollector(plan.lfs.length, project.spec.labels.length, total);
  const [gold, usableGold, splits] = [new Int16Array(total).fill(ABSTAIN), new Int16Array(total).fill(ABSTAIN), new Uint8Array(total)];
  const keys = {
    ...(target.options.dedupe ? { textKeys: new Uint32Array(2 * total) } : {}),
    ...(target.options.resplit ? { bandKeys: new Uint32Array(BANDS * total) } : {}),
  };
  const faults: LabelReport["faults"][] = [];
  const dev = SPLITS.indexOf("dev");
  let rows = 0;
  return {
    rows: () => rows,
    add(part: Part): void {
      if (rows + part.rows > total)
        throw new Error(`The data gave more than its ${total} rows: nothing was exported. Load the data again.`);
      const silent = new Int16Array(part.rows).fill(ABSTAIN);
      collector.add(
        plan.lfs.map((lf, j) => (stopped.has(lf.key) ? silent : part.votes[j]!)),
        part.rows,
      );
      gold.set(part.gold, rows);
      usableGold.set(
        part.gold.map((label, row) => (part.splits[row] === dev ? label : ABSTAIN)),
        rows,
      );
      splits.set(part.splits, rows);
      if (part.textKeys) keys.textKeys?.set(part.textKeys, 2 * rows);
      if (part.bandKeys) keys.bandKeys?.set(part.bandKeys, BANDS * rows);
      faults.push(part.faults);
      rows += part.rows;
    },
    finish: () => ({ index: collector.finish(), gold, usableGold, splits, ...keys, faults: mergeFaults(plan, stopped, faults.flat()) }),
  };
}

/** One entry for each different fault of an LF, most rows first; for an LF that stopped a worker that alone. */
function mergeFaults({ lfs }: LoadedPlan, stopped: Stopped, faults: LabelReport["faults"]): LabelReport["faults"] {
  return lfs.flatMap(({ name, key }) => {
    const stop = stopped.get(key);
    if (stop) return [{ lf: name, fault: stop }];
    const merged = new Map<string, LabelReport["faults"][number]>();
    for (const { lf, fault } of faults) {
      if (lf !== name) continue;
      const place = `${fault.file}:${fault.line}:${fault.column} ${fault.message}`;
      const same = merged.get(place)?.fault;
      merged.set(place, { lf, fault: same ? { ...same, rows: same.rows + fault.rows } : fault });
    }
    return [...merged.values()].sort((a, b) => b.fault.rows - a.fault.rows);
  });
}
