/** The evaluation panel's one store: the last snapshot, what the user chose to look at, and the last thing that went wrong. */
import type {
  EvaluationApi,
  EvaluationEvents,
  EvaluationSnapshot,
  ModelName,
  RowComparison,
  RowFilter,
  SideBySide,
  Split,
} from "../../../../src/protocol/evaluationPanel";
import { connectEditor, keep, kept } from "../../bridge";
import { createStore } from "../../store";

/** What the user chose to look at; kept while the panel is hidden. */
export interface View {
  /** What the editor shows again after a reload. */
  readonly root?: string;
  readonly run?: string;
  /** Figures of the rows that an LF votes on, in place of all rows. */
  readonly covered: boolean;
  /** Whose confusion and reliability are shown, and on which split. */
  readonly source?: string;
  readonly split?: Split;
  /** The two that stand side by side. */
  readonly first?: ModelName;
  readonly second?: ModelName;
}

export interface EvaluationState {
  readonly snapshot?: EvaluationSnapshot;
  readonly view: View;
  readonly error?: string;
}

const editor = connectEditor<EvaluationApi, EvaluationEvents>({ snapshot: receive });
const { get, use, update, attempt, dismissError } = createStore<EvaluationState>({
  view: { covered: false, ...(kept() as Partial<View> | undefined) },
});
export { use as useEvaluationState, dismissError };

/** Asks the editor for the first snapshot. */
export const start = (): void => attempt(editor.call("ready", null).then(receive));

/** Takes the choices that are given over the present ones. */
export function look(change: Partial<View>): void {
  update({ view: { ...get().view, ...change } });
  keep(get().view);
}

export const selectProject = (root: string): void => attempt(editor.call("select", root));
export const chooseRun = (id: string): void => attempt(editor.call("chooseRun", id));
export const train = (): void => attempt(editor.call("train", null));
export const makeLf = (): void => attempt(editor.call("useAsLf", null));
export const exportMarkdown = (): void => attempt(editor.call("exportMarkdown", null));
export const showRows = (filter: RowFilter): void => attempt(editor.call("showRows", filter));
/** Rejects with the editor's reason. */
export const fetchSideBySide = (first: ModelName, second: ModelName, covered: boolean): Promise<SideBySide> =>
  editor.call("sideBySide", { first, second, covered });

/** Rejects with the editor's reason. */
export const fetchRowByRow = (first: ModelName, second: ModelName): Promise<RowComparison> => editor.call("rowByRow", { first, second });

function receive(snapshot: EvaluationSnapshot): void {
  update({ snapshot });
  const { project } = snapshot;
  if (!project) return;
  const { view } = get();
  // The two that stand side by side are of one project.
  const others = view.root === project.root ? {} : { first: undefined, second: undefined };
  if (view.root !== project.root || view.run !== project.run?.id) look({ root: project.root, run: project.run?.id, ...others });
}
