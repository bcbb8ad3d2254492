import type { VoteRows } from "../../jobs/tuned/planVotes";
import { MOST_VOTES } from "../modelVotes/voteTable";
import { wholeNumber } from "../../core/data/numberText";
import { withData, type DataPorts } from "./openData";

/** Which rows a model is to vote on: those of the project's sample, a number of them at most, or all of the data. */
export type VotedRows = "sample" | "all" | number;

/**
 * Reads the rows that a model is to vote on; no LF runs.
 * @param root the project's folder, absolute
 * @throws Error in plain words if the project or its data cannot be read, if its rows have no id, or if they are too many
 */
export const readVoteRows = (root: string, which: VotedRows, ports: DataPorts): Promise<VoteRows> =>
  withData(root, which === "sample" ? {} : which === "all" ? { rows: "all", split: "all" } : { rows: which }, ports, async (data) => {
    const { config, info } = data;
    const { id, gold } = config.columns;
    if (id === undefined)
      throw new Error('Votes are stored by row ID, but lf.config.json has no id column. Add one: "columns": { "id": "..." }.');
    const { rows } = info.sample;
    if (rows > MOST_VOTES) throw new Error(`${wholeNumber(rows)} rows are too many for an LF with stored votes. Choose fewer rows.`);
    const drawn = await data.rows(Array.from({ length: rows }, (_, row) => row));
    return {
      labels: config.labels,
      goldColumn: gold,
      idColumn: id,
      dataRows: info.rows,
      // A row without an id has no vote that could be found again: it is not paid for.
      rows: drawn.flatMap(({ cells }) => {
        const cell = cells[id] ?? null;
        return cell === null || typeof cell === "object" ? [] : [{ id: String(cell), cells }];
      }),
    };
  });
