import { wholeNumber } from "../../core/data/numberText";
import * as z from "zod";
import type { GoldMap } from "../../core/data/goldMap";
import { TIE_BAND } from "../../core/labelModel/predict";
import { MODEL_KINDS } from "../../core/labelModel/registry";
import { MAX_LABELS } from "../../core/statistics/votes";
import { dataSchema, path } from "./dataSchema";
import { nearest } from "../../sdk/nearest";

/** The name of the file that marks a project's root. */
export const CONFIG_FILE = "lf.config.json";

const columnName = z.string().min(1, "Give the name of a column of the data, or take the key out.");

const labels = z
  .array(z.string().min(1, "A label needs a name."))
  .min(2, 'Name at least two labels, for example ["HAM", "SPAM"].')
  // Said when it is needed: the first number that is formatted takes as long as all these schemas.
  .max(MAX_LABELS, { error: () => `A project has at most ${wholeNumber(MAX_LABELS)} labels.` })
  .superRefine((names, context) => {
    const seen = new Map<string, number>();
    names.forEach((name, index) => {
      const first = seen.get(name);
      if (first !== undefined)
        context.addIssue({
          code: "custom",
          path: [index],
          message: `The label "${name}" is already number ${first + 1}; take one of them out.`,
        });
      else seen.set(name, index);
    });
  });

const labelModel = z.strictObject({
  kind: z.enum(MODEL_KINDS).default("auto").describe("How votes are combined into denoised labels."),
  balance: z
    .array(z.number().positive("A share must be above 0."))
    .optional()
    .describe("The share of each label among all rows, if you know it, in the order of `labels`; sums to 1."),
  gold: z
    .enum(["auto", "none", "prior", "calibrate", "clamp"])
    .optional()
    .describe("What dev's gold does for the label model; auto, the default, decides by log loss on gold left out."),
  dependent: z
    .array(z.tuple([z.string(), z.string()], { error: 'Give pairs of LF names: ["thisLf", "thatLf"].' }))
    .optional()
    .describe('Pairs of LFs that you accept as dependent; the label model "metal" takes them into account.'),
  tieBand: z
    .number()
    .min(0, "A tie band is a number from 0 to 1.")
    .max(1, "A tie band is a number from 0 to 1.")
    .optional()
    .describe(
      `Two labels tie, and the row gets none, where first - second <= tieBand * (first + second); default ${TIE_BAND}. 0: only where they are equal.`,
    ),
});

const endModel = z.strictObject({
  text: z
    .union([columnName, z.array(columnName).min(1, "Name at least one column.")])
    .optional()
    .describe("The columns that are read as text; columns.text, if absent."),
  columns: z.array(columnName).default([]).describe("Other columns to learn from: numbers stay numbers, everything else is a category."),
  charNgrams: z.boolean().default(false).describe("Pieces of words (2 to 4 characters) beside words: helps with misspellings, costs time."),
  neighbours: z
    .boolean()
    .default(false)
    .describe(
      "Rows without a vote train, too, on the labels of the rows most like them, each counting half. With 100 gold rows or more they are left out where that is clearly better.",
    ),
  rows: z
    .int()
    .min(100, "Train on at least 100 rows.")
    .default(200_000)
    .describe("At most so many rows train, drawn by the seed, gold first."),
  seed: z.int("The seed is a whole number.").default(7).describe("Draws the rows that train and the hand labels that are compared with."),
});

const goldColumn = z.strictObject({
  column: columnName,
  map: z
    .record(z.string(), z.string().nullable())
    .describe('What its values mean: {"0": "HAM", "1": "SPAM"}; null means no gold. Values that are labels need no entry.'),
});

const columns = z
  .strictObject({
    id: columnName.optional().describe("Identifies a row; without it a row's position in its file does."),
    text: columnName.optional().describe("The column that panels show first."),
    gold: z
      .union([columnName, goldColumn], {
        error: 'Give the name of a column, or a column with what its values mean: { "column": "label", "map": { "0": "HAM" } }.',
      })
      .optional()
      .describe("Trusted labels, usually on some rows only. LFs cannot read it."),
    split: columnName.optional().describe("Tells train, dev and test rows apart (valid, validation and val mean dev)."),
  })
  .transform(({ gold, ...columns }): typeof columns & { gold?: string; goldMap?: GoldMap } => ({
    ...columns,
    ...(typeof gold === "object" ? { gold: gold.column, goldMap: gold.map } : gold === undefined ? {} : { gold }),
  }));

/** lf.config.json as users write it. */
export const configSchema = z
  .strictObject({
    $schema: z.string().optional().describe("Gives completion in the editor."),
    labels: labels.describe("The class names that LFs vote for."),
    otherwise: z
      .string()
      .optional()
      .describe("The label of rows without a vote, if they have one. Its confidence comes from dev's gold on such rows."),
    data: dataSchema.describe(
      "Where the rows are: CSV, TSV, JSON Lines, JSON, Parquet or Arrow; one path, a list, a glob, an object with settings, or these by split.",
    ),
    columns: columns.default({}),
    functions: z
      .array(path)
      .min(1, 'Name at least one glob, for example "**/*.lf.ts".')
      .default(["**/*.lf.ts"])
      .describe("Where the LF files are."),
    sample: z
      .strictObject({
        rows: z
          .union([z.int().positive(), z.literal("all")], { error: 'Give a whole number of rows above 0, or "all".' })
          .default(10_000)
          .describe("How many rows the live numbers are computed on."),
        seed: z.int("The seed is a whole number.").default(7).describe("The same seed draws the same rows on every machine."),
      })
      .default({ rows: 10_000, seed: 7 }),
    labelModel: labelModel.default({ kind: "auto" }),
    endModel: endModel
      .default({ columns: [], charNgrams: false, neighbours: false, rows: 200_000, seed: 7 })
      .describe("The model that is trained on the denoised labels: what it reads, and how much of it."),
    allowNode: z
      .boolean()
      .default(false)
      .describe(
        "LFs may import Node's modules for files, network and processes without a warning. Such LFs are not functions of their row.",
      ),
  })
  .superRefine(({ labels, otherwise, columns }, context) => {
    const assertLabel = (name: string, path: string[]): void => {
      if (labels.includes(name)) return;
      const near = nearest(name, labels);
      const message = `${JSON.stringify(name)} is not one of the labels${near === undefined ? `: ${labels.join(", ")}` : `. Did you mean ${JSON.stringify(near)}?`}`;
      context.addIssue({ code: "custom", path, message });
    };
    if (otherwise !== undefined) assertLabel(otherwise, ["otherwise"]);
    for (const [value, label] of Object.entries(columns.goldMap ?? {}))
      if (label !== null) assertLabel(label, ["columns", "gold", "map", value]);
  })
  .superRefine((config, context) => {
    const balance = config.labelModel.balance;
    if (!balance) return;
    const sum = balance.reduce((total, share) => total + share, 0);
    const message =
      balance.length !== config.labels.length
        ? `Give one share for each of the ${config.labels.length} labels; there are ${balance.length}.`
        : Math.abs(sum - 1) > 1e-3
          ? `The shares must sum to 1; they sum to ${sum.toFixed(3)}.`
          : undefined;
    if (message) context.addIssue({ code: "custom", path: ["labelModel", "balance"], message });
  });

export type ProjectConfig = z.infer<typeof configSchema>;

interface ConfigJsonSchema {
  readonly properties: { readonly columns: { readonly properties: Record<string, Record<string, unknown>> } };
}

/**
 * The JSON schema (draft 2020-12) that gives completion for lf.config.json.
 * @param columns the data's columns, if known: they are offered where a role is named
 */
export function configJsonSchema(columns: readonly string[] = []): object {
  const schema = z.toJSONSchema(configSchema, { io: "input", unrepresentable: "any" }) as unknown as ConfigJsonSchema;
  if (columns.length > 0) for (const role of Object.values(schema.properties.columns.properties)) role["examples"] = columns;
  return { title: "LF Lens project", allowComments: true, allowTrailingCommas: true, ...schema };
}
