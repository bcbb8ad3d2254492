import { cohenKappa, countLabels, fleissKappa, krippendorffAlpha } from "../../core/gold/agreement";
import { consensusLabels, describePeople, isDisputed, type ConsensusKind, type Person } from "../../core/gold/consensus";
import type { Judged } from "../../core/gold/judgement";
import { judgementTable } from "../../core/gold/judgementTable";
import { ABSTAIN } from "../../core/statistics/votes";

/** How far people agree: `gold agreement --json`. */
export interface AgreementReport {
  /** Who judged, sorted, with what is known of each. */
  readonly annotators: readonly Person[];
  /** Rows that have a judgement, and those that several people judged. */
  readonly rows: number;
  readonly sharedRows: number;
  /** Cohen's kappa on the rows that both judged; null where it is not defined. */
  readonly pairs: readonly { readonly a: string; readonly b: string; readonly rows: number; readonly kappa: number | null }[];
  /** Of the rows that as many people judged as most shared rows have. */
  readonly fleissKappa: number | null;
  readonly fleiss: { readonly judgements: number; readonly rows: number };
  readonly krippendorffAlpha: number | null;
  /** How one label is made of several, and keys of the rows that people gave different labels and nobody has settled. */
  readonly consensus: ConsensusKind;
  readonly disputed: readonly string[];
}

/** @param labels the project's; judgements with other labels do not count */
export function agreementReport(judged: Judged, labels: readonly string[], kind: ConsensusKind): AgreementReport {
  const table = judgementTable(judged, labels);
  const { people, columns, keys } = table;
  const counts = countLabels(columns, keys.length, labels.length);
  const judges = keys.map((_, row) => columns.reduce((count, column) => count + (column[row] === ABSTAIN ? 0 : 1), 0));
  const raters = mostCommon(judges.filter((count) => count > 1));
  const fleiss = raters === undefined ? { rows: 0 } : fleissKappa(counts, raters);
  return {
    annotators: describePeople(table, consensusLabels(judged, labels, kind), labels.length),
    rows: keys.length,
    sharedRows: judges.filter((count) => count > 1).length,
    pairs: people.flatMap((a, i) =>
      people.slice(i + 1).map((b, j) => {
        const { rows, kappa = null } = cohenKappa(columns[i]!, columns[i + 1 + j]!, labels.length);
        return { a, b, rows, kappa };
      }),
    ),
    fleissKappa: fleiss.kappa ?? null,
    fleiss: { judgements: raters ?? 0, rows: fleiss.rows },
    krippendorffAlpha: krippendorffAlpha(counts) ?? null,
    consensus: kind,
    disputed: [...judged].flatMap(([key, list]) => (isDisputed(list, labels) ? [key] : [])),
  };
}

/** The number that comes most often; of several the largest. */
function mostCommon(numbers: readonly number[]): number | undefined {
  const counts = new Map<number, number>();
  for (const number of numbers) counts.set(number, (counts.get(number) ?? 0) + 1);
  return [...counts].sort(([a, often], [b, other]) => other - often || b - a)[0]?.[0];
}
