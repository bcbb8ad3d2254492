import { queueRows, STRATEGIES, type QueueWish, type Strategy } from "../../core/gold/queue";
import { ABSTAIN } from "../../core/statistics/votes";
import { nearest } from "../../sdk/nearest";
import type { Analyst } from "../analysis/analyst";
import { readAssigned } from "./assigned";
import { voteMatrix, type ProjectState } from "../project/state";

export interface QueueRequest {
  readonly strategy: Strategy;
  readonly seed: number;
  /** Rows that this person has judged are left out; without, rows that anybody has. */
  readonly by?: string | undefined;
  /** Rows that others have judged are drawn too. */
  readonly shared?: boolean | undefined;
  /** Only rows with this tag. */
  readonly tag?: string | undefined;
  /** For "lf" and "label": their names. */
  readonly lf?: string | undefined;
  readonly label?: string | undefined;
}

/** A project whose rows are put in order. */
export interface QueuedProject {
  readonly state: ProjectState;
  readonly analyst: Pick<Analyst, "beliefs">;
  readonly readText: (path: string) => Promise<string>;
  /** Rows whose gold is likely wrong, the worst first. */
  readonly issues: () => Promise<readonly number[]>;
}

/**
 * The sample's rows to be judged next, in order.
 * @throws Error in plain words: no such LF or label, or nothing that the strategy could go by
 */
export async function queue({ state, analyst, readText, issues }: QueuedProject, request: QueueRequest): Promise<Uint32Array> {
  const { info, config, analysis, judgements, endModel, root } = state;
  if (!info || !config || !analysis || !judgements) throw new Error("There are no statistics yet.");
  const wish = wishOf(state, request);
  if (request.strategy === "models" && !endModel)
    throw new Error("There is no end model to compare with. Train one, or choose another strategy.");
  const { keys } = info.sample;
  const matrix = voteMatrix(state, info);
  const { proba, rowPattern } = await analyst.beliefs(root);
  const listed = await listedRowsOf(state, request, { readText, issues });
  const { tag } = request;
  const isTagged = (row: number): boolean => tag === undefined || judgements.remarks.tagsOf(keys[row]!).includes(tag);
  const isOpen = (row: number): boolean => isTagged(row) && !isDone(state, keys[row]!, row, request);
  return queueRows(
    {
      ...{ rows: info.sample.rows, labels: config.labels.length, columns: matrix.columns, proba, pattern: rowPattern },
      predicted: analysis.predictions.labelModel,
      ...(endModel && { endModel: endModel.predictions }),
      isOpen,
      ...(listed && { listed: listed.filter(isTagged) }),
    },
    wish,
  );
}

/** Rows that need no judgement of this person: it is there, in a file or in the gold column, or the row was skipped. */
function isDone({ judgements, info }: ProjectState, key: string, row: number, { by, shared }: QueueRequest): boolean {
  const own = judgements?.rows.get(key) ?? [];
  if (by !== undefined && own.some((judgement) => judgement.by === by && (judgement.label !== null || judgement.skipped === true)))
    return true;
  return !shared && info?.sample.gold[row] !== ABSTAIN;
}

async function listedRowsOf(
  state: ProjectState,
  { strategy, by }: QueueRequest,
  { readText, issues }: Pick<QueuedProject, "readText" | "issues">,
): Promise<readonly number[] | undefined> {
  if (strategy === "assigned") return assignedRows(state, by, readText);
  if (strategy !== "issues") return listedRows(state, strategy);
  const keys = state.info?.sample.keys ?? [];
  // Whoever has looked at it once has decided.
  const isSeen = (row: number): boolean => state.judgements?.rows.get(keys[row]!)?.some(({ how }) => how === "issues") === true;
  return (await issues()).filter((row) => !isSeen(row));
}

function listedRows({ judgements, info }: ProjectState, strategy: Strategy): readonly number[] | undefined {
  if (strategy === "column") return judgements?.disagreements;
  if (strategy !== "disputed") return undefined;
  const disputed = new Set(judgements?.disputed);
  return info?.sample.keys.flatMap((key, row) => (disputed.has(key) ? [row] : []));
}

/** Those of the rows given to a person that are in the sample and that they have not judged, in their order. */
async function assignedRows(state: ProjectState, by: string | undefined, readText: QueuedProject["readText"]): Promise<number[]> {
  if (by === undefined) throw new Error("Say whose rows: rows are assigned to a person.");
  const assigned = await readAssigned(state.root, by, readText);
  if (!assigned) throw new Error(`No rows are assigned to ${by}. Assign some, or choose another strategy.`);
  const keys = state.info?.sample.keys ?? [];
  const rowOf = new Map(keys.map((key, row) => [key, row]));
  const open = assigned.rows.filter((key) => !isDone(state, key, 0, { strategy: "assigned", seed: 0, by, shared: true }));
  return open.flatMap((key) => rowOf.get(key) ?? []);
}

function wishOf({ lfs, config }: ProjectState, { strategy, seed, lf, label }: QueueRequest): QueueWish {
  const place = (kind: string, name: string | undefined, names: readonly string[]): number => {
    if (name === undefined)
      throw new Error(`${STRATEGIES[strategy]} Say which ${kind}: ${names.slice(0, 10).join(", ") || "there is none"}.`);
    const at = names.indexOf(name);
    const near = nearest(name, names);
    if (at < 0) throw new Error(`There is no ${kind} "${name}"${near === undefined ? "" : `. Did you mean "${near}"?`}`);
    return at;
  };
  const names = lfs.map(({ site }) => site.name);
  if (strategy === "lf") return { strategy, seed, lf: place("LF", lf, names) };
  if (strategy === "label") return { strategy, seed, label: place("label", label, config?.labels ?? []) };
  return { strategy, seed };
}
