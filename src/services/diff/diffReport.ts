import * as z from "zod";
import type { Moves } from "../../core/rows/changedRows";
import { type ColumnChange, type ColumnFigures } from "../../core/statistics/changes";
import { CELLS } from "../../core/clarity/clarityCells";
import { LF_VERDICTS, PREDICTION_VERDICTS } from "../../core/data/rowFilter";
import type { LfSummary, SetSummary } from "../../core/statistics/summary";
import type { RowView } from "../../protocol/panel";
import type { BaselineSnapshot, LfSnapshot, ProjectSnapshot } from "../../protocol/snapshot";

const count = z.int().nonnegative();
const share = z.number().min(0).max(1);
const label = z.string().nullable().describe("A label; null for none.");
const cell = z.strictObject({ prediction: z.enum(PREDICTION_VERDICTS), lfs: z.enum(LF_VERDICTS) });

const figures = z.strictObject({
  coverage: share.describe("Rows with a vote / rows."),
  overlaps: share,
  conflicts: share,
  correct: count.describe("Rows with gold whose vote is gold's; for the set, whose denoised label is."),
  incorrect: count,
  accuracy: share.nullable().describe("correct / (correct + incorrect); null without any."),
});

const change = z.strictObject({
  gained: count.describe("Rows that have a label now and had none."),
  lost: count,
  relabeled: count.describe("Rows whose label changed."),
  newlyRight: count.describe("Rows with gold that are right now and were not."),
  newlyWrong: count.describe("Rows with gold that are wrong now and were not."),
});

/** What `lf-lens diff --json` prints. */
export const diffReportSchema = z.strictObject({
  against: z.string().describe("The revision, with its commit."),
  rows: count.describe("Rows of the sample, the same for both sides."),
  gold: count,
  notes: z.array(z.string()).describe("Other changes, or code that does not run there, as text."),
  lfs: z.array(
    z.strictObject({
      name: z.string(),
      status: z.enum(["same", "changed", "new", "removed", "renamed"]).describe("Of its votes."),
      renamedFrom: z.string().nullable(),
      before: figures.nullable().describe("null for a new LF."),
      after: figures.nullable().describe("null for a removed LF."),
      change: change.nullable().describe("Of its votes; null for a removed LF."),
    }),
  ),
  set: z.strictObject({ before: figures, after: figures, change: change.describe("Of the denoised labels.") }),
  changedRows: count.describe("Rows on which any vote or the denoised label differs."),
  labels: z.array(z.strictObject({ from: label, to: label, rows: count })).describe("Rows by denoised label then and now."),
  cells: z.array(z.strictObject({ from: cell, to: cell, rows: count })).describe("Rows with gold by clarity cell then and now."),
  details: z
    .array(
      z.strictObject({
        id: z.string(),
        split: z.string(),
        gold: label,
        changes: z.array(z.strictObject({ lf: z.string().nullable().describe("null: the denoised label."), from: label, to: label })),
      }),
    )
    .optional()
    .describe("Every changed row, with --rows."),
  failed: z
    .array(
      z.strictObject({
        what: z.string().describe("An LF, or the set."),
        limit: z.string(),
        before: share,
        after: share,
        points: z.number().describe("after - before, in percentage points."),
      }),
    )
    .describe("What --fail-on found."),
});

/** The JSON schema of the report, for its readers. */
export const diffReportJsonSchema = (): object => z.toJSONSchema(diffReportSchema);

export type DiffReport = z.infer<typeof diffReportSchema>;
export type DiffFigures = z.infer<typeof figures>;

/** The report of a project with a baseline, without what --fail-on and --rows add. */
export function diffReport(project: ProjectSnapshot, baseline: BaselineSnapshot, moves: Moves): DiffReport {
  const { data, labels } = project;
  const { set } = project.numbers.sample;
  if (!data || !set) throw new Error(`${project.name} has not run.`);
  const rows = data.sampleRows;
  const name = (index: number): string | null => labels[index] ?? null;
  return {
    against: baseline.title,
    rows,
    gold: data.sampleGold,
    notes: [...baseline.notes],
    lfs: [
      ...project.numbers.sample.lfs.map((lf) => lfDiff(lf, baseline, rows)),
      ...baseline.removed.map((lf) => removedLf(lf, baseline, rows)),
    ],
    set: {
      before: setFigures(baseline.set, baseline.label.before, rows),
      after: setFigures(set, baseline.label.after, rows),
      change: changeOf(baseline.label),
    },
    changedRows: moves.rows,
    labels: moves.labels.map(({ from, to, rows: moved }) => ({ from: name(from), to: name(to), rows: moved })),
    cells: moves.cells.map(({ from, to, rows: moved }) => ({ from: CELLS[from]!, to: CELLS[to]!, rows: moved })),
    failed: [],
  };
}

/** What the report says of a changed row. */
export const rowDetails = ({ id, split, gold, changes = [] }: RowView): NonNullable<DiffReport["details"]>[number] => ({
  id,
  split,
  gold: gold ?? null,
  changes: changes.map(({ lf, from, to }) => ({ lf: lf ?? null, from: from ?? null, to: to ?? null })),
});

function lfDiff({ name, summary, change: changed }: LfSnapshot, baseline: BaselineSnapshot, rows: number): DiffReport["lfs"][number] {
  const before = baseline.lfs[changed?.renamedFrom ?? name];
  return {
    name,
    status: changed?.isNew ? "new" : changed?.renamedFrom !== undefined ? "renamed" : changed ? "changed" : "same",
    renamedFrom: changed?.renamedFrom ?? null,
    before: before ? lfFigures(before, rows) : null,
    after: summary ? lfFigures(summary, rows) : null,
    change: changed ? changeOf(changed) : { gained: 0, lost: 0, relabeled: 0, newlyRight: 0, newlyWrong: 0 },
  };
}

const removedLf = (name: string, { lfs }: BaselineSnapshot, rows: number): DiffReport["lfs"][number] => ({
  name,
  status: "removed",
  renamedFrom: null,
  before: lfs[name] ? lfFigures(lfs[name], rows) : null,
  after: null,
  change: null,
});

const changeOf = ({ gained, lost, relabeled, newlyRight, newlyWrong }: ColumnChange): z.infer<typeof change> => ({
  gained,
  lost,
  relabeled,
  newlyRight,
  newlyWrong,
});

const lfFigures = ({ votes, overlaps, conflicts, ...judged }: LfSummary, rows: number): DiffFigures => ({
  coverage: shareOf(votes, rows),
  overlaps: shareOf(overlaps, rows),
  conflicts: shareOf(conflicts, rows),
  ...accuracyOf(judged),
});

const setFigures = ({ covered, overlaps, conflicts }: SetSummary, label: ColumnFigures, rows: number): DiffFigures => ({
  coverage: shareOf(covered, rows),
  overlaps: shareOf(overlaps, rows),
  conflicts: shareOf(conflicts, rows),
  ...accuracyOf(label),
});

const accuracyOf = ({
  correct,
  incorrect,
}: Pick<ColumnFigures, "correct" | "incorrect">): Pick<DiffFigures, "correct" | "incorrect" | "accuracy"> => ({
  correct,
  incorrect,
  accuracy: correct + incorrect === 0 ? null : correct / (correct + incorrect),
});

const shareOf = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);

/** Whether anything differs at all. */
export const isSame = ({ lfs, changedRows: rows }: DiffReport): boolean => rows === 0 && lfs.every(({ status }) => status === "same");
