import { relative } from "node:path";
import * as z from "zod";
import type { LfPair } from "../../core/patterns/pairwise";
import { LF_VERDICTS, PREDICTION_VERDICTS, type LfVerdict, type PredictionVerdict } from "../../core/data/rowFilter";
import type { LfSnapshot, Numbers, ProjectSnapshot } from "../../protocol/snapshot";
import { sliceLine, type NamedNumbers } from "./sliceTable";
import { faultedRows } from "./wording";

const count = z.int().nonnegative();
const share = z.number().min(0).max(1);
const ofRows = share.nullable();
const verdicts = z.strictObject(Object.fromEntries(LF_VERDICTS.map((verdict) => [verdict, count])) as Record<LfVerdict, typeof count>);

/** What `lf-lens run --json` prints. */
export const runReportSchema = z.strictObject({
  rows: count.describe("Rows of the sample that the LFs ran on."),
  gold: count.describe("Rows of the sample with gold."),
  labels: z.array(z.string()),
  lfs: z.array(
    z.strictObject({
      name: z.string(),
      file: z.string().describe("Relative to the project's folder."),
      line: z.int().positive(),
      polarity: z.array(z.string()).describe("The labels it votes."),
      coverage: ofRows.describe("Rows it votes on / rows; null without rows."),
      overlaps: ofRows.describe("Rows on which it and another LF vote / rows."),
      conflicts: ofRows.describe("Rows on which it votes and another LF votes differently / rows."),
      correct: count.describe("Rows with gold on which it votes the gold label."),
      incorrect: count,
      accuracy: share.nullable().describe("correct / (correct + incorrect); null without any."),
      accuracyInterval: z.tuple([share, share]).nullable().describe("95 % Wilson interval."),
      spotCheck: z
        .strictObject({ right: count, checked: count, interval: z.tuple([share, share]) })
        .nullable()
        .describe("Of its votes that people looked at, how many are right, with the 95 % Wilson interval; null if none."),
      votes: count.describe("Rows it votes on."),
      notAsked: count.describe("Rows that its model was not asked about; they count as abstained."),
      answered: count.nullable().describe("Rows that its prompts were answered on; null for an LF without prompts."),
      noLabel: count.nullable().describe("Of these, rows whose answer has no label; they count as abstained."),
      faults: count.describe("Rows on which it threw, timed out or returned an invalid label; they count as abstained."),
      faultDetails: z.array(
        z.strictObject({
          message: z.string(),
          rows: count,
          file: z.string().nullable(),
          line: z.int().positive().nullable(),
          column: z.int().positive().nullable(),
        }),
      ),
      ms: z.number().nonnegative(),
    }),
  ),
  clarity: z
    .strictObject(
      Object.fromEntries(PREDICTION_VERDICTS.map((verdict) => [verdict, verdicts])) as Record<PredictionVerdict, typeof verdicts>,
    )
    .describe("Rows with gold: denoised label right | wrong | none, by the LFs' votes right | split | wrong | silent."),
  set: z.strictObject({ coverage: ofRows, overlaps: ofRows, conflicts: ofRows }),
  pairs: z
    .array(
      z.strictObject({
        lfs: z.tuple([z.string(), z.string()]).describe("Names of two LFs."),
        overlap: count.positive().describe("Rows on which both vote."),
        conflict: count.describe("Of these, rows on which they vote different labels."),
        agree: count.describe("Of these, rows on which they vote the same label."),
        agreement: share.describe("agree / overlap."),
      }),
    )
    .describe("Each pair of LFs that vote on at least one common row, in the order of `lfs`."),
  slice: z.string().nullable().describe("The slice that all figures but `slices` are of; null: all rows."),
  slices: z
    .array(
      z.strictObject({
        name: z.string(),
        rows: count,
        gold: count.describe("Rows with gold."),
        coverage: ofRows,
        overlaps: ofRows,
        conflicts: ofRows,
        labeled: ofRows.describe("Rows with a denoised label / rows."),
        correct: count.describe("Rows with gold whose denoised label is right."),
        incorrect: count.describe("Rows with gold whose denoised label is wrong; those without a label are not among them."),
        accuracy: share.nullable().describe("correct / (correct + incorrect); null without any."),
        accuracyInterval: z.tuple([share, share]).nullable().describe("95 % Wilson interval."),
        majorityAccuracy: share.nullable().describe("The same of majority vote's labels."),
      }),
    )
    .describe("Each slice that can be used, those of the config first. All have the label model that was fitted on all rows."),
  labelModel: z.string(),
  ties: count.describe("Rows without a label because their two most probable labels tie."),
  unvoted: z.array(z.string()).describe("Labels that no LF votes for."),
  badLines: count.describe("Malformed records skipped, in all files."),
});

/** The JSON schema of the report, for its readers. */
export const runReportJsonSchema = (): object => z.toJSONSchema(runReportSchema);

export type RunReport = z.infer<typeof runReportSchema>;

/** The report of a project whose run is done. Throws if there are no numbers.
 * @param numbers of the sample or of all rows
 * @param pairs of LFs, by their places in `numbers`
 * @param cut the slices, and the one that `numbers` are of */
export function runReport(
  project: Pick<ProjectSnapshot, "name" | "root" | "data">,
  numbers: Numbers,
  pairs: readonly LfPair[],
  { slice = null, slices = [] }: { readonly slice?: string | null; readonly slices?: readonly NamedNumbers[] } = {},
): RunReport {
  const { name, root, data } = project;
  const { rows, goldRows, labels, lfs, set, clarity, labelModel } = numbers;
  if (!data || !set || !clarity) throw new Error(`${name} has not run.`);
  const cells = (prediction: PredictionVerdict): Record<LfVerdict, number> =>
    Object.fromEntries(LF_VERDICTS.map((lfs) => [lfs, clarity.cells[prediction][lfs].count])) as Record<LfVerdict, number>;
  return runReportSchema.parse({
    rows,
    gold: goldRows,
    labels: [...labels],
    lfs: lfs.map((lf) => lfReport(lf, { root, labels, rows })),
    clarity: { right: cells("right"), wrong: cells("wrong"), none: cells("none") },
    set: { coverage: shareOf(set.covered, rows), overlaps: shareOf(set.overlaps, rows), conflicts: shareOf(set.conflicts, rows) },
    pairs: pairs.map(({ lfs: [a, b], overlap, conflict, agree }) => ({
      lfs: [lfs[a]!.name, lfs[b]!.name],
      ...{ overlap, conflict, agree, agreement: agree / overlap },
    })),
    slice,
    slices: slices.map(sliceLine),
    labelModel: labelModel?.kind ?? "",
    ties: labelModel?.ties ?? 0,
    unvoted: labelModel?.unvoted.map((label) => labels[label]!) ?? [],
    badLines: data.badLines,
  } satisfies RunReport);
}

const shareOf = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);

function lfReport(lf: LfSnapshot, { root, labels, rows }: Pick<Numbers, "labels" | "rows"> & { root: string }): RunReport["lfs"][number] {
  const { votes = 0, overlaps = 0, conflicts = 0, correct = 0, incorrect = 0, polarity = [] } = lf.summary ?? {};
  const interval = lf.accuracyInterval;
  return {
    name: lf.name,
    file: relative(root, lf.file),
    line: lf.line,
    polarity: polarity.map((label) => labels[label]!),
    coverage: shareOf(votes, rows),
    overlaps: shareOf(overlaps, rows),
    conflicts: shareOf(conflicts, rows),
    correct,
    incorrect,
    accuracy: correct + incorrect === 0 ? null : correct / (correct + incorrect),
    accuracyInterval: interval ? [interval.low, interval.high] : null,
    spotCheck: lf.spotCheck
      ? { right: lf.spotCheck.right, checked: lf.spotCheck.checked, interval: [lf.spotCheck.low, lf.spotCheck.high] }
      : null,
    votes,
    notAsked: lf.notAsked ?? 0,
    answered: lf.asked?.answered ?? null,
    noLabel: lf.asked?.noLabel ?? null,
    faults: faultedRows(lf),
    faultDetails: lf.faults.map(({ message, rows: faulted, file, line, column }) => ({
      message,
      rows: faulted,
      file: file === undefined ? null : relative(root, file),
      line: line ?? null,
      column: column ?? null,
    })),
    ms: lf.ms ?? 0,
  };
}
