import type { RowFilter } from "../../core/data/rowFilter";
import type { LfSuggestion } from "../../protocol/suggest";
import { matchingRows } from "../project/rows";
import { analysisInput } from "../project/state";
import { onAllRows, type LongWork } from "../tasks/longWork";
import { asSuggestions } from "./lfSource";

/** What is wanted: LFs of a label, LFs that add to some of the sample's rows, or any. */
export interface Wanted {
  readonly label?: string;
  /** Of the sample. */
  readonly rows?: RowFilter;
  /** How many at most: 20 unless said otherwise. */
  readonly count?: number;
}

const COUNT = 20;

/** LFs that would add most to the denoised labels of the sample, the best first; a task. Rejects with a plain message. */
export async function suggestLfs(work: LongWork, { label, rows, count = COUNT }: Wanted): Promise<readonly LfSuggestion[]> {
  const { tasks, state, ready, settle } = work;
  const { config } = ready();
  const index = label === undefined ? undefined : labelIndex(config.labels, label);
  const title = `Suggestions for ${state().name}`;
  return tasks.run({ kind: "suggest", title, bars: 1, excludes: ["suggest"] }, async (task) => {
    await settle();
    task.signal.throwIfAborted();
    const now = state();
    const { info, analysis, lfs } = now;
    if (!info || !analysis) throw new Error("The labeling functions have not run yet. Wait for the first numbers.");
    const { matrix, names, labelModel } = analysisInput(now, info, config);
    const target = rows && [...matchingRows(now, info, analysis, rows)];
    if (target?.length === 0) throw new Error("None of these rows is left. Choose others.");
    const ask = { count, ...(index === undefined ? {} : { label: index }) };
    const request = { gold: info.sample.gold, votes: [...matrix.columns] as Int16Array[], names, labelModel, ask };
    const mined = await onAllRows(work, task, (engine) => engine.suggest({ ...request, ...(target ? { target } : {}) }));
    return asSuggestions(mined, config.labels, lfs.map(({ site }) => site.name)); // prettier-ignore
  });
}

function labelIndex(labels: readonly string[], label: string): number {
  const index = labels.indexOf(label);
  if (index < 0) throw new Error(`"${label}" is not a label of this project. Its labels are ${labels.join(", ")}.`);
  return index;
}
