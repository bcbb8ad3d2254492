import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { writeAtomically } from "../../files/writeAtomically";
import { tunedEvaluationSchema, type TunedEvaluation } from "../../protocol/tunedModel";

/** Keeps an evaluation in the job's folder; it takes the place of an earlier one of the same split. */
export const keepEvaluation = (folder: string, evaluation: TunedEvaluation): Promise<void> =>
  writeAtomically(join(folder, `evaluation-${evaluation.split}.json`), `${JSON.stringify(evaluation, null, 2)}\n`);

/** The evaluations of a job, one for each split. @param warn told of those that cannot be read */
export async function readEvaluations(folder: string, warn: (text: string) => void): Promise<TunedEvaluation[]> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => /^evaluation-\w+\.json$/.test(name)).sort();
  const found = await Promise.all(
    names.map(async (name) => {
      const path = join(folder, name);
      try {
        return [tunedEvaluationSchema.parse(JSON.parse(await readFile(path, "utf8")))];
      } catch {
        warn(`${path} is no evaluation that this version can read. It is left out: delete it, or evaluate again.`);
        return [];
      }
    }),
  );
  return found.flat();
}
