import { wholeNumber } from "../../core/data/numberText";
import * as z from "zod";
import type { GoldMap } from "../../core/data/goldMap";
import { CONSENSUS_KINDS } from "../../core/gold/consensus";
import { GOLD_WINNERS } from "../../core/gold/overlay";
import { TIE_BAND } from "../../core/labelModel/predict";
import { MODEL_KINDS } from "../../core/labelModel/registry";
import { MAX_LABELS } from "../../core/statistics/votes";
import { dataSchema, path } from "./dataSchema";
import { endpointsSchema } from "./endpointSchema";
import { nearest } from "../../sdk/nearest";

/** The name of the file that marks a project's root. */
export const CONFIG_FILE = "lf.config.json";

const dollars = z.number().positive("This must be above 0.");

const columnName = z.string().min(1, "Give the name of a data column, or remove the key.");

const labels = z
  .array(z.string().min(1, "A label cannot be empty."))
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
          message: `The label "${name}" is already in the list (number ${first + 1}). Remove one of them.`,
        });
      else seen.set(name, index);
    });
  });

const labelModel = z.strictObject({
  kind: z.enum(MODEL_KINDS).default("auto").describe("How votes are combined into denoised labels."),
  balance: z
    .array(z.number().positive("A share must be above 0."))
    .optional()
    .describe("Class balance, if you know it: the share of each label, in the order of `labels`. Must sum to 1."),
  gold: z
    .enum(["auto", "none", "prior", "calibrate", "clamp"])
    .optional()
    .describe("How the label model uses dev gold. The default, auto, decides by log loss on held-out gold."),
  dependent: z
    .array(z.tuple([z.string(), z.string()], { error: 'Give pairs of LF names: ["thisLf", "thatLf"].' }))
    .optional()
    .describe('Pairs of LFs accepted as dependent. Used by the label model "metal".'),
  tieBand: z
    .number()
    .min(0, "Give a number from 0 to 1.")
    .max(1, "Give a number from 0 to 1.")
    .optional()
    .describe(
      `The two most probable labels tie, and the row gets no label, where first - second <= tieBand * (first + second). Default ${TIE_BAND}; 0 means exact ties only.`,
    ),
});

const endModel = z.strictObject({
  text: z
    .union([columnName, z.array(columnName).min(1, "Name at least one column.")])
    .optional()
    .describe("Text columns. Default: columns.text."),
  columns: z.array(columnName).default([]).describe("Other feature columns. Numbers are numeric features, everything else is categorical."),
  charNgrams: z.boolean().default(false).describe("Also use character n-grams (2 to 4) within words: slower, but robust to misspellings."),
  neighbours: z
    .boolean()
    .default(false)
    .describe(
      "Also train on rows without a vote, with the labels of their nearest neighbors at half weight. With 100 gold rows or more they are left out where that is clearly better.",
    ),
  rows: z
    .int()
    .min(100, "Train on at least 100 rows.")
    .default(200_000)
    .describe("Maximum number of training rows: gold rows first, then a random sample."),
  seed: z
    .int("The seed is a whole number.")
    .default(7)
    .describe("Seed for sampling the training rows and the hand labels in the comparison."),
});

const gold = z.strictObject({
  wins: z
    .enum(GOLD_WINNERS)
    .default("judgements")
    .describe("What counts where judgements by hand (gold/*.jsonl) and the gold column differ."),
  consensus: z
    .enum(CONSENSUS_KINDS)
    .default("majority")
    .describe("How several people's judgements of a row become one label; with majority a tie has none until it is settled."),
  voters: z
    .array(z.string())
    .default([])
    .describe('People whose judgements are votes of an LF, annotator("name"), and therefore not gold.'),
});

const MOST_SLICES = 50;

const slices = z
  .record(z.string(), z.string().min(1, "Give a SQL condition on a row, such as: length(text) < 40."))
  .superRefine((named, context) => {
    const names = Object.keys(named);
    if (names.length > MOST_SLICES) context.addIssue({ code: "custom", message: `A project has at most ${MOST_SLICES} slices.` });
    for (const name of names)
      if (!/^[\p{L}\p{N}_][\p{L}\p{N}_ .-]{0,59}$/u.test(name))
        context.addIssue({
          code: "custom",
          path: [name],
          message: "A slice's name has up to 60 letters, digits, spaces, dots, dashes and underscores, and begins with a letter or digit.",
        });
  });

const goldColumn = z.strictObject({
  column: columnName,
  map: z
    .record(z.string(), z.string().nullable())
    .describe('Maps values to labels: {"0": "HAM", "1": "SPAM"}; null means no gold. Values that are labels need no entry.'),
});

const columns = z
  .strictObject({
    id: columnName.optional().describe("Row id. Default: the position in the file."),
    text: columnName.optional().describe("The column that panels show first."),
    gold: z
      .union([columnName, goldColumn], {
        error: 'Give the name of a column, or a column and a map of its values: { "column": "label", "map": { "0": "HAM" } }.',
      })
      .optional()
      .describe("Gold labels, usually for some rows only. LFs cannot read this column."),
    split: columnName.optional().describe("The split of each row: train, dev or test (valid, validation and val mean dev)."),
  })
  .transform(({ gold, ...columns }): typeof columns & { gold?: string; goldMap?: GoldMap } => ({
    ...columns,
    ...(typeof gold === "object" ? { gold: gold.column, goldMap: gold.map } : gold === undefined ? {} : { gold }),
  }));

/** lf.config.json as users write it. */
export const configSchema = z
  .strictObject({
    $schema: z.string().optional().describe("Enables completion in the editor."),
    labels: labels.describe("The class names."),
    otherwise: z
      .string()
      .optional()
      .describe("Default label for rows without a vote. Its confidence is estimated from dev gold on such rows."),
    data: dataSchema.describe(
      "Data files (CSV, TSV, JSON Lines, JSON, Parquet or Arrow): a path, a glob, a list, an object with settings, or an object with these by split.",
    ),
    columns: columns.default({}),
    gold: gold.default({ wins: "judgements", consensus: "majority", voters: [] }).describe("How judgements by hand become gold."),
    functions: z
      .array(path)
      .min(1, 'Give at least one glob, for example "**/*.lf.ts".')
      .default(["**/*.lf.ts"])
      .describe("Globs of the LF files."),
    sample: z
      .strictObject({
        rows: z
          .union([z.int().positive(), z.literal("all")], { error: 'Give a whole number of rows above 0, or "all".' })
          .default(10_000)
          .describe("Sample size for the live statistics."),
        seed: z.int("The seed is a whole number.").default(7).describe("Sample seed. The same seed draws the same rows on every machine."),
      })
      .default({ rows: 10_000, seed: 7 }),
    labelModel: labelModel.default({ kind: "auto" }),
    slices: slices
      .default({})
      .describe('Named subsets of the rows, each a SQL condition on a row (DuckDB): {"short": "length(text) < 40"}.'),
    endModel: endModel
      .default({ columns: [], charNgrams: false, neighbours: false, rows: 200_000, seed: 7 })
      .describe("The model trained on the denoised labels: its features and training rows."),
    endpoints: endpointsSchema
      .optional()
      .describe(
        "Models that prompts ask, by name: services with OpenAI's chat API. Keys are kept by the editor, or come from the environment.",
      ),
    budget: z
      .strictObject({
        project: dollars.optional().describe("Stop asking models once this project has cost so many US dollars on this machine."),
        daily: dollars.optional().describe("Stop asking models once the last 24 hours have cost so many US dollars."),
      })
      .optional()
      .describe("Limits of what prompts may cost. Needs the price of each endpoint."),
    allowNode: z
      .boolean()
      .default(false)
      .describe(
        "Allow LFs to import Node modules for files, network and processes without a warning. The result of such an LF may depend on more than its row.",
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
