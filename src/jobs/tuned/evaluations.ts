import { readdir } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";
import { readUnlinkedFile } from "../../files/regularFile";
import { writeAtomically } from "../../files/writeAtomically";
import { tunedEvaluationSchema, type TunedEvaluation } from "../../protocol/tunedModel";
import type { Seal } from "../../files/seal";

/** An evaluation as it was found on disk. */
export interface FoundEvaluation extends TunedEvaluation {
  /** LF Lens did not measure it on this machine: it came with the folder, or somebody changed it. */
  readonly elsewhere?: true;
}

const MOST_BYTES = 256 * 2 ** 20;
const fileSchema = z.looseObject({ seal: z.string().optional() });

/** Keeps an evaluation in the job's folder; it takes the place of an earlier one of the same split. */
export async function keepEvaluation(folder: string, evaluation: TunedEvaluation, seal: Seal): Promise<void> {
  const sealed = { ...evaluation, seal: await seal(sealedText(evaluation)) };
  await writeAtomically(join(folder, `evaluation-${evaluation.split}.json`), `${JSON.stringify(sealed, null, 2)}\n`);
}

/** The evaluations of a job, one for each split. @param warn told of those that cannot be read */
export async function readEvaluations(folder: string, warn: (text: string) => void, seal: Seal): Promise<FoundEvaluation[]> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => /^evaluation-\w+\.json$/.test(name)).sort();
  const found = await Promise.all(
    names.map(async (name) => {
      const path = join(folder, name);
      try {
        return [await readEvaluation(path, seal)];
      } catch {
        warn(`${path} is no evaluation that this version can read. It is left out: delete it, or evaluate again.`);
        return [];
      }
    }),
  );
  return found.flat();
}

async function readEvaluation(path: string, seal: Seal): Promise<FoundEvaluation> {
  const { seal: written, ...rest } = fileSchema.parse(JSON.parse((await readUnlinkedFile(path, MOST_BYTES)).toString("utf8")));
  const evaluation = tunedEvaluationSchema.parse(rest);
  // Without a storage of the user's own there is nothing that was measured here.
  const own = written === undefined ? undefined : await seal(sealedText(evaluation)).catch(() => undefined);
  return own !== undefined && own === written ? evaluation : { ...evaluation, elsewhere: true };
}

/** In the schema's order of keys, whatever the file's is. */
const sealedText = (evaluation: TunedEvaluation): string =>
  JSON.stringify(["evaluation", tunedEvaluationSchema.parse(JSON.parse(JSON.stringify(evaluation)))]);
