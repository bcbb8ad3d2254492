import { SPLITS, type CellValue, type ColumnInfo } from "../../core/data/cells";
import { goldKey, type GoldMap } from "../../core/data/goldMap";
import type { Problem } from "../../core/data/problem";
import { createDraw } from "../../core/data/sampling";
import { ABSTAIN } from "../../core/statistics/votes";
import type { ProjectSpec } from "../../protocol/engine";
import { nearest } from "../../sdk/nearest";
import { createIdCheck, createStrangers } from "./checkIds";
import { createColumnTypes, type ColumnTypes } from "./columnTypes";
import { createIndexOf } from "../cells/labelText";
import { createFileHash } from "./fileHash";
import { createKeptRecords, type KeptRecords } from "./keptRecords";
import { createGoldOf, createRoles, presentText, roleColumns, UNKNOWN_SPLIT, type Roles, type RolesOf } from "./roles";
import type { DataFile, Finding, RecordBatch, Source } from "../read/source";

/** What one reading of all files has found. */
export interface InferredSchema {
  /** For each source, in order. */
  readonly files: readonly FileSchema[];
  readonly columns: readonly ColumnInfo[];
  readonly badLines: number;
  readonly problems: readonly Problem[];
  /** What gold means that is all indexes of labels; it must be read so. */
  readonly goldMap?: GoldMap;
}

export interface FileSchema {
  readonly source: Source;
  /** Good records. */
  readonly rows: number;
  /** Good records by index into SPLITS. */
  readonly splitRows: readonly number[];
  readonly goldRows: number;
  /** The good records of the sample, counted from 0, ascending. */
  readonly sample: readonly number[];
  /** The sample's records, where they were kept while the file was read. */
  readonly kept?: RecordBatch;
  /** SHA-256 of the file, where all of its bytes were read; hexadecimal. */
  readonly sha256?: string;
}

export type OnProgress = (event: { readonly what: string; readonly done: number; readonly total: number }) => void;

const MAX_PROBLEMS = 100;

/**
 * Reads every file once: counts rows, decides the columns' types by all of their cells, checks ids, splits and gold, and draws
 * the sample, whose records it keeps. Of Parquet files only the id, split and gold columns are read, and no record is kept.
 * @throws Error if a file or a column that the config names cannot be used
 */
export async function inferSchema(spec: ProjectSpec, sources: readonly Source[], onProgress: OnProgress): Promise<InferredSchema> {
  const total = sources.reduce((sum, { file }) => sum + file.size, 0);
  const tally: Tally = {
    spec,
    columns: createColumnTypes(),
    roles: createRoles(spec),
    checks: createRowChecks(spec),
    malformed: [],
    badLines: 0,
  };
  const files: CountedFile[] = [];
  let done = 0;
  for (const source of sources) {
    const { name, size } = source.file;
    const onShare = (share: number): void => onProgress({ what: `reading ${name}`, done: Math.round(done + size * share), total });
    files.push(await countFile(source, tally, onShare));
    done += size;
  }
  assertColumns(spec, sources, tally.columns.namesOf);
  const rows = files.reduce((sum, file) => sum + file.rows, 0);
  const goldMap = files.some(({ goldRows }) => goldRows > 0) ? undefined : tally.checks.goldIndexes();
  const problems = [...(rows === 0 ? [noRows(sources, tally)] : []), ...tally.checks.problems(goldMap), ...tally.malformed];
  const counted = goldMap ? files.map((file) => ({ ...file, goldRows: file.strangeGold })) : files;
  return {
    files: withSample(counted, tally.checks),
    columns: tally.columns.columns(rows),
    badLines: tally.badLines,
    problems,
    ...(goldMap ? { goldMap } : {}),
  };
}

interface CountedFile extends Omit<FileSchema, "sample" | "kept"> {
  /** Rows whose gold is not a label. */
  readonly strangeGold: number;
}

/** What grows while files are read. */
interface Tally {
  readonly spec: ProjectSpec;
  readonly columns: ColumnTypes;
  readonly roles: RolesOf;
  readonly checks: RowChecks;
  /** The first malformed records. */
  readonly malformed: Problem[];
  badLines: number;
}

async function countFile(source: Source, tally: Tally, onShare: (share: number) => void): Promise<CountedFile> {
  const { file } = source;
  const splitRows = SPLITS.map(() => 0);
  let [rows, goldRows, strangeGold] = [0, 0, 0];
  const hash = createFileHash(file);
  tally.columns.addSource(source);
  for await (const batch of source.read({ columns: roleColumns(tally.spec), onBytes: hash.onBytes })) {
    onShare(batch.share);
    tally.columns.addBatch(source, batch);
    const roles = tally.roles(batch, file);
    rows += batch.rows;
    for (let row = 0; row < batch.rows; row++) {
      if (roles.splits[row] !== UNKNOWN_SPLIT) splitRows[roles.splits[row]!]!++;
      if (roles.gold[row] !== ABSTAIN) goldRows++;
      if (tally.checks.add(batch, roles, row, file) === "strange gold") strangeGold++;
    }
    tally.badLines += batch.findings.filter(({ skipped }) => skipped).length;
    const kept = batch.findings.slice(0, MAX_PROBLEMS - tally.malformed.length);
    tally.malformed.push(...kept.map((finding) => problemOf(file, finding)));
  }
  if (tally.columns.namesOf(source).length === 0) {
    tally.malformed.push({ file: file.path, severity: "warning", message: "has no usable rows; fill it, or remove it from the data" });
  }
  const sha256 = hash.sha256();
  return { source, rows, splitRows, goldRows, strangeGold, ...(sha256 === undefined ? {} : { sha256 }) };
}

const problemOf = ({ path }: DataFile, { line, message }: Finding): Problem => ({
  file: path,
  ...(line === undefined ? {} : { line }),
  severity: "warning",
  message,
});

function noRows(sources: readonly Source[], { badLines }: Tally): Problem {
  const message = `the data has no usable rows${badLines > 0 ? `, ${badLines} are malformed` : ""}; fill it, or choose other files under "data"`;
  return { file: sources[0]!.file.path, severity: "error", message };
}

interface RowChecks {
  /** @returns whether the row's gold is not a label */
  add(batch: RecordBatch, roles: Roles, row: number, file: DataFile): "strange gold" | undefined;
  /** What gold means, if all that is not a label is an index of one. */
  goldIndexes(): GoldMap | undefined;
  problems(goldIndexes: GoldMap | undefined): Problem[];
  sample(): number[];
  readonly kept: KeptRecords;
}

/** Looks at each row's id, split and gold, and offers it to the sample. */
function createRowChecks(spec: ProjectSpec): RowChecks {
  const { id, split, gold } = spec.columns;
  const [badSplits, badGold, ids, draw] = [createStrangers(), createStrangers(), createIdCheck(), createDraw(spec.sample)];
  const cell = (batch: RecordBatch, name: string | undefined, row: number): CellValue | undefined =>
    name === undefined ? undefined : batch.columns.get(name)?.[row];
  const goldOf = createGoldOf(spec);
  const kept = createKeptRecords(spec.sample.rows, () => draw.rows());
  let rows = 0;
  return {
    kept,
    add(batch, roles, row, file) {
      const line = batch.lines?.[row];
      const place = { file, ...(line === undefined ? {} : { line }) };
      const ownId = presentText(cell(batch, id, row));
      if (id !== undefined) ids.add(ownId, place);
      if (roles.splits[row] === UNKNOWN_SPLIT) badSplits.add(presentText(cell(batch, split, row))!, place);
      const isDrawn = draw.offer(roles.splits[row]!, ownId ?? `${file.name}\n${batch.positions[row]}`, rows);
      if (isDrawn && file.format !== "parquet") kept.keep(rows, batch, row);
      rows++;
      if (roles.gold[row] !== ABSTAIN) return undefined;
      const goldCell = cell(batch, gold, row);
      if (goldCell === undefined || goldOf(goldCell) !== undefined) return undefined;
      badGold.add(presentText(goldCell)!, place);
      return "strange gold";
    },
    goldIndexes: () => indexMap(badGold.values() ?? [], spec.labels),
    problems(goldIndexes) {
      badSplits.assertSplits(split ?? "");
      return [...badGold.goldProblems(spec, goldIndexes), ...(id === undefined ? [] : ids.problems(id))];
    },
    sample: () => draw.rows(),
  };
}

/** Numbers that begin at 0 can mean nothing but indexes, if they are no labels and all of them are below the number of labels. */
function indexMap(values: readonly string[], labels: readonly string[]): GoldMap | undefined {
  const indexOf = createIndexOf(labels);
  const meant = values.map((value) => [goldKey(value), indexOf(value)] as const);
  if (!meant.some(([, index]) => index === 0) || meant.some(([, index]) => index === undefined)) return undefined;
  const sorted = meant.sort(([, a], [, b]) => a! - b!);
  return Object.fromEntries(sorted.map(([value, index]) => [value, labels[index!]!]));
}

/** The id, text and split columns must be in every file that has rows, the gold column in at least one. */
function assertColumns(spec: ProjectSpec, sources: readonly Source[], namesOf: (source: Source) => readonly string[]): void {
  const known = sources.filter((source) => namesOf(source).length > 0);
  for (const role of ["id", "text", "split", "gold"] as const) {
    const name = spec.columns[role];
    if (name === undefined) continue;
    const lacking = known.filter((source) => !namesOf(source).includes(name) && !(role === "split" && source.file.split));
    const [first] = lacking;
    if (!first || (role === "gold" && lacking.length < known.length)) continue;
    const near = nearest(name, namesOf(first));
    const names = namesOf(first).map((column) => `"${column}"`);
    const hint = near === undefined ? `its columns are ${names.join(", ")}` : `did you mean "${near}"?`;
    throw new Error(`${first.file.name} has no column "${name}", which lf.config.json names as columns.${role}; ${hint}`);
  }
}

/** Cuts the sample, given as row numbers over all files, into row numbers by file. */
function withSample(files: readonly CountedFile[], checks: RowChecks): FileSchema[] {
  const sample = checks.sample();
  let first = 0;
  let next = 0;
  return files.map((file) => {
    const from = next;
    while (next < sample.length && sample[next]! < first + file.rows) next++;
    const own = sample.slice(from, next);
    const kept = file.source.schema ? undefined : checks.kept.batchOf(own);
    const start = first;
    first += file.rows;
    return { ...file, sample: own.map((row) => row - start), ...(kept ? { kept } : {}) };
  });
}
