import { leftOutProbabilities } from "../../core/endModel/leftOutProbabilities";
import { labelIssues, normalizedMargin, selfConfidence, typicality } from "../../core/gold/labelIssues";
import { nearDuplicates } from "../../core/gold/nearDuplicates";
import { ABSTAIN } from "../../core/statistics/votes";
import type { IssueInput, IssueReport } from "../../protocol/analysis";

/** Each row's label is left out once: as many parts as cleanlab's own examples take. */
const FOLDS = 5;
const ALIKE = 0.8;
/** Rows that are like no other are a matter of degree: this many are listed. */
const MOST_OUTLIERS = 20;

/** Labels that are likely wrong, texts that are nearly the same with different labels, and rows that fit no label. */
export function findIssues({ texts, labels, given, seed }: IssueInput): IssueReport {
  const rows = Array.from(given.keys()).filter((row) => given[row] !== ABSTAIN);
  const own = { given: rows.map((row) => given[row]!), labels: labels.length };
  const ownTexts = rows.map((row) => texts[row]!);
  const proba = leftOutProbabilities({ texts: ownTexts, labels, given: own.given, folds: FOLDS, seed });
  const input = { ...own, proba };
  const [scores, margins, typical] = [selfConfidence(input), normalizedMargin(input), typicality(input)];
  const likeliest = (at: number): number => {
    const p = proba.subarray(at * labels.length, (at + 1) * labels.length);
    return p.indexOf(Math.max(...p));
  };
  return {
    rows: rows.length,
    issues: labelIssues(input, "both")
      .map((at) => ({ row: rows[at]!, given: own.given[at]!, suggested: likeliest(at), score: scores[at]!, margin: margins[at]! }))
      .sort((a, b) => a.margin - b.margin || a.row - b.row),
    duplicates: nearDuplicates(ownTexts, own.given, ALIKE).map(({ rows: [a, b], similarity }) => ({
      rows: [rows[a]!, rows[b]!],
      similarity,
    })),
    outliers: rows
      .map((row, at) => ({ row, score: typical[at]! }))
      .sort((a, b) => a.score - b.score || a.row - b.row)
      .slice(0, MOST_OUTLIERS),
  };
}
