import { existsSync } from "node:fs";
import { join } from "node:path";
import type { TrainLocally } from "../../jobs/providers/local/provider";
import type { SecretSource } from "../../jobs/secrets";
import type { JobView, UnreadableJob } from "../../protocol/jobsPanel";
import type { JobFolder, JobFolderPorts } from "./jobFolder";
import { JOBS_FOLDER } from "./jobsFolder";

export type { SecretName } from "../../jobs/secrets";
export type { JobFolder } from "./jobFolder";
export type { AgreementRequest } from "../../jobs/agree";
export type { ProviderOffer } from "./providerOffer";
export type { TicketInput } from "../../jobs/ticket";
export type { Proposal } from "../../jobs/prepare";
export type { EvaluationChoices, EvaluationPlan } from "../../jobs/tuned/plan";
export type { GoldRows } from "../../jobs/tuned/goldRows";
export type { TunedVotes } from "../../jobs/tuned/askForVotes";
export type { VoteChoices, VotePlan, VoteRows } from "../../jobs/tuned/planVotes";

export interface JobsPorts {
  /** Loads the code that works with jobs (jobFolder.ts); called when it is first needed. */
  /** See JobFolderPorts. */
  readonly state?: string;
  readonly load: () => { readonly openJobFolder: (root: string, ports: JobFolderPorts) => JobFolder };
  readonly secret: SecretSource;
  /** Trains the embedded end model; undefined where that cannot be done. */
  readonly train?: TrainLocally;
  readonly log: (problem: string) => void;
}

/** The fine-tune jobs of all projects of a workspace. Nothing is loaded as long as there are none. */
export interface Jobs {
  /** Newest first. */
  readonly views: readonly JobView[];
  /** What there is of jobs that this version cannot read, such as those of a newer one. */
  readonly unreadable: readonly UnreadableJob[];
  /** Told after every change; returns the way to stop it. */
  onChange(listener: () => void): () => void;
  /** The projects that are open. Jobs of new ones are taken on, if they have any; those of others are let go. */
  watch(roots: readonly string[]): void;
  /** The jobs of a project, whether it has any yet or not. */
  of(root: string): Promise<JobFolder>;
  /** A job's record changed on disk, came or went. */
  changedOnDisk(root: string, id: string): Promise<void>;
  /** Goes on with every job that waits for the user: a key was set. */
  retry(): void;
  dispose(): void;
}

export function openJobs({ state, load, secret, train, log }: JobsPorts): Jobs {
  const folders = new Map<string, { readonly folder: JobFolder; readonly loaded: Promise<void> }>();
  const listeners = new Set<() => void>();
  const tell = (): void => listeners.forEach((listener) => listener());
  const open = (root: string): { readonly folder: JobFolder; readonly loaded: Promise<void> } => {
    const known = folders.get(root);
    if (known) return known;
    const folder = load().openJobFolder(root, {
      secret,
      log,
      onChange: tell,
      ...(train ? { train } : {}),
      ...(state === undefined ? {} : { state }),
    });
    const made = { folder, loaded: folder.load().catch((error: unknown) => log(String(error))) };
    folders.set(root, made);
    return made;
  };
  return {
    get views() {
      return [...folders.values()].flatMap(({ folder }) => folder.jobs).sort((a, b) => b.createdAt - a.createdAt);
    },
    get unreadable() {
      return [...folders.values()].flatMap(({ folder }) => folder.unreadable);
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    watch(roots) {
      for (const [root, { folder }] of folders) {
        if (roots.includes(root)) continue;
        folder.dispose();
        folders.delete(root);
        tell();
      }
      for (const root of roots) if (!folders.has(root) && existsSync(join(root, JOBS_FOLDER))) open(root);
    },
    async of(root) {
      const { folder, loaded } = open(root);
      await loaded;
      return folder;
    },
    async changedOnDisk(root, id) {
      const known = folders.get(root);
      if (known) await known.folder.look(id);
      else open(root);
    },
    retry: () => folders.forEach(({ folder }) => folder.retry()),
    dispose() {
      listeners.clear();
      folders.forEach(({ folder }) => folder.dispose());
    },
  };
}
