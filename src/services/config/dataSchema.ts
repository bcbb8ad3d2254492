import * as z from "zod";
import type { ReadSettings } from "../../protocol/engine";

/** A path or glob of data files. */
export const path = z.string().min(1, 'Give the path of a file, or a glob such as "data/*.csv".');

const delimiter = z
  .string()
  .regex(/^[^\r\n"]{1,8}$/, 'Give what stands between cells, such as ";".')
  .refine((text) => text !== "\\t", 'Write a tab as "\\t", with one backslash.');

/** One entry of "data" with what looking at its files would not tell. */
const entry = z.strictObject({
  path: path.describe("The path of a file, or a glob."),
  delimiter: delimiter
    .optional()
    .describe('CSV and TSV: what stands between cells, such as ";" or "\\t". Found by looking at the file if absent.'),
  quote: z
    .union([z.literal("none"), z.string().regex(/^[^\r\n]$/)], { error: 'Give one character, or "none" where quotes are plain text.' })
    .optional()
    .describe('CSV and TSV: the character around cells that hold the delimiter; "none" where quotes are plain text.'),
  quotes: z
    .enum(["strict", "lenient"])
    .optional()
    .describe('CSV and TSV: "lenient" reads a quote inside a cell that is not quoted as text; "strict", the default, skips such a record.'),
  comment: z
    .string()
    .regex(/^[^\r\n]+$/, 'Give what comment lines start with, such as "#".')
    .optional()
    .describe("CSV and TSV: lines that start with this are skipped."),
  nulls: z
    .array(z.string())
    .optional()
    .describe('CSV and TSV: words that mean "no value" where they are a whole cell, such as "NA". An empty cell always does.'),
  decimal: z.enum([".", ","]).optional().describe('CSV and TSV: what numbers have before their fraction; "," reads 1,5 as 1.5.'),
  encoding: z
    .string()
    .min(1, 'Name an encoding, such as "windows-1252".')
    .optional()
    .describe('Text files: "windows-1252", "shift_jis", "utf-16le" and so on; UTF-8 if absent. A byte-order mark goes before it.'),
} satisfies Record<keyof ReadSettings | "path", z.ZodType>);

const files = z.union([path, entry]);
const list = z.array(files).min(1, "Name at least one file.");
const paths = z.union([path, list, entry], {
  error: 'Give a path ("data/rows.csv"), a glob ("data/*.jsonl"), a list of them, or { "path": …, "delimiter": … }.',
});

const bySplit = z
  .strictObject({
    train: paths.optional(),
    dev: paths.optional(),
    valid: paths.optional(),
    validation: paths.optional(),
    val: paths.optional(),
    test: paths.optional(),
  })
  .refine((data) => Object.values(data).some((value) => value !== undefined), {
    error: 'Name at least one split, for example "train": "data/rows.csv".',
  })
  .refine((data) => [data.dev, data.valid, data.validation, data.val].filter((value) => value !== undefined).length <= 1, {
    error: '"valid", "validation" and "val" all mean "dev": keep one of them.',
  });

/** What "data" may be. */
export const dataSchema = z.union([path, list, bySplit, entry], {
  error: 'Give a path ("data/rows.csv"), a glob, a list, or an object by split: { "train": …, "dev": …, "test": … }.',
});

export type DataConfig = z.infer<typeof dataSchema>;
export type PathsConfig = z.infer<typeof paths>;
