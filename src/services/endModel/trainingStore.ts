import { lstat, readdir, rm, stat } from "node:fs/promises";
import { join, relative, resolve } from "node:path";
import { ZodError } from "zod";
import { hashFiles } from "../../engine/output/exportInputs";
import { ownFolder } from "../../files/ownFolder";
import { isReallyInside } from "../../files/paths";
import { readRegularText } from "../../files/regularFile";
import { writeAtomically } from "../../files/writeAtomically";
import { trainingRecordSchema, type TrainingRecord } from "../../protocol/endModel";
import { openSealedJson, sealJson } from "../sealedJson";

/** A project's trainings, in its folder .lf-lens: a record and a model's file for each. */
export interface TrainingStore {
  /** The absolute path of a new model's file; its folder is there. */
  readonly placeFor: (id: string) => Promise<string>;
  /** Keeps a training, and lets go of old ones; one in the background takes the place of the last one in the background. */
  readonly keep: (record: TrainingRecord) => Promise<void>;
  /** The newest training whose model is there unchanged. */
  readonly latest: () => Promise<{ readonly record: TrainingRecord; readonly file: string } | undefined>;
  /** All that can be read, newest first. */
  readonly list: () => Promise<readonly TrainingRecord[]>;
}

/** Where a project keeps the records of its trainings. */
export const runsFolder = (root: string): string => join(root, ".lf-lens", "runs");

/** Records are small; models are some megabytes. */
const MOST_RECORDS = 50;
const MOST_MODELS = 10;

/** @param warn told of records that cannot be read */
export function trainingStore(root: string, warn: (text: string) => void): TrainingStore {
  const runs = runsFolder(root);
  const models = join(root, ".lf-lens", "models");
  const modelPath = (id: string): string => join(models, `${id}.lfmodel`);

  async function list(): Promise<TrainingRecord[]> {
    const names = (await namesIn(runs)).filter((name) => name.endsWith(".json")).reverse();
    const found = await Promise.all(names.map((name) => readRecord(join(runs, name), warn)));
    return found.filter((record) => record !== undefined);
  }

  async function removeReplaced(by: string): Promise<void> {
    const replaced = (await list()).filter(({ id, background }) => background && id !== by);
    // By their names, never by the path that a record tells: the record may have come with the folder.
    const paths = replaced.flatMap(({ id }) => [join(runs, `${id}.json`), modelPath(id)]);
    await Promise.all(paths.map((path) => rm(path, { force: true })));
  }

  return {
    list,
    async placeFor(id) {
      await ownFolder(root, ".lf-lens", "models");
      return modelPath(id);
    },
    async keep(record) {
      await Promise.all(["runs", "models"].map((name) => ownFolder(root, ".lf-lens", name)));
      const path = join(runs, `${record.id}.json`);
      await writeAtomically(path, sealJson(record));
      if (record.background) await removeReplaced(record.id);
      await prune(runs, ".json", MOST_RECORDS);
      await prune(models, ".lfmodel", MOST_MODELS);
      await removeCutOff(models);
    },
    async latest() {
      for (const record of await list()) {
        const file = await modelFileOf(root, record);
        if (file === undefined) continue;
        const [now] = await hashFiles(root, [file]);
        if (now?.sha256 === record.modelFile.sha256) return { record, file };
      }
      return undefined;
    },
  };
}

/**
 * The absolute path of a run's model. Undefined if it is gone, or not a file inside the project: a record may have come with the
 * folder, and name anything.
 */
export async function modelFileOf(root: string, { modelFile }: TrainingRecord): Promise<string | undefined> {
  const file = resolve(root, modelFile.path);
  const there = await stat(file).catch(() => undefined);
  return there?.isFile() && (await isReallyInside(file, root)) ? file : undefined;
}

/** A training's name: the time, and something that makes it unique. Names sort by time. */
export const trainingId = (now: Date, unique: string): string =>
  `${now.toISOString().replace(/[-:]/g, "").replace("T", "-").slice(0, 19).replace(".", "-")}-${unique}`;

/** A file as records name it. */
export async function hashedIn(root: string, file: string): Promise<TrainingRecord["modelFile"]> {
  const [hashed] = await hashFiles(root, [file]);
  if (!hashed) throw new Error(`${relative(root, file)} is gone although it was just written.`);
  return hashed;
}

async function readRecord(path: string, warn: (text: string) => void): Promise<TrainingRecord | undefined> {
  try {
    return trainingRecordSchema.parse(openSealedJson(await readRegularText(path)));
  } catch (error) {
    warn(`${path} is no record of a training that this version can read (${reasonOf(error)}). It is left out: delete it, or train again.`);
    return undefined;
  }
}

/** Of a record with a wrong shape the first thing that is wrong. */
function reasonOf(error: unknown): string {
  if (error instanceof ZodError) return `${error.issues[0]?.path.join(".")}: ${error.issues[0]?.message}`;
  return error instanceof Error ? error.message : String(error);
}

const namesIn = async (folder: string): Promise<string[]> => (await readdir(folder).catch(() => [])).sort();

/** A training that was killed leaves a hidden folder; one that is under way is younger. */
const CUT_OFF_MS = 24 * 3600 * 1000;

async function removeCutOff(folder: string): Promise<void> {
  for (const name of (await namesIn(folder)).filter((one) => one.endsWith(".partial"))) {
    const { mtimeMs } = await lstat(join(folder, name));
    if (Date.now() - mtimeMs > CUT_OFF_MS) await rm(join(folder, name), { recursive: true, force: true });
  }
}

async function prune(folder: string, ending: string, most: number): Promise<void> {
  const own = (await namesIn(folder)).filter((name) => name.endsWith(ending));
  await Promise.all(own.slice(0, -most).map((name) => rm(join(folder, name), { force: true })));
}
