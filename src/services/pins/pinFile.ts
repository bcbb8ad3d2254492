import { isDeepStrictEqual } from "node:util";
import * as z from "zod";
import type { CellValue } from "../../core/data/cells";
import type { Problem } from "../../core/data/problem";
import { parseJsonFile, propertyNames, type JsonHints } from "../jsonFile";

/** The cells of a row, by column. */
export type Cells = Readonly<Record<string, CellValue>>;

/** A row on which an LF must vote as said. */
export interface Pin {
  /** The row's id when it was pinned. */
  readonly id: string;
  /** A label; null: it must abstain. */
  readonly vote: string | null;
  /** A copy of the row as LFs see it, so that the pin outlives changes of the data. */
  readonly row: Cells;
}

export const FLOOR_METRICS = ["accuracy", "coverage"] as const;
export type FloorMetric = (typeof FLOOR_METRICS)[number];

/** Something in a pin file, at its line, counted from 1. */
type Placed<T> = T & { readonly line: number };

/** What an LF must do: on pinned rows, and on the whole sample. */
export interface PinnedLf {
  readonly lf: string;
  readonly line: number;
  readonly pins: readonly Placed<Pin>[];
  /** The least that its accuracy and coverage on the sample must be, 0..1. */
  readonly floors: readonly Placed<{ readonly metric: FloorMetric; readonly least: number }>[];
}

/** The file beside an LF file that holds the pins of its LFs. */
export interface PinFile {
  /** Absolute path. */
  readonly path: string;
  /** Empty while the file has problems. */
  readonly lfs: readonly PinnedLf[];
  readonly problems: readonly Problem[];
}

export const PIN_FILE_ENDING = ".pins.json";

/** "comments.lf.ts" -> "comments.lf.pins.json" */
export const pinPathOf = (lfFile: string): string => lfFile.replace(/\.[cm]?[jt]sx?$/, "") + PIN_FILE_ENDING;

const floor = z.number().refine((value) => value >= 0 && value <= 1, "A floor is a share from 0 to 1, such as 0.9 for 90%.");

const pinnedLfSchema = z.strictObject({
  floors: z
    .strictObject({
      accuracy: floor.optional().describe("Right votes / votes on rows with gold, of the sample."),
      coverage: floor.optional().describe("Rows it votes on / rows, of the sample."),
    })
    .optional()
    .describe("The least that the LF must reach on the sample."),
  pins: z
    .array(
      z.strictObject({
        id: z.string().describe("The row's id."),
        vote: z.string().nullable().describe("The label that the LF must vote; null: it must abstain."),
        row: z.record(z.string(), z.json()).describe("A copy of the row's cells."),
      }),
    )
    .optional()
    .describe("Rows on which the LF must vote as given."),
});

/** A pin file as it is written: what each LF must do, by the LF's name. */
const pinFileSchema = z.record(z.string(), pinnedLfSchema);

/** The JSON schema that gives completion in pin files. */
export const pinJsonSchema = (): object => ({
  title: "LF Lens pinned examples",
  allowComments: true,
  allowTrailingCommas: true,
  ...z.toJSONSchema(pinFileSchema, { io: "input", unrepresentable: "any" }),
});

const hints: JsonHints = {
  empty: "Pin a row to an LF in the editor, or delete the file.",
  key: "part",
  keys: () => propertyNames(pinJsonSchema()),
  missing: {
    id: 'Give the row id: "id": "17".',
    vote: 'Give the vote the LF must return: "vote": "SPAM", or null when it must abstain.',
    row: 'Give the row\'s cells: "row": { "text": "..." }.',
  },
};

/**
 * Reads a pin file.
 * @param labels the project's labels: others cannot be voted
 */
export function parsePinFile(text: string, path: string, labels: readonly string[]): PinFile {
  const { value, problems, problemAt } = parseJsonFile(text, path, pinFileSchema, hints);
  if (!value) return { path, lfs: [], problems };
  const lineOf = (at: readonly (string | number)[]): number => problemAt(at, "").line ?? 1;
  const lfs = Object.entries(value).map(([lf, { pins = [], floors = {} }]) => ({
    lf,
    line: lineOf([lf]),
    pins: pins.map((pin, index) => ({ ...pin, line: lineOf([lf, "pins", index]) })),
    floors: FLOOR_METRICS.flatMap((metric) => {
      const least = floors[metric];
      return least === undefined ? [] : [{ metric, least, line: lineOf([lf, "floors", metric]) }];
    }),
  }));
  const wrong = lfs.flatMap(({ lf, pins }) =>
    pins.flatMap((pin, index) => {
      const at = [lf, "pins", index];
      if (pin.vote !== null && !labels.includes(pin.vote))
        return [problemAt([...at, "vote"], `"${pin.vote}" is not a label of this project. Labels: ${labels.join(", ")}.`)];
      const twice = pins.slice(0, index).some((other) => isSamePin(other, pin));
      return twice ? [problemAt([...at, "id"], `Row "${pin.id}" is pinned to ${lf} twice. Keep one.`)] : [];
    }),
  );
  return wrong.length > 0 ? { path, lfs: [], problems: wrong } : { path, lfs, problems: [] };
}

/** Whether two pins of an LF are of the same row. Without an id column, ids are positions, which files have in common. */
export const isSamePin = (a: Pick<Pin, "id" | "row">, b: Pick<Pin, "id" | "row">, idsAreUnique = false): boolean =>
  a.id === b.id && (idsAreUnique || isDeepStrictEqual(a.row, b.row));
