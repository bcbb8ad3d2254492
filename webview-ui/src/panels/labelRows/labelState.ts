/** The labeling panel's one store: the rows that come, what was said of those before, and what is not saved yet. */
import type {
  LabelPanelApi,
  LabelPanelEvents,
  LabelProject,
  LabelRow,
  LabelSnapshot,
  QueueChoice,
  Said,
} from "../../../../src/protocol/labelPanel";
import { connectEditor, keep } from "../../bridge";
import { createStore } from "../../store";

export type OwnSaid = Omit<Said, "by">;

/** A row that was judged here. */
export interface Judged {
  readonly row: LabelRow;
  readonly said: OwnSaid;
  /** What was said of it before: undoing says that again. */
  readonly before: OwnSaid;
  readonly saved: boolean;
  /** When, in ms of the page's clock. */
  readonly at: number;
}

export interface LabelState {
  readonly project?: LabelProject;
  readonly problem?: string;
  /** Rows that come, the one on the screen first. */
  readonly rows: readonly LabelRow[];
  /** Rows that the strategy still has; undefined until it is known. */
  readonly left?: number;
  /** Judged here, the latest last. */
  readonly done: readonly Judged[];
  /** The place in `done` that is looked at again; undefined: a new row is. */
  readonly lookingAt?: number | undefined;
  readonly note: string;
  readonly flagged: boolean;
  readonly loading: boolean;
  readonly guidelinesOpen: boolean;
  readonly error?: string;
}

const editor = connectEditor<LabelPanelApi, LabelPanelEvents>({ snapshot: receive });
const first: LabelState = { rows: [], done: [], note: "", flagged: false, loading: false, guidelinesOpen: false };
const { use, get, update, attempt, dismissError } = createStore<LabelState>(first);
export { use as useLabelState, dismissError };

/** Fewer rows than this ahead, and more are asked for. */
const FEW = 6;
const NOTHING: OwnSaid = { label: null };

export const start = (): void => attempt(editor.call("ready", null).then(receive));

function receive({ project, problem }: LabelSnapshot): void {
  const before = get().project;
  if (project) keep({ root: project.root, by: project.by });
  const other = project && before && JSON.stringify(project.choice) !== JSON.stringify(before.choice);
  update({ project, problem, ...(other ? { rows: [], left: undefined } : {}) });
  if (project) fetchMore();
}

/** The row on the screen, and what was said of it here. */
export function current({ rows, done, lookingAt }: LabelState): { readonly row?: LabelRow; readonly judged?: Judged } {
  if (lookingAt === undefined) return rows[0] ? { row: rows[0] } : {};
  const judged = done[lookingAt];
  return judged ? { row: judged.row, judged } : {};
}

function fetchMore(): void {
  const { project, rows, loading, done } = get();
  if (!project || loading || rows.length >= FEW) return;
  const { choice } = project;
  update({ loading: true });
  const without = [...rows.map(({ row }) => row), ...done.map(({ row }) => row.row)];
  attempt(
    editor
      .call("next", { choice, without })
      .then(({ rows: more, left }) => {
        // Rows may have been judged meanwhile; another choice has rows of its own.
        if (get().project?.choice !== choice) return;
        const known = new Set([...get().rows, ...get().done.map(({ row }) => row)].map(({ row }) => row));
        const added = more.filter(({ row }) => !known.has(row));
        update({ rows: [...get().rows, ...added], left: left - more.length + added.length + get().rows.length });
      })
      .finally(() => {
        update({ loading: false });
        if (get().project?.choice !== choice) fetchMore();
      }),
  );
}

/** Says a label of the row on the screen and goes on to the next; null skips it. */
export function say(label: string | null): void {
  const state = get();
  const { row, judged } = current(state);
  if (!row || !state.project) return;
  const note = state.note.trim();
  const said: OwnSaid = {
    label,
    ...(note === "" ? {} : { note }),
    ...(state.flagged ? { flagged: true } : {}),
    ...(label === null ? { skipped: true } : {}),
  };
  const before = judged?.said ?? (row.mine ? ownPart(row.mine) : NOTHING);
  const entry: Judged = { row, said, before, saved: false, at: judged?.at ?? performance.now() };
  if (judged) {
    const done = state.done.map((one) => (one === judged ? { ...entry, before: judged.before } : one));
    update({ done, lookingAt: undefined, ...fresh });
  } else
    update({
      done: [...state.done, entry],
      rows: state.rows.slice(1),
      ...(state.left === undefined ? {} : { left: state.left - 1 }),
      ...fresh,
    });
  save(row, said, before);
  fetchMore();
}

const fresh = { note: "", flagged: false };
const ownPart = ({ by: _, ...said }: Said): OwnSaid => said;

/** Writes what was said; where that fails the row comes back, with the reason. */
function save(row: LabelRow, said: OwnSaid, before: OwnSaid): void {
  const choice = get().project!.choice;
  const settle = (change: (one: Judged) => Judged | undefined): void =>
    update({ done: get().done.flatMap((one) => (one.row.row === row.row && one.said === said ? (change(one) ?? []) : one)) });
  attempt(
    editor.call("judge", { row: row.row, said, choice }).then(
      () => settle((one) => ({ ...one, saved: true })),
      (error: unknown) => {
        settle(() => undefined);
        update({ rows: [{ ...row, mine: { by: "", ...before } }, ...get().rows], left: (get().left ?? 0) + 1 });
        throw error;
      },
    ),
  );
}

/** Takes the last judgement back: what was said before is said again, and the row comes back. */
export function undo(): void {
  const { done, rows, left, project } = get();
  const last = done.at(-1);
  if (!last || !project) return;
  update({
    done: done.slice(0, -1),
    rows: [last.row, ...rows],
    lookingAt: undefined,
    left: (left ?? 0) + 1,
    note: last.said.note ?? "",
    flagged: last.said.flagged === true,
  });
  attempt(editor.call("judge", { row: last.row.row, said: last.before, choice: project.choice }));
}

/** Looks at the row before, or after, the one on the screen. */
export function step(by: -1 | 1): void {
  const { done, lookingAt = done.length } = get();
  const to = lookingAt + by;
  if (to < 0 || to > done.length) return;
  const said = done[to]?.said;
  update({ lookingAt: to === done.length ? undefined : to, note: said?.note ?? "", flagged: said?.flagged === true });
}

export const setNote = (note: string): void => update({ note });
export const toggleFlag = (): void => update({ flagged: !get().flagged });
export const toggleGuidelines = (): void => update({ guidelinesOpen: !get().guidelinesOpen });

/** Takes other rows. */
export function choose(choice: QueueChoice): void {
  const { project } = get();
  if (!project) return;
  update({
    project: { ...project, choice },
    rows: [],
    lookingAt: undefined,
    error: undefined,
    ...fresh,
    left: undefined,
  });
  fetchMore();
}
