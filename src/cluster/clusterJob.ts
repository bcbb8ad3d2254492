import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { ColumnInfo, Split } from "../core/data/cells";
import type { GoldWinner } from "../core/gold/overlay";
import type { LabelModelSpec } from "../core/labelModel/fitLabelModel";
import type { FrozenLabelModel } from "../core/labelModel/frozen";
import type { Compilation } from "../engine/bundle";
import type { EngineLimits, PlannedLf, ProjectSpec } from "../protocol/engine";
import { fromTaggedJson } from "./taggedJson";

/** Where LF files stand in a job: faults name them by it, and no folder of the machine that made the job. */
export const JOB_ROOT = "/lf-lens";

/** An LF of a job; its key says whether the project still has this very LF. */
export type JobLf = Omit<PlannedLf, "evidence">;

/** What a cluster needs of a project, as `lfs.json` in the job's folder. */
export interface ClusterJob {
  readonly labels: readonly string[];
  readonly roles: ProjectSpec["columns"];
  /** The data's columns, and what their cells are for LFs. */
  readonly columns: readonly ColumnInfo[];
  readonly compilation: Compilation;
  /** In the order of their votes. */
  readonly lfs: readonly JobLf[];
  readonly limits: EngineLimits;
  readonly labelModel: LabelModelSpec;
  /** Absent: the label model is fitted to the cluster's rows. */
  readonly frozen?: FrozenLabelModel;
  /** The splits that statistics count. */
  readonly splits: readonly Split[];
  /** Judgements by hand: label indexes by the row's key, and what they stand before. */
  readonly judged?: { readonly labels: ReadonlyMap<string, number>; readonly wins: GoldWinner };
}

/** The name of a job's file in its folder. */
export const JOB_FILE = "lfs.json";

/** @param folder with a job's files, ours: what `lf-lens bundle` wrote */
export const readJob = (folder: string): ClusterJob => fromTaggedJson(readFileSync(join(folder, JOB_FILE), "utf8")) as ClusterJob;

/** The project that a job's LFs run in. */
export const specOf = (folder: string, { labels, roles, limits }: ClusterJob): ProjectSpec => ({
  root: folder,
  labels,
  data: {},
  columns: roles,
  sample: { rows: "all", seed: 0 },
  limits,
});
