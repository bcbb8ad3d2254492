/** The job panel's one store: the last snapshot of its job, and the last thing that went wrong. */
import type { JobAction, JobPanelApi, JobPanelEvents, JobView, ShownJob } from "../../../../src/protocol/jobsPanel";
import { connectEditor, keep } from "../../bridge";
import { createStore } from "../../store";

export interface JobState {
  /** False until the editor has answered. */
  readonly known: boolean;
  /** Undefined where there is no such job. */
  readonly job?: JobView;
  readonly error?: string;
}

const editor = connectEditor<JobPanelApi, JobPanelEvents>({ job: receive });
const { use, update, attempt, dismissError } = createStore<JobState>({ known: false });
export { use as useJobState, dismissError };

/** Asks the editor for the job, and keeps what it goes by for a reload of the window. */
export function start(): void {
  attempt(
    editor.call("ready", null).then(({ name, ...shown }) => {
      keep(name);
      receive(shown);
    }),
  );
}

export const act = (action: JobAction): void => attempt(editor.call("act", action));
export const revealFiles = (): void => attempt(editor.call("revealFiles", null));
export const showEvents = (): void => attempt(editor.call("showEvents", null));
export const copy = (text: string): void => attempt(editor.call("copy", text));

function receive({ job }: ShownJob): void {
  update({ known: true, job });
}
