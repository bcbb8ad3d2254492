/** Training, predicting and evaluating: what is asked of the engine, and the reports that are kept and printed as JSON. */
import * as z from "zod";
import type { FeatureOptions } from "../core/endModel/countFeatures";
import type { ExportFormat } from "../core/export/exportOptions";
import type { LabelModelSpec } from "../core/labelModel/fitLabelModel";
import type { Split } from "../core/data/cells";
import type { Problem } from "../core/data/problem";
import type { LfFault } from "./fault";
import type { SourceFile } from "./sourceFile";
import { hashedFileSchema } from "./manifest";

const count = z.int().nonnegative();
/** Null: there is nothing to divide by. */
const figure = z.number().nullable();
const interval = z.object({ low: z.number(), high: z.number() });
const splitName = z.enum(["train", "dev", "test"]);

export const figuresSchema = z.object({
  n: count.describe("Rows with gold that are scored."),
  accuracy: figure.describe("0..1; a tie counts as its chance to be right."),
  interval: interval.nullable().describe("95 % Wilson interval of the accuracy."),
  macroF1: figure,
  logLoss: figure.describe("Mean -log P(gold), in nats."),
  brier: figure.describe("Mean squared distance from gold, 0..2."),
  ece: figure.describe("Expected calibration error over 15 bins of confidence, 0..1."),
  confusion: z.array(z.array(z.number())).describe("Rows by gold label (outer) and predicted label (inner), in the order of `labels`."),
  reliability: z
    .array(z.object({ low: z.number(), high: z.number(), rows: z.number(), confidence: figure, accuracy: figure }))
    .describe("Accuracy by confidence, in 15 equal bins."),
  perLabel: z.array(z.object({ gold: z.number(), predicted: z.number(), precision: figure, recall: figure, f1: figure })),
});
/** How good predictions are on some rows with gold. */
export type Figures = Readonly<z.infer<typeof figuresSchema>>;

const splitFiguresSchema = figuresSchema.extend({
  covered: figuresSchema.describe("The same on the rows that an LF votes on."),
  heldOut: z.boolean().describe("Gold of this split has trained: each row is scored by models that have not seen its gold."),
});
/** Of all rows with gold of one split. */
export type SplitFigures = Readonly<z.infer<typeof splitFiguresSchema>>;

/** The model that predicts: `majority`, `labelModel`, `endModel`, or `job:<id>` for a fine-tune job's model. */
const sourceFigures = z.record(z.string(), z.partialRecord(splitName, splitFiguresSchema));
export type SourceFigures = Readonly<z.infer<typeof sourceFigures>>;

const goldWeight = z.union([z.number(), z.literal("only")]);
const mixture = z.object({
  goldWeight: goldWeight.describe('What a gold row counts beside a soft label; 0: LFs only, "only": gold only.'),
  prior: z.boolean().describe("Soft labels with the class prior of gold."),
  C: z.number().describe("Inverse strength of the L2 penalty."),
});

const crossoverSchema = z.object({
  goldRows: count.describe("Hand labels there were to draw from."),
  scoredRows: count,
  accuracy: z.number().describe("Of the end model trained on LFs alone, on the scored rows."),
  points: z
    .array(z.object({ size: count, accuracy: z.number(), interval }))
    .describe("What training on this number of hand labels only reaches: means over several draws."),
  handLabels: z
    .object({ estimate: figure, low: figure, high: figure })
    .describe("How many hand labels the LFs replace, with a 95 % interval. Null: more than there are."),
  text: z.string().describe("The same in a sentence."),
});
export type CrossoverReport = Readonly<z.infer<typeof crossoverSchema>>;

const rowPlace = {
  row: count.describe("Position in the data, from 0, over all files in reading order."),
  id: z.string(),
  split: splitName,
  text: z.string().describe("The beginning of its text; empty where the project names no text column."),
};

const disagreementSchema = z.object({
  ...rowPlace,
  gold: z.string().nullable(),
  labelModel: z.string(),
  endModel: z.string(),
  confidence: z.object({ labelModel: z.number(), endModel: z.number() }),
});
export type Disagreement = Readonly<z.infer<typeof disagreementSchema>>;

const wrongGoldSchema = z.object({
  ...rowPlace,
  gold: z.string(),
  suggested: z.string(),
  probability: z.number().describe("P(suggested)."),
  goldProbability: z.number(),
});
export type LikelyWrongGold = Readonly<z.infer<typeof wrongGoldSchema>>;

const weight = z.object({ column: z.string(), text: z.string().describe("Empty for a number's own value."), weight: z.number() });

export const evaluateReportSchema = z.object({
  labels: z.array(z.string()),
  scored: splitName
    .nullable()
    .describe("The split whose rows never train; null: every gold row is scored by models that have not seen it."),
  rows: z.object({ read: count, covered: count, gold: count }),
  metrics: sourceFigures,
  disagreements: z.object({
    rows: count.describe("Covered rows to which label model and end model give different labels."),
    of: count,
    first: z.array(disagreementSchema).describe("Some of them, most confident first."),
  }),
  wrongGold: z.object({ rows: count, first: z.array(wrongGoldSchema).describe("The most confident contradictions first.") }),
  crossover: crossoverSchema.optional().describe("Absent where there is too little gold."),
  weights: z
    .array(z.object({ label: z.string(), for: z.array(weight), against: z.array(weight) }))
    .describe("The features that speak most for and against each label."),
  notes: z.array(z.string()).describe("What a reader of the figures must know, in plain words."),
});
/** What is known of a training's model beside others on the same rows. */
export type EvaluateReport = Readonly<z.infer<typeof evaluateReportSchema>>;

export const trainReportSchema = z.object({
  model: z.literal("tfidf-logistic-regression"),
  target: z.string().describe('What it learned: "<label model> soft labels", with or without gold, or "gold only".'),
  goldWeight,
  mixture,
  candidates: z
    .array(mixture.extend({ accuracy: z.number(), logLoss: z.number() }))
    .describe("The mixtures that were compared on held-out gold; empty with fewer than 20 gold rows."),
  mixtureFrom: z.string().optional().describe("The run that chose the mixture, where a training in the background took it over."),
  temperature: z.number().describe("Scores are divided by it, so that probabilities tell how often they are right."),
  rows: z.object({
    read: count,
    soft: count.describe("Rows with a soft label that trained."),
    gold: count.describe("Rows whose gold trained, or chose how to train."),
    left: count.describe("Rows that could have trained and were not drawn, so that memory stays bounded."),
  }),
  neighbours: z
    .object({
      rows: count.describe("Rows without a vote that rows with votes lend labels to."),
      used: z.boolean().describe("Whether they trained."),
      compared: z
        .object({
          rows: count,
          plain: z.number().describe("Accuracy without these rows, 0..1."),
          joined: z.number().describe("Accuracy with them."),
          lead: z.number().describe("plain - joined"),
          error: z.number().describe("Standard error of the lead, paired."),
        })
        .optional()
        .describe("On gold left out; absent with fewer than 20 gold rows."),
    })
    .optional()
    .describe("Absent unless endModel.neighbours is on."),
  features: count,
  passes: count,
  gap: z.number().describe("What the mean loss has above its minimum, in nats, at most."),
  seconds: z.number(),
  file: z.string().describe("The model's file, absolute path."),
  metrics: z.partialRecord(splitName, splitFiguresSchema).describe("The end model's."),
  crossover: crossoverSchema.optional(),
});
export type TrainReport = Readonly<z.infer<typeof trainReportSchema>>;

/** What a model was trained from: it is stale once any of it is different. */
export const trainedOnSchema = z.object({
  versions: z.array(z.string()).describe("Keys of the LFs, sorted: they change with their code, their imports, labels and data."),
  settings: z.string().describe("The config's labelModel and endModel, as JSON."),
});
export type TrainedOn = Readonly<z.infer<typeof trainedOnSchema>>;

/** A training as it is kept in .lf-lens/runs/<id>.json. */
export const trainingRecordSchema = z.object({
  version: z.literal(1),
  id: z.string().regex(/^[\w-]+$/),
  at: z.string().describe("When it ended, ISO 8601."),
  tool: z.object({ name: z.literal("lf-lens"), version: z.string() }),
  trainedOn: trainedOnSchema,
  inputs: z
    .object({ config: z.array(hashedFileSchema), lfs: z.array(hashedFileSchema), data: z.array(hashedFileSchema) })
    .describe("Relative to the project's folder."),
  modelFile: hashedFileSchema.describe("Relative to the project's folder."),
  background: z.boolean().optional().describe("Trained after a save, without being asked for; the next such run takes its place."),
  options: z.object({ scored: splitName.nullable(), gold: z.enum(["auto", "none"]), seed: z.int() }),
  training: trainReportSchema,
  evaluation: evaluateReportSchema,
});
export type TrainingRecord = Readonly<z.infer<typeof trainingRecordSchema>>;

/** A training as it was found on disk. */
export interface FoundTraining extends TrainingRecord {
  /** It was not trained on this machine: it came with the folder, and a note of its evaluation says so. */
  readonly elsewhere?: true;
}

/** lf.config.json's `endModel`. */
export interface EndModelSpec {
  /** Columns read as text; the project's text column if absent. */
  readonly text?: readonly string[];
  /** Other columns: numbers stay numbers, everything else is a category. */
  readonly columns: readonly string[];
  readonly features: FeatureOptions;
  /** Rows without a vote train, too, on the labels of the rows most like them. */
  readonly neighbours: boolean;
  /** Draws the rows that train where there are more than this, and the hand labels of the crossover. */
  readonly seed: number;
  readonly rows: number;
}

export interface TrainRequest {
  readonly files: readonly SourceFile[];
  readonly spec: EndModelSpec;
  readonly labelModel: LabelModelSpec;
  /** Whose rows never train. Absent: test, if it has gold; else none. */
  readonly scored?: Split;
  /** "none": LFs alone train, and gold only chooses C and the temperature. */
  readonly gold: "auto" | "none";
  /** Its mixture is taken over if the data is the same: LFs that changed seldom change it, and choosing takes longest. */
  readonly earlier?: Pick<TrainingRecord, "id" | "inputs" | "training">;
  /** Absolute path of the model's file. */
  readonly out: string;
}

/** What the engine answers: the record's parts that it knows. */
export type TrainAnswer = Pick<TrainingRecord, "tool" | "inputs" | "training" | "evaluation"> & {
  /** Keys of the LFs, sorted. */
  readonly versions: readonly string[];
  readonly options: TrainingRecord["options"];
  readonly problems: readonly Problem[];
  readonly faults: readonly LfFault[];
};

/** The column of a model that was trained on prompts, as a fine-tune job's files hold them; a project's text takes its place. */
export const PROMPT_COLUMN = "prompt";

export interface PredictRequest {
  /** Absolute path of the model's file. */
  readonly model: string;
  /** Absolute path; it appears when it is whole. */
  readonly out: string;
  readonly format: ExportFormat;
  /** With the rows' gold in a column of its own. */
  readonly gold?: boolean;
}

export interface PredictReport {
  /** Rows read, each of which is written. */
  readonly rows: number;
  /** Rows per label. */
  readonly labels: Readonly<Record<string, number>>;
  readonly badLines: number;
  readonly seconds: number;
  /** Absolute path. */
  readonly file: string;
}

/** The project's latest end model, as views show it. */
export interface EndModelSnapshot {
  readonly id: string;
  /** Absolute path. */
  readonly file: string;
  /** ISO 8601. */
  readonly at: string;
  readonly training: TrainReport;
  readonly evaluation: EvaluateReport;
  /** LFs, data or settings are not those that it was trained on. */
  readonly stale: boolean;
}
