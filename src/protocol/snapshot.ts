/** What the session knows of a project, as plain data. Editor features, panels and the CLI draw from it and nothing else. */
import type { Split } from "../core/data/cells";
import type { ColumnChange } from "../core/statistics/changes";
import type { ClarityMatrix } from "../core/clarity/clarity";
import type { Problem } from "../core/data/problem";
import type { LfSummary, SetSummary } from "../core/statistics/summary";
import type { EndModelSnapshot } from "./endModel";
import type { DatasetInfo, EvidenceSite, LfSite, ProjectSpec, RunParts } from "./engine";
import type { AskedRows } from "./asking";
import type { Fault } from "./fault";
import type { SliceSource } from "./slices";
import type { LabelModelSnapshot } from "./labelModel";

export type Phase =
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
  /** Of its votes that people looked at, how many are right, with the 95 % Wilson interval (0..1); undefined if none. */
  readonly spotCheck?: { readonly right: number; readonly checked: number; readonly low: number; readonly high: number };
  /** The label model's estimate of its accuracy, made without gold, 0..1. Shown as "est.". */
  readonly estimated?: number;
  /** What the set would lose without it; undefined until it has been worked out for the present votes. */
  readonly marginal?: MarginalValue;
  /** Its votes against the baseline's; undefined where they are the same, or where there is no baseline. */
  readonly change?: LfChange;
  readonly faults: readonly Fault[];
  /** Rows that its model was not asked about: abstains that are none of its decisions. Undefined if none. */
  readonly notAsked?: number;
  /** Of an LF that asks a model by prompts; undefined for others. */
  readonly asked?: AskedRows;
  /** What each of its parts decides; undefined where that is not known for the present code. */
  readonly evidence?: readonly EvidenceCount[];
  readonly ms?: number;
  /** The numbers are those of an older version of the LF. */
  readonly stale: boolean;
}

/** An LF's votes against the baseline's. One that the baseline does not have abstained there. */
export interface LfChange extends ColumnChange {
  readonly isNew: boolean;
  /** The LF of the baseline that votes the same on every row and is gone under its own name. */
  readonly renamedFrom?: string;
}

/** What the numbers are compared with. */
export interface BaselineSnapshot {
  /** "the last saved version", "HEAD (1a2b3c4)". */
  readonly title: string;
  /** Its set's figures, on the same rows. */
  readonly set: SetSummary;
  /** The denoised labels against the baseline's. */
  readonly label: ColumnChange;
  /** Its LFs' figures, by name. */
  readonly lfs: Readonly<Record<string, LfSummary>>;
  /** LFs that only the baseline has. */
  readonly removed: readonly string[];
  /** What else is not as it was: config, data, LFs that did not run. */
  readonly notes: readonly string[];
}

/** A part of an LF and the rows that it decides. */
export interface EvidenceCount extends EvidenceSite {
  readonly rows: number;
  /** Rows with gold to which it gives the gold label, or another. */
  readonly correct: number;
  readonly incorrect: number;
  /** The label that it gives, or ABSTAIN; undefined if it gives several, or decides no row. */
  readonly label?: number;
}

/** What an LF must do: vote as said on pinned rows, and reach its floors on the sample. Lines count from 1. */
export interface PinnedSnapshot {
  readonly lf: string;
  /** The pin file, absolute. */
  readonly file: string;
  readonly line: number;
  /** `vote` null: it must abstain. `text`: the row's text in short. */
  readonly pins: readonly { readonly id: string; readonly vote: string | null; readonly text: string; readonly line: number }[];
  readonly floors: readonly { readonly metric: "accuracy" | "coverage"; readonly least: number; readonly line: number }[];
}

/** The set's figure with the LF minus without it: above 0, the LF helps. */
export interface MarginalValue {
  /** Change of the denoised labels' accuracy on gold, in points of 1; undefined without gold. */
  readonly accuracy?: number;
  /** Change of the mean probability of the denoised label. */
  readonly certainty: number;
  /** Change of the share of rows with a vote. */
  readonly coverage: number;
}

/** The label model against majority vote, on the sample's rows with gold. */
export interface ModelComparison {
  readonly rows: number;
  readonly modelAccuracy: number;
  readonly modelInterval: { readonly low: number; readonly high: number };
  readonly majorityAccuracy: number;
  readonly majorityInterval: { readonly low: number; readonly high: number };
  /** Rows that only the label model, or only majority vote, gets right. */
  readonly onlyModelRight: number;
  readonly onlyMajorityRight: number;
  /** McNemar's exact test: how likely a difference like this is by chance. */
  readonly pValue: number;
  /** Why the label model is worse, or predicts one label for almost everything; in plain words with the evidence. */
  readonly causes: readonly string[];
}

/** Two LFs that do not err independently. */
export interface LfDependency {
  readonly lfs: readonly [string, string];
  readonly kind: string;
  readonly strength: number;
  /** What was found and what to do. */
  readonly text: string;
}

export interface Progress {
  readonly what: string;
  readonly done: number;
  readonly total: number;
}

export type TaskKind =
  "export" | "measure" | "train" | "retrain" | "predict" | "structure" | "suggest" | "read" | "compare" | "ask" | "bundle";

/** Long work that is under way. */
export interface TaskSnapshot {
  readonly id: number;
  readonly kind: TaskKind;
  /** What a person calls it: "Labels of bank-chat". */
  readonly title: string;
  /** What its progress counts; no rate is said without. */
  readonly unit?: string;
  /** How many bars there are one after the other; without, only what goes on is known. */
  readonly bars?: number;
  readonly progress: Progress;
}

/** The data without the sample's arrays. */
export type DataSummary = Omit<DatasetInfo, "sample"> & { readonly sampleRows: number; readonly sampleGold: number };

/** Judgements by hand, in short. */
export interface JudgementsSnapshot {
  /** Rows that have a judgement with a label, in the data or not. */
  readonly rows: number;
  /** Rows of the sample among them, and those of them that were drawn at random. */
  readonly sampleRows: number;
  readonly randomRows: number;
  /** Who judged, sorted. */
  readonly people: readonly string[];
  /** The tags of the sample's rows, each with how many have it, sorted. */
  readonly tags: readonly { readonly tag: string; readonly rows: number }[];
  /** Rows that people gave different labels, and that nobody has settled. */
  readonly disputed: number;
  /** Rows of the sample whose gold column has another label than people gave. */
  readonly disagreements: number;
}

/** What is counted of a set of rows: the same for each set, so that one component or table draws any. */
export interface Numbers {
  /** 0 until the data are read. */
  readonly rows: number;
  readonly goldRows: number;
  /** As the config named them when the rows were counted. */
  readonly labels: readonly string[];
  /** In file and source order. */
  readonly lfs: readonly LfSnapshot[];
  readonly set?: SetSummary;
  readonly labelModel?: LabelModelSnapshot;
  /** Rows with a denoised label. */
  readonly labeled?: number;
  /** Rows of each denoised label, in the order of `labels`. */
  readonly labelCounts?: readonly number[];
  /** Of the label model's denoised labels. */
  readonly clarity?: ClarityMatrix;
  /** Of majority vote's. */
  readonly majorityClarity?: ClarityMatrix;
  /** Of the end model's labels. */
  readonly endModelClarity?: ClarityMatrix;
  /** Rows with gold whose denoised label is right, of those that have one, with the 95 % Wilson interval (0..1); undefined if none has. */
  readonly labeledAccuracy?: {
    readonly right: number;
    readonly of: number;
    readonly interval: { readonly low: number; readonly high: number };
  };
}

/** A named subset of the rows. */
export interface SliceSnapshot {
  readonly name: string;
  readonly source: SliceSource;
  /** Why it has no rows, in plain words. */
  readonly problem?: string;
  /** Of a function; the slice does not have the rows that it faulted on. */
  readonly faults: readonly Fault[];
  /** What is known of its rows in the sample; undefined until they are counted. What is known of the sample alone is absent from its LFs. */
  readonly numbers?: Numbers;
}

/** The numbers of a project, by the rows they are of. */
export interface ProjectNumbers {
  readonly sample: Numbers;
  /** Undefined until they are asked for, and after the data changed. */
  readonly allRows?: AllRowsSnapshot;
  /** Those of the config first; absent where the project has none. */
  readonly slices?: readonly SliceSnapshot[];
}

export interface ProjectSnapshot {
  /** Absolute path of the folder that holds lf.config.json; the project's identity. */
  readonly root: string;
  readonly name: string;
  readonly phase: Phase;
  readonly progress?: Progress;
  /** As the config names them now; empty until it is read. */
  readonly labels: readonly string[];
  readonly numbers: ProjectNumbers;
  /** Which columns of the data have a role, as the config says. */
  readonly columns?: ProjectSpec["columns"];
  /** Of the config, the data and the LF files. An LF's faults are with the LF. */
  readonly problems: readonly Problem[];
  readonly data?: DataSummary;
  /** Pinned examples and floors, in the order of their files; pin files with errors have none. */
  readonly pinned: readonly PinnedSnapshot[];
  /** Undefined while nobody has judged a row. */
  readonly judgements?: JudgementsSnapshot;
  /** The latest end model; undefined before one is trained, or if it does not fit the project any more. */
  readonly endModel?: EndModelSnapshot;
  /** Long work that is under way, the oldest first. */
  readonly tasks: readonly TaskSnapshot[];
  /** Undefined until worked out for the present votes, or without gold. */
  readonly comparison?: ModelComparison;
  /** Undefined until worked out for the present votes. */
  readonly dependencies?: readonly LfDependency[];
  /** Undefined until it is known. */
  readonly baseline?: BaselineSnapshot;
  /** Why there is no baseline, in plain words. */
  readonly baselineProblem?: string;
  /** The exports in the project's folder, by name; undefined until they have been looked for. */
  readonly exports?: readonly ExportSnapshot[];
  /** The last finished run; `lfs` had to run, the others had not changed. */
  readonly lastRun?: LastRun;
}

/** Statistics on all rows of the splits that the sample is drawn from, measured on request. */
export interface AllRowsSnapshot {
  /** Why the last measurement came to nothing, in plain words. */
  readonly problem?: string;
  /** The last measurement that came to its end. */
  readonly measured?: {
    /** What is known of the sample alone (worth, changes, time, evidence) is absent from its LFs. */
    readonly numbers: Numbers;
    /** Of its rows, those in each slice that it had. */
    readonly slices: readonly { readonly name: string; readonly numbers: Numbers }[];
    readonly splits: readonly Split[];
    /** When it ended, ISO 8601. */
    readonly at: string;
    readonly seconds: number;
    /** The name of the file that it came in, where it was counted on a cluster. */
    readonly from?: string;
    /** LFs or settings have changed since. */
    readonly stale: boolean;
  };
}

/** A finished run: `lfs` had to run, which took `ms` in the engine. */
export interface LastRun {
  readonly run: number;
  readonly ms: number;
  readonly lfs: number;
  /** In ms. `statistics` is what counting the votes took last, on the session's own thread. */
  readonly parts: RunParts & { readonly statistics: number };
}

/** An export that was made from the project. */
export interface ExportSnapshot {
  /** Absolute path of the file or folder. */
  readonly out: string;
  readonly rows: number;
  readonly format: string;
  /** Files that are not as they were when it was made; none if it is up to date. */
  readonly changes: readonly ExportChange[];
}

export interface ExportChange {
  readonly part: "export" | "config" | "LFs" | "data";
  /** Absolute. */
  readonly path: string;
  readonly what: "changed" | "gone" | "new";
}

export interface Snapshot {
  /** Counts up with every change. */
  readonly version: number;
  /** Sorted by root. */
  readonly projects: readonly ProjectSnapshot[];
}
