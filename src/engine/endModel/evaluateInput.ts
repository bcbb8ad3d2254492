import type { Split } from "../../core/data/cells";
import type { TrainedEndModel } from "../../core/endModel/trainEndModel";
import type { EngineEvents } from "../../protocol/engine";
import type { AppliedRows } from "../apply/applyToAll";
import type { OpenProject } from "../run/openProject";
import type { FeatureSource } from "./featureSources";
import type { SoftLabels } from "./softLabels";
import type { TrainingRows } from "./trainingRows";

export interface EvaluateInput {
  readonly project: Pick<OpenProject, "spec">;
  readonly request: { readonly spec: { readonly seed: number } };
  readonly collected: AppliedRows;
  readonly soft: SoftLabels;
  readonly rows: TrainingRows;
  readonly trained: TrainedEndModel;
  readonly sources: readonly FeatureSource[];
  readonly scored: Split | undefined;
  /** Whether a row's gold was lent to the label model. */
  readonly lent: (row: number) => boolean;
  readonly onProgress: EngineEvents["progress"];
}

/** Rows with gold, and what the end model says of each without having seen its gold. */
export interface GoldRows {
  /** Ascending. */
  readonly rows: Uint32Array;
  /** Rows x labels. */
  readonly proba: Float64Array;
  /** Those that trained, and are predicted by models that left them out. */
  readonly heldOut: ReadonlySet<number>;
}
