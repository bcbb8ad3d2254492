/** What the editor shows of fine-tune jobs, and the pipe between it and a job's panel. The panel gets whole snapshots. */
import type { JobSnapshot } from "./jobs";

export type { Checkpoint, Cost, JobSnapshot, JobState, LogEntry, MetricPoint } from "./jobs";
export { connect } from "./rpc";
export type { Pipe, Remote } from "./rpc";

/**
 * What can be done with a job now. `retry`: go on with one that waits for the user (a key, credit). `setKey`: its provider asks for
 * a key. `agree`: read what a job that came with its folder would do, and say yes to it. `evaluate`: set its model beside the base model. `useAsLf`: make its model one more LF. `remove`: delete the record and the data of one that has ended.
 */
export type JobAction = "cancel" | "pause" | "resume" | "retry" | "setKey" | "agree" | "evaluate" | "useAsLf" | "remove";

/** A job's record that this version cannot read. It is left as it is. */
export interface UnreadableJob {
  /** The project's folder, absolute. */
  readonly root: string;
  readonly id: string;
  /** The record, absolute. */
  readonly path: string;
  /** Made by a newer LF Lens; otherwise damaged. */
  readonly isNewer: boolean;
  readonly message: string;
}

/** A job of a project, with all that views say of it. */
export interface JobView extends JobSnapshot {
  /** The project's folder, absolute. */
  readonly root: string;
  readonly providerTitle: string;
  /** Where its data went; undefined: nowhere but this machine. */
  readonly host?: string;
  /** Its state in words, with progress: "running, step 40 of 90". */
  readonly stateText: string;
  /** What it has cost so far, and is expected to cost, in words with the price's date. */
  readonly costText: string;
  readonly estimateText: string;
  /** Has come to its end, good or bad. */
  readonly ended: boolean;
  readonly actions: readonly JobAction[];
  /** The key that its provider asks for, never the key itself. */
  readonly secret?: { readonly provider: string; readonly host?: string; readonly field?: string };
  /** The folder with its record, its data and its output, absolute. */
  readonly folder: string;
}

/** What a job's panel may ask of the editor. */
export interface JobPanelApi {
  /** The panel is drawn and listens; answered with the job and what it goes by, to be kept for a reload. */
  ready(argument: null): Promise<ShownJob & { readonly name: { readonly root: string; readonly id: string } }>;
  act(action: JobAction): Promise<void>;
  /** Shows the job's files in the system's file browser. */
  revealFiles(argument: null): Promise<void>;
  /** Opens the events as a document. */
  showEvents(argument: null): Promise<void>;
  copy(text: string): Promise<void>;
}

/** What the editor tells a job's panel. */
export interface JobPanelEvents {
  job(shown: ShownJob): void;
}

/** No job: it is not known, or not yet. */
export interface ShownJob {
  readonly job?: JobView;
}
