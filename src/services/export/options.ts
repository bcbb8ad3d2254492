import * as z from "zod";
import type { Split } from "../../core/data/cells";
import type { Problem } from "../../core/data/problem";
import { parseJsonFile, type JsonHints } from "../jsonFile";

const text = z.string().min(1);

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

/** @throws Error naming the place, if the text is no template: JSON with `prompt`, and maybe `system`, `completion` and `answers` */
export function parseTemplate(json: string, file: string): z.infer<typeof templateSchema> {
  const { value, problems } = parseJsonFile(json, file, templateSchema, templateHints);
  if (value) return value;
  const [{ line, column, message }] = problems as [Problem];
  throw new Error(`${file}:${line}:${column}: ${message}`);
}

/**
 * Shares of train and test ("80/20") or of train, dev and test ("80/10/10"), as parts of 1.
 * @throws Error if it is no such list
 */
export function parseShares(shares: string): Readonly<Record<Split, number>> {
  const numbers = shares.split("/").map(Number);
  const sum = numbers.reduce((total, number) => total + number, 0);
  if (numbers.length < 2 || numbers.length > 3 || !numbers.every((number) => number >= 0) || !(sum > 0 && sum < Infinity))
    throw new Error(`"${shares}" is not a valid split. Give train/test, such as 80/20, or train/dev/test, such as 80/10/10.`);
  const [train, dev, test] = numbers.length === 2 ? [numbers[0]!, 0, numbers[1]!] : (numbers as [number, number, number]);
  return { train: train / sum, dev: dev / sum, test: test / sum };
}
