import { createHash } from "node:crypto";
import { SPLITS } from "../../core/data/cells";
import type { DatasetInfo, ProjectSpec } from "../../protocol/engine";
import { assertUnchanged, listDataFiles } from "../read/dataFiles";
import type { Dataset, Table } from "./dataset";
import { openSource } from "../read/openSource";
import { createRoles } from "../schema/roles";
import { inferSchema, type OnProgress, type InferredSchema } from "../schema/inferSchema";
import { readOverlay } from "./overlay";
import { concatTables, keptTable, ofSplit, piecesOf, readTables, withoutFirst, type TableContext } from "./tables";

const BATCH_ROWS = 8192;

/**
 * Reads and checks a project's data: every file once, in bounded memory. Afterwards rows are read from the files again, as
 * sample or as stream; nothing is copied elsewhere.
 * @param options.onProgress told how many bytes have been read
 * @param options.asText gives all cells as the text that the file has, whatever their column's type
 * @throws Error in plain words, naming the file, if the data cannot be used
 */
export async function openDataset(
  spec: ProjectSpec,
  options: { readonly onProgress?: OnProgress; readonly asText?: boolean } = {},
): Promise<Dataset> {
  const sources = await Promise.all((await listDataFiles(spec)).map(openSource));
  const survey = await inferSchema(spec, sources, options.onProgress ?? (() => {}));
  const context = contextOf(spec, survey, options.asText === true);
  let closed = false;

  async function sample(): Promise<Table> {
    assertOpen();
    const tables: Table[] = [];
    for (const file of survey.files) {
      if (file.kept) {
        await assertUnchanged(file.source.file);
        tables.push(keptTable(file.kept, context, file));
        continue;
      }
      const rows = file.sample.length === file.rows ? undefined : file.sample;
      for await (const table of readTables(file, context, rows)) tables.push(table);
    }
    return concatTables(tables, survey.columns);
  }

  async function* scan({
    split,
    batchRows = BATCH_ROWS,
    from = 0,
    gold = "judged",
  }: Parameters<Dataset["scan"]>[0]): AsyncGenerator<Table> {
    const overlaid = gold === "judged" ? await readOverlay(spec) : (table: Table): Table => table;
    let skip = from;
    for (const file of survey.files) {
      const rows = split === undefined ? file.rows : file.splitRows[SPLITS.indexOf(split)]!;
      if (rows <= skip) {
        skip -= rows;
        continue;
      }
      for await (const table of readTables(file, context)) {
        assertOpen();
        const wanted = ofSplit(table, split);
        const skipped = Math.min(skip, wanted.rows);
        skip -= skipped;
        yield* piecesOf(overlaid(withoutFirst(wanted, skipped)), batchRows);
      }
    }
  }

  function assertOpen(): void {
    if (closed) throw new Error("the dataset is closed");
  }

  return {
    info: describe(spec, survey),
    sample,
    scan,
    ...sqlFilesOf(survey),
    assertUnchanged: () => assertFiles(survey),
    async hashes() {
      await assertFiles(survey);
      return new Map(survey.files.flatMap(({ source, sha256 }) => (sha256 === undefined ? [] : [[source.file.path, sha256]])));
    },
    close() {
      closed = true;
      return Promise.resolve();
    },
  };
}

function contextOf(spec: ProjectSpec, survey: InferredSchema, asText: boolean): TableContext {
  const columns = asText ? survey.columns.map((column) => ({ ...column, type: "string" as const })) : survey.columns;
  const { goldMap = spec.columns.goldMap } = survey;
  return { columns, roles: createRoles({ ...spec, columns: { ...spec.columns, ...(goldMap && { goldMap }) } }) };
}

async function assertFiles({ files }: InferredSchema): Promise<void> {
  for (const { source } of files) await assertUnchanged(source.file);
}

function sqlFilesOf({ files }: InferredSchema): Pick<Dataset, "sqlFiles"> {
  const sqlFiles = files.map(({ source }) => source.sql);
  return sqlFiles.every((file) => file !== undefined) ? { sqlFiles } : {};
}

function describe(spec: ProjectSpec, survey: InferredSchema): Dataset["info"] {
  const { files, columns, badLines, problems, goldMap } = survey;
  const sum = (count: (file: InferredSchema["files"][number]) => number): number => files.reduce((total, file) => total + count(file), 0);
  const splitRows = SPLITS.map((split, i) => [split, sum((file) => file.splitRows[i]!)] as const).filter(([, rows]) => rows > 0);
  return {
    columns,
    rows: sum((file) => file.rows),
    splitRows: Object.fromEntries(splitRows) satisfies DatasetInfo["splitRows"],
    goldRows: sum((file) => file.goldRows),
    badLines,
    problems,
    ...(goldMap ? { goldMap } : {}),
    fingerprint: fingerprint(spec, survey),
    files: files.map(({ source }) => source.file.path),
  };
}

/** Changes with all that the sample's rows and their gold depend on. */
function fingerprint({ columns, labels, sample }: ProjectSpec, survey: InferredSchema): string {
  const files = survey.files.map(({ source: { file } }) => [file.name, file.split, file.size, file.mtimeMs, file.settings]);
  return createHash("sha256")
    .update(JSON.stringify([files, survey.columns, columns, labels, sample]))
    .digest("hex");
}
