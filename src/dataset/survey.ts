import { SPLITS, type CellValue, type ColumnInfo } from "../core/cells";
import type { Problem } from "../core/problem";
import { createDraw } from "../core/sampling";
import { ABSTAIN } from "../core/votes";
import type { ProjectSpec } from "../protocol/engine";
import { createIdCensus, createStrangers } from "./census";
import { createColumnSurvey } from "./columnSurvey";
import { createRoles, presentText, roleColumns, UNKNOWN_SPLIT, type Roles } from "./roles";
import type { Finding, RecordBatch, Source } from "./source";

/** What one reading of all files has found. */
export interface Survey {
  /** For each source, in order. */
  readonly files: readonly FileSurvey[];
  readonly columns: readonly ColumnInfo[];
  readonly badLines: number;
  readonly problems: readonly Problem[];
}

export interface FileSurvey {
  readonly source: Source;
  /** Good records. */
  readonly rows: number;
  /** Good records by index into SPLITS. */
  readonly splitRows: readonly number[];
  readonly goldRows: number;
  /** The good records of the sample, counted from 0, ascending. */
  readonly sample: readonly number[];
}

export type OnProgress = (event: { readonly what: string; readonly done: number; readonly total: number }) => void;

const MAX_PROBLEMS = 100;

/**
 * Reads every file once: counts rows, decides the columns' types by all of their cells, checks ids, splits and gold, and draws
 * the sample. Of Parquet files only the id, split and gold columns are read.
 * @throws Error if a file or a column that the config names cannot be used
 */
export async function surveySources(spec: ProjectSpec, sources: readonly Source[], onProgress: OnProgress): Promise<Survey> {
  const columns = createColumnSurvey();
  const roles = createRoles(spec);
  const checks = createRowChecks(spec);
  const malformed: Problem[] = [];
  const files: Omit<FileSurvey, "sample">[] = [];
  const total = sources.reduce((sum, { file }) => sum + file.size, 0);
  let badLines = 0;
  let read = 0;
  for (const source of sources) {
    const { file } = source;
    const survey = { source, rows: 0, splitRows: SPLITS.map(() => 0), goldRows: 0 };
    columns.addSource(source);
    for await (const batch of source.read({ columns: roleColumns(spec) })) {
      onProgress({ what: `reading ${file.name}`, done: Math.round(read + file.size * batch.share), total });
      columns.addBatch(source, batch);
      count(survey, batch, roles(batch, file), checks.add);
      badLines += batch.findings.filter(({ skipped }) => skipped).length;
      const room = batch.findings.slice(0, MAX_PROBLEMS - malformed.length);
      malformed.push(...room.map((finding) => problemOf(file.path, finding)));
    }
    if (columns.namesOf(source).length === 0)
      malformed.push({ file: file.path, severity: "warning", message: "has no usable rows; fill it or take it out of the data" });
    read += file.size;
    files.push(survey);
  }
  assertColumns(spec, sources, columns.namesOf);
  const rows = files.reduce((sum, file) => sum + file.rows, 0);
  const problems = [...checks.problems(), ...malformed];
  if (rows === 0)
    problems.unshift({
      file: sources[0]!.file.path,
      severity: "error",
      message: `the data has no usable rows${badLines > 0 ? `; ${badLines} are malformed` : ""}`,
    });
  return { files: withSample(files, checks.sample()), columns: columns.columns(rows), badLines, problems };
}

type AddRow = (batch: RecordBatch, roles: Roles, row: number, source: Source) => void;

function count(
  survey: { source: Source; rows: number; splitRows: number[]; goldRows: number },
  batch: RecordBatch,
  roles: Roles,
  add: AddRow,
): void {
  survey.rows += batch.rows;
  for (let row = 0; row < batch.rows; row++) {
    if (roles.splits[row] !== UNKNOWN_SPLIT) survey.splitRows[roles.splits[row]!]!++;
    if (roles.gold[row] !== ABSTAIN) survey.goldRows++;
    add(batch, roles, row, survey.source);
  }
}

/** Looks at each row's id, split and gold, and offers it to the sample. */
function createRowChecks(spec: ProjectSpec): { add: AddRow; problems(): Problem[]; sample(): number[] } {
  const { id, split, gold } = spec.columns;
  const [badSplits, badGold, ids, draw] = [createStrangers(), createStrangers(), createIdCensus(), createDraw(spec.sample)];
  const cell = (batch: RecordBatch, name: string | undefined, row: number): CellValue | undefined =>
    name === undefined ? undefined : batch.columns.get(name)?.[row];
  let rows = 0;
  return {
    add(batch, roles, row, { file }) {
      const line = batch.lines?.[row];
      const place = { file, ...(line === undefined ? {} : { line }) };
      const ownId = presentText(cell(batch, id, row));
      if (id !== undefined) ids.add(ownId, place);
      if (roles.splits[row] === UNKNOWN_SPLIT) badSplits.add(presentText(cell(batch, split, row))!, place);
      const goldText = presentText(cell(batch, gold, row));
      if (goldText !== null && roles.gold[row] === ABSTAIN) badGold.add(goldText, place);
      draw.offer(roles.splits[row]!, ownId ?? `${file.name}\n${batch.positions[row]}`, rows++);
    },
    problems() {
      badSplits.assertSplits(split ?? "");
      return [...badGold.goldProblems(spec), ...(id === undefined ? [] : ids.problems(id))];
    },
    sample: () => draw.rows(),
  };
}

/** The id, text and split columns must be in every file that has rows, the gold column in at least one. */
function assertColumns(spec: ProjectSpec, sources: readonly Source[], namesOf: (source: Source) => readonly string[]): void {
  const known = sources.filter((source) => namesOf(source).length > 0);
  const complain = ({ file, ...source }: Source, role: string, name: string): never => {
    const names = namesOf({ file, ...source }).map((column) => `"${column}"`);
    throw new Error(
      `${file.name} has no column "${name}", which lf.config.json names as columns.${role}; its columns are ${names.join(", ")}`,
    );
  };
  for (const role of ["id", "text", "split", "gold"] as const) {
    const name = spec.columns[role];
    if (name === undefined) continue;
    const lacking = known.filter((source) => !namesOf(source).includes(name) && !(role === "split" && source.file.split));
    if (lacking.length > 0 && (role !== "gold" || lacking.length === known.length)) complain(lacking[0]!, role, name);
  }
}

/** Cuts the sample, given as row numbers over all files, into row numbers by file. */
function withSample(files: readonly Omit<FileSurvey, "sample">[], sample: readonly number[]): FileSurvey[] {
  let first = 0;
  let next = 0;
  return files.map((file) => {
    const own: number[] = [];
    while (next < sample.length && sample[next]! < first + file.rows) own.push(sample[next++]! - first);
    first += file.rows;
    return { ...file, sample: own };
  });
}

const problemOf = (file: string, { line, message }: Finding): Problem => ({ file, line, severity: "warning", message });
