/** The job panel's one store: the last snapshot of its job, and the last thing that went wrong. */
import { useSyncExternalStore } from "react";
import type { JobAction, JobPanelApi, JobPanelEvents, JobView, ShownJob } from "../../../../src/protocol/jobsPanel";
import { connectEditor, keep } from "../../bridge";
import { reasonOf } from "../../format";

export interface JobState {
  /** False until the editor has answered. */
  readonly known: boolean;
  /** Undefined where there is no such job. */
  readonly job?: JobView;
  /** Why the last request to the editor failed. */
  readonly error?: string;
}

const editor = connectEditor<JobPanelApi, JobPanelEvents>({ job: receive });
const listeners = new Set<() => void>();
let state: JobState = { known: false };

/** Asks the editor for the job, and keeps what it goes by for a reload of the window. */
export function start(): void {
  attempt(
    editor.call("ready", null).then(({ name, ...shown }) => {
      keep(name);
      receive(shown);
    }),
  );
}

export const useJobState = (): JobState => useSyncExternalStore(subscribe, () => state);

export const act = (action: JobAction): void => attempt(editor.call("act", action));
export const revealFiles = (): void => attempt(editor.call("revealFiles", null));
export const showEvents = (): void => attempt(editor.call("showEvents", null));
export const copy = (text: string): void => attempt(editor.call("copy", text));
export const dismissError = (): void => update(withoutError());

function receive({ job }: ShownJob): void {
  const error = state.error;
  update({ known: true, ...(job ? { job } : {}), ...(error === undefined ? {} : { error }) });
}

function withoutError(): JobState {
  const { error: _, ...rest } = state;
  return rest;
}

function update(next: JobState): void {
  state = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function attempt(call: Promise<unknown>): void {
  call.catch((error: unknown) => update({ ...state, error: reasonOf(error) }));
}
