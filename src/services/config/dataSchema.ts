import * as z from "zod";
import type { ReadSettings } from "../../protocol/engine";

/** A path or glob of data files. */
export const path = z.string().min(1, 'Give the path of a file, or a glob such as "data/*.csv".');

const delimiter = z
  .string()
  .regex(/^[^\r\n"]{1,8}$/, 'Give the delimiter, such as ";".')
  .refine((text) => text !== "\\t", 'Write a tab as "\\t", with one backslash.');

/** One entry of "data" with what looking at its files would not tell. */
const entry = z.strictObject({
  path: path.describe("The path of a file, or a glob."),
  delimiter: delimiter.optional().describe('CSV and TSV: the delimiter, such as ";" or "\\t". Default: detected.'),
  quote: z
    .union([z.literal("none"), z.string().regex(/^[^\r\n]$/)], { error: 'Give one character, or "none" to read quotes as plain text.' })
    .optional()
    .describe('CSV and TSV: the quote character; "none" reads quotes as plain text.'),
  quotes: z
    .enum(["strict", "lenient"])
    .optional()
    .describe('CSV and TSV: "lenient" reads quotes inside unquoted cells as text; "strict" (the default) skips such records.'),
  comment: z
    .string()
    .regex(/^[^\r\n]+$/, 'Give the prefix of comment lines, such as "#".')
    .optional()
    .describe("CSV and TSV: skip lines that start with this prefix."),
  nulls: z
    .array(z.string())
    .optional()
    .describe('CSV and TSV: cell values that mean "missing", such as "NA". Empty cells are always missing.'),
  decimal: z.enum([".", ","]).optional().describe('CSV and TSV: the decimal separator; "," reads 1,5 as 1.5.'),
  encoding: z
    .string()
    .min(1, 'Name an encoding, such as "windows-1252".')
    .optional()
    .describe('Text files: "windows-1252", "shift_jis", "utf-16le" and so on. Default: UTF-8. A byte-order mark takes precedence.'),
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
