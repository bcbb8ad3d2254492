import type { VoteRows } from "../../jobs/tuned/planVotes";
import { MOST_VOTES } from "../modelVotes/voteTable";
import { wholeNumber } from "../../core/data/numberText";
import type { DatasetInfo, SampleSpec } from "../../protocol/engine";
import type { Engine } from "../project/ports";
import { onSample, type LongWork } from "../tasks/longWork";

/** Which rows a model is to vote on: those of the project's sample, a number of them at most, or all of the data. */
export type VotedRows = "sample" | "all" | number;

/** The sample in which these rows are. */
export const votedSample = (which: VotedRows): Partial<SampleSpec> =>
  which === "sample" ? {} : which === "all" ? { rows: "all", split: "all" } : { rows: which };

/** Reads the rows that a model is to vote on, a task; no LF runs. Rejects with a plain message, also if rows have no id or are too many. */
export async function readVoteRows(work: LongWork, which: VotedRows): Promise<VoteRows> {
  const { tasks, state, ready } = work;
  const { config } = ready();
  const read = async (engine: Engine, info: DatasetInfo): Promise<VoteRows> => {
    const { id, gold } = config.columns;
    if (id === undefined)
      throw new Error('Votes are stored by row ID, but lf.config.json has no id column. Add one: "columns": { "id": "..." }.');
    const { rows } = info.sample;
    if (rows > MOST_VOTES) throw new Error(`${wholeNumber(rows)} rows are too many for an LF with stored votes. Choose fewer rows.`);
    const drawn = await engine.rows(Array.from({ length: rows }, (_, row) => row));
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
  };
  const title = `Rows of ${state().name} to vote on`;
  return tasks.run({ kind: "read", title, excludes: [] }, (task) => onSample(work, task, votedSample(which), read));
}
