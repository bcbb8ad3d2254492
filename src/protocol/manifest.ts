/** The manifest beside every export: what it was made from and what is in it. The same inputs give the same manifest. */
import * as z from "zod";
import { LF_VERDICTS, PREDICTION_VERDICTS, type LfVerdict, type PredictionVerdict } from "../core/data/rowFilter";

const count = z.int().nonnegative();
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
export const hashedFileSchema = z.object({ path: z.string().describe("With forward slashes."), sha256 });
const ownFile = hashedFileSchema.extend({
  path: z.string().refine(staysInside, "must be relative and must not lead out of the folder").describe("With forward slashes."),
});
const shares = z.record(z.string(), count);
const verdicts = z.object(Object.fromEntries(LF_VERDICTS.map((verdict) => [verdict, count])) as Record<LfVerdict, typeof count>);

export const manifestSchema = z.object({
  manifest: z.literal(1),
  tool: z.object({ name: z.literal("lf-lens"), version: z.string() }),
  project: z.string().describe("The project's folder, relative to the manifest's."),
  format: z.string(),
  files: z.array(ownFile).describe("The export's files, relative to the manifest's folder."),
  options: z.record(z.string(), z.unknown()),
  inputs: z
    .object({ config: z.array(hashedFileSchema), lfs: z.array(hashedFileSchema), data: z.array(hashedFileSchema) })
    .describe("Relative to the project's folder. `lfs` are the LF files and all that they import."),
  labelModel: z.object({
    kind: z.string(),
    gold: z.string().describe("What dev's gold was used for."),
    parameters: sha256.describe("Of the fitted parameters as JSON."),
  }),
  featureAware: z
    .object({
      rows: count.describe("Rows with votes, whose texts were read."),
      used: z.boolean().describe("False: the labels are by votes alone, as the texts moved the labels' shares too far."),
      moved: z.number().describe("How far: total variation, 0..1."),
    })
    .optional()
    .describe("Absent unless labels by votes and texts were asked for."),
  rows: z.object({
    read: count,
    written: count,
    labels: shares,
    unlabeled: count,
    splits: shares,
    clarity: z
      .object(Object.fromEntries(PREDICTION_VERDICTS.map((v) => [v, verdicts])) as Record<PredictionVerdict, typeof verdicts>)
      .describe("All rows with gold: denoised label right | wrong | none, by the LFs' votes right | split | wrong | silent."),
  }),
  faults: z.array(
    z.object({
      lf: z.string(),
      message: z.string(),
      rows: count,
      file: z.string().optional().describe("Relative to the project's folder."),
      line: z.int().positive().optional(),
    }),
  ),
  notAsked: z
    .array(z.object({ lf: z.string(), rows: count }))
    .optional()
    .describe("LFs whose models were not asked about some of the rows read, on which they abstain; absent if there are none."),
  badLines: count,
});

/** Whether a path can only mean something below the folder that it is relative to. */
function staysInside(path: string): boolean {
  const parts = path.split(/[/\\]/);
  return !parts.some((part) => part === "" || part === "." || part === "..") && !/^[A-Za-z]:/.test(path);
}

export type Manifest = z.infer<typeof manifestSchema>;
export type HashedFile = z.infer<typeof hashedFileSchema>;

export const manifestPath = (out: string): string => `${out}.manifest.json`;

/** The hidden folder beside an export in which it grows. */
export const stagingFolder = (out: string): string => out.replace(/[^/\\]+$/, (name) => `.${name}.partial`);
