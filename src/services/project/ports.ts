import type { OpenQuestions, QuestionsRequest } from "../../protocol/asking";
import type {
  DatasetInfo,
  EngineApi,
  EngineEvents,
  EngineLimits,
  Example,
  ExampleVote,
  LabelReport,
  LabelRequest,
  LocatedKey,
  MeasureAnswer,
  MeasureRequest,
  ProjectSpec,
  RunAnswer,
  RunRequest,
  SampleRow,
  SampleSpec,
} from "../../protocol/engine";
import type { SourceFile } from "../../protocol/sourceFile";
import type { Compilation } from "../../engine/bundle";

import type { PredictReport, PredictRequest, TrainAnswer, TrainRequest } from "../../protocol/endModel";
import type { CompareRequest, RowComparison } from "../../protocol/rowComparison";
import type { MinedLf, SuggestRequest } from "../../protocol/suggest";
import type { Analyst } from "../analysis/analyst";

/** The engine worker as a project sees it. */
export interface Engine {
  open(spec: ProjectSpec): Promise<DatasetInfo>;
  run(request: RunRequest): Promise<RunAnswer>;
  rows(rows: readonly number[]): Promise<readonly SampleRow[]>;
  locate(keys: readonly string[]): Promise<readonly LocatedKey[]>;
  vote(request: { readonly files: readonly SourceFile[]; readonly examples: readonly Example[] }): Promise<readonly ExampleVote[]>;
  matches(request: Parameters<EngineApi["matches"]>[0]): ReturnType<EngineApi["matches"]>;
  versions(request: { readonly files: readonly SourceFile[] }): Promise<readonly string[]>;
  questions(request: QuestionsRequest & { readonly files: readonly SourceFile[] }): Promise<OpenQuestions>;
  label(request: LabelRequest): Promise<LabelReport>;
  measure(request: MeasureRequest): Promise<MeasureAnswer>;
  /** All LF files with what they import, to run elsewhere. */
  compile(files: readonly SourceFile[]): Promise<Compilation>;
  train(request: TrainRequest): Promise<TrainAnswer>;
  predict(request: PredictRequest): Promise<PredictReport>;
  predictSample(request: Pick<PredictRequest, "model">): Promise<Int16Array>;
  compare(request: CompareRequest): Promise<RowComparison>;
  suggest(request: SuggestRequest): Promise<readonly MinedLf[]>;
  /** Kills whatever runs; what waits for an answer is rejected. The next call starts afresh. */
  cancel(): Promise<void>;
  dispose(): Promise<void>;
}

/** What a project needs from its surroundings: the editor or a terminal. */
export interface ProjectPorts {
  readonly engine: (events: EngineEvents) => Engine;
  readonly analyst: Analyst;
  readonly readText: (path: string) => Promise<string>;
  /** Documents whose text is not what the disk holds. */
  readonly unsaved: () => readonly Required<SourceFile>[];
  /** Somebody works with the project meanwhile: long work gets an engine of its own. */
  readonly interactive: boolean;
  /** Whether LFs run on the sample once the data are open; work on all rows alone does not need that. */
  readonly runsSample: boolean;
  /** Files whose LFs go first: those on the screen. */
  readonly visible: () => readonly string[];
  readonly limits: () => EngineLimits;
  /** The folder that data must stay in; undefined allows any. */
  readonly boundary: (root: string) => string | undefined;
  /** Whether the end model is trained again after a save, in the background. */
  readonly retrains: () => boolean;
  /** What changes are shown against. */
  readonly baseline: () => BaselineChoice;
  /** Takes the place of the config's sample where given. */
  readonly sample: Partial<SampleSpec>;
  /** The folder with the SDK's .d.ts files. */
  readonly sdkTypes: string;
  /** The folder with the programs that a cluster runs. */
  readonly clusterPrograms: string;
  /** Where samples and votes are kept between sessions; undefined keeps nothing. */
  readonly cacheFolder?: string;
  /** The user's own storage on this machine, if it is not where `userStateFolder` says. */
  readonly state?: string;
  readonly log: EngineEvents["log"];
}

/** What numbers are compared with: the LF files as the disk holds them, or as they were in a git revision. */
export type BaselineChoice = "saved" | { readonly revision: string };
