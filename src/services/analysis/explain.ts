import { explainRow } from "../../core/explain/explainRow";
import type { RowExplanation } from "../../protocol/panel";
import type { Fitted } from "./analyse";

/** The most probable labels are enough: a project may have thousands. */
const SHOWN_LABELS = 10;

/** Why a row has its denoised label, with names for everything. */
export function explain({ index, input, model, parameters, tieBand, otherwise }: Fitted, row: number): RowExplanation {
  const { table, rowPattern } = index;
  const pattern = rowPattern[row]!;
  const votes = table.votes.subarray(pattern * table.lfs, (pattern + 1) * table.lfs);
  const found = explainRow(model, parameters, votes, table.labels, tieBand);
  const name = (label: number): string | undefined => input.labels[label];
  const label = name(found.label);
  const probabilities = found.probabilities
    .map((probability, index) => ({ label: input.labels[index]!, probability }))
    .filter(({ probability }) => probability > 0)
    .sort((a, b) => b.probability - a.probability)
    .slice(0, SHOWN_LABELS);
  const becomes = found.flip && name(found.flip.becomes);
  return {
    row,
    probabilities,
    margin: found.margin,
    votes: found.votes.map(({ lf, vote, logOdds }) => ({
      lf: input.names[lf]!,
      label: input.labels[vote]!,
      logOdds,
    })),
    ...(label === undefined ? {} : { label }),
    ...(found.reason && { reason: found.reason }),
    ...(found.votes.length === 0 && otherwise?.proba ? { otherwise: otherwise.gold } : {}),
    ...(found.flip && {
      flip: {
        lfs: found.flip.lfs.map((lf) => input.names[lf]!),
        exact: found.flip.exact,
        ...(becomes === undefined ? {} : { label: becomes }),
      },
    }),
  };
}
