import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { cellText } from "../../core/data/cells";
import { drawnFor, SETTLED, type Judgement } from "../../core/gold/judgement";
import { STRATEGIES, STRATEGY_NAMES } from "../../core/gold/queue";
import type { LabelPage, LabelPanelApi, LabelRow, LabelSnapshot, QueueChoice, Said } from "../../protocol/labelPanel";
import type { RowView } from "../../protocol/panel";
import type { ProjectSnapshot, Snapshot } from "../../protocol/snapshot";
import type { Judgements } from "./judgements";

/** What labeling asks of the session. */
export interface LabeledSession {
  readonly snapshot: Snapshot;
  readonly judgements: (root: string) => Judgements;
  readonly row: (root: string, row: number) => Promise<RowView>;
}

/** Whose labeling of which project. */
export interface Labeler {
  readonly root: string;
  readonly by: string;
}

const GUIDELINES = "guidelines.md";
/** Longer guidelines are cut: nobody reads them beside a row. */
const MOST_GUIDELINES = 200_000;
/** Rows that the panel gets at a time, so that the next one never waits. */
const AHEAD = 12;

/** What the panel shows around the rows. */
export async function labelSnapshot(
  session: Pick<LabeledSession, "snapshot">,
  { root, by, choice, votesBefore }: Labeler & { readonly choice: QueueChoice; readonly votesBefore: boolean },
): Promise<LabelSnapshot> {
  const project = session.snapshot.projects.find((one) => one.root === root);
  if (!project) return { problem: "The project is not open." };
  if (project.phase !== "ready")
    return { problem: project.problems.find(({ severity }) => severity === "error")?.message ?? "The project is being read." };
  const guidelines = await readFile(join(root, GUIDELINES), "utf8").catch(() => undefined);
  return {
    project: {
      ...{
        root,
        by,
        choice,
        votesBefore,
        name: project.name,
        labels: project.labels,
        lfs: project.numbers.sample.lfs.map(({ name }) => name),
      },
      strategies: STRATEGY_NAMES.map((name) => ({ name, why: STRATEGIES[name] })),
      ...(guidelines === undefined ? {} : { guidelines: guidelines.slice(0, MOST_GUIDELINES) }),
    },
  };
}

/** The next rows to be judged, with all that is shown of them. */
export async function nextRows(
  session: LabeledSession,
  { root, by }: Labeler,
  { choice, without }: Parameters<LabelPanelApi["next"]>[0],
): Promise<LabelPage> {
  const judgements = session.judgements(root);
  const project = session.snapshot.projects.find((one) => one.root === root);
  const order = await judgements.queue({ ...choice, seed: 7, by });
  const had = new Set(without);
  const left = order.filter((row) => !had.has(row));
  const views = await Promise.all(Array.from(left.subarray(0, AHEAD), (row) => session.row(root, row)));
  return { left: left.length, rows: views.map((view) => labelRow(view, project, said(judgements, view.row), by, choice)) };
}

const said = (judgements: Judgements, row: number): readonly Judgement[] => judgements.judged.get(judgements.keyOf(row)) ?? [];

function labelRow(
  { row, id, split, cells, votes, prediction }: RowView,
  project: ProjectSnapshot | undefined,
  judged: readonly Judgement[],
  by: string,
  { strategy }: QueueChoice,
): LabelRow {
  const { id: idColumn, text, gold } = project?.columns ?? {};
  const columns = project?.data?.columns.map(({ name }) => name) ?? Object.keys(cells);
  const mine = judged.find((one) => one.by === by);
  const others = judged.filter((one) => one.by !== by && one.label !== null);
  return {
    ...{ row, id, split },
    ...(text === undefined ? {} : { text: cellText(cells[text] ?? null) }),
    cells: columns.filter((name) => name !== text && name !== gold && name !== idColumn).map((name) => [name, cells[name] ?? null]),
    votes: votes.map(({ lf, label }) => ({ lf, label })),
    ...(prediction === undefined ? {} : { prediction }),
    ...(mine && { mine: saidOf(mine) }),
    ...(strategy === "disputed" && { others: others.map(saidOf) }),
  };
}

const saidOf = ({ by, label, note, flagged, skipped }: Judgement): Said => ({
  ...{ by, label },
  ...(note === undefined ? {} : { note }),
  ...(flagged && { flagged }),
  ...(skipped && { skipped }),
});

/** Appends a judgement. Resolves when it is on the disk. */
export async function judge(
  session: Pick<LabeledSession, "judgements">,
  { root, by }: Labeler,
  { row, said: { label, note, flagged, skipped }, choice }: Parameters<LabelPanelApi["judge"]>[0],
): Promise<void> {
  const judgements = session.judgements(root);
  await judgements.add([
    {
      ...{ row: judgements.keyOf(row), label, by, at: judgements.now(), how: howOf(choice) },
      ...(note ? { note } : {}),
      ...(flagged && { flagged }),
      ...(skipped && { skipped }),
    },
  ]);
}

/** How a row of a choice was drawn, as judgements have it. */
function howOf({ strategy, lf, label }: QueueChoice): string {
  if (strategy === "disputed") return SETTLED;
  const of = strategy === "lf" ? lf : strategy === "label" ? label : undefined;
  return of === undefined ? strategy : drawnFor(strategy, of);
}
