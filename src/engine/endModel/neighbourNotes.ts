import type { NeighbourReport } from "../../core/endModel/neighbourReport";

/** Whether rows without a vote trained, and why. Empty unless that was asked for. */
export function neighbourNotes(report: NeighbourReport | undefined, goldAlone: boolean): string[] {
  if (!report) return [];
  const { rows, used, compared } = report;
  if (goldAlone) return ["No row without a vote trained: gold alone did, and they have none."];
  if (rows === 0) return ["No row without a vote trained: there is none that shares a word with a row that has votes."];
  const trained = `${rows} rows without a vote trained on the labels of the rows most like them, each counting half`;
  if (!compared) return [`${trained}; there is too little gold to say whether that helps.`];
  const figures = `on ${compared.rows} held-out gold rows ${percent(compared.joined)} are right with them, ${percent(compared.plain)} without`;
  return [used ? `${trained}: ${figures}.` : `${rows} rows without a vote did not train: ${figures}, more than chance explains.`];
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
