/** The pipe between a project's session and its engine worker. The worker owns nothing: all it holds can be sent again. */
import type { CellValue, ColumnInfo, Split } from "../core/data/cells";
import type { ClarityMatrix } from "../core/clarity/clarity";
import type { ExportOrder } from "../core/export/exportOptions";
import type { GoldMap } from "../core/data/goldMap";
import type { FrozenLabelModel } from "../core/labelModel/frozen";
import type { ConsensusKind } from "../core/gold/consensus";
import type { GoldWinner } from "../core/gold/overlay";
import type { LabelModelSpec } from "../core/labelModel/fitLabelModel";
import type { PredictReport, PredictRequest, TrainAnswer, TrainRequest } from "./endModel";
import type { LfPair } from "../core/patterns/pairwise";
import type { Problem } from "../core/data/problem";
import type { Summary } from "../core/statistics/summary";
import type { CompareRequest, RowComparison } from "./rowComparison";
import type { LabelModelSnapshot } from "./labelModel";
import type { AskedRows, OpenQuestions, PromptsSpec, QuestionsRequest } from "./asking";
import type { MinedLf, SuggestRequest } from "./suggest";
import type { AllRowsSlice, SliceResult } from "./slices";
import type { SourceFile } from "./sourceFile";
import type { LeftOut } from "../core/export/chooseRows";
import type { Fault, LfFault } from "./fault";

/** A project as its config describes it, paths made absolute and globs not yet expanded. */
export interface ProjectSpec {
  /** The folder that data, LF files and exports must really lie in, links followed; undefined allows any. Absolute. */
  readonly boundary?: string;
  /** Absolute path of the folder that holds lf.config.json. */
  readonly root: string;
  readonly labels: readonly string[];
  /** Paths or globs by split; `all` when one list holds every split (told apart by the split column, else train). */
  readonly data: Readonly<Partial<Record<Split | "all", readonly string[]>>>;
  /** How the files of one of these paths or globs are read, by path or glob; found by looking at them where it is silent. */
  readonly reading?: Readonly<Record<string, ReadSettings>>;
  readonly columns: {
    readonly id?: string;
    readonly text?: string;
    readonly gold?: string;
    readonly goldMap?: GoldMap;
    readonly split?: string;
  };
  /** How judgements by hand become gold: by majority, and before the gold column, if absent. */
  readonly gold?: {
    readonly wins: GoldWinner;
    readonly consensus: ConsensusKind;
    /** People whose judgements are votes of LFs, and no gold. */
    readonly voters?: readonly string[];
  };
  readonly sample: SampleSpec;
  readonly limits: EngineLimits;
  /** LFs may reach the file system, the network and other processes without a warning. */
  readonly allowNode?: boolean;
  /** SQL conditions on rows, by the names of the slices that they make. */
  readonly slices?: Readonly<Record<string, string>>;
  /** Absolute path of a folder where samples and votes are kept between sessions; nothing is kept if absent. */
  readonly cacheFolder?: string;
  /** Undefined: the project has no endpoints. */
  readonly prompts?: PromptsSpec;
}

/** How text files are read. All but `encoding` is about CSV and TSV. */
export interface ReadSettings {
  /** Stands between cells, for example ";". Found by looking if absent. */
  readonly delimiter?: string;
  /** The character around cells that hold the delimiter, or "none" where quotes are plain text. */
  readonly quote?: string;
  /** "lenient" takes a quote inside a cell that is not quoted for text; "strict", the default, skips the record and says so. */
  readonly quotes?: "strict" | "lenient";
  /** Lines that start with it are no records. */
  readonly comment?: string;
  /** Words that stand for no value where they are a whole cell and not quoted. */
  readonly nulls?: readonly string[];
  /** What numbers have between their whole part and their fraction; a point if absent. */
  readonly decimal?: "." | ",";
  /** A WHATWG label such as "windows-1252". UTF-8 if absent, UTF-16 if it looks so; a byte-order mark goes before it. */
  readonly encoding?: string;
}

export interface SampleSpec {
  readonly rows: number | "all";
  readonly seed: number;
  /** Which rows may be drawn: train and dev unless said otherwise, so that nobody writes LFs looking at test. */
  readonly split?: Split | "all";
}

export interface EngineLimits {
  /** How long one LF may take over the whole sample, in ms, before it is named and killed. */
  readonly lfMs: number;
  /** How long one LF may take over one row, in ms. */
  readonly rowMs: number;
  /** The worker's heap limit in MB. */
  readonly memoryMb: number;
}

/** What is known of the data once it has been read. */
export interface DatasetInfo {
  readonly columns: readonly ColumnInfo[];
  /** Good rows in all files. */
  readonly rows: number;
  readonly splitRows: Readonly<Partial<Record<Split, number>>>;
  /** Rows with gold in all files. */
  readonly goldRows: number;
  /** What gold means, where all of it is indexes of labels. */
  readonly goldMap?: GoldMap;
  /** Malformed records skipped, in all files. */
  readonly badLines: number;
  /** The first malformed records, each with its file, physical line and reason; and gold values outside `labels`. */
  readonly problems: readonly Problem[];
  /** Changes when any data file, the sample or the columns change. */
  readonly fingerprint: string;
  /** Changes when what LFs read of the sample's rows changes; new gold leaves it as it is. Votes depend on it. */
  readonly rowsFingerprint: string;
  /** The data files, absolute paths, in reading order. */
  readonly files: readonly string[];
  readonly sample: SampleInfo;
}

/** The sampled rows, in reading order. All arrays have `rows` entries. */
export interface SampleInfo {
  readonly rows: number;
  /** The id column's value as text, else the row's position in its file (from 0). */
  readonly ids: readonly string[];
  /** What judgements know each row by: its id, else a hash of its content. */
  readonly keys: readonly string[];
  /** Index into SPLITS. */
  readonly splits: Uint8Array;
  /** Label index or ABSTAIN. */
  readonly gold: Int16Array;
}

/** A row of the data as judgements know it. */
export interface LocatedKey {
  /** Rows of the data that have the key: 0 if none, more than one where rows share it. */
  readonly rows: number;
  /** The id of the first of them. */
  readonly id?: string;
  /** The label index that the data's gold column gives it, or ABSTAIN; judgements do not count. */
  readonly gold: number;
}

/** Where an LF stands. Lines and columns count from 1. */
export interface LfSite {
  readonly name: string;
  /** Absolute path. */
  readonly file: string;
  /** Of the exported constant's name. */
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
}

export interface LfResult {
  readonly name: string;
  /** Hash of all that the votes depend on. */
  readonly key: string;
  /** One vote for each row of the sample. */
  readonly votes: Int16Array;
  readonly faults: readonly Fault[];
  /** The sample's rows it faulted on, ascending. */
  readonly faultRows: Uint32Array;
  /** For each row of the sample the number of the site that decided it, or -1; undefined if the LF has no sites. */
  readonly evidence?: Int16Array;
  readonly ms: number;
  /** Rows of the sample that its model was not asked about; undefined if none. They count as abstains. */
  readonly notAsked?: number;
  /** Of an LF that asks models by prompts. */
  readonly asked?: AskedRows;
  /** To be named in later requests' `known`; undefined if the LF must run each time. */
  readonly version?: string;
  /** Why the same row may get another vote next time, in plain words. */
  readonly unstable?: string;
}

export interface RunRequest {
  /** Counts up; results of an older run are dropped. */
  readonly run: number;
  /** All of the project's LF files. */
  readonly files: readonly SourceFile[];
  /** Files whose LFs go first. */
  readonly first?: readonly string[];
  /** Versions of the results that the session already has. */
  readonly known?: readonly string[];
  /** The files are the project's own, and not those of a revision: their LFs are kept for a session that finds them broken. */
  readonly keep?: boolean;
  /** Keys of the slices whose rows the session already has. */
  readonly knownSlices?: readonly string[];
  /** No slices are wanted. */
  readonly withoutSlices?: true;
}

/** A part of an LF that can give a row its vote: a return, or a word, alternative or entry that its builder looks for. */
export interface EvidenceSite {
  /** Absolute path, where that is not the LF's file. */
  readonly file?: string;
  /** Of the returned expression, or of what is looked for. Counted from 1. */
  readonly line: number;
  readonly column: number;
  /** What a builder looks for; undefined for a return. */
  readonly text?: string;
}

/** One LF of the plan. */
export interface PlannedLf extends LfSite {
  readonly key: string;
  /** In the order of their numbers in LfResult#evidence; the same for as long as the key is. */
  readonly evidence: readonly EvidenceSite[];
}

/** An LF of an earlier session that its file, which is broken now, does not give any more. */
export interface FormerLf {
  readonly site: PlannedLf;
  readonly result: LfResult;
}

export interface RunPlan {
  readonly run: number;
  /** Every LF of every file that compiled, in file and source order. */
  readonly lfs: readonly PlannedLf[];
  /** Syntax errors, failing imports, duplicate names. */
  readonly problems: readonly Problem[];
  /** Files that did not compile as a whole: their LFs that are not in the plan keep their last numbers, marked stale. */
  readonly brokenFiles: readonly string[];
  /** What those LFs were in an earlier session, where this one does not know of them. */
  readonly former?: readonly FormerLf[];
  /** Every file whose change must start a new run: LF files and all that they import. Absolute paths. */
  readonly watched: readonly string[];
}

export interface LabelRequest extends ExportOrder {
  readonly files: readonly SourceFile[];
  /** As in lf.config.json; "auto" if absent. */
  readonly labelModel?: LabelModelSpec;
}

export interface LabelReport {
  /** Good rows read. */
  readonly rows: number;
  readonly written: number;
  /** Written rows per label, and how many have none. */
  readonly labels: Readonly<Record<string, number>>;
  readonly unlabeled: number;
  /** Rows read that have no label, exported or not, and among them those whose two most probable labels tie. */
  readonly withoutLabel: { readonly rows: number; readonly ties: number };
  /** Why rows are not exported. */
  readonly leftOut: LeftOut;
  readonly faults: readonly LfFault[];
  /** LFs whose models were not asked about some of the rows, on which they abstain. */
  readonly notAsked: readonly { readonly lf: string; readonly rows: number }[];
  readonly badLines: number;
  readonly problems: readonly Problem[];
  readonly seconds: number;
  /** The export's files and its manifest, absolute paths. */
  readonly files: readonly string[];
  readonly manifest: string;
  /** Rows whose votes an export that was cut off had left. */
  readonly resumedRows: number;
}

export interface MeasureRequest {
  readonly files: readonly SourceFile[];
  /** As in lf.config.json; "auto" if absent. */
  readonly labelModel?: LabelModelSpec;
}

/** Statistics on all rows of the splits that the sample is drawn from. */
export interface AllRowsReport {
  readonly splits: readonly Split[];
  /** In file and source order. */
  readonly lfs: readonly PlannedLf[];
  /** Its LFs stand in the order of `lfs`. */
  readonly summary: Summary;
  /** LFs that vote on at least one same row, by their places in `lfs`. */
  readonly pairs: readonly LfPair[];
  /** Rows of each label, denoised by the label model. */
  readonly labelCounts: readonly number[];
  readonly clarity: Readonly<Record<"labelModel" | "majority", ClarityMatrix>>;
  /** As it was fitted on all rows. */
  readonly labelModel: LabelModelSnapshot;
  /** The label model's estimate of each LF's accuracy, where it has one. */
  readonly estimated: readonly (number | undefined)[];
  /** Of each LF, over all rows. */
  readonly faults: readonly (readonly Fault[])[];
  /** Of each LF, over all rows: those that its model was not asked about, and what its prompts were told; undefined for one without. */
  readonly notAsked: readonly number[];
  readonly asked: readonly (AskedRows | undefined)[];
  /** Of the rows that the report is of, those in each slice. */
  readonly slices: readonly AllRowsSlice[];
  readonly seconds: number;
}

/** Statistics on all rows, and the fit that they are of. */
export interface MeasureAnswer extends AllRowsReport {
  readonly frozen: FrozenLabelModel;
}

/** A row of the sample with all its cells. */
export interface SampleRow {
  readonly row: number;
  readonly cells: Readonly<Record<string, CellValue>>;
}

/** A row for one LF. */
export interface Example {
  readonly lf: string;
  readonly cells: SampleRow["cells"];
}

/** An LF's answer to an example. */
export interface ExampleVote {
  /** Undefined where it abstains. */
  readonly label?: string;
  /** What it did wrong, or why it could not be asked; then it abstains. */
  readonly fault?: Fault;
}

/** What an LF found in a row that gave it its vote: words, the first place of a pattern, whole cells. */
export interface LfMatches {
  readonly lf: string;
  /** Each from `start` to before `end` of a column's text. */
  readonly matches: readonly { readonly column: string; readonly start: number; readonly end: number; readonly text: string }[];
}

/** What became of a run. */
export interface RunAnswer {
  readonly run: number;
  /** A newer run took over. */
  readonly overtaken: boolean;
  /** From the request to the answer. */
  readonly ms: number;
  readonly parts: RunParts;
  /** All slices, those of the config first; none of a run that was overtaken. */
  readonly slices: readonly SliceResult[];
}

/** Parts of a run, in ms; the rest is the way between the threads. */
export interface RunParts {
  /** Compiling what changed, and the way to the compiler and back. */
  readonly compile: number;
  /** Loading what changed, and finding out which LFs have to run. */
  readonly load: number;
  /** Running those, and looking for faults and unstable votes. */
  readonly run: number;
}

/** What the session may ask of the worker. */
export interface EngineApi {
  /** Reads the data and draws the sample. Rejects with a plain message if there is no usable data. */
  open(spec: ProjectSpec): Promise<DatasetInfo>;
  /** Compiles, plans, runs. Answers when every LF of the plan has been announced done, or a newer run took over. */
  run(request: RunRequest): Promise<RunAnswer>;
  /** Cells of rows of the sample. */
  rows(rows: readonly number[]): Promise<readonly SampleRow[]>;
  /** Looks keys of judgements up in all rows of the data: one answer for each key, in their order. */
  locate(keys: readonly string[]): Promise<readonly LocatedKey[]>;
  /** Asks LFs about single rows, in the sample or not. One answer for each example, in their order. */
  vote(request: { readonly files: readonly SourceFile[]; readonly examples: readonly Example[] }): Promise<readonly ExampleVote[]>;
  /** What prompts are still to be told about rows, in the order of the rows. Nothing is asked. */
  questions(request: QuestionsRequest & { readonly files: readonly SourceFile[] }): Promise<OpenQuestions>;
  /** What LFs found in rows of the sample. One answer for each row, in their order, without the LFs that found or can say nothing. */
  matches(request: {
    readonly files: readonly SourceFile[];
    readonly rows: readonly { readonly row: number; readonly lfs: readonly string[] }[];
  }): Promise<readonly { readonly row: number; readonly lfs: readonly LfMatches[] }[]>;
  /** The keys of the LFs: votes of equal keys are equal. */
  versions(request: { readonly files: readonly SourceFile[] }): Promise<readonly string[]>;
  /** Runs all LFs over all rows and writes the denoised labels. */
  label(request: LabelRequest): Promise<LabelReport>;
  /** Runs all LFs over all rows and counts. */
  measure(request: MeasureRequest): Promise<MeasureAnswer>;
  /** Trains an end model on the denoised labels of all rows and on gold, and measures it. */
  train(request: TrainRequest): Promise<TrainAnswer>;
  /** Writes an end model's predictions of all rows. */
  predict(request: PredictRequest): Promise<PredictReport>;
  /** The label, or ABSTAIN, that an end model gives each row of the sample. */
  predictSample(request: Pick<PredictRequest, "model">): Promise<Int16Array>;
  /** LFs that would add to those there are, mined from the sample; the best first. Rejects with a plain message. */
  suggest(request: SuggestRequest): Promise<readonly MinedLf[]>;
  /** Sets two models side by side on all rows. */
  compare(request: CompareRequest): Promise<RowComparison>;
}

/** What the worker tells the session. */
export interface EngineEvents {
  progress(event: { readonly what: string; readonly done: number; readonly total: number }): void;
  planned(plan: RunPlan): void;
  lfStarted(event: { readonly run: number; readonly name: string; readonly key: string }): void;
  lfDone(event: LfResult & { readonly run: number }): void;
  /** A line for the output channel: console output of an LF, or what the worker did. */
  log(event: { readonly level: "info" | "warn" | "error"; readonly text: string }): void;
}
