import { basename } from "node:path";
import { cellText, type CellValue } from "../../core/data/cells";
import type { Problem } from "../../core/data/problem";
import { IMPORTED, nameProblem, type Judged, type Judgement } from "../../core/gold/judgement";
import { ABSTAIN } from "../../core/statistics/votes";
import type { DatasetInfo, ProjectSpec, SampleRow } from "../../protocol/engine";
import type { ProjectPorts } from "../project/ports";
import { withEngine } from "../tasks/withEngine";

export interface ImportRequest {
  /** A data file, absolute: CSV, TSV, JSON Lines, JSON, Parquet or Arrow. */
  readonly path: string;
  /** Who judged, where the file does not say so. */
  readonly by?: string | undefined;
  readonly how?: string | undefined;
  /** The columns with the rows' ids and with the labels; found by their names if absent. */
  readonly rowColumn?: string | undefined;
  readonly labelColumn?: string | undefined;
  /** ISO 8601: the time of judgements whose file has none. */
  readonly at: string;
}

export interface ReadImport {
  readonly judgements: readonly Judgement[];
  /** Rows that say what is known already. */
  readonly known: number;
  /** Rows without an id or without a label. */
  readonly empty: number;
  readonly problems: readonly Problem[];
}

/**
 * Reads judgements from a data file, with the checks that data gets.
 * @param judged what is known already
 * @throws Error in plain words, naming the file, if it cannot be used as a whole
 */
export async function readImport(
  ports: Pick<ProjectPorts, "engine" | "log">,
  spec: ProjectSpec,
  judged: Judged,
  request: ImportRequest,
): Promise<ReadImport> {
  const { root, labels, limits, columns: own } = spec;
  const file = { root, labels, limits, data: { all: [request.path] }, sample: { rows: "all", seed: 7, split: "all" } } as const;
  const names = await withEngine(ports, { ...file, columns: {} }, undefined, (_, info) =>
    Promise.resolve(info.columns.map(({ name }) => name)),
  );
  const id = columnOf(request, "id", request.rowColumn, ["row", own.id, "id"], names);
  const gold = columnOf(request, "label", request.labelColumn, ["label", own.gold, "gold"], names);
  const map = own.goldMap === undefined ? {} : { goldMap: own.goldMap };
  return withEngine(ports, { ...file, columns: { id, gold, ...map } }, undefined, async (engine, info) => {
    const rows = await engine.rows(Array.from({ length: info.sample.rows }, (_, row) => row));
    const all = rows.map((row) => judgementOf(row, id, info, labels, request));
    const said = all.filter((judgement) => judgement !== undefined);
    const wrong = [...new Set(said.map(({ by }) => by))].map(nameProblem).find((problem) => problem !== undefined);
    if (wrong !== undefined) throw new Error(`${basename(request.path)}: ${wrong}`);
    const isKnown = ({ row, by, label }: Judgement): boolean =>
      judged.get(row)?.some((before) => before.by === by && before.label === label) === true;
    const judgements = said.filter((judgement) => !isKnown(judgement));
    return { judgements, known: said.length - judgements.length, empty: all.length - said.length, problems: info.problems };
  });
}

function columnOf(
  { path }: ImportRequest,
  what: "id" | "label",
  wanted: string | undefined,
  usual: readonly (string | undefined)[],
  names: readonly string[],
): string {
  const found =
    wanted === undefined ? usual.find((name) => name !== undefined && names.includes(name)) : names.find((name) => name === wanted);
  if (found !== undefined) return found;
  const which = what === "id" ? "--row-column" : "--label-column";
  const looked = wanted === undefined ? `none of its columns is named as one of the rows' ${what}s` : `it has no column "${wanted}"`;
  throw new Error(`${basename(path)}: ${looked}. Its columns are ${names.join(", ")}; name the right one with ${which}.`);
}

/** @throws Error if nobody is said to have judged */
function judgementOf(
  { row, cells }: SampleRow,
  id: string,
  { sample }: DatasetInfo,
  labels: readonly string[],
  request: ImportRequest,
): Judgement | undefined {
  const label = labels[sample.gold[row]!];
  if (sample.gold[row] === ABSTAIN || label === undefined || textOf(cells[id]) === undefined) return undefined;
  const by = textOf(cells["by"]) ?? request.by;
  if (by === undefined)
    throw new Error(`${basename(request.path)} does not say who judged row ${sample.ids[row]}. Add a column "by", or give --by.`);
  const at = textOf(cells["at"]);
  const note = textOf(cells["note"]);
  return {
    ...{ row: sample.ids[row]!, label, by },
    at: at !== undefined && !Number.isNaN(Date.parse(at)) ? new Date(at).toISOString() : request.at,
    how: textOf(cells["how"]) ?? request.how ?? IMPORTED,
    ...(note === undefined ? {} : { note }),
  };
}

function textOf(cell: CellValue | undefined): string | undefined {
  const text = cell === undefined ? "" : cellText(cell).trim();
  return text === "" ? undefined : text;
}
