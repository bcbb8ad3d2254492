import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { Hyperparameters } from "../../hyperparameters";

/** The training program that jobs on rented machines run; it goes there under a name that says what is in it. */
export interface LoraScript {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** @param path of media/train_lora.py */
export async function readLoraScript(path: string): Promise<LoraScript> {
  const bytes = await readFile(path);
  return { name: `train_lora-${createHash("sha256").update(bytes).digest("hex").slice(0, 16)}.py`, bytes };
}

export interface LoraPaths {
  readonly training: string;
  readonly validation?: string;
  readonly model: string;
  readonly output: string;
}

const OPTIONS: Readonly<Partial<Record<keyof Hyperparameters, string>>> = {
  epochs: "--epochs",
  batchSize: "--batch-size",
  learningRate: "--learning-rate",
  seed: "--seed",
  loraRank: "--lora-rank",
  warmupRatio: "--warmup-ratio",
  weightDecay: "--weight-decay",
};

/** The script's arguments. */
export function loraArguments({ training, validation, model, output }: LoraPaths, hyperparameters: Hyperparameters): string[] {
  const given = Object.entries(hyperparameters) as [keyof Hyperparameters, number | string | undefined][];
  return [
    ...["--training", training, "--model", model, "--output", output],
    ...(validation === undefined ? [] : ["--validation", validation]),
    ...given.flatMap(([name, value]) => (value === undefined || OPTIONS[name] === undefined ? [] : [OPTIONS[name], String(value)])),
  ];
}
