import { commands as vscodeCommands, type Disposable } from "vscode";
import type { BundleRequest } from "../../services/cluster/bundleProject";
import type { LfRows, RowFilter } from "../../core/data/rowFilter";
import { isCancelled } from "../../protocol/cancelled";
import type { QueueChoice } from "../../protocol/labelPanel";
import type { LfSuggestion } from "../../protocol/suggest";
import type { LfDependency } from "../../protocol/snapshot";
import type { NamePair } from "../../services/config/editConfig";
import type { JobName } from "../../services/jobs/jobActions";
import type { JobChoices } from "../../services/jobs/jobChoices";
import type { SecretName } from "../../services/jobs/jobs";
import type { commands, internalCommands } from "../ids";
import { showError } from "./dialogs";

/** A row of the sample, and the LF that is looked at there. */
export interface RowArgument {
  readonly root: string;
  readonly row: number;
  readonly lf?: string;
}

/** A row of the panel, the first row of a kind of an LF's, or a row that is pinned to it. */
export interface DebugArgument {
  readonly root: string;
  readonly lf?: string;
  readonly row?: number;
  readonly rows?: LfRows;
  readonly pin?: string;
}

/** What suggested LFs are to help with: a label, or some of the sample's rows; and how many are inserted without asking. */
export interface SuggestArgument {
  readonly root?: string;
  readonly label?: string;
  readonly rows?: RowFilter;
  readonly accept?: number;
}

/** How the end model becomes an LF. */
export interface EndModelLf {
  readonly name: string;
  readonly threshold: number;
}

/** What a Spark job is made with. */
export interface SparkJobChoices extends Pick<BundleRequest, "model" | "out" | "overwrite"> {
  readonly root?: string;
}

type Done = Promise<void> | void;

/**
 * What each command takes and answers. An argument that is absent is asked for; `root` is a project's folder. Menus hand
 * over what they like: a command that stands in one looks at the type of its arguments.
 */
export interface CommandTypes {
  [commands.createProject]: () => Done;
  [commands.openExample]: () => Done;
  [commands.newLf]: (root?: unknown) => Done;
  /** Answers with what was inserted and kept; undefined if the user went away. */
  [commands.suggestLfs]: (asked?: SuggestArgument | string) => Promise<readonly LfSuggestion[] | undefined>;
  [commands.openClarityMatrix]: (root?: string) => Done;
  [commands.exportLabels]: (root?: string) => Done;
  [commands.trainEndModel]: (root?: string) => Done;
  [commands.predictEndModel]: (root?: string) => Done;
  [commands.measureAllRows]: (root?: string) => Done;
  [commands.exportSparkJob]: (asked?: SparkJobChoices) => Done;
  [commands.openClusterStatistics]: (asked?: { readonly root?: string; readonly file: string }) => Done;
  /** Answers with what was found; undefined if the user went away. */
  [commands.findDependencies]: (root?: string, accepted?: readonly NamePair[]) => Promise<readonly LfDependency[] | undefined>;
  [commands.labelRows]: (asked?: { readonly root?: string; readonly by?: string } & Partial<QueueChoice>) => Done;
  [commands.assignRows]: () => Done;
  [commands.settleDisagreements]: () => Done;
  [commands.spotCheck]: () => Done;
  [commands.run]: () => Done;
  [commands.cancel]: () => Done;
  [commands.reload]: () => Done;
  [commands.openConfig]: () => Done;
  [commands.addTsconfig]: (root?: unknown) => Done;
  [commands.sortLfs]: () => Done;
  [commands.showChanges]: (root?: string) => Done;
  [commands.pinRow]: (row?: RowArgument) => Done;
  [commands.unpinRow]: () => Done;
  /** Answers whether the debugger started. */
  [commands.debugRow]: (row?: DebugArgument) => Promise<boolean>;
  [commands.showLog]: () => Done;
  [commands.createJob]: (asked?: { readonly root?: string; readonly choices?: JobChoices }) => Done;
  [commands.testConnection]: (asked?: { readonly root?: string; readonly choices?: Pick<JobChoices, "provider" | "answers"> }) => Done;
  [commands.openJob]: (job?: JobName) => Done;
  /** More of the argument says how, so that nothing is asked: see the feature's own types. */
  [commands.evaluateTuned]: (asked?: Partial<JobName>) => Done;
  [commands.useTunedAsLf]: (asked?: Partial<JobName>) => Done;
  /** Answers whether there is a key now. */
  [commands.setKey]: (name?: SecretName) => Promise<boolean>;
  [commands.clearKey]: () => Done;
  [commands.useAsLf]: (root?: string, choice?: EndModelLf) => Done;
  /** `lf`: a name, or "all". */
  [commands.askModel]: (asked?: { readonly root?: string; readonly lf?: string; readonly rows?: number | "all" }) => Done;
  [commands.openEvaluation]: (root?: string) => Done;
  [commands.exportEvaluation]: (root?: string, run?: string) => Done;
  [internalCommands.createProjectFrom]: (file?: unknown, selected?: unknown) => Done;
  [internalCommands.showRows]: (root: string, filter: RowFilter) => Done;
  [internalCommands.showAllRows]: (root: string) => Done;
  [internalCommands.labelRow]: (row: RowArgument) => Done;
  [internalCommands.tagRow]: (row: RowArgument) => Done;
  [internalCommands.commentRow]: (row: RowArgument) => Done;
  [internalCommands.labelFiltered]: (root: string, filter: RowFilter) => Done;
  [internalCommands.openLf]: (root: string, name: string) => Done;
  [internalCommands.cancelJob]: (job: JobName) => Done;
  [internalCommands.pauseJob]: (job: JobName) => Done;
  [internalCommands.resumeJob]: (job: JobName) => Done;
  [internalCommands.retryJob]: (job: JobName) => Done;
  [internalCommands.agreeToJob]: (job: JobName) => Done;
  [internalCommands.setJobKey]: (job: JobName) => Done;
  [internalCommands.removeJob]: (job: JobName) => Done;
  [internalCommands.copyJobId]: (job: JobName) => Done;
  [internalCommands.showJobEvents]: (job: JobName) => Done;
  [internalCommands.revealJob]: (job: JobName) => Done;
}

type Id = keyof CommandTypes;
type Arguments<I extends Id> = Parameters<CommandTypes[I]>;
type Answer<I extends Id> = Awaited<ReturnType<CommandTypes[I]>>;

/**
 * Registers a command. Its error is shown once, here, after its title; what the user cancelled is silent.
 * The command answers undefined then.
 * @param title what failed when it fails: "The labels could not be exported"
 */
export function register<I extends Id>(
  id: I,
  title: string,
  work: (...given: Arguments<I>) => Answer<I> | PromiseLike<Answer<I>>,
): Disposable {
  return vscodeCommands.registerCommand(id, async (...given: Arguments<I>) => reporting(title, async () => work(...given)));
}

/** Runs a command of LF Lens. @returns undefined if it failed, which it has told then */
export const run = <I extends Id>(id: I, ...given: Arguments<I>): Thenable<Answer<I> | undefined> =>
  vscodeCommands.executeCommand<Answer<I> | undefined>(id, ...given);

/** Does what the user asked for: an error is shown after the title, what the user cancelled is silent. */
export async function reporting<T>(title: string, work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (!isCancelled(error)) void showError(`${title}: ${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  }
}
