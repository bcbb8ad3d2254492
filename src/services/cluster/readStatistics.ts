import { stat } from "node:fs/promises";
import { basename, join, posix } from "node:path";
import * as z from "zod";
import { JOB_ROOT } from "../../cluster/clusterJob";
import { STATISTICS_FORMAT } from "../../cluster/clusterStatistics";
import { SPLITS } from "../../core/data/cells";
import { LF_VERDICTS, PREDICTION_VERDICTS } from "../../core/data/rowFilter";
import { readRegularText } from "../../files/regularFile";
import type { AllRowsReport } from "../../protocol/engine";

const count = z.number().nonnegative();
const cell = z.object({ count, blame: z.array(z.object({ lf: count, rows: count })) });
const verdicts = z.record(z.enum(LF_VERDICTS), cell);
const matrix = z.object({ goldRows: count, cells: z.record(z.enum(PREDICTION_VERDICTS), verdicts) });
const fault = z.object({ message: z.string(), file: z.string().optional(), line: count.optional(), column: count.optional(), rows: count });
const lfFigures = z.object({ votes: count, overlaps: count, conflicts: count, correct: count, incorrect: count, polarity: z.array(count) });

const statisticsSchema = z.object({
  format: z.literal(STATISTICS_FORMAT),
  rows: count,
  labels: z.array(z.string()),
  splits: z.array(z.enum(SPLITS)),
  lfs: z.array(z.object({ name: z.string(), key: z.string(), file: z.string(), line: count, column: count, endLine: count })),
  summary: z.object({
    rows: count,
    goldRows: count,
    lfs: z.array(lfFigures),
    set: z.object({ covered: count, overlaps: count, conflicts: count }),
  }),
  pairs: z.array(z.object({ lfs: z.tuple([count, count]), overlap: count, agree: count, conflict: count })),
  labelCounts: z.array(count),
  clarity: z.object({ labelModel: matrix, majority: matrix }),
  labelModel: z.object({
    kind: z.string(),
    title: z.string(),
    gold: z.object({
      used: z.string(),
      rows: count,
      candidates: z.array(z.object({ name: z.string(), logLoss: z.number() })),
      warning: z.string().optional(),
    }),
    ties: count,
    notes: z.array(z.string()),
    unvoted: z.array(count),
    otherwise: z
      .object({ label: count, gold: z.object({ right: count, of: count }), rows: count, confidence: z.number().optional() })
      .optional(),
  }),
  // JSON writes null for an estimate that there is not.
  estimated: z.array(
    z
      .number()
      .nullish()
      .transform((share) => share ?? undefined),
  ),
  faults: z.array(z.array(fault)),
  notAsked: z.array(count),
});

export interface ReadStatistics {
  readonly report: AllRowsReport;
  readonly labels: readonly string[];
  /** When the file was written, ISO 8601. */
  readonly at: string;
}

/**
 * Statistics that a cluster job wrote.
 * @param root the project's folder, in which the LFs' files are
 * @throws Error naming the file if it holds none
 */
export async function readStatistics(file: string, root: string): Promise<ReadStatistics> {
  const parsed = statisticsSchema.safeParse(parse(await readRegularText(file)));
  if (!parsed.success || !fits(parsed.data))
    throw new Error(
      `${basename(file)} holds no statistics of a cluster job. Choose the file that --statistics or --mode statistics wrote.`,
    );
  const { lfs, faults, labels, ...rest } = parsed.data;
  const here = (path: string): string => join(root, posix.relative(JOB_ROOT, path));
  const report: AllRowsReport = {
    ...rest,
    lfs: lfs.map((lf) => ({ ...lf, file: here(lf.file), evidence: [] })),
    faults: faults.map((own) => own.map(({ file: at, ...one }) => ({ ...one, ...(at === undefined ? {} : { file: here(at) }) }))),
    slices: [],
    asked: lfs.map(() => undefined),
    seconds: 0,
  };
  return { report, labels, at: (await stat(file)).mtime.toISOString() };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Whether there is one of each for each LF and label. */
function fits({ lfs, labels, summary, faults, estimated, notAsked, labelCounts }: z.infer<typeof statisticsSchema>): boolean {
  return [summary.lfs, faults, estimated, notAsked].every((list) => list.length === lfs.length) && labelCounts.length === labels.length;
}
