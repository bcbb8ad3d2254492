// Trains the end model of a fine-tune job, off the editor's thread, and ends.
import { parentPort, workerData } from "node:worker_threads";
import { predictRows } from "../../core/endModel/endModel";
import type { FeatureColumn } from "../../core/endModel/countFeatures";
import { sha256 } from "../../files/sha256";
import { serializeEndModel } from "../../core/endModel/modelFile";
import { fitTemperature } from "../../core/endModel/temperature";
import { trainEndModel } from "../../core/endModel/trainEndModel";
import { measure } from "../../core/metrics/metrics";
import { rowPredictions } from "../../core/metrics/scoredRows";
import { PROMPT_COLUMN } from "../../protocol/endModel";
import type { LabeledTexts } from "./promptExamples";

export interface TrainingWorkerInput {
  readonly training: LabeledTexts;
  readonly validation: LabeledTexts;
}

export type TrainingWorkerMessage =
  | { readonly progress: { readonly done: number; readonly total: number } }
  | {
      readonly model: Uint8Array;
      readonly labels: readonly string[];
      /** Mean log loss in nats and accuracy, by file; accuracy is a share 0..1. */
      readonly figures: Readonly<
        Record<"training" | "validation", { readonly logLoss?: number | undefined; readonly accuracy?: number | undefined }>
      >;
    };

const tell = (message: TrainingWorkerMessage): void => parentPort!.postMessage(message);
const { training, validation } = workerData as TrainingWorkerInput;

const labels = [...new Set(training.labels)].sort();
if (labels.length < 2) throw new Error(`All examples have the same answer ("${labels[0]}"). Add examples of another label.`);
const columnsOf = ({ texts }: LabeledTexts): FeatureColumn[] => [{ kind: "text", name: PROMPT_COLUMN, values: texts }];
const goldOf = (examples: LabeledTexts): Int16Array => Int16Array.from(examples.labels, (label) => labels.indexOf(label));

const STAGES = { compare: 0, fit: 90 } as const;
const { model: trained } = trainEndModel({
  columns: columnsOf(training),
  labels,
  soft: new Float64Array(training.texts.length * labels.length),
  gold: goldOf(training),
  onProgress({ stage, share }) {
    tell({ progress: { done: Math.round(STAGES[stage] + share * (stage === "compare" ? 90 : 10)), total: 100 } });
  },
});

/**
 * Denoised labels follow from their texts more surely than gold does, so a model that was fitted to them believes itself too much:
 * validation examples, where there are some, say how much. Labels that no training example has cannot be judged.
 */
function temperatureOn({ texts, labels: answers }: LabeledTexts): number {
  const known = Array.from(texts.keys()).filter((i) => labels.includes(answers[i]!));
  if (known.length === 0) return trained.temperature;
  const judged = { texts: known.map((i) => texts[i]!), labels: known.map((i) => answers[i]!) };
  return fitTemperature(predictRows({ ...trained, temperature: 1 }, columnsOf(judged)), labels.length, goldOf(judged));
}

const model = { ...trained, temperature: temperatureOn(validation) };
const metricsJson = (examples: LabeledTexts): { readonly logLoss?: number | undefined; readonly accuracy?: number | undefined } => {
  const { logLoss, accuracy } = measure(rowPredictions(labels.length, predictRows(model, columnsOf(examples)), goldOf(examples))).all;
  return { logLoss, accuracy };
};
tell({
  model: serializeEndModel(model, sha256),
  labels,
  figures: { training: metricsJson(training), validation: metricsJson(validation) },
});
