import { cellText } from "../../core/data/cells";
import { nearest } from "../../sdk/nearest";
import type { IssueReport } from "../../protocol/analysis";
import type { Analyst } from "../analysis/analyst";
import type { LongWork } from "../tasks/longWork";

/** What labels are looked at: gold, what exports have, or one LF's votes. */
export const GOLD_LABELS = "gold";
export const DENOISED_LABELS = "denoised";

/** Labels of the sample that are likely wrong. @throws Error in plain words: no such labels, or nothing to go by */
export async function labelIssues(
  { state, engine }: Pick<LongWork, "state" | "engine">,
  analyst: Pick<Analyst, "issues">,
  of: string,
  seed: number,
): Promise<IssueReport> {
  const { info, config, analysis, lfs } = state();
  if (!info || !config || !analysis) throw new Error("There are no statistics yet.");
  const { text } = config.columns;
  if (text === undefined) throw new Error('Models go by a text: name its column, "text" in "columns" of lf.config.json.');
  const given =
    of === GOLD_LABELS
      ? info.sample.gold
      : of === DENOISED_LABELS
        ? analysis.predictions.labelModel
        : lfs.find(({ site }) => site.name === of)?.result?.votes;
  if (!given) {
    const near = nearest(of, [GOLD_LABELS, DENOISED_LABELS, ...lfs.map(({ site }) => site.name)]);
    throw new Error(
      `There are no labels of "${of}"${near === undefined ? `. Give ${GOLD_LABELS}, ${DENOISED_LABELS} or an LF` : `. Did you mean "${near}"?`}`,
    );
  }
  if (new Set(given.filter((label) => label >= 0)).size < 2)
    throw new Error(`The labels of ${of} have fewer than two different ones, so none can be told from others.`);
  const rows = await engine.rows(Array.from({ length: info.sample.rows }, (_, row) => row));
  return analyst.issues({ texts: rows.map(({ cells }) => cellText(cells[text] ?? null)), labels: config.labels, given, seed });
}
