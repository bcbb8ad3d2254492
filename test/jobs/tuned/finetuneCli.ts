// Runs `lf-lens finetune ...` on a project whose rows a tuned model is asked about.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cli } from "../../cli/lfLens";
import { KEY } from "../servers/openaiServer";
import type { World } from "../world";
import { gold } from "./tunedWorld";

export interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs the built `lf-lens finetune <command> <job>` on a world's jobs and project. */
export const finetune = (command: string, world: World, id: string, words: readonly string[], key = KEY): Promise<Outcome> =>
  runFinetune(world, [command, id, "--project", world.folder, ...words], key);

/** Runs the built `lf-lens finetune ...` with this key and no other. The server is in this process, so it runs beside it. */
export async function runFinetune({ folder }: World, words: readonly string[], key = KEY): Promise<Outcome> {
  const { PATH = "", HOME = "" } = process.env;
  const env = { PATH, HOME, XDG_STATE_HOME: join(folder, "state"), LF_LENS_API_KEY: key };
  const where = words.includes("--jobs") ? [] : ["--jobs", join(folder, "jobs")];
  const child = spawn(process.execPath, [cli, "finetune", ...words, ...where], { env });
  let [out, err] = ["", ""];
  child.stdout.on("data", (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (err += chunk.toString()));
  const [code] = (await once(child, "close")) as [number];
  return { code, out, err };
}

/** Ten rows of test with gold, one without, and one of train. */
export function writeProject({ folder }: World, more: object = {}): void {
  mkdirSync(join(folder, "data"), { recursive: true });
  const line = (id: string, text: string, label: string | null): string => `${JSON.stringify({ id, text, class: label })}\n`;
  const test = gold.rows.map(({ id, cells }) => line(id, cells.text, cells.class));
  writeFileSync(join(folder, "data", "test.jsonl"), [...test, line("t10", "number 10", null)].join(""));
  writeFileSync(join(folder, "data", "train.jsonl"), line("a", "number 11", null));
  const config = {
    labels: gold.labels,
    data: { train: "data/train.jsonl", test: "data/test.jsonl" },
    columns: { id: "id", text: "text", gold: "class" },
    ...more,
  };
  writeFileSync(join(folder, "lf.config.json"), JSON.stringify(config));
}
