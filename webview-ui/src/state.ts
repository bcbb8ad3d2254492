/** The panel's one store: the last snapshot, what the user chose to look at, and the last thing that went wrong. */
import type {
  AskedView,
  ClarityMatrix,
  FilePlace,
  PanelApi,
  PanelEvents,
  PanelSnapshot,
  PredictionSource,
  RowExplanation,
  RowFilter,
  RowFindings,
  RowPage,
  Scope,
} from "../../src/protocol/panel";
import { connectEditor, keep, kept } from "./bridge";
import type { Sort } from "./panels/clarity/lfColumns";
import { createStore } from "./store";

/** What the user chose to look at in one project; kept while the panel is hidden. */
export interface View {
  /** The project the choices belong to. */
  readonly root?: string;
  /** Which rows the numbers are of; the sample's if absent. */
  readonly scope?: Scope;
  /** The rows of the sample that are open; undefined if none are. */
  readonly filter?: RowFilter;
  /** The clarity matrix shows only rows with this gold label. */
  readonly goldLabel?: string;
  /** Whose labels the clarity matrix judges; the label model's if absent. */
  readonly source?: PredictionSource;
  /** How much of the panel the numbers have beside or above the rows, in percent, whatever the project. */
  readonly share?: number;
  /** The order of the LF table, whatever the project; worst first if absent. */
  readonly sort?: Sort;
}

export interface PanelState {
  readonly snapshot?: PanelSnapshot;
  readonly view: View;
  readonly error?: string;
}

const editor = connectEditor<PanelApi, PanelEvents>({ snapshot: receive, show });
const { get, use, update, attempt, dismissError } = createStore<PanelState>({ view: (kept() as View | undefined) ?? {} });
export { use as usePanelState, dismissError };

/** Asks the editor for the first snapshot, and for what it wants shown. */
export function start(): void {
  attempt(
    editor.call("ready", null).then(({ snapshot, ...asked }) => {
      receive(snapshot);
      show(asked);
    }),
  );
}

/** Opens the rows of the sample that pass a filter. */
export function showRows(filter: RowFilter): void {
  look({ filter, scope: "sample" });
}
/** Turns all numbers to the sample's or to those of all rows. */
export function chooseScope(scope: Scope): void {
  look({ scope });
}
export function closeRows(): void {
  look({ filter: undefined });
}
/** Narrows the clarity matrix to the rows with this gold label; undefined takes all. */
export function chooseGoldLabel(goldLabel: string | undefined): void {
  look({ goldLabel });
}
/** Turns the clarity matrix to the labels of the label model or of majority vote. */
export function chooseSource(source: PredictionSource): void {
  look({ source });
}
/** Orders the LF table by a column; undefined puts the worst first. */
export function chooseSort(sort: Sort | undefined): void {
  look({ sort });
}

/** Gives the numbers this much of the panel, in percent; the rest is the rows'. */
export function chooseShare(share: number): void {
  look({ share });
}

export const selectProject = (root: string): void => attempt(editor.call("select", root));
export const openLf = (name: string): void => attempt(editor.call("openLf", { root: root(), name }));
export const openFile = (place: FilePlace): void => attempt(editor.call("openFile", place));
/** Asks the user what an LF must vote on a row; `lf` is the one that is looked at. */
export const pinRow = (row: number, lf: string | undefined): void => attempt(editor.call("pin", aboutRow(row, lf)));
/** Opens the panel in which rows are labeled one after the other. */
export const labelRows = (): void => attempt(editor.call("labelRows", root()));
/** Asks the user for a label, a tag or a comment of a row. */
export const labelRow = (row: number): void => attempt(editor.call("labelRow", { root: root(), row }));
export const tagRow = (row: number): void => attempt(editor.call("tagRow", { root: root(), row }));
export const commentRow = (row: number): void => attempt(editor.call("commentRow", { root: root(), row }));
/** Asks the user for one label of all rows that pass. */
export const labelFiltered = (filter: RowFilter): void => attempt(editor.call("labelFiltered", { root: root(), filter }));
/** Starts the debugger in an LF on a row. */
export const debugRow = (row: number, lf: string | undefined): void => attempt(editor.call("debugRow", aboutRow(row, lf)));
export const suggestLfs = (rows: RowFilter): void => attempt(editor.call("suggestLfs", { root: root(), rows }));
export const openEvaluation = (): void => attempt(editor.call("openEvaluation", root()));
export const measureAllRows = (): void => attempt(editor.call("measureAllRows", root()));
export const cancelAllRows = (): void => attempt(editor.call("cancelAllRows", root()));
export const exportLabels = (): void => attempt(editor.call("exportLabels", root()));

/** One page of the rows that pass a filter. Rejects with the editor's reason. */
export const fetchRows = (filter: RowFilter, offset: number, limit: number): Promise<RowPage> =>
  editor.call("rows", { root: root(), filter, offset, limit });
/** What gave these rows of the sample the votes of their LFs. Rejects with the editor's reason. */
export const fetchFindings = (rows: readonly number[]): Promise<readonly RowFindings[]> => editor.call("findings", { root: root(), rows });
/** The clarity matrix of the rows with this gold label. Rejects with the editor's reason. */
export const fetchClarity = (goldLabel: string, source: PredictionSource): Promise<ClarityMatrix> =>
  editor.call("clarity", { root: root(), goldLabel, source });
/** Why a row of the sample has its denoised label. Rejects with the editor's reason. */
export const fetchExplanation = (row: number): Promise<RowExplanation> => editor.call("explain", { root: root(), row });

const aboutRow = (row: number, lf: string | undefined): { root: string; row: number; lf?: string } => ({
  root: root(),
  row,
  ...(lf !== undefined && { lf }),
});
const root = (): string => get().snapshot?.project?.root ?? "";

function show({ filter, scope }: AskedView): void {
  if (filter) showRows(filter);
  else if (scope) chooseScope(scope);
}

function receive(snapshot: PanelSnapshot): void {
  update({ snapshot });
  const { project } = snapshot;
  const { view } = get();
  if (!project) return;
  if (view.root !== project.root)
    look({ root: project.root, scope: undefined, filter: undefined, goldLabel: undefined, source: undefined });
  else if (view.goldLabel !== undefined && !project.labels.includes(view.goldLabel)) look({ goldLabel: undefined });
}

function look(change: Partial<View>): void {
  update({ view: { ...get().view, ...change } });
  keep(get().view);
}
