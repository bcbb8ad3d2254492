import * as z from "zod";
import { SPLITS, type Split } from "../../core/data/cells";
import type { Problem } from "../../core/data/problem";
import { parseJsonFile, type JsonHints } from "../jsonFile";
import { DEFAULT_SHARES, type ExportOptions } from "../../core/export/exportOptions";

const text = z.string().min(1);
const count = z.int().min(1, "must be a whole number above 0");

export const templateSchema = z.strictObject({
  system: z.string().default(""),
  prompt: text,
  completion: text.default("{{label}}"),
  answers: z.record(z.string(), z.string()).optional(),
});

const templateHints: JsonHints = {
  empty: 'Start with { "prompt": "{{text}}" }.',
  key: "setting",
  keys: () => Object.keys(templateSchema.shape),
  missing: { prompt: 'Give the prompt: "prompt": "{{text}}".' },
};

/** What users may ask of an export; what they leave out is as in `defaultExport`. */
export const exportOptionsSchema = z
  .strictObject({
    splits: z.array(z.enum(SPLITS)).min(1),
    slice: text,
    unlabeled: z.enum(["keep", "drop", "only"]),
    conflicts: z.enum(["keep", "drop", "only"]),
    minConfidence: z.number().min(0, "must be between 0 and 1").max(1, "must be between 0 and 1"),
    gold: z.enum(["none", "beside", "override"]),
    dedupe: z.boolean(),
    featureAware: z.boolean(),
    perLabel: count,
    sample: count,
    resplit: z.strictObject({ train: z.number().min(0), dev: z.number().min(0), test: z.number().min(0) }),
    seed: z.int("must be a whole number"),
    votes: z.boolean(),
    probabilities: z.boolean(),
    certainty: z.boolean(),
    columns: z.array(text),
    template: templateSchema,
  })
  .partial();

/** @throws Error naming the option and what it must be */
export function checkOptions(options: unknown): Partial<ExportOptions> {
  const result = exportOptionsSchema.safeParse(dropUndefined(options));
  if (result.success) return dropUndefined(result.data) as Partial<ExportOptions>;
  const [issue] = result.error.issues;
  throw new Error(`The export's option ${issue!.path.join(".")} ${issue!.message}.`);
}

const dropUndefined = (value: unknown): unknown =>
  typeof value === "object" && value !== null ? Object.fromEntries(Object.entries(value).filter(([, own]) => own !== undefined)) : value;

/** @throws Error naming the place, if the text is no template: JSON with `prompt`, and maybe `system`, `completion` and `answers` */
export function parseTemplate(json: string, file: string): z.infer<typeof templateSchema> {
  const { value, problems } = parseJsonFile(json, file, templateSchema, templateHints);
  if (value) return value;
  const [{ line, column, message }] = problems as [Problem];
  throw new Error(`${file}:${line}:${column}: ${message}`);
}

/**
 * Shares of train and test ("80/20") or of train, dev and test ("80/10/10"), as parts of 1. Empty text means 80/20.
 * @throws Error if it is no such list
 */
export function parseShares(shares: string): Readonly<Record<Split, number>> {
  if (shares === "") return DEFAULT_SHARES;
  const numbers = shares.split("/").map(Number);
  const sum = numbers.reduce((total, number) => total + number, 0);
  if (numbers.length < 2 || numbers.length > 3 || !numbers.every((number) => number >= 0) || !(sum > 0 && sum < Infinity))
    throw new Error(`"${shares}" is not a valid split. Give train/test, such as 80/20, or train/dev/test, such as 80/10/10.`);
  const [train, dev, test] = numbers.length === 2 ? [numbers[0]!, 0, numbers[1]!] : (numbers as [number, number, number]);
  return { train: train / sum, dev: dev / sum, test: test / sum };
}
