import { useEffect, useRef } from "react";
import { ErrorBar } from "../../ui/ErrorBar";
import { Progress } from "../../ui/Progress";
import { Choice } from "./Choice";
import { Guidelines } from "./Guidelines";
import { Keys } from "./Keys";
import { labelKeys, labelOfKey } from "./labelKeys";
import { current, dismissError, say, step, toggleFlag, toggleGuidelines, undo, useLabelState } from "./labelState";
import { LastRow } from "./LastRow";
import { RowToLabel } from "./RowToLabel";
import { Tally } from "./Tally";

export function LabelApp() {
  const state = useLabelState();
  const note = useRef<HTMLTextAreaElement>(null);
  useKeys(state.project?.labels ?? [], () => note.current?.focus());
  const { project, problem, error, rows, loading, left } = state;
  if (!project && problem === undefined && error === undefined) return <Progress text="Waiting for the editor" />;
  const { row, judged } = current(state);
  return (
    <>
      {error !== undefined && <ErrorBar message={error} onDismiss={dismissError} />}
      {problem !== undefined && <p className="notice">{problem}</p>}
      {project && (
        <div className="panel">
          <main className="overview labeling" tabIndex={-1}>
            <h1 className="for-screen-readers">Label rows of {project.name}</h1>
            <Choice project={project} />
            <Tally state={state} />
            {row ? (
              <RowToLabel key={row.row} row={row} judged={judged} project={project} state={state} note={note} />
            ) : (
              <p className="notice" role="status">
                {loading || left === undefined
                  ? "Looking for the next row…"
                  : rows.length === 0 && "No row is left here. Choose other rows above."}
              </p>
            )}
            <Keys hasGuidelines={project.guidelines !== undefined} />
            <LastRow done={state.done} labels={project.labels} />
            {state.guidelinesOpen && <Guidelines text={project.guidelines} onClose={toggleGuidelines} />}
          </main>
        </div>
      )}
    </>
  );
}

/** Keys work wherever the focus is, but where text is written or something is chosen. */
function useKeys(labels: readonly string[], writeNote: () => void): void {
  useEffect(() => {
    const keys = labelKeys(labels);
    const actions: Readonly<Record<string, () => void>> = {
      ...{ u: undo, f: toggleFlag, g: toggleGuidelines, n: writeNote, s: () => say(null) },
      ...{ b: () => step(-1), ArrowLeft: () => step(-1), ArrowRight: () => step(1) },
    };
    const pressed = (event: KeyboardEvent): void => {
      if (event.altKey || event.isComposing || isWriting(event.target)) return;
      if (event.ctrlKey || event.metaKey) {
        if (event.key.toLowerCase() !== "z" || event.shiftKey) return;
        undo();
      } else {
        const label = labelOfKey(keys, event.key);
        const action = actions[event.key.length === 1 ? event.key.toLowerCase() : event.key];
        if (event.repeat && label !== undefined) return;
        if (label !== undefined) say(label);
        else if (action) action();
        else return;
      }
      event.preventDefault();
    };
    window.addEventListener("keydown", pressed);
    return () => window.removeEventListener("keydown", pressed);
  }, [labels, writeNote]);
}

const isWriting = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest("textarea, input, select, vscode-dropdown, vscode-text-field") !== null;
