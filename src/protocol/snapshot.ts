/** What the session knows of a project, as plain data. Editor features, panels and the CLI draw from it and nothing else. */
import type { ClarityMatrix } from "../core/clarity";
import type { Problem } from "../core/problem";
import type { LfSummary, SetSummary } from "../core/summary";
import type { DatasetInfo, Fault, LfSite, ProjectSpec } from "./engine";

export type Phase =
  /** Not run: the workspace is not trusted. */
  | "restricted"
  | "loading"
  | "running"
  | "ready"
  /** The config or the data cannot be used; `problems` says why. */
  | "failed";

export interface LfSnapshot extends LfSite {
  /** Undefined until its first run is done. */
  readonly summary?: LfSummary;
  /** 95 % Wilson interval of its accuracy, 0..1; undefined where no row with gold has its vote. */
  readonly accuracyInterval?: { readonly low: number; readonly high: number };
  readonly faults: readonly Fault[];
  readonly ms?: number;
  /** The numbers are those of an older version of the LF. */
  readonly stale: boolean;
}

export interface Progress {
  readonly what: string;
  readonly done: number;
  readonly total: number;
}

/** The data without the sample's arrays. */
export type DataSummary = Omit<DatasetInfo, "sample"> & { readonly sampleRows: number; readonly sampleGold: number };

export interface ProjectSnapshot {
  /** Absolute path of the folder that holds lf.config.json; the project's identity. */
  readonly root: string;
  readonly name: string;
  readonly phase: Phase;
  readonly progress?: Progress;
  readonly labels: readonly string[];
  /** Which columns of the data have a role, as the config says. */
  readonly columns?: ProjectSpec["columns"];
  /** Of the config, the data and the LF files. An LF's faults are with the LF. */
  readonly problems: readonly Problem[];
  readonly data?: DataSummary;
  /** In file and source order. */
  readonly lfs: readonly LfSnapshot[];
  readonly set?: SetSummary;
  readonly labelModel?: { readonly kind: string; readonly title: string };
  /** Rows of the sample with a denoised label. */
  readonly labeled?: number;
  readonly clarity?: ClarityMatrix;
  /** Denoised rows of the sample per label, in the order of `labels`. */
  readonly labelCounts?: readonly number[];
  /** The last finished run. */
  readonly lastRun?: { readonly run: number; readonly ms: number; readonly lfs: number };
}

export interface Snapshot {
  /** Counts up with every change. */
  readonly version: number;
  /** Sorted by root. */
  readonly projects: readonly ProjectSnapshot[];
}
